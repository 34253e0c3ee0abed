/* box_check.c: see box_check.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_internal.h"
#include "certificate/box_symmetry.h"
#include <math.h>

/* what moves, what is held, and each entry with its touch: scaled or shifted together the gap may stay as it is */
static void reduce(Prover *p)
{
  unsigned set[2 + BOX_MOST] = { 0 };
  Range before[ROOTS], after[ROOTS];
  Box whole = p->whole;
  if (p->nkinks || p->unknown_kinks) return;
  for (int i = 0; i < p->moving; i++)
    for (int j = 0; j < p->n; j++) {
      if (p->symbol[j] == p->moves[i]) { set[0] |= 1u << j; set[2 + i] |= 1u << j; }
      if (p->symbol[j] == p->held[i]) { set[1] |= 1u << j; set[2 + i] |= 1u << j; }
    }
  if (!box_reduce(p->pool, p->gap, p->n, p->symbol, 2 + p->moving, set, p->whole.side)) return;
  range_list_run(p->list, whole.side, before);
  range_list_run(p->list, p->whole.side, after);
  if (p->nconditions && (box_admits(p, before) <= 0 || box_admits(p, after) <= 0)) p->whole = whole;
}

static const char *describe(Prover *p)
{
  Buf text = { 0 };
  for (int i = 0; i < p->s.holes.len; i++) {
    const Sampled *h = &p->s.holes.data[i];
    buf_printf(&text, "%s%s%s in [%.6g, %.6g]", i ? ", " : "", h->name->text, h->nargs ? "[1..2]" : "", h->lo, h->hi);
  }
  const char *found = arena_strdup(p->arena, buf_text(&text));
  buf_free(&text);
  return found;
}

bool box_check_step(const Rules *rules, Facts *facts, const Step *step, BoxCheck *out)
{
  Arena *arena = pool_arena(rules->pool);
  Prover *p = ARENA_NEW(arena, Prover);
  Buf report = { 0 };
  *p = (Prover){ .rules = rules, .pool = rules->pool, .arena = arena };
  *out = (BoxCheck){ 0 };
  sampler_open(&p->s, rules, &step->rule->text, 1, 1, &report);
  p->s.entries = BOX_ENTRIES;
  out->why_not = box_fill(p, facts, step);
  if (!out->why_not && p->matrices) {
    bool touching = false;
    out->convex_in = box_convex_in_matrices(p, &touching);
    if (!out->convex_in) out->why_not = "matrices and directions";
    out->entries = "definite matrices";
    out->touching = touching;
    sampler_close(&p->s);
    buf_free(&report);
    return true;
  }
  if (!out->why_not && !box_make_list(p)) out->why_not = "it cannot be written in numbers";
  sampler_close(&p->s);
  buf_free(&report);
  if (out->why_not) return true;
  Range over[ROOTS];
  out->entries = describe(p);
  out->axes = p->s.b.naxes > 0;
  reduce(p);
  range_list_run(p->list, p->whole.side, over);
  double most = fmax(fabs(over[1].lo), fabs(over[1].hi));
  out->precision = p->tolerance = BOX_PRECISION * (isfinite(most) ? fmax(1, most) : 1);
  if (!box_touches(p, out)) return false;
  out->convex_in = box_convex_in(p);
  return out->convex_in || box_search(p, out);
}

void box_check_report(Buf *out, const BoxCheck *c)
{
  const char *entries = c->axes ? "for two entries " : "";
  if (c->apart) buf_printf(out, "bound and target, or their slopes, differ by %.3g at the touch %s", c->gap, c->at);
  else if (c->at) buf_printf(out, "by interval arithmetic the bound lies below its target, by %.3g, at %s", -c->gap, c->at);
  else if (c->why_not) buf_printf(out, "tested at random points (several variables: %s)", c->why_not);
  else if (c->convex_in) buf_printf(out, "proved anew %sfor %s: %s, and it touches%s", entries, c->entries, c->convex_in, c->touching >= 1 ? "" : " where it was tried");
  else if (c->share >= 1) buf_printf(out, "tested %sby interval arithmetic for %s, to %.2g", entries, c->entries, c->precision);
  else buf_printf(out, "tested %sby interval arithmetic on %.4g %% of %s, to %.2g, %d boxes; elsewhere at random points", entries, floor(1e4 * c->share) / 100, c->entries, c->precision, c->boxes);
}
