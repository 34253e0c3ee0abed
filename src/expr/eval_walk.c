/* eval_walk.c: the value of a cell for the current indices, as a double and in the log domain.
 *
 * A log asks its argument for sign and logarithm, so that logs of products are sums of logs and logs of sums of exps are
 * log-sum-exps. A product with a factor that left the range of doubles (a tiny density over a sum of tiny densities) is
 * computed again in the log domain. Elsewhere plain arithmetic is more accurate and is used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/eval_cell.h"
#include <math.h>
#include <string.h>

static const LogValue log_zero = { 0, -INFINITY }, log_nan = { 1, NAN };

static LogValue log_of(double v)
{
  if (isnan(v)) return log_nan;
  if (v == 0) return log_zero;
  return (LogValue){ v > 0 ? 1 : -1, log(fabs(v)) };
}

static double plain_of(LogValue l) { return l.sign == 0 ? 0 : l.sign * exp(l.log); }

static LogValue log_times(LogValue a, LogValue b)
{
  return a.sign == 0 || b.sign == 0 ? log_zero : (LogValue){ a.sign * b.sign, a.log + b.log };
}

static LogValue log_power(LogValue a, double power)
{
  if (power == 0) return (LogValue){ 1, 0 };
  if (a.sign == 0) return power > 0 ? log_zero : (LogValue){ 1, INFINITY };
  if (a.sign < 0 && power != floor(power)) return log_nan;
  return (LogValue){ a.sign < 0 && fmod(power, 2) != 0 ? -1 : 1, power * a.log };
}

static bool log_less(LogValue a, LogValue b)
{
  if (a.sign != b.sign) return a.sign < b.sign;
  return a.sign < 0 ? a.log > b.log : a.log < b.log;
}

/* the sum of the terms on the stack from `from` on */
static LogValue log_sum(const Eval *e, size_t from)
{
  size_t top = from;
  for (size_t k = from; k < e->depth; k++) {
    if (isnan(e->stack[k].log)) return log_nan;
    if (e->stack[k].log > e->stack[top].log) top = k;
  }
  if (e->depth == from || e->stack[top].sign == 0) return log_zero;
  LogValue max = e->stack[top];
  double rest = 0;
  for (size_t k = from; k < e->depth; k++) {
    const LogValue *t = &e->stack[k];
    if (k == top || t->sign == 0) continue;
    if (isinf(max.log) && isinf(t->log)) { if (t->sign != max.sign) return log_nan; continue; }
    rest += t->sign * max.sign * exp(t->log - max.log);
  }
  if (rest == -1) return log_zero;
  return rest > -1 ? (LogValue){ max.sign, max.log + log1p(rest) } : (LogValue){ -max.sign, max.log + log(-1 - rest) };
}

static void push(Eval *e, LogValue v)
{
  if (e->depth == e->room) {
    size_t room = e->room ? 2 * e->room : 64;
    LogValue *bigger = ARENA_ARRAY(e->arena, LogValue, room);
    if (e->room) memcpy(bigger, e->stack, sizeof *bigger * e->room);
    e->stack = bigger; e->room = room;
  }
  e->stack[e->depth++] = v;
}

/* ---- indices --------------------------------------------------------------------------------------------------------- */

int64_t eval_whole(Eval *e, Cell *c, const char *what)
{
  if (c->x->kind == X_INDEX) return e->env[c->slot[0]] + 1;
  double v = eval_value(e, c), r = round(v);
  if (!e->error && !(fabs(v - r) < 1e-9 && fabs(r) < 9e15)) eval_fail(e, "%s must be a whole number, it is %g", what, v);
  return e->error ? 0 : (int64_t)r;
}

/* places from 0 of the arguments of an access; false on failure */
static bool access_place(Eval *e, Cell *c, int64_t *at)
{
  const Symbol *s = c->x->u.sym;
  for (int k = 0; k < s->naxes; k++) {
    at[k] = eval_whole(e, c->arg[k], "an index") - 1;
    int64_t size = c->array ? c->array->size[k] : s->axis[k]->size;
    if (!e->error && (at[k] < 0 || at[k] >= size)) {
      eval_fail(e, "'%s' has no element %lld along '%s', it has 1..%lld", s->name->text, (long long)at[k] + 1,
                s->axis[k]->name->text, (long long)size);
    }
  }
  return !e->error;
}

/* puts the index values of an access into the definition's own indices, remembers the old ones */
static bool enter_definition(Eval *e, Cell *c, int64_t *saved)
{
  int64_t at[ARRAY_MAX_AXES];
  if (!access_place(e, c, at)) return false;
  for (int k = 0; k < c->x->u.sym->naxes; k++) { saved[k] = e->env[c->own[k]]; e->env[c->own[k]] = at[k]; }
  return true;
}

static void leave_definition(Eval *e, Cell *c, const int64_t *saved)
{
  for (int k = c->x->u.sym->naxes - 1; k >= 0; k--) e->env[c->own[k]] = saved[k];
}

static double access_value(Eval *e, Cell *c)
{
  int64_t at[ARRAY_MAX_AXES];
  if (c->def) {
    if (!enter_definition(e, c, at)) return NAN;
    double v = eval_value(e, c->def);
    leave_definition(e, c, at);
    return v;
  }
  return access_place(e, c, at) ? array_at(c->array, at) : NAN;
}

/* ---- reductions -------------------------------------------------------------------------------------------------------- */

/* the values from 0 that the bound index runs through; the condition is still to be asked */
static bool reduce_bounds(Eval *e, Cell *c, int64_t *first, int64_t *last)
{
  int64_t size = e->index[c->bound[0]]->axis->size;
  *first = 0;
  *last = size - 1;
  if (c->x->nargs > 2) *first = eval_whole(e, c->arg[2], "the first value of a range") - 1;
  if (c->x->nargs > 2) *last = eval_whole(e, c->arg[3], "the last value of a range") - 1;
  if (!e->error && *first <= *last && (*first < 0 || *last >= size)) {
    eval_fail(e, "the range %lld..%lld leaves the axis '%s', which is 1..%lld", (long long)*first + 1, (long long)*last + 1,
              e->index[c->bound[0]]->axis->name->text, (long long)size);
  }
  return !e->error;
}

static bool holds(Eval *e, Cell *cond) { return !cond || expr_is_num(cond->x, 1) || eval_value(e, cond) != 0; }

typedef struct Total { double sum, carry; } Total;             /* Neumaier's compensated sum */

static void total_add(Total *t, double v)
{
  double s = t->sum + v;
  t->carry += fabs(t->sum) >= fabs(v) ? (t->sum - s) + v : (v - s) + t->sum;
  t->sum = s;
}

static double total_value(const Total *t) { return isfinite(t->sum) ? t->sum + t->carry : t->sum; }

static double reduce_value(Eval *e, Cell *c)
{
  ReduceOp op = (ReduceOp)c->x->op;
  int64_t first, last, best = -1, *at = &e->env[c->bound[0]], saved = *at;
  if (!reduce_bounds(e, c, &first, &last)) return NAN;
  Total total = { 0, 0 };
  bool low = op == R_MIN || op == R_ARGMIN, nan = false;
  double product = 1, extreme = low ? INFINITY : -INFINITY;
  for (int64_t k = first; k <= last && !e->error; k++) {
    e->env[c->bound[0]] = k;
    if (!holds(e, c->arg[1])) continue;
    double v = eval_value(e, c->arg[0]);
    if (op == R_SUM) total_add(&total, v);
    else if (op == R_PROD) product *= v;
    else if (isnan(v)) nan = true;
    else if (best < 0 || (low ? v < extreme : v > extreme)) { extreme = v; best = k; }
  }
  e->env[c->bound[0]] = saved;
  if (e->error) return NAN;
  switch (op) {
  case R_SUM: return total_value(&total);
  case R_PROD: return product;
  case R_MIN: case R_MAX: return nan ? NAN : extreme;
  default: return (double)(best + 1);                          /* 0: there was none */
  }
}

static LogValue reduce_log(Eval *e, Cell *c)
{
  ReduceOp op = (ReduceOp)c->x->op;
  int64_t first, last, saved = e->env[c->bound[0]];
  if (!reduce_bounds(e, c, &first, &last)) return log_nan;
  size_t from = e->depth;
  LogValue acc = op == R_PROD ? (LogValue){ 1, 0 } : op == R_MIN ? (LogValue){ 1, INFINITY } : (LogValue){ -1, INFINITY };
  for (int64_t k = first; k <= last && !e->error; k++) {
    e->env[c->bound[0]] = k;
    if (!holds(e, c->arg[1])) continue;
    LogValue v = eval_log(e, c->arg[0]);
    if (op == R_SUM) push(e, v);
    else if (op == R_PROD) acc = log_times(acc, v);
    else if (isnan(v.log) || isnan(acc.log)) acc = log_nan;
    else if (op == R_MIN ? log_less(v, acc) : log_less(acc, v)) acc = v;
  }
  e->env[c->bound[0]] = saved;
  if (op == R_SUM) { acc = log_sum(e, from); e->depth = from; }
  return acc;
}

/* ---- products and the rest ---------------------------------------------------------------------------------------------- */

static bool out_of_range(double v) { return !(fabs(v) > 1e-290 && fabs(v) < 1e290); }

static LogValue compute_log(Eval *, Cell *);

/* Factors are asked in this order, so that an exact zero spares the later ones: these may have no value (x[t-1] at t = 1),
 * be infinite (log 0), or just cost much (all absent entries of sparse data). */
static int factor_rank(const Expr *x) { return x->kind == X_CMP ? 0 : x->kind == X_ACCESS || x->nargs == 0 ? 1 : 2; }

static double product_value(Eval *e, Cell *c)
{
  double product = 1;
  bool suspect = false;
  for (int rank = 0; rank <= 2; rank++) {
    for (int k = 0; k < c->x->nargs && !e->error; k++) {
      Cell *f = c->arg[k];
      if (factor_rank(f->x) != rank) continue;
      double v = eval_value(e, f);
      if (v == 0 && !f->wide) return 0;
      suspect |= f->wide && out_of_range(v);
      product *= v;
    }
  }
  if (e->error) return NAN;
  return suspect || (c->wide && out_of_range(product)) ? plain_of(compute_log(e, c)) : product;
}

static double power_value(Eval *e, Cell *c)
{
  double base = eval_value(e, c->arg[0]), power = eval_value(e, c->arg[1]);
  if (c->arg[0]->wide && out_of_range(base) && power != 0) return plain_of(compute_log(e, c));
  return power == -1 ? 1 / base : power == 2 ? base * base : power == 0.5 ? sqrt(base) : pow(base, power);
}

static double compare(CmpOp op, double a, double b)
{
  switch (op) {
  case C_EQ: return a == b;
  case C_NE: return a != b;
  case C_LT: return a < b;
  default: return a <= b;
  }
}

static double compute(Eval *e, Cell *c)
{
  const Expr *x = c->x;
  switch ((ExprKind)x->kind) {
  case X_NUM: { double v = NAN; expr_number(x, &v); return v; }
  case X_AXIS: return (double)x->u.axis->size;
  case X_INDEX: return (double)(e->env[c->slot[0]] + 1);
  case X_ACCESS: return access_value(e, c);
  case X_ADD: {
    Total t = { 0, 0 };
    for (int k = 0; k < x->nargs && !e->error; k++) total_add(&t, eval_value(e, c->arg[k]));
    return total_value(&t);
  }
  case X_MUL: return product_value(e, c);
  case X_POW: return power_value(e, c);
  case X_CALL: {
    if (c->def) return eval_value(e, c->def);
    if (c->kernel->id == KERNEL_log) { LogValue l = eval_log(e, c->arg[0]); return l.sign < 0 ? NAN : l.log; }
    double v[2] = { 0, 0 };
    for (int k = 0; k < x->nargs; k++) v[k] = eval_value(e, c->arg[k]);
    return kernel_apply(c->kernel, v);
  }
  case X_CMP: return compare((CmpOp)x->op, eval_value(e, c->arg[0]), eval_value(e, c->arg[1]));
  case X_IF: return eval_value(e, eval_value(e, c->arg[0]) != 0 ? c->arg[1] : c->arg[2]);
  case X_REDUCE: return reduce_value(e, c);
  case X_MATRIX: return eval_matrix(e, c);
  default: return NAN;
  }
}

static LogValue compute_log(Eval *e, Cell *c)
{
  const Expr *x = c->x;
  LogValue acc = { 1, 0 };
  if (c->log) {
    double v = eval_value(e, c->log);
    return v == -INFINITY ? log_zero : (LogValue){ 1, v };
  }
  switch ((ExprKind)x->kind) {
  case X_ACCESS: {
    int64_t saved[ARRAY_MAX_AXES];
    if (!enter_definition(e, c, saved)) return log_nan;
    acc = eval_log(e, c->def);
    leave_definition(e, c, saved);
    return acc;
  }
  case X_ADD: {
    size_t from = e->depth;
    for (int k = 0; k < x->nargs && !e->error; k++) push(e, eval_log(e, c->arg[k]));
    acc = log_sum(e, from);
    e->depth = from;
    return acc;
  }
  case X_MUL:
    for (int rank = 0; rank <= 2; rank++) {
      for (int k = 0; k < x->nargs && !e->error && acc.sign != 0; k++) {
        if (factor_rank(x->arg[k]) == rank) acc = log_times(acc, eval_log(e, c->arg[k]));
      }
    }
    return acc;
  case X_POW: return log_power(eval_log(e, c->arg[0]), eval_value(e, c->arg[1]));
  case X_CALL: {
    if (c->def) return eval_log(e, c->def);
    double v = eval_value(e, c->arg[0]);
    return v == -INFINITY ? log_zero : (LogValue){ 1, v };
  }
  case X_IF: return eval_log(e, eval_value(e, c->arg[0]) != 0 ? c->arg[1] : c->arg[2]);
  case X_REDUCE: return reduce_log(e, c);
  default: return log_of(eval_value(e, c));
  }
}

/* ---- memos ---------------------------------------------------------------------------------------------------------------- */

/* the place in the memo for the current indices; *hit tells whether it holds their value already */
static int64_t memo_place(Eval *e, const Cell *c, const unsigned char *have, int64_t *key, bool *hit)
{
  if (c->memo.kind == MEMO_TABLE) {
    int64_t at = eval_table_at(e, c->nfree, c->slot, c->size);
    *hit = have[at];
    return at;
  }
  *hit = have[0];
  for (int k = 0; k < c->nfree; k++) {
    *hit = *hit && key[k] == e->env[c->slot[k]];
  }
  return 0;
}

static void memo_key(Eval *e, const Cell *c, int64_t *key)
{
  if (c->memo.kind == MEMO_LAST) for (int k = 0; k < c->nfree; k++) key[k] = e->env[c->slot[k]];
}

double eval_value(Eval *e, Cell *c)
{
  if (e->error) return NAN;
  Memo *m = &c->memo;
  if (m->kind == MEMO_NONE) return compute(e, c);
  bool hit;
  int64_t at = memo_place(e, c, m->have, m->key, &hit);
  if (!hit) {
    m->value[at] = compute(e, c);
    m->have[at] = 1;
    memo_key(e, c, m->key);
  }
  return m->value[at];
}

LogValue eval_log(Eval *e, Cell *c)
{
  if (e->error) return log_nan;
  bool product = c->x->kind == X_MUL || c->x->kind == X_POW;   /* also without exps: the log of a product is a sum of logs */
  if (!c->wide) return product ? compute_log(e, c) : log_of(eval_value(e, c));
  Memo *m = &c->memo;
  if (m->kind == MEMO_NONE) return compute_log(e, c);
  bool hit;
  int64_t at = memo_place(e, c, m->havelog, m->keylog, &hit);
  if (!hit) {
    m->logvalue[at] = compute_log(e, c);
    m->havelog[at] = 1;
    memo_key(e, c, m->keylog);
  }
  return m->logvalue[at];
}
