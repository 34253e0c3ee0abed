/* errors.h: standard errors of the parameters of a loss that is a negative log-likelihood, at the optimum of a fit: the inverse
 * of the observed information, which is the Hessian of the loss by coordinates without constraints, carried back to the
 * parameters by the charts' Jacobians (the delta method). On a simplex this gives the singular multinomial covariance's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_ERRORS_H
#define MAJORANT_FIT_ERRORS_H
#include "fit/fit.h"

/* One array for each parameter of the loss, new references, 0 where an entry is fixed; span: who asks. False with a message
 * that says why there are none: labels and hard assignments, an optimum on an edge, a direction in which the loss is flat, a
 * point that is no optimum yet. */
bool fit_standard_errors(Pool *, const Rules *, const Loss *, const FitResult *, int threads, Span, Array **errors, DiagList *);

#endif
