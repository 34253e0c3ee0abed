/* loss.h: what the front end hands to the derivation: one loss and its parameters.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_LOSS_H
#define MAJORANT_SEMA_LOSS_H
#include "base/source.h"
#include "expr/expr.h"
#include "sema/draw.h"

enum { LOSS_MAX_PARAMS = 64 };       /* derive_loss refuses more: behind it lists of parameters have this length */

typedef struct Param {
  Symbol *sym;                    /* kind SYM_PARAM, with its domain */
  const Expr *init;               /* NULL: a random start in the interior of the domain; open indices in init_open[] (subset of the axes) */
  Index *init_open[ARRAY_MAX_AXES]; int init_nopen;
  DrawKind draw; const char *draw_word;         /* drawn afresh from the seed in each run, and the script's word for it; else DRAW_NONE */
  const Expr *draw_args[2];       /* rows: of this array, open indices in init_open; numbers: between these, by these moments */
  bool chosen;                    /* of a certificate: the start was given, though the record does not say which */
  Span span;
  /* fixed entries, `fix p[3] = 1`: NULL or an array of the parameter's sizes, NaN where free */
  Array *fixed;
} Param;

typedef struct Loss {
  const Name *name;               /* "loss" unless the script named it */
  const Expr *value;              /* what is minimised: -f for `maximize f` */
  bool maximize;                  /* values are shown with the sign of the user */
  Span span;
  int nparams; Param *param;      /* in order of declaration; those that occur in value */
} Loss;

#endif
