/* explain_all.c: the page of `derive all`: for each derivation of a loss its bounds, its updates, and how fast it converges.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain_writer.h"
#include <math.h>
#include <string.h>

/* each bound once, in the order of its first use */
static void write_bounds(Writer *w, const Derivation *d)
{
  Pieces *p = NULL;
  VEC(const RuleText *) seen = { 0 };
  for (int g = 0; g < d->groups.len; g++) {
    const SurrogateGroup *group = &d->groups.data[g];
    for (int i = 0; i < group->steps.len + group->blocks.len; i++) {
      const Step *s = i < group->steps.len ? &group->steps.data[i] : NULL;
      const Relaxation *r = s ? NULL : group->blocks.data[i - group->steps.len].relaxed;
      const RuleText *t = s && !s->rule->exact ? &s->rule->text : r ? &r->text : NULL;
      bool again = !t;
      for (int k = 0; k < seen.len; k++) again |= seen.data[k] == t;
      if (again) continue;
      if (!p) p = &page_row(w, NULL)->left;
      page_say(w, p, seen.len ? ", %s" : "Bounds: %s", page_rule_name(w, t));
      vec_push(w->arena, &seen, t);
    }
  }
  if (p) page_say(w, p, ".");
  else if (d->groups.len) page_say(w, &page_row(w, NULL)->left, "Nothing is bounded: the loss itself is minimised.");
}

static void write_block(Writer *w, const Block *b)
{
  BlockView v = block_view(w->pool, w->d->loss, b);
  bool brief = v.value && page_is_short(w, v.inlined);
  if (v.value) page_formula(w, NULL, v.target, RELATION_BECOMES, brief ? v.inlined : v.value);
  else page_formula(w, NULL, name_as_math(w->pool, name_of("Q")), RELATION_IS, naming_apply(&v.naming, b->phi));
  if (!brief) page_coefficients(w, &v);
  Pieces *p = &page_row(w, NULL)->left;
  page_say(w, p, "%m: %s, %s%s.", name_as_math(w->pool, b->param->name), page_kind(b->update),
           b->row ? page_rule_name(w, &b->row->text) : b->rule, b->majorizer ? ", proved to majorize" : ", not proved to majorize");
}

static void write_together(Writer *w, const SurrogateGroup *g)
{
  for (int i = 0; i < g->blocks.len; i++) {
    int n = 0;
    Symbol *param[LOSS_MAX_PARAMS];
    int set = g->blocks.data[i].solve;
    if (!set || (i && g->blocks.data[i - 1].solve == set)) continue;
    for (int k = i; k < g->blocks.len && g->blocks.data[k].solve == set; k++) param[n++] = g->blocks.data[k].param;
    Pieces *p = &page_row(w, NULL)->left;
    page_names(w, p, n, param);
    page_say(w, p, " are solved together.");
  }
}

static void write_rate(Writer *w, const Rate *r)
{
  Pieces *p = &page_row(w, NULL)->left;
  if (!r->known) { page_say(w, p, "No local rate is predicted: %s.", r->why); return; }
  const char *rate = arena_printf(w->arena, r->rate > 0.999 ? "1 - %.2g" : "%.4g", r->rate > 0.999 ? 1 - r->rate : r->rate);
  double digit = -1 / log10(r->rate);
  if (r->rate < 1e-4) page_say(w, p, "Local rate 0: faster than any geometric sequence.");
  else if (digit <= 1) page_say(w, p, "Local rate %s: more than a digit in an iteration.", rate);
  else page_say(w, p, "Local rate %s: a digit in %s iterations.", rate, arena_printf(w->arena, "%.3g", digit));
  if (r->flat) page_say(w, p, " Left out: %d direction%s in which the loss does not change.", r->flat, r->flat == 1 ? "" : "s");
  if (r->held) page_say(w, p, " Held: %d entr%s on an edge of the domain or at a kink.", r->held, r->held == 1 ? "y" : "ies");
}

static void write_alternative(Writer *w, const Alternative *a, int number)
{
  const Derivation *d = w->d = a->d;
  bool newton = d->method && !strcmp(d->method, "newton");
  Pieces *p = &page_row(w, arena_printf(w->arena, "%d", number))->left;
  if (newton) page_say(w, p, "fit with method = newton.");
  else if (a->proved) page_say(w, p, "fit with require = majorizer.");
  else if (!a->using[0]) page_say(w, p, "What fit takes.");
  for (int i = 0; a->using[i]; i++) page_say(w, p, i ? ", %s" : "fit using %s", a->using[i]->text);
  if (a->using[0]) page_say(w, p, ".");
  write_bounds(w, d);
  for (int g = 0; g < d->groups.len; g++) {
    write_together(w, &d->groups.data[g]);
    for (int i = 0; i < d->groups.data[g].blocks.len; i++) write_block(w, &d->groups.data[g].blocks.data[i]);
  }
  if (d->njoint) {
    p = &page_row(w, NULL)->left;
    page_names(w, p, d->njoint, d->joint);
    page_say(w, p, ": %s on the loss itself, %s, not proved to majorize.", page_kind(d->joint_update), d->joint_rule);
  }
  write_rate(w, &a->rate);
}

Page *page_of_alternatives(const Alternatives *a)
{
  const Derivation *first = a->data[0].d;
  Arena *arena = pool_arena(first->pool);
  Writer w = { .page = ARENA_NEW(arena, Page), .d = first, .arena = arena, .pool = first->pool };
  w.page->pool = first->pool;
  page_loss(&w);
  for (int i = 0; i < a->len; i++) write_alternative(&w, &a->data[i], i + 1);
  if (w.touched) page_touch(&w, page_row(&w, "Notation"));
  return w.page;
}
