/* explain.h: a derivation as people read it. explain.c turns the record into a page: rows of words and formulas, in order,
 * which explain_text.c and explain_latex.c set. explain_parts.c names what returns in long formulas; explain_names.c shows
 * definitions with index names that read well, and the JSON output and the dump use it, too. Pages live in the pool's
 * arena. Nothing here derives anything.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPLAIN_EXPLAIN_H
#define MAJORANT_EXPLAIN_EXPLAIN_H
#include "derive/alternatives.h"
#include "derive/naming.h"
#include "rules/rules_internal.h"

/* ---- pages ---------------------------------------------------------------------------------------------------------- */

typedef enum { PIECE_WORDS, PIECE_MATH, PIECE_CONDITION, PIECE_PARTIAL } PieceKind;      /* PARTIAL: the derivative of `words` by math */
typedef struct Piece { PieceKind kind; const char *words; const Expr *math; } Piece;
typedef VEC(Piece) Pieces;

/* NONE: running words, broken where the line ends; else one formula: left relation right */
typedef enum { RELATION_NONE, RELATION_IS, RELATION_AT_MOST, RELATION_FALLS, RELATION_TOUCHES, RELATION_BECOMES } Relation;
typedef struct PageRow { const char *label; Pieces left; Relation relation; Pieces right; } PageRow;
typedef struct Page { Pool *pool; VEC(PageRow) rows; } Page;

Page *page_of(const Derivation *);
Page *page_of_alternatives(const Alternatives *);        /* explain_all.c */

/* ---- names ---------------------------------------------------------------------------------------------------------- */

typedef struct Shown { const Expr *left, *right; } Shown;                /* a definition, ready to print */

Shown naming_definition(const Naming *, Symbol *);                       /* of a weight or statistic: name[own] = def */

/* d L / d p[own] of the loss as the user wrote it, with the place as `left`; right NULL and *why where there is none */
Shown gradient_by(Pool *, const Loss *, Symbol *, const char **why);

/* the name of a symbol alone, without indices */
const Expr *name_as_math(Pool *, const Name *);

typedef struct BlockView {
  Naming naming;
  const Expr *target;                     /* p[k, d] */
  int ncoefs; Shown *coef;
  const Expr *value;                      /* in coefficients; NULL for a search */
  const Expr *inlined;                    /* with the coefficients by their definitions */
  const Expr *needs, *bounded, *attained, *plain, *spare;
} BlockView;

BlockView block_view(Pool *, const Loss *, const Block *);

/* what was proved, as it prints */
const char *proof_text(Arena *, const Proof *);

/* e without its terms that are free of the group's parameters; *dropped tells whether there were any */
const Expr *active_terms(Pool *, const SurrogateGroup *, const Expr *e, bool *dropped);

#endif
