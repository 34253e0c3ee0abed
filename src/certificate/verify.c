/* verify.c: a certificate is checked by replaying it; see certificate.h.
 *
 * The walk of majorize.c is taken anew over the loss that was read again. Where it needs a rule, the next recorded step names
 * one; that rule alone is matched. What it yields is held against the record by identity of nodes: equal expressions of one
 * pool are the same pointer, so that the record may be written in other words but not say anything else. Then the updates are
 * collected from the finished surrogate anew. The first fault ends the check.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rules_internal.h"
#include "certificate/verify_internal.h"
#include <string.h>

static bool check_group(Checker *c, int number)
{
  const CertGroup *r = c->group = &c->certificate->groups.data[number];
  Symbol *param[LOSS_MAX_PARAMS] = { 0 };
  SurrogateGroup g;
  c->at = 0;
  c->step = NULL;
  if (r->params.len < 1 || r->params.len > LOSS_MAX_PARAMS) return verify_fail(c, "group %d has no parameters", number + 1);
  buf_printf(c->report, "group %d:", number + 1);
  for (int i = 0; i < r->params.len; i++) {
    param[i] = verify_symbol(c, r->params.data[i]);
    if (!param[i] || param[i]->kind != SYM_PARAM) return verify_fail(c, "group %d: there is no parameter %s", number + 1, r->params.data[i]);
    buf_printf(c->report, "%s %s", i ? "," : "", r->params.data[i]);
  }
  buf_putc(c->report, '\n');
  c->nparam = r->params.len;
  c->param = param;
  if (!verify_symbol(c, c->rules->stiffness->name->text)) reread_symbol(c->declared, c->rules->stiffness->name, c->rules->stiffness);
  const Replay replay = { verify_next_rule, verify_step_taken, c };
  bool ok = derive_replay(c->d, r->params.len, param, (Manner){ r->strict, r->apart, r->solver, r->descent, r->whole, r->entries, r->convex, r->kinks }, &replay, &g);
  if (c->fault) return false;
  if (!g.surrogate) return verify_fail(c, "group %d: the steps do not lead to a surrogate", number + 1);
  if (r->type && (r->type[0] != surrogate_type(&g) || r->type[1])) return verify_fail(c, "group %d: its surrogate is of type %c, not %s", number + 1, surrogate_type(&g), r->type);
  if (c->at < r->steps.len) return verify_fail(c, "%s: no term needs it", verify_step_name(c));
  const Expr *surrogate = reread(c->declared, "surrogate", r->surrogate);
  if (!surrogate) return verify_fail(c, "surrogate of group %d: it cannot be read", number + 1);
  if (surrogate != g.surrogate) return verify_fail(c, "surrogate of group %d: the steps lead to %s", number + 1, verify_shortened(c, g.surrogate));
  if (!verify_proofs(c, c->declared, "signs of factors", 0, NULL, NULL, g.factors.len, g.factors.data, &r->factors)) return false;
  buf_printf(c->report, "  %-24s composed of %s\n", "surrogate", r->steps.len ? "the steps" : "the loss itself");
  if (!ok || g.blocks.len != r->blocks.len) return verify_fail(c, "group %d: its surrogate has %d updates, %d are recorded", number + 1, ok ? g.blocks.len : 0, r->blocks.len);
  for (int i = 0; i < r->blocks.len; i++)
    if (!verify_block(c, &g.blocks.data[i], &r->blocks.data[i])) return false;
  g.replay = NULL;
  vec_push(c->arena, &c->d->groups, g);
  return true;
}

/* ---- all of it -------------------------------------------------------------------------------------------------------------------------------- */

static bool check_all(Checker *c)
{
  if (!verify_declare(c) || !verify_all_shared_out(c)) return false;
  Derivation *d = c->d = ARENA_NEW(c->arena, Derivation);
  const Name **use = ARENA_ARRAY(c->arena, const Name *, c->certificate->use_rule.len + 1);
  for (int i = 0; i < c->certificate->use_rule.len; i++) use[i] = name_of(c->certificate->use_rule.data[i]);
  *d = (Derivation){ .pool = c->pool, .rules = c->rules, .loss = c->loss, .facts = facts_new(c->pool, 0, NULL), .use_rule = use, .joint_update = UPDATE_NEWTON, .joint_rule = "R-NEWTON",
                     .joint = ARENA_ARRAY(c->arena, Symbol *, c->loss->nparams) };
  buf_printf(c->report, "declarations: %d axes, %d arrays, %d of them to be found\n", c->axes.len, c->symbols.len, c->loss->nparams);
  for (int g = 0; g < c->certificate->groups.len; g++)
    if (!check_group(c, g)) return false;
  if (!c->certificate->jointly.len && (c->certificate->jointly_rule || c->certificate->jointly_update)) return verify_fail(c, "jointly: a rule, and no parameter that it is for");
  for (int i = 0; i < c->certificate->jointly.len; i++) {
    Symbol *p = verify_symbol(c, c->certificate->jointly.data[i]);
    if (!p || p->kind != SYM_PARAM) return verify_fail(c, "jointly: there is no parameter %s", c->certificate->jointly.data[i]);
    d->joint[d->njoint++] = p;
    buf_printf(c->report, "%s steps on the loss itself; there is no bound to check\n", p->name->text);
  }
  verify_count_steps(c);
  return true;
}

Derivation *certificate_check(Pool *pool, Sema *sema, const Rules *rules, const char *text, size_t len, DiagList *diags, Buf *report)
{
  Arena *arena = pool_arena(pool);
  const char *why = NULL;
  Checker c = { .pool = pool, .arena = arena, .sema = sema, .rules = rules, .diags = diags, .report = report };
  c.certificate = certificate_read(arena, text, len, &why);
  if (!c.certificate) { buf_printf(report, "not valid: %s\n", why); return NULL; }
  if (check_all(&c)) return c.d;
  buf_printf(report, "not valid: %s\n", c.fault);
  return NULL;
}
