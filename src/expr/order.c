/* order.c: the order in which arguments of sums and products stand: by structure, never by time of creation, so that dumps
 * are stable. A power goes with its base, so that x, x^2 and their merging partners are neighbours.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"
#include <stdlib.h>
#include <string.h>

static const int rank[X_KINDS] = {
  [X_NUM] = 0, [X_AXIS] = 1, [X_INDEX] = 2, [X_CMP] = 3, [X_HOLE] = 4, [X_ACCESS] = 5, [X_CALL] = 6, [X_MUL] = 7, [X_ADD] = 8,
  [X_IF] = 9, [X_MATRIX] = 10, [X_REDUCE] = 11, [X_POW] = 12
};

static int compare_int(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

static int compare_index(const Index *a, const Index *b)                 /* free before bound, outer before inner */
{
  if (a->bound != b->bound) return a->bound ? 1 : -1;
  if (!a->bound) return compare_int(a->id, b->id);
  int c = compare_int(index_number(b), index_number(a));
  return c ? c : compare_int(a->axis->id, b->axis->id);
}

static int compare_name(const Name *a, const Name *b) { return a == b ? 0 : strcmp(a->text, b->text); }

static int compare_payload(const Expr *a, const Expr *b)
{
  switch ((ExprKind)a->kind) {
  case X_NUM: { int c = number_compare(a->u.num, b->u.num); return c ? c : (int)b->u.num.exact - (int)a->u.num.exact; }
  case X_AXIS: return compare_int(a->u.axis->id, b->u.axis->id);
  case X_INDEX: return compare_index(a->u.index, b->u.index);
  case X_ACCESS: return compare_int(a->u.sym->id, b->u.sym->id);
  case X_CALL: return compare_int(a->u.fn->id, b->u.fn->id);
  case X_HOLE: return compare_name(a->u.name, b->u.name);
  case X_REDUCE: case X_MATRIX:
    if (a->nbound != b->nbound) return compare_int(a->nbound, b->nbound);
    for (int j = 0; j < a->nbound; j++) {
      int c = compare_int(a->u.bound[j]->axis->id, b->u.bound[j]->axis->id);
      if (c) return c;
    }
    return 0;
  default: return 0;
  }
}

int expr_compare(const Expr *a, const Expr *b)
{
  if (a == b) return 0;
  const Expr *ea, *eb;
  const Expr *ba = base_of(a, &ea), *bb = base_of(b, &eb);
  if (ea || eb) {
    int c = expr_compare(ba, bb);
    if (c) return c;
    if (!ea || !eb) return ea ? 1 : -1;
    return expr_compare(ea, eb);
  }
  int c = compare_int(rank[a->kind], rank[b->kind]);
  if (!c) c = compare_int(a->op, b->op);
  if (!c) c = compare_payload(a, b);
  if (!c) c = compare_int(a->nargs, b->nargs);
  for (int j = 0; !c && j < a->nargs; j++) c = expr_compare(a->arg[j], b->arg[j]);
  return c;
}

static int compare_slots(const void *a, const void *b) { return expr_compare(*(const Expr *const *)a, *(const Expr *const *)b); }

void list_sort(List *l) { if (l->len > 1) qsort(l->data, (size_t)l->len, sizeof *l->data, compare_slots); }
