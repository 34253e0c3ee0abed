/* Random expressions. A recipe is a plain tree, evaluated by itself; it is built twice, the second time with arguments in
 * another order and grouping and with other indices made in another order: both must be one node, with the recipe's value.
 * Its text must read back as an expression of that value.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "expr_fixture.h"
#include "syntax/parse.h"
#include <math.h>
#include <stdlib.h>

enum { MOST_KIDS = 3, MOST_INDICES = 6, SIZE_N = 4, SIZE_K = 3, ROUNDS = 6000 };

typedef enum { NUMBER, SCALAR, YI, WK, XIK, INDEX, EQUAL, LESS, SUM_, PRODUCT, POWER, EXP, ABS, ROOT, IF_, OVER, SORTS } Sort;
typedef struct Recipe Recipe;
struct Recipe { Sort sort; int p, q, nkids; Recipe *kid[MOST_KIDS]; int var[2]; ReduceOp op; bool cond; };

static uint64_t seed;
static int draw(int n) { seed = seed * 6364136223846793005u + 1442695040888963407u; return (int)((seed >> 33) % (uint64_t)n); }

static double data_x[SIZE_N][SIZE_K], data_y[SIZE_N], data_w[SIZE_K], data_z;

/* ---- recipes ----------------------------------------------------------------------------------------------------- */

/* var v is over N if v is even, over K if odd; bits of `open` say which are bound here */
static int pick(unsigned open, int parity)
{
  int some[MOST_INDICES], n = 0;
  for (int v = parity; v < MOST_INDICES; v += 2) if (open & 1u << v) some[n++] = v;
  return n ? some[draw(n)] : -1;
}

static Recipe *recipe(int depth, unsigned open)
{
  Recipe *r = ARENA_NEW(arena, Recipe);
  for (;;) {
    r->sort = (Sort)draw(depth ? SORTS : LESS + 1);
    int vn = pick(open, 0), vk = pick(open, 1), vn2 = pick(open, 0);
    switch (r->sort) {
    case NUMBER: r->p = draw(9) - 4; r->q = 1 + draw(3); return r;
    case SCALAR: return r;
    case YI: if (vn < 0) continue; r->var[0] = vn; return r;
    case WK: if (vk < 0) continue; r->var[0] = vk; return r;
    case XIK: if (vn < 0 || vk < 0) continue; r->var[0] = vn; r->var[1] = vk; return r;
    case INDEX: if (vn < 0 || draw(3)) continue; r->var[0] = vn; return r;
    case EQUAL: case LESS: if (vn < 0 || vn2 == vn) continue; r->var[0] = vn; r->var[1] = vn2; return r;
    case SUM_: case PRODUCT: r->nkids = 2 + draw(2); break;
    case POWER: r->p = draw(5) - 1; r->nkids = 1; break;
    case EXP: if (draw(2)) continue; r->nkids = 1; break;
    case ABS: case ROOT: r->nkids = 1; break;
    case IF_: if (vn < 0 || vn2 == vn) continue; r->var[0] = vn; r->var[1] = vn2; r->nkids = 2; break;
    case OVER: {
      int v = draw(MOST_INDICES);
      if (open & 1u << v) continue;
      r->op = (ReduceOp)(draw(3) ? R_SUM : R_SUM + draw(4));
      r->var[0] = v;
      r->var[1] = pick(open, 0);
      r->cond = v % 2 == 0 && r->var[1] >= 0 && draw(4) == 0;
      r->kid[0] = recipe(depth - 1, open | 1u << v);
      r->nkids = 1;
      return r;
    }
    default: continue;
    }
    for (int c = 0; c < r->nkids; c++) r->kid[c] = recipe(depth - 1, open);
    return r;
  }
}

static double value(const Recipe *r, int *at)
{
  double v;
  switch (r->sort) {
  case NUMBER: return (double)r->p / r->q;
  case SCALAR: return data_z;
  case YI: return data_y[at[r->var[0]]];
  case WK: return data_w[at[r->var[0]]];
  case XIK: return data_x[at[r->var[0]]][at[r->var[1]]];
  case INDEX: return at[r->var[0]] + 1;
  case EQUAL: return at[r->var[0]] == at[r->var[1]];
  case LESS: return at[r->var[0]] < at[r->var[1]];
  case SUM_: v = 0; for (int c = 0; c < r->nkids; c++) v += value(r->kid[c], at); return v;
  case PRODUCT: {
    v = 1;
    bool zero = false;
    for (int c = 0; c < r->nkids; c++) { double f = value(r->kid[c], at); if (f == 0) zero = true; v *= f; }
    return zero ? 0 : v;
  }
  case POWER: return pow(value(r->kid[0], at), r->p);
  case EXP: return exp(value(r->kid[0], at));
  case ABS: return fabs(value(r->kid[0], at));
  case ROOT: return sqrt(value(r->kid[0], at));
  case IF_: return at[r->var[0]] < at[r->var[1]] ? value(r->kid[0], at) : value(r->kid[1], at);
  default: break;
  }
  v = r->op == R_SUM ? 0 : r->op == R_PROD ? 1 : r->op == R_MIN ? INFINITY : -INFINITY;
  int n = r->var[0] % 2 ? SIZE_K : SIZE_N, keep = at[r->var[0]];
  for (int m = 0; m < n; m++) {
    at[r->var[0]] = m;
    if (r->cond && !(m < at[r->var[1]])) continue;
    double f = value(r->kid[0], at);
    if (isnan(f)) { v = NAN; break; }
    v = r->op == R_SUM ? v + f : r->op == R_PROD ? v * f : r->op == R_MIN ? fmin(v, f) : fmax(v, f);
  }
  at[r->var[0]] = keep;
  return v;
}

/* ---- two ways to build ------------------------------------------------------------------------------------------- */

static const Expr *build(const Recipe *r, Index *const *var, bool other)
{
  const Expr *kid[MOST_KIDS], *e;
  if (r->sort == OVER) {
    Index *mine[MOST_INDICES];
    memcpy(mine, var, sizeof mine);
    mine[r->var[0]] = r->var[0] % 2 ? fresh(K, "k") : fresh(N, "i");
    e = build(r->kid[0], mine, other);
    const Expr *cond = r->cond ? cmp(C_LT, ix(mine[r->var[0]]), ix(mine[r->var[1]])) : NULL;
    return expr_reduce(pool, r->op, mine[r->var[0]], e, cond, NULL, NULL);
  }
  for (int c = 0; c < r->nkids; c++) { int at = other ? r->nkids - 1 - c : c; kid[at] = build(r->kid[at], var, other); }
  switch (r->sort) {
  case NUMBER: return expr_rat(pool, r->p, r->q);
  case SCALAR: return scalar(z);
  case YI: return at1(y, var[r->var[0]]);
  case WK: return at1(w, var[r->var[0]]);
  case XIK: return at2(x, var[r->var[0]], var[r->var[1]]);
  case INDEX: return ix(var[r->var[0]]);
  case EQUAL: return other ? same(var[r->var[1]], var[r->var[0]]) : same(var[r->var[0]], var[r->var[1]]);
  case LESS: return cmp(C_LT, ix(var[r->var[0]]), ix(var[r->var[1]]));
  case SUM_: if (!other) return expr_add_n(pool, r->nkids, kid);
    e = kid[r->nkids - 1];
    for (int c = r->nkids - 2; c >= 0; c--) e = add(e, kid[c]);
    return e;
  case PRODUCT: if (!other) return expr_mul_n(pool, r->nkids, kid);
    e = kid[r->nkids - 1];
    for (int c = r->nkids - 2; c >= 0; c--) e = mul(e, kid[c]);
    return e;
  case POWER: return power(kid[0], num(r->p));
  case EXP: return exp_(kid[0]);
  case ABS: return abs_(kid[0]);
  case ROOT: return power(kid[0], rat(1, 2));
  default: return expr_if(pool, cmp(C_LT, ix(var[r->var[0]]), ix(var[r->var[1]])), kid[0], kid[1]);
  }
}

/* ---- a small evaluator of nodes ---------------------------------------------------------------------------------- */

typedef struct Env { const struct Env *up; const Index *index; int value; } Env;

static double node_value(const Expr *e, const Env *env)
{
  double v = 0;
  switch ((ExprKind)e->kind) {
  case X_NUM: return e->u.num.value;
  case X_AXIS: return (double)e->u.axis->size;
  case X_INDEX:
    while (env && env->index != e->u.index) env = env->up;
    assert_non_null(env);
    return env->value;
  case X_ACCESS: {
    int at[2] = { 0, 0 };
    for (int c = 0; c < e->nargs; c++) {
      at[c] = (int)node_value(e->arg[c], env) - 1;
      assert_in_range(at[c], 0, e->u.sym->axis[c]->size - 1);
    }
    return e->u.sym == z ? data_z : e->u.sym == y ? data_y[at[0]] : e->u.sym == w ? data_w[at[0]] : data_x[at[0]][at[1]];
  }
  case X_ADD: for (int c = 0; c < e->nargs; c++) v += node_value(e->arg[c], env); return v;
  case X_MUL:
    v = 1;
    for (int c = 0; c < e->nargs; c++) {
      double f = node_value(e->arg[c], env);
      if (f == 0) return 0;
      v *= f;
    }
    return v;
  case X_POW: return pow(node_value(e->arg[0], env), node_value(e->arg[1], env));
  case X_CALL: v = node_value(e->arg[0], env); return e->u.fn == fn_exp ? exp(v) : e->u.fn == fn_log ? log(v) : fabs(v);
  case X_CMP: {
    double p = node_value(e->arg[0], env), q = node_value(e->arg[1], env);
    return e->op == C_EQ ? p == q : e->op == C_NE ? p != q : e->op == C_LT ? p < q : p <= q;
  }
  case X_IF: return node_value(e->arg[node_value(e->arg[0], env) != 0 ? 1 : 2], env);
  case X_REDUCE: {
    v = e->op == R_SUM ? 0 : e->op == R_PROD ? 1 : e->op == R_MIN ? INFINITY : -INFINITY;
    for (int m = 1; m <= e->u.bound[0]->axis->size; m++) {
      Env mine = { env, e->u.bound[0], m };
      if (node_value(e->arg[1], &mine) == 0) continue;
      double f = node_value(e->arg[0], &mine);
      v = e->op == R_SUM ? v + f : e->op == R_PROD ? v * f : e->op == R_MIN ? fmin(v, f) : fmax(v, f);
    }
    return v;
  }
  default: fail(); return 0;
  }
}

/* ---- the text, parsed and evaluated ------------------------------------------------------------------------------ */

typedef struct Named { const struct Named *up; const Name *name; int value; } Named;

static double tree_value(const Node *n, const Named *env);

static double tree_reduce(const Node *n, int at, const Named *env)       /* the indices from at on; nan marks an empty min or max */
{
  const Node *bounds = n->kid[0], *bound = bounds->kid[at < bounds->nkids ? at : 0];
  if (at == bounds->nkids) return n->kid[1] && tree_value(n->kid[1], env) == 0 ? NAN : tree_value(n->kid[3], env);
  const char *op = n->name->text;
  double v = !strcmp(op, "sum") ? 0 : !strcmp(op, "prod") ? 1 : !strcmp(op, "min") ? INFINITY : -INFINITY;
  int size = strchr("kK", bound->name->text[0]) ? SIZE_K : SIZE_N;
  for (int m = 1; m <= size; m++) {
    Named mine = { env, bound->name, m };
    double f = tree_reduce(n, at + 1, &mine);
    if (isnan(f)) continue;
    v = !strcmp(op, "sum") ? v + f : !strcmp(op, "prod") ? v * f : !strcmp(op, "min") ? fmin(v, f) : fmax(v, f);
  }
  return v;
}

static double tree_value(const Node *n, const Named *env)
{
  double p = n->nkids > 0 && n->kid[0] && n->kind != NODE_BINDER && n->kind != NODE_INDEX ? tree_value(n->kid[0], env) : 0;
  switch (n->kind) {
  case NODE_NUMBER: return n->number;
  case NODE_NAME:
    if (!strcmp(n->name->text, "z")) return data_z;
    if (!strcmp(n->name->text, "N")) return SIZE_N;
    if (!strcmp(n->name->text, "K")) return SIZE_K;
    while (env && env->name != n->name) env = env->up;
    assert_non_null(env);
    return env->value;
  case NODE_INDEX: {
    int at[2] = { 0, 0 };
    for (int c = 1; c < n->nkids; c++) at[c - 1] = (int)tree_value(n->kid[c], env) - 1;
    const char *name = n->kid[0]->name->text;
    return *name == 'y' ? data_y[at[0]] : *name == 'w' ? data_w[at[0]] : data_x[at[0]][at[1]];
  }
  case NODE_NEGATE: return -p;
  case NODE_NORM: return fabs(p);
  case NODE_CALL: return !strcmp(n->name->text, "exp") ? exp(p) : !strcmp(n->name->text, "log") ? log(p) : sqrt(p);
  case NODE_AND: return p != 0 && tree_value(n->kid[1], env) != 0;
  case NODE_IF: return tree_value(n->kid[p != 0 ? 1 : 2], env);
  case NODE_BINDER: return tree_reduce(n, 0, env);
  case NODE_BINARY: {
    if (n->op == OP_MUL && p == 0) return 0;
    double q = tree_value(n->kid[1], env);
    if (n->op == OP_MUL && q == 0) return 0;
    return n->op == OP_ADD ? p + q : n->op == OP_SUB ? p - q : n->op == OP_MUL ? p * q : n->op == OP_DIV ? p / q : pow(p, q);
  }
  case NODE_COMPARE: {
    double q = tree_value(n->kid[1], env);
    switch (n->op) {
    case OP_LT: return p < q;
    case OP_LE: return p <= q;
    case OP_GT: return p > q;
    case OP_GE: return p >= q;
    case OP_EQ: return p == q;
    default: return p != q;
    }
  }
  default: fail_msg("%s", node_kind_word(n->kind)); return 0;
  }
}

static double text_value(const Expr *e)
{
  const char *t = text(e);
  DiagList diags = { .arena = arena };
  Node *block = parse_source(arena, source_from_text(arena, "text", ".", t, strlen(t)), &diags);
  if (diags.errors || block->nkids != 1) fail_msg("%s", t);
  return tree_value(block->kid[0]->kid[0], NULL);
}

static void shuffled_recipes_are_one_node(void **state)
{
  (void)state;
  int compared = 0;
  for (int round = 0; round < ROUNDS; round++) {
    seed = (uint64_t)round * 2654435761u + 12345;
    for (int m = 0; m < 8; m++) draw(2);
    for (int n = 0; n < SIZE_N; n++) {
      data_y[n] = 0.2718281828 + draw(100) / 40.0;
      for (int c = 0; c < SIZE_K; c++) data_x[n][c] = 0.1 + draw(100) / 50.0;
    }
    for (int c = 0; c < SIZE_K; c++) data_w[c] = draw(100) / 50.0 - 0.7071067;
    data_z = 0.31415926 + draw(100) / 60.0;               /* no root of a difference that is zero but for rounding */
    Recipe *r = recipe(2 + draw(4), 0);
    Index *var[MOST_INDICES] = { NULL };
    const Expr *one = build(r, var, false), *two = build(r, var, true);
    if (one != two) print_message("# round %d: %s\n", round, text(one));
    assert_same(one, two);
    int at[MOST_INDICES] = { 0 };
    double want = value(r, at), got = node_value(one, NULL);
    if (!isfinite(want) || fabs(want) > 1e12) continue;
    compared++;
    if (!(fabs(got - want) <= 1e-8 * (1 + fabs(want)))) print_message("# round %d: %s is %.17g, not %.17g\n", round, text(one), got, want);
    assert_true(fabs(got - want) <= 1e-8 * (1 + fabs(want)));
    double read = text_value(one);
    if (!(fabs(read - got) <= 1e-8 * (1 + fabs(got)))) print_message("# round %d: %s is %.17g, not %.17g\n", round, text(one), read, got);
    assert_true(fabs(read - got) <= 1e-8 * (1 + fabs(got)));
    if (round % 64 == 63) { expr_teardown(NULL); expr_setup(NULL); }
  }
  assert_true(compared > ROUNDS / 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = { TEST(shuffled_recipes_are_one_node) };
  return RUN_TESTS(tests);
}
