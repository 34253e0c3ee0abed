/* match.h: does an expression have the form of a rule's pattern, and what does the rule then say?
 *
 * A pattern is an expression with holes. `u` matches any expression; `a[z]` the body of a binder, with the binder's index
 * in place of z, or, where the target is a plain sum or product, each term or factor in turn ("pieces"); `f(u)` any expression that
 * depends on the active parameters through one subexpression u alone. Commutative arguments match in any order, with at
 * most one hole taking the rest. Bindings are filled by the match and read by the instantiation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_MATCH_H
#define MAJORANT_RULES_MATCH_H
#include "expr/facts.h"

enum { MATCH_MAX_HOLES = 16, MATCH_MAX_AXES = 4, MATCH_MAX_PIECES = 32 };

/* a pattern axis (the Z of sum{z}) bound to a binder of the target, to several axes taken as one (the slices of a minimizer),
 * or to the pieces of a sum of terms */
typedef struct AxisBinding {
  Axis *pattern;
  int ntargets; Axis *target[ARRAY_MAX_AXES];
  const Name *hint[ARRAY_MAX_AXES];
  const Expr *lo, *hi;                    /* of the target's binder; NULL where it covers the axis */
  int npieces;                            /* > 0: pieces */
} AxisBinding;

typedef struct HoleBinding {
  const Name *name;
  int nargs; Index *arg[ARRAY_MAX_AXES];  /* a[z]: free indices of value, one for each argument of the hole */
  const Expr *value;
  int npieces; const Expr *piece[MATCH_MAX_PIECES];
  Symbol *variable;                       /* f(u): value is f with this scalar placeholder for u */
} HoleBinding;

typedef struct Bindings {
  Pool *pool; Facts *facts;
  int nholes; HoleBinding hole[MATCH_MAX_HOLES];
  int naxes; AxisBinding axis[MATCH_MAX_AXES];
  /* pattern index -> target index, while inside binders; several entries in a row for an axis bound to several */
  int nmap; Index *from[4 * ARRAY_MAX_AXES]; const Expr *to[4 * ARRAY_MAX_AXES];
  int piece;                              /* while instantiating one piece */
  const Expr *whole;                      /* the loss, where a rule may ask for its gradient; else NULL */
  Symbol *stiffness;                      /* of local bounds; NULL: none is allowed */
  Symbol *free;                           /* an array of 1 where entries of a row's unknown may move, else 0; NULL: all may */
  const Expr *where;                      /* the rule's conditions: which of two variables takes what is constant; NULL: unknown */
} Bindings;

/* facts tell what is active. Each candidate for the u of f(u) is tried by `accept` (NULL: take the first); outermost first */
bool match(Bindings *, const Expr *pattern, const Expr *target, bool (*accept)(Bindings *, void *), void *context);
/* could the pattern fit, by the outermost operators of both? A cheap no before anything is tried; yes is no promise */
bool match_may_fit(const Expr *pattern, const Expr *target);
HoleBinding *bindings_hole(Bindings *, const Name *);      /* NULL if not bound */
HoleBinding *bindings_set(Bindings *, const Name *, const Expr *value);
void bindings_map(Bindings *, Index *from, const Expr *to);

/* the greatest second derivative of f(u), by the function's block alone or else the range of the symbolic one; infinite: not known */
double curvature_in_table(Bindings *, const HoleBinding *f);
double curvature_bound(Bindings *, const HoleBinding *f);

/* the template with holes filled. Understood besides the bound holes: touch(e), slope(f(u), u), curve(f(u), u) (first and
 * second derivative), curvature(f) (the function's greatest second derivative). NULL if a derivative does not exist */
const Expr *instantiate(Bindings *, const Expr *template_);

#endif
