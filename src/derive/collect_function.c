/* collect_function.c: see collect_function.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_function.h"
#include "rules/rows.h"
#include "expr/diff.h"

bool function_has_other_numbers(const Expr *e, const Symbol *param)
{
  if (!e->has_param) return false;
  if (e->kind == X_ACCESS && e->u.sym->kind == SYM_PARAM && e->u.sym != param && e->u.sym->domain.kind != DOMAIN_LABEL) return true;
  for (int i = 0; i < e->nargs; i++)
    if (function_has_other_numbers(e->arg[i], param)) return true;
  return false;
}

bool function_is_kink(Pool *pool, const Rules *rules, Facts *facts, const Expr *factor, const Expr *rest, Symbol *param)
{
  const Expr *access;
  const char *why;
  if (!rows_have_function(rules, param) || !(access = entry_of(factor, param))) return false;
  if (function_has_other_numbers(factor, param)) return false;      /* taking turns stops at a kink that two parameters share */
  Curvature shape = facts_curvature(facts_beside(facts, 1, &param), factor);
  if (!(shape == CURV_CONVEX && facts_sign(facts, rest) > 0) && !(shape == CURV_CONCAVE && facts_sign(facts, rest) < 0)) return false;
  const Expr *slope = expr_diff_by(pool, factor, access, &why), *curve = slope ? expr_diff_by(pool, slope, access, &why) : NULL;
  return curve && expr_is_num(curve, 0);
}
