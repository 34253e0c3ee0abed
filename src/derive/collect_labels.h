/* collect_labels.h: a block of labels (z[N] in 1..K): what each label of each entry costs.
 *
 * A term that holds one entry of z and no other is the sum over the labels k of (z == k) times the term at k. The loss is
 * linear in these indicators, so that their coefficients, the costs, are derivatives as in collect.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_COLLECT_LABELS_H
#define MAJORANT_DERIVE_COLLECT_LABELS_H
#include "derive/collect.h"

/* *out has its param and own indices; false with out->failed */
bool collect_labels(Pool *, const Expr *surrogate, Collected *out);

#endif
