/* verify_step.c: the steps of a record; see verify_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_check.h"
#include "explain/explain.h"
#include "certificate/interval_check.h"
#include "rules/rules_internal.h"
#include "certificate/verify_internal.h"
#include <math.h>
#include <string.h>

const char *verify_step_name(Checker *c) { return arena_printf(c->arena, "step %d (%s)", c->at + 1, c->group->steps.data[c->at].rule); }

static const Majorizer *majorizer_called(const Rules *rules, const char *name)
{
  for (int i = 0; i < rules_majorizers(rules)->len; i++)
    if (!strcmp(rules_majorizers(rules)->data[i]->text.name->text, name)) return rules_majorizers(rules)->data[i];
  for (int i = 0; i < rules_wholes(rules)->len; i++)
    if (!strcmp(rules_wholes(rules)->data[i]->text.name->text, name)) return rules_wholes(rules)->data[i];
  return NULL;
}

static bool read_step(Checker *c, Index **index)
{
  const CertStep *s = &c->group->steps.data[c->at];
  Reread *scope = reread_new(c->sema, c->declared);
  if (!verify_enter_indices(c, scope, &s->indices, verify_step_name(c), index)) return false;
  const Expr *before = reread(scope, "before", s->before);
  if (!before) return verify_fail(c, "%s: 'before' cannot be read", verify_step_name(c));
  c->step = scope;
  c->before = before;
  return true;
}

/* where a walk may go on inside, to the terms of a sum; to those of a greatest one, in a walk that keeps kinks */
static bool goes_inside(const Checker *c, const Expr *e)
{
  return e->kind == X_ADD || (e->kind == X_REDUCE && (e->op == R_SUM || (c->group->kinks && (e->op == R_MAX || e->op == R_MIN))));
}

const Majorizer *verify_next_rule(void *context, const Expr *term, int *skip)
{
  Checker *c = context;
  Index *index[2 * ARRAY_MAX_AXES];
  const Expr *core;
  expr_split_coef(c->pool, term, &core);                   /* a sum, or a multiple of one, need not be bounded as one */
  bool pair = goes_inside(c, core);
  for (int i = 0; i < core->nargs && core->kind == X_MUL; i++) pair |= goes_inside(c, core->arg[i]);
  if (c->fault) return NULL;
  if (c->at == c->group->steps.len) {
    if (!pair) verify_fail(c, "step %d: it is missing; a bound is needed of %s", c->at + 1, verify_shortened(c, term));
    return NULL;
  }
  const CertStep *s = &c->group->steps.data[c->at];
  if (!c->step && !read_step(c, index)) return NULL;
  for (int i = 0; i < s->indices.len; i++) index[i] = reread_find_index(c->step, name_of(s->indices.data[i].name));
  if (!verify_same(c, verify_as_recorded(c, term, term->nfree, term->free, s->indices.len, index), c->before)) {
    if (!pair) verify_fail(c, "%s: it bounds %s, but here a bound is needed of %s", verify_step_name(c), s->before, verify_shortened(c, term));
    return NULL;
  }
  const Majorizer *m = majorizer_called(c->rules, s->name);
  if (m && !rule_complete(&m->text)) { verify_fail(c, "%s: the library's rule %s is broken", verify_step_name(c), s->name); return NULL; }
  if (!m) { verify_fail(c, "%s: the library has no rule %s", verify_step_name(c), s->name); return NULL; }
  if (strcmp(m->text.id, s->rule)) { verify_fail(c, "%s: the rule %s has the id %s", verify_step_name(c), s->name, m->text.id); return NULL; }
  if (m->exact != s->exact) { verify_fail(c, "%s: %s is %s", verify_step_name(c), s->name, m->exact ? "exact" : "a bound"); return NULL; }
  if (!(s->skip >= 0 && s->skip < 1000 && s->skip == floor(s->skip))) { verify_fail(c, "%s: 'skip' is no count", verify_step_name(c)); return NULL; }
  if (!verify_words(c, verify_step_name(c), "because", m->text.because, s->because) || !verify_words(c, verify_step_name(c), "source", m->text.source, s->source)) return NULL;
  *skip = (int)s->skip;
  return m;
}

static bool weights_agree(Checker *c, const Step *step, const CertStep *s)
{
  const char *what = verify_step_name(c);
  if (step->weights.len != s->weights.len) return verify_fail(c, "%s: it has %d weights, %d are recorded", what, step->weights.len, s->weights.len);
  for (int i = 0; i < s->weights.len; i++) {
    Symbol *w = step->weights.data[i];
    const CertDefinition *d = &s->weights.data[i];
    if (!verify_definition(c, c->step, what, w, d)) return false;
    if (verify_symbol(c, d->symbol)) return verify_fail(c, "%s: the weight %s has the name of an array", what, d->symbol);
    w->name = name_of(d->symbol);
    reread_symbol(c->declared, w->name, w);
  }
  return true;
}

/* All that the tests of a bound look at: the rule, functions as nodes with the ranges of their variables, the ranges of the other holes */
static const char *what_is_tested(Checker *c, const Step *step)
{
  Facts *facts = facts_new(c->pool, c->nparam, c->param);
  Buf key = { 0 };
  buf_put(&key, step->rule->text.name->text);
  for (int i = 0; i < step->holes.len; i++) {
    const StepHole *h = &step->holes.data[i];
    if (!h->value) continue;                               /* of an array in pieces: tests take numbers for its entries */
    Range r = h->variable ? range_between(h->variable->domain.lo, h->variable->domain.lo_open, h->variable->domain.hi, h->variable->domain.hi_open)
                          : facts_range(facts, h->value);
    buf_printf(&key, "; %s %d %d %a %a %d %d", h->name->text, h->nargs, facts_is_active(facts, h->value), r.lo, r.hi, r.lo_open, r.hi_open);
    if (h->variable) buf_printf(&key, " %p", (const void *)h->value);
  }
  const char *text = arena_strdup(c->arena, buf_text(&key));
  buf_free(&key);
  return text;
}

static bool is_found(Checker *c, const Tested *t)
{
  buf_printf(c->report, "  %-24s %s\n", "", t->clause);
  c->found[t->found]++;
  return true;
}

void verify_count_steps(Checker *c)
{
  static const char *const how[FOUND_WAYS] = { "proved anew by convexity", "by interval arithmetic over the whole box", "by interval arithmetic over part of it", "at random points",
                                               "equations", "judged at each iteration" };
  const char *separator = "steps:";
  for (int k = 0; k < FOUND_WAYS; k++) {
    if (!c->found[k]) continue;
    buf_printf(c->report, "%s %d %s", separator, c->found[k], how[k]);
    separator = ",";
  }
  buf_put(c->report, separator[0] == ',' ? "\n" : "");
}

/* The bound itself, tested without the theorem: whatever its proof says, no point of the box may speak against it. A bound of several
 * numbers, and what is left open of one, is for box_check.h. */
static bool bound_holds(Checker *c, const Step *step)
{
  const char *key = what_is_tested(c, step);
  for (int i = 0; i < c->tested.len; i++)
    if (!strcmp(c->tested.data[i].key, key)) return is_found(c, &c->tested.data[i]);
  IntervalCheck one;
  BoxCheck box = { 0 };
  Buf clause = { 0 };
  Facts *facts = facts_new(c->pool, c->nparam, c->param);
  bool ok = interval_check_step(c->pool, facts, step, &one), open = ok && (one.several || (!one.why_not && one.share < 1));
  if (open) ok = box_check_step(c->rules, facts, step, &box);
  if (open && (one.several || !ok || box.share > one.share || box.convex_in)) box_check_report(&clause, &box);
  else interval_check_report(&clause, &one);
  double share = fmax(one.share, box.share);
  Found found = one.convex_in || box.convex_in ? FOUND_CONVEX : share >= 1 ? FOUND_OVER_BOX : share > 0 ? FOUND_IN_PART : FOUND_AT_POINTS;
  const Tested tested = { key, arena_strdup(c->arena, buf_text(&clause)), found };
  if (ok) vec_push(c->arena, &c->tested, tested);
  if (ok) is_found(c, &tested);
  else verify_fail(c, "%s: %s", verify_step_name(c), buf_text(&clause));
  buf_free(&clause);
  return ok;
}

bool verify_step_taken(void *context, const Step *step)
{
  Checker *c = context;
  const CertStep *s = &c->group->steps.data[c->at];
  const char *what = verify_step_name(c);
  Index *index[2 * ARRAY_MAX_AXES];
  if (!step) return verify_fail(c, "%s: the rule %s does not fit %s, or its conditions are not proved", what, s->name, s->before);
  for (int i = 0; i < s->indices.len; i++) index[i] = reread_find_index(c->step, name_of(s->indices.data[i].name));
  if (!weights_agree(c, step, s)) return false;
  const Expr *after = reread(c->step, "after", s->after);
  if (!after) return verify_fail(c, "%s: 'after' cannot be read", what);
  const Expr *made = verify_as_recorded(c, step->after, step->before->nfree, step->before->free, s->indices.len, index);
  if (!verify_same(c, made, after)) return verify_fail(c, "%s: the rule does not yield 'after'; it yields %s", what, verify_shortened(c, made));
  if (!verify_proofs(c, c->step, what, step->before->nfree, step->before->free, index, step->proofs.len, step->proofs.data, &s->conditions)) return false;
  buf_printf(c->report, "  %-24s %s", what, s->name);
  for (int i = 0; i < step->proofs.len; i++) buf_printf(c->report, "%s %s", i ? ";" : ",", proof_text(c->arena, &step->proofs.data[i]));
  buf_putc(c->report, '\n');
  bool above = !step->rule->exact && !step->rule->local && !step->rule->guarded;         /* of the others the run judges each step */
  if (above && !bound_holds(c, step)) return false;
  if (!above) c->found[step->rule->exact ? FOUND_EQUAL : FOUND_LATER]++;
  c->at++;
  c->step = NULL;
  return true;
}
