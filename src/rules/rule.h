/* rule.h: rules as those see them who only name them: their kinds, the kinds of updates, and a condition as it was proved.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_RULES_RULE_H
#define MAJORANT_RULES_RULE_H
#include "expr/expr.h"

typedef struct Rules Rules;               /* rules.h: the library's and the user's */
typedef struct Majorizer Majorizer;       /* rules_internal.h */
typedef struct Relaxation Relaxation;
typedef struct Minimizer Minimizer;
typedef struct Chart Chart;

typedef enum { UPDATE_CLOSED_FORM, UPDATE_ONE_DIMENSIONAL, UPDATE_INNER_SOLVER, UPDATE_NEWTON, UPDATE_GRADIENT } UpdateKind;
extern const char *const update_kind_name[];              /* "closed-form", … as in --output=json */

/* one side condition of a rule as it was met */
typedef struct Proof { const Expr *condition; const char *text; const char *why; } Proof;      /* text NULL: as the condition prints, see proof_text */

#endif
