/* alternatives.c: see alternatives.h.
 *
 * Every rule of the library is asked for by name, as a user would by `using`; what comes of it counts where the rule was used
 * and the list of rules and rows is new. Then pairs of those that were found.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/alternatives.h"
#include "derive/majorize.h"
#include <string.h>

enum { MOST = 16 };                       /* of a list that people read */

bool derive_uses(const Derivation *d, const Name *rule)
{
  for (int g = 0; g < d->groups.len; g++) {
    const SurrogateGroup *group = &d->groups.data[g];
    for (int i = 0; i < group->steps.len; i++)
      if (group->steps.data[i].rule->text.name == rule) return true;
    for (int i = 0; i < group->blocks.len; i++) {
      const Block *b = &group->blocks.data[i];
      if ((b->row && b->row->text.name == rule) || (b->relaxed && b->relaxed->text.name == rule)) return true;
    }
  }
  return false;
}

/* Bounds in order, and kinds of updates: two derivations with the same are the same to a reader. Another row of minimisers for
 * the same surrogate is another way to the same point. */
static const char *signature(Arena *arena, const Derivation *d)
{
  Buf b = { 0 };
  for (int g = 0; g < d->groups.len; g++) {
    const SurrogateGroup *group = &d->groups.data[g];
    for (int i = 0; i < group->nparams; i++) buf_printf(&b, "%d,", group->param[i]->id);
    for (int i = 0; i < group->steps.len; i++)
      if (!group->steps.data[i].rule->exact) buf_printf(&b, " %s/%d", group->steps.data[i].rule->text.name->text, group->steps.data[i].skip);
    for (int i = 0; i < group->blocks.len; i++) {
      const Block *block = &group->blocks.data[i];
      buf_printf(&b, " %d:%d/%s", block->param->id, (int)block->update, block->relaxed ? block->relaxed->text.name->text : "");
    }
    buf_putc(&b, ';');
  }
  for (int i = 0; i < d->njoint; i++) buf_printf(&b, " %d", d->joint[i]->id);
  buf_printf(&b, " %s", d->njoint ? d->joint_rule : "");
  const char *text = arena_strdup(arena, buf_text(&b));
  buf_free(&b);
  return text;
}

typedef struct Search {
  Pool *pool;
  const Rules *rules;
  const Loss *loss;
  Alternatives *found;
  VEC(const char *) seen;
  VEC(const Name *) fitting;              /* rules that led to something new by themselves */
  VEC(TermsMet *) met;                    /* where they were tried */
} Search;

/* of whole losses: such rules go with any others, which says nothing new */
static bool is_whole(const Rules *rules, const Name *name)
{
  for (int i = 0; i < rules_wholes(rules)->len; i++)
    if (rules_wholes(rules)->data[i]->text.name == name) return true;
  return false;
}

static int count_names(const Name *const *names)
{
  int n = 0;
  while (names && names[n]) n++;
  return n;
}

/* may a rule be used besides those with which these terms were met? */
static bool may_serve(const Search *s, const Name *rule, const TermsMet *met)
{
  for (int i = 0; i < rules_wholes(s->rules)->len; i++)
    if (rules_wholes(s->rules)->data[i]->text.name == rule) return true;
  bool bound = false;
  for (int i = 0; i < rules_majorizers(s->rules)->len; i++) {
    const Majorizer *m = rules_majorizers(s->rules)->data[i];
    if (m->text.name != rule) continue;
    bound = true;
    if (terms_met_fit(s->rules, met, m)) return true;
  }
  for (int i = 0; i < rules_relaxations(s->rules)->len; i++)
    if (rules_relaxations(s->rules)->data[i]->text.name == rule && met->quadratics) return true;
  return !bound && terms_met_have_row(met, rule);
}

/* one derivation; true if it is new and uses all that was asked for. *met learns which terms were met, NULL: nobody asks */
static bool try(Search *s, const Name *first, const Name *const *others, const char *method, bool proved, TermsMet **met)
{
  Arena *arena = pool_arena(s->pool);
  int n = 0, more = count_names(others);
  const Name **using = ARENA_ARRAY(arena, const Name *, more + 2);
  if (first) using[n++] = first;
  for (int i = 0; i < more; i++) using[n++] = others[i];
  DiagList quiet = { .arena = arena };
  bool searched = strcmp(method, "newton") != 0;
  if (met) *met = ARENA_NEW(arena, TermsMet);
  const DeriveOptions options = { .method = method, .use_rule = n ? using : NULL, .met = met ? *met : NULL, .brief = first != NULL, .proved = proved,
                                  .no_worse = s->found->len && searched ? s->found->data[0].d : NULL };
  Derivation *d = derive_loss(s->pool, s->rules, s->loss, &options, &quiet);
  if (!d || (s->found->len && searched && d->njoint > s->found->data[0].d->njoint)) return false;
  for (int i = 0; first && i < n; i++)
    if (!derive_uses(d, using[i])) return false;
  const char *text = signature(arena, d);
  for (int i = 0; i < s->seen.len; i++)
    if (!strcmp(s->seen.data[i], text)) return false;
  const Alternative a = { .d = d, .using = using, .proved = proved };
  vec_push(arena, &s->seen, text);
  vec_push(arena, s->found, a);
  return true;
}

bool derive_alternatives(Pool *pool, const Rules *rules, const Loss *loss, const Name *const *use_rule, Alternatives *out, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  Search s = { .pool = pool, .rules = rules, .loss = loss, .found = out };
  TermsMet *plain, *met;
  if (!try(&s, NULL, use_rule, "auto", false, &plain)) {
    const DeriveOptions options = { .method = "auto", .use_rule = use_rule };
    derive_loss(pool, rules, loss, &options, diags);       /* says why */
    return false;
  }
  for (int i = 0; i < rules_choices(rules) && out->len < MOST; i++) {
    const Name *name = rules_name(rules, i);
    bool again = false;
    for (int k = 0; k < i; k++) again |= rules_name(rules, k) == name;
    if (again || !may_serve(&s, name, plain) || !try(&s, name, use_rule, "auto", false, &met) || is_whole(rules, name)) continue;
    vec_push(arena, &s.fitting, name);
    vec_push(arena, &s.met, met);
  }
  for (int i = 0; i < s.fitting.len; i++)
    for (int k = 0; k < s.fitting.len && out->len < MOST; k++)
      if (k != i && may_serve(&s, s.fitting.data[k], s.met.data[i]))
        try(&s, s.fitting.data[i], (const Name *const[]){ s.fitting.data[k], NULL }, "auto", false, NULL);
  if (out->data[0].d->njoint) try(&s, NULL, NULL, "auto", true, NULL);
  try(&s, NULL, NULL, "newton", false, NULL);
  return true;
}
