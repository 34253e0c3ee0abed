/* refusal.c: why a term has no bound, in words: the nearest rule and what it lacked; see derivation.h. Pages say it about a formula of
 * their own notation, messages about its text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derivation.h"
#include "derive/naming.h"
#include "expr/print.h"
#include "rules/rules_internal.h"

const char *refusal_text(Arena *arena, const Refusal *r) { return r->unproved ? expr_text(arena, r->unproved) : r->condition; }

bool refusal_is_new(const Derivation *d, int i)
{
  for (int k = 0; k < i; k++)
    if (d->refusals.data[k].term == d->refusals.data[i].term) return false;
  return true;
}

const Expr *refusal_term(Pool *pool, const Refusal *r)
{
  Naming names = { .pool = pool, .context = r->term };
  naming_add_free(&names, r->term);
  return naming_apply(&names, r->term);
}

const char *refusal_head(const Refusal *r) { return r->by_row ? "No row of the library minimises" : "No rule fits"; }

const char *refusal_tail(Arena *arena, const Refusal *r)
{
  const RuleText *near = r->nearest ? &r->nearest->text : r->nearest_row ? &r->nearest_row->text : NULL;
  const char *condition = refusal_text(arena, r);
  if (near && condition) return arena_printf(arena, ".  The nearest is %s; it would need %s, which is not proved.", near->name->text, condition);
  if (near) return arena_printf(arena, ".  The nearest is %s, but no rule takes its bound on.", near->name->text);
  if (condition) return arena_printf(arena, ": %s.", condition);
  return r->by_row ? ": none has this combination of terms." : ": none has this form.";
}
