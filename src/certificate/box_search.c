/* box_search.c: a box halved until its parts are settled; see box_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_internal.h"
#include "expr/diff.h"
#include "expr/function.h"
#include <math.h>
#include <string.h>

enum { BOXES_MOST = 6000, WORK = 3000000, STACK = 600 };
static const double smallest = 1e-18;

/* ---- what is computed for a box ------------------------------------------------------------------------------------------------- */

static void find_kinks(Prover *p, const Expr *e)
{
  bool bends = e->kind == X_CMP || (e->kind == X_CALL && !strcmp(e->u.fn->name->text, "abs"));
  if (bends) {
    for (int i = 0; i < p->nkinks; i++)
      if (p->kink[i] == e) return;
    if (p->nkinks == KINKS_MOST) p->unknown_kinks = true;
    else p->kink[p->nkinks++] = e;
  }
  for (int i = 0; i < e->nargs; i++) find_kinks(p, e->arg[i]);
}

bool box_make_list(Prover *p)
{
  const Expr *root[ROOTS] = { p->gap, p->target }, *slope[BOX_MOST];
  int n = 2;
  const char *why;
  find_kinks(p, p->gap);
  for (int i = 0; i < p->nconditions; i++) root[n++] = p->condition[i];
  for (int i = 0; i < p->nkinks; i++) root[n++] = p->kink[i]->kind == X_CALL ? p->kink[i]->arg[0] : p->kink[i];
  int first = n;
  p->bends = true;
  for (int i = 0; i < p->n && p->bends; i++) p->bends = (root[n++] = slope[i] = expr_diff(p->pool, p->gap, p->symbol[i], NULL, &why)) != NULL;
  for (int i = 0; i < p->n && p->bends; i++)
    for (int j = 0; j <= i && p->bends; j++) p->bends = (root[n++] = expr_diff(p->pool, slope[i], p->symbol[j], NULL, &why)) != NULL;
  if (p->bends && (p->list = range_list_new(p->pool, p->n, p->symbol, n, root)) != NULL) return true;
  p->bends = false;
  return (p->list = range_list_new(p->pool, p->n, p->symbol, first, root)) != NULL;
}

static Box middle_of(const Prover *p, const Box *b)
{
  Box m = *b;
  for (int i = 0; i < p->n; i++) m.side[i] = range_closed(b->side[i].lo + (b->side[i].hi - b->side[i].lo) / 2, b->side[i].lo + (b->side[i].hi - b->side[i].lo) / 2);
  return m;
}

int box_admits(const Prover *p, const Range *value)
{
  bool all = true;
  for (int i = 0; i < p->nconditions; i++) {
    if (value[2 + i].hi <= 0) return -1;
    all &= value[2 + i].lo > 0;
  }
  return all;
}

static bool is_smooth(const Prover *p, const Range *value)
{
  if (p->unknown_kinks) return false;
  for (int i = 0; i < p->nkinks; i++) {
    Range r = value[2 + p->nconditions + i];
    if (p->kink[i]->kind == X_CALL ? r.lo < 0 && r.hi > 0 : r.lo != r.hi) return false;
  }
  return true;
}

/* settled: no point of the box lies below. broken: its middle does */
typedef enum { OPEN, SETTLED, BROKEN } Verdict;

static Verdict judge(Prover *p, Box *b, BoxCheck *out)
{
  Range over[ROOTS], at[ROOTS];
  int first = 2 + p->nconditions + p->nkinks;
  Box middle = middle_of(p, b);
  out->boxes++;
  range_list_run(p->list, b->side, over);
  int admitted = box_admits(p, over);
  b->least = over[0].lo;
  if (admitted < 0 || over[0].lo >= -p->tolerance) return SETTLED;
  range_list_run(p->list, middle.side, at);
  if (box_admits(p, at) > 0 && at[0].hi < -p->tolerance - 1e-9 * fabs(at[1].lo)) {
    Buf where = { 0 };
    for (int i = 0; i < p->n; i++) buf_printf(&where, "%s%s = %.10g", i ? ", " : "", p->symbol[i]->name->text, middle.side[i].lo);
    out->at = arena_strdup(p->arena, buf_text(&where));
    out->gap = at[0].hi;
    buf_free(&where);
    return BROKEN;
  }
  if (!p->bends || !is_smooth(p, over)) return OPEN;
  double half[BOX_MOST];
  for (int i = 0; i < p->n; i++) half[i] = (b->side[i].hi - b->side[i].lo) / 2;
  double least = box_bound_below(p->n, half, at[0], at + first, over + first + p->n);
  b->least = fmax(b->least, least);
  return least >= -p->tolerance ? SETTLED : OPEN;
}

/* ---- the search ------------------------------------------------------------------------------------------------------------------- */

double box_volume(const Prover *p, const Box *b)
{
  double v = 1;
  for (int i = 0; i < p->n; i++) {
    double width = p->whole.side[i].hi - p->whole.side[i].lo;
    if (width > 0) v *= (b->side[i].hi - b->side[i].lo) / width;
  }
  return v;
}

/* the widest side, by factors where it has one sign: what bends does so by factors there */
void box_halve(const Prover *p, const Box *b, Box *low, Box *high)
{
  int widest = 0;
  double most = -1;
  for (int i = 0; i < p->n; i++) {
    Range all = p->whole.side[i], r = b->side[i];
    double width = all.hi - all.lo, w = width > 0 ? (r.hi - r.lo) / (all.lo > 0 ? r.lo : width) : 0;
    if (w > most) { most = w; widest = i; }
  }
  Range r = b->side[widest];
  double cut = p->whole.side[widest].lo > 0 ? sqrt(r.lo) * sqrt(r.hi) : r.lo + (r.hi - r.lo) / 2;
  *low = *high = *b;
  low->side[widest] = range_closed(r.lo, cut);
  high->side[widest] = range_closed(cut, r.hi);
}

/* half of the work breadth first, for the share that is settled; half depth first, the doubtful half before the other, for a narrow place
 * where the bound fails */
bool box_search(Prover *p, BoxCheck *out)
{
  int length = range_list_length(p->list) + 1, most = WORK / length < BOXES_MOST ? WORK / length : BOXES_MOST, first = 0, last = 0;
  Box *queue = ARENA_ARRAY(p->arena, Box, most + STACK + 4), half[2];
  queue[last++] = p->whole;
  Verdict v = judge(p, &queue[0], out);
  if (v == SETTLED) out->share = 1;
  if (v != OPEN) return v == SETTLED;
  while (first < last && last < most) {
    box_halve(p, &queue[first++], &half[0], &half[1]);
    for (int i = 0; i < 2; i++) {
      v = judge(p, &half[i], out);
      if (v == BROKEN) return false;
      if (v == SETTLED) out->share += box_volume(p, &half[i]);
      else queue[last++] = half[i];
    }
  }
  if (first == last) out->share = 1;
  int depth = 0;
  if (first < last) queue[depth++] = p->whole;
  for (int boxes = 0; depth > 0 && boxes < most / 2; boxes++) {
    Box b = queue[--depth];
    if (box_volume(p, &b) < smallest || depth > STACK) continue;
    box_halve(p, &b, &half[0], &half[1]);
    bool open[2];
    for (int i = 0; i < 2; i++) {
      v = judge(p, &half[i], out);
      if (v == BROKEN) return false;
      open[i] = v == OPEN;
    }
    int doubtful = half[0].least <= half[1].least ? 0 : 1;
    if (open[1 - doubtful]) queue[depth++] = half[1 - doubtful];
    if (open[doubtful]) queue[depth++] = half[doubtful];
  }
  return true;
}
