/* facts.h: what can be proved of an expression, composed upward: range, sign, integrality, curvature, degree.
 * "Unknown" is always a correct answer; a wrong one never. Ranges of data come from the numbers bound to them.
 * Facts are memoised in a Facts object; make a new one when bound numbers or active parameters change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_FACTS_H
#define MAJORANT_EXPR_FACTS_H
#include "expr/expr.h"
#include "expr/range.h"

typedef enum { CURV_CONSTANT, CURV_AFFINE, CURV_CONVEX, CURV_CONCAVE, CURV_UNKNOWN } Curvature;

typedef struct Facts Facts;
/* active: the parameters that vary; the others, and all touch symbols, weights and data, are constants */
Facts *facts_new(Pool *, int nactive, Symbol *const *active);
/* Facts in other active parameters that share with these what does not hang on them; the same set yields the same object again */
Facts *facts_beside(Facts *, int nactive, Symbol *const *active);
/* A symbol that stands for any number of this range. The same range and place give the same symbol, so that a function written
 * in it is the same node whenever it is met, and its facts are kept; what is nested takes another place. */
typedef enum { PLACE_ARGUMENT, PLACE_FACTOR, PLACE_TERM, PLACE_COORDINATE, PLACE_CORE, PLACE_PIECE } FactsPlace;
Symbol *facts_placeholder(Facts *, FactsPlace, const char *name, Range);
/* expr_open, but the same binder opens with the same indices every time, so that what is done again under it meets the same nodes.
 * Not for one that is open already: each of these purposes must close a binder before it opens it again. */
typedef enum { OPEN_WALK, OPEN_MATCH, OPEN_PATTERN, OPENINGS } FactsOpening;
void facts_open(Pool *, Facts *, FactsOpening, const Expr *binder, Index **fresh, const Expr **args);
/* an index that stands for another one, at this depth, in what is put together: the same every time */
Index *facts_index(Pool *, Facts *, const Index *of, int depth, const Name *, Axis *);
/* what a caller has found out about a node in these active parameters; NULL: nothing */
typedef enum { NOTE_ARGUMENTS, NOTE_SHAPES, NOTE_WEIGHTS, NOTE_VAIN, FACTS_NOTES } FactsNote;
void *facts_note(const Facts *, FactsNote, const Expr *);
void facts_set_note(Facts *, FactsNote, const Expr *, void *note);

int facts_active(const Facts *, Symbol *const **);           /* the active parameters; how many */
Range facts_range(Facts *, const Expr *);
bool facts_is_positive(Facts *, const Expr *);
bool facts_is_nonnegative(Facts *, const Expr *);
int facts_sign(Facts *, const Expr *);                    /* +1: >= 0, -1: <= 0, 0: not known; identically 0 counts as +1 */
Curvature facts_curvature(Facts *, const Expr *);         /* in the active parameters jointly */
Range facts_second_range(Facts *, const Expr *, Symbol *t);         /* holds every second derivative by t on the domain of t; infinite ends: none known */
bool facts_is_active(Facts *, const Expr *);              /* contains an active parameter */
int facts_degree(Facts *, const Expr *, const Symbol *);  /* polynomial degree in one parameter, others constant; -1: not a polynomial */
/* a choice that always takes the greater value (+1: max), the smaller (-1: min), or not so (0): if a <= b then b else a, and
 * if n < 1 then 1 - n else 0 */
int facts_if_extreme(Facts *, const Expr *);
/* is e, as a matrix with these n free indices as its row and these as its column, positive semidefinite (strictly: definite)
 * for all values of everything else? */
bool facts_is_semidefinite(Facts *, const Expr *e, int n, const Index *const *row, const Index *const *col, bool strictly);
bool facts_is_direction(const Expr *, const Index *i);    /* a vector over i that lies on a sphere, by the domain of its parameter */
bool facts_is_rotation(const Expr *, const Index *row, const Index *col);        /* an orthogonal parameter that is square */
bool facts_is_frame(const Expr *, const Index *row, const Index *col);      /* an entry of a matrix with orthonormal rows, of any shape */
int facts_definite_numbers(const Array *);               /* all matrices over the last two axes: 2 definite, 1 semidefinite, 0 neither */
const char *facts_why_range(Facts *, const Expr *);       /* one line of proof, "phi >= 0 (simplex), n >= 0 (data: least value 0)" */

#endif
