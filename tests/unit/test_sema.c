/* Meaning: scripts and what their last expression or loss becomes, or the message that they deserve.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "expr/function.h"
#include "expr/print.h"
#include "sema/functions.h"
#include "sema/pattern.h"
#include "syntax/parse.h"
#include <stdio.h>
#include <string.h>

typedef struct World { Arena *arena; Pool *pool; DiagList diags; Sema *sema; } World;

static void world_start(World *w)
{
  *w = (World){ .arena = arena_new() };
  w->diags.arena = w->arena;
  w->pool = pool_new(w->arena);
  w->sema = sema_new(w->pool, &w->diags);
  if (w->diags.errors) diag_print(&w->diags, stderr, false);
  assert_int_equal(w->diags.errors, 0);
}

static void world_end(World *w)
{
  sema_free(w->sema);
  arena_free(w->arena);
}

static const Node *parse_text(World *w, const char *text)
{
  const char *copy = arena_strdup(w->arena, text);
  return parse_source(w->arena, source_from_text(w->arena, "test", ".", copy, strlen(copy)), &w->diags);
}

/* the first message with its notes and hints, one a line */
static char *message(World *w)
{
  Buf buf = {0};
  const Diag *d = w->diags.first;
  buf_put(&buf, d->text);
  for (const DiagPart *p = d->parts; p; p = p->next) buf_printf(&buf, "\n%s: %s", p->is_hint ? "hint" : "note", p->text);
  char *text = arena_strdup(w->arena, buf_text(&buf));
  buf_free(&buf);
  return text;
}

static bool statement(World *w, const Node *n, const char **result)
{
  switch (n->kind) {
  case NODE_LET: return sema_let(w->sema, n, NULL);
  case NODE_DATA: return sema_data_value(w->sema, n);
  case NODE_PARAM: case NODE_PARAM_ARGS: return sema_param(w->sema, n);
  case NODE_FIX: return sema_fix(w->sema, n);
  case NODE_FN: return sema_fn(w->sema, n);
  case NODE_MODEL: return sema_model(w->sema, n);
  case NODE_MINIMIZE: case NODE_MAXIMIZE: case NODE_LOSS: {
    const Loss *loss = sema_loss(w->sema, n);
    if (loss) *result = expr_text(w->arena, loss->value);
    return loss != NULL;
  }
  case NODE_FIT: {
    const Node *body = sema_model_open(w->sema, n->kid[0]);
    bool ok = body != NULL;
    for (int i = 0; ok && i < body->nkids; i++) ok = statement(w, body->kid[i], result);
    if (body) sema_model_close(w->sema, n->name);
    return ok;
  }
  default: {
    Value v = sema_value(w->sema, n->kid[0]);
    if (v.kind == VALUE_BAD) return false;
    if (v.kind == VALUE_STRING) *result = v.string;
    else if (v.e->has_param) *result = arena_printf(w->arena, "%s %s", expr_text(w->arena, v.e), v.nopen ? value_axes_text(w->sema, &v) : "");
    else {
      Buf buf = {0};
      Array *a = sema_evaluate(w->sema, &v);
      if (!a) return false;
      if (v.nopen) buf_printf(&buf, "%s", value_axes_text(w->sema, &v));
      for (int64_t i = 0; i < array_count(a); i++) {
        if (buf.len) buf_putc(&buf, ' ');
        buf_printf(&buf, "%.6g", a->data[i]);
      }
      *result = arena_strdup(w->arena, buf_text(&buf));
      buf_free(&buf);
      array_unref(a);
    }
    return true;
  }
  }
}

/* what the script says: the result of its last statement, or "error: …" */
static const char *say(World *w, const char *script)
{
  const char *result = "";
  const Node *block = parse_text(w, script);
  bool ok = block && w->diags.errors == 0;
  for (int i = 0; ok && i < block->nkids; i++) ok = statement(w, block->kid[i], &result) && w->diags.errors == 0;
  if (!ok && !w->diags.errors) fail_msg("fails without a message: %s", script);
  return ok ? result : arena_printf(w->arena, "error: %s", message(w));
}

typedef struct Case { const char *script, *want; } Case;

/* the results are equal; errors need only begin as wanted, notes and hints may follow */
static void run_cases(const Case *c, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    World w;
    world_start(&w);
    const char *got = say(&w, c[i].script);
    bool error = strncmp(c[i].want, "error:", 6) == 0;
    if (error ? !strstr(got, c[i].want + 7) || strncmp(got, "error:", 6) != 0 : strcmp(got, c[i].want) != 0) print_message("script: %s\n", c[i].script);
    if (error && strstr(got, c[i].want + 7) && strncmp(got, "error:", 6) == 0) got = c[i].want;
    assert_string_equal(got, c[i].want);
    world_end(&w);
  }
}

#define CASES(...) static const Case cases[] = { __VA_ARGS__ }; run_cases(cases, sizeof cases / sizeof *cases)
#define X "data x[N, D] = [[1, 2], [3, 4], [5, 6]]; "
#define S "data S[D, D] = [[2, 1], [1, 3]]; "

static void values_and_axes(void **state)
{
  (void)state;
  CASES(
    { "1 + 2 * 3", "7" }, { "let K = 3; K / 2", "1.5" }, { "[1, 2, 3] * 2", "[1..3] 2 4 6" },
    { X "x[1]", "[D] 1 2" }, { X "x[:, 2]", "[N] 2 4 6" }, { X "x[2, 1]", "3" }, { X "x[2..3, 1]", "[1..2] 3 5" },
    { X "N + D", "5" }, { X "x[1] + x[:, 1]", "error: the operands of '+' do not line up" },
    { X "data y[N] = [1, 2, 3]; x + y", "[N, D] 2 3 5 6 8 9" }, { X "data c[K, D] = [[1, 2], [3, 4]]; x + c", "error: x has the axes [N, D], c has the axes [K, D]" },
    { X "x[1] * [10, 100]", "[D] 10 200" }, { X "x[1] * [1, 2, 3]", "error: do not line up" },
    { S "data v[D] = [1, 2]; S + v", "error: do not line up" },
    { "data a[I, J] = [[1, 2], [3, 4]]; data b[J, I] = [[10, 20], [30, 40]]; a + b", "[I, J] 11 32 23 44" },
    { X "data z[M] = [3, 1, 1]; x[z]", "[M, D] 5 6 1 2 1 2" }, { X "data z[M] = [3, 4]; x[z]", "error: a subscript of x[z] leaves the axis N (1..3)" },
    { X "data z[M] = [1.5]; x[z]", "error: need not be a whole number" }, { X "x[4, 1]", "error: leaves the axis N (1..3)" },
    { X "x[0, 1]", "error: leaves the axis N" }, { X "x[1, 1, 1]", "error: x has 2 axes, and 3 subscripts are given" },
    { "eye(2)", "[1..2, 1..2] 1 0 0 1" }, { X "zeros(D) + 1", "[D] 1 1" }, { "ones(2, 3)", "[1..2, 1..3] 1 1 1 1 1 1" },
    { "[[1, 2], [3]]", "error: the rows of this array differ in length" }, { "[1/2, 1/4]", "[1..2] 0.5 0.25" },
    { "let a[Q] = [5, 6]; a[2] + Q", "8" }, { "let s = \"text\"; s", "text" }, { "let s = \"text\"; s + 1", "error: s is not a number" },
    { "let N = 3; data y[N] = [1, 2]", "error: 'y' has the size 2 here, but the axis N has the size 3" },
    { "param c[K]", "error: unknown axis 'K'" }, { "let K = 2.5; param c[K]", "error: 'K' is 2.5, and the size of an axis is a whole number" });
}

static void names(void **state)
{
  (void)state;
  CASES(
    { "param theta; minimize (3 - thetta)^2", "error: unknown name 'thetta'\nhint: did you mean 'theta'?" },
    { "foo(3)", "error: unknown function 'foo'" }, { "nrmal(0 | 0, 1)", "error: hint: did you mean 'normal'?" },
    { "smu{i in 1..3} i", "error: 'smu' is not a binder\nhint: did you mean 'sum'?" },
    { X "sum{i} x[i, 1] + i", "error: the body of a binder ends at a + or -" },
    { "let f = 3; f(2)", "error: 'f' is not a function" }, { X "x(2)", "error: subscripts stand in square brackets" },
    { "dot", "error: 'dot' is a function and wants arguments" }, { "log(1, 2)", "error: 'log' takes 1, and 2 are given" },
    { "data digamma2[N] = [1, 2]; digamma2[1]", "1" }, { "fn normal(x) = x + 1; normal(1)", "2" }, { "pi > 3 and true", "1" },
    { "param m; m + 1", "1 + m " }, { "param m; let a = m + 1", "error: the parameter 'm' has no value before a fit" });
}

static void binders(void **state)
{
  (void)state;
  CASES(
    { X "sum{i} x[i]", "[D] 9 12" }, { X "sum{i, d} x[i, d] * i", "50" }, { X "min{i} |x[i]|", "2.23607" }, { X "mean{i} x[i]", "[D] 3 4" },
    { "sum{i in 1..4} i^2", "30" }, { "prod{i in 1..4} i", "24" }, { "argmin{i in 1..4} (i - 2)^2", "2" }, { "mean{i in 2..4} i", "3" },
    { "sum{i in 1..3, j in i+1..4} 1", "6" }, { "sum{i in 1..3, j in 1..3 : i < j and not (i == 1)} 1", "1" },
    { "logsumexp{k in 1..3} k", "3.40761" }, { "softmin{k in 1..3; 2} k", "0.928534" }, { "softmin([1, 2, 3])", "0.592394" },
    { "array{i in 1..2, j in 1..2} (10 * i + j)", "[i, j] 11 12 21 22" },
    { "data Y[U, M] = [[0, 1], [2, 0]]; sum{u, m in nz(Y)} (Y[u, m] + 10)", "23" },
    { "sum([1, 2, 3]) + max([4, 5]) + min(3, 2, 5)", "13" },
    { "data t[T] = [1, 2, 4]; sum{i in 2..T} (t[i] - t[i-1])^2", "5" }, { "data t[T] = [1, 2, 4]; sum{i : i > 1} t[i-1]", "3" },
    { "data t[T] = [1, 2, 4]; sum{i : i < T} t[i+1]", "6" }, { "data t[T] = [1, 2, 4]; sum{i} t[i-1]", "error: a subscript of t[i-1] leaves the axis T (1..3)\nnote: 'i' runs from 1 to 3" },
    { "data t[T] = [1, 2, 4]; sum{i in 1..4} t[i]", "error: leaves the axis T" }, { "data t[T] = [1, 2, 4]; sum{i} (if i > 1 then t[i-1] else 0)", "3" },
    { "sum{i} 3", "error: no use of the index 'i' tells its axis" }, { "sum{i, i} 3", "error: stands twice" },
    { X "data w[M] = [1, 2]; sum{i} w[i] * x[i, 1]", "error: the uses of the index 'i' disagree: axis M in w[i], axis N in x[i, 1]" },
    { X "sum{i in D} x[i, 1]", "error: the index 'i' runs over the axis D, but in x[i, 1] it stands for the axis N" },
    { X "sum{i} x[i, i]", "error: disagree" }, { S "sum{i} S[i, i]", "5" }, { X "let v = [1, 2, 3]; sum{i} v[i] * x[i, 1]", "22" },
    { "sum{z in A -> B} 1", "error: reserved" });
}

static void functions(void **state)
{
  (void)state;
  CASES(
    { "fn sq(v) = dot(v, v); sq([1, 2, 3])", "14" }, { X "fn dist(a, b) = |a - b|^2; dist(x[1], x[2])", "8" },
    { "fn f(a[D]) = D; fn f(a) = 0; f([1, 2]) + f(3)", "2" }, { "fn f(a in real) = |a|; f([-1, 2])", "[1..2] 1 2" },
    { "fn f(x) = f(x); f(1)", "error: the calls of 'f' are nested too deeply" }, { "fn f(a, a) = 1", "error: there are two arguments 'a'" },
    { "fn f(a, b = 2) = a * b; f(3) + f(3, b = 5)", "21" }, { "fn f(a) = a; f(1, 2)", "error: no definition of 'f' takes these 2 arguments" },
    { "fn f(a[D], b[D]) = 1; f([1, 2], [1, 2, 3])", "error: no definition of 'f' fits the axes" },
    { "normal(0 | 0, 1)", "0.398942" }, { "normal([0, 0] | [0, 0], 1)", "0.159155" }, { "normal([0, 0] | 0, [1, 4])", "0.0795775" },
    { S "normal([0, 0] | 0, S)", "0.0711763" }, { "normal([0, 1] | 0, 1) * 0 + 1", "1" }, { "poisson(2 | 3)", "0.224042" },
    { "poisson(-1 | 3)", "error: 'poisson' wants its argument 'x' whole and >= 0, but it is -1" },
    { "data y[N] = [1, -3]; param m > 0; minimize -sum{i} log poisson(y[i] | m)", "error: but y[i] is -3 at i = 2" },
    { "data y[N] = [1, -3]; param m > 0; minimize -sum{i : y[i] > 0} log poisson(y[i] | m)", "sum{i : y[i] > 0} (m + lgamma(1 + y[i]) - y[i] * log(m))" },
    { "poisson(2)", "error: 'poisson' needs its argument 'm'" }, { "huber([1, 2]; 1)", "[1..2] 0.5 1.5" });
}

static void matrices(void **state)
{
  (void)state;
  CASES(
    { S "inv(S)", "[D, D] 0.6 -0.2 -0.2 0.4" }, { S "logdet(S)", "1.60944" }, { S "tr(S)", "5" }, { S "matmul(S, S)", "[D, D] 5 5 5 10" },
    { S "quad([1, 2], S)", "18" }, { "transpose([[1, 2], [3, 4], [5, 6]])", "[1..2, 1..3] 1 3 5 2 4 6" }, { "outer([1, 2], [3, 4])", "[1..2, 1..2] 3 4 6 8" },
    { X "dot(x, [1, 10])", "[N] 21 43 65" }, { X "dot(x[1], x[2])", "11" }, { "|[3, 4]|", "5" }, { "|[3, 4]|^2", "25" }, { "|[3, -4]|_1", "7" }, { "|-2|", "2" },
    { "|[3, 4]|^4", "625" }, { "data T[K, D, D] = [[[2, 1], [1, 3]], [[4, 0], [0, 1]]]; logdet(T)", "[K] 1.60944 1.38629" },
    { "data T[K, D, D] = [[[2, 1], [1, 3]], [[4, 0], [0, 1]]]; inv(T[2])", "[D, D] 0.25 0 0 1" },
    { "inv([1, 2])", "error: 'inv' wants a matrix with one axis twice" }, { "data A[P, Q] = [[1, 2]]; matmul(A, A)", "error: these cannot be multiplied" });
}

static void domains_and_params(void **state)
{
  (void)state;
  CASES(
    { "param p[3] in simplx", "error: unknown domain 'simplx'\nhint: did you mean 'simplex'?" }, { "param S[2, 3] in spd", "error: wants its last two axes to be the same" },
    { "let K = 2; let D = 3; param S[K, D, D] in spd diagonal init eye(D); minimize sum{k} logdet(S[k])", "sum{k} logdet(S[k])" },
    { "param p in (1, 0)", "error: nothing lies in" }, { X "param c init sample(x)", "error: they do not fit 'c'" }, { X "param c[D] init [1, 2, 3]", "error: do not fit" },
    { "minimize 3", "error: mentions no parameter" }, { X "param m[D]; minimize sum{i} (x[i] - m)^2", "error: a number is wanted here" },
    { X "param m; minimize sum{i} (x[i] - sample(x))^2", "error: can stand only alone behind 'init'" },
    { "let K = 2; param p[K]; fix p[1] = 3; fix p = 4; minimize |p|^2", "sum{k} p[k]^2" }, { "fix q = 1", "error: unknown parameter 'q'" },
    { "let D = 2; param w[D] in simplex ~ dirichlet(1)", "error: reserved" }, { "data p[D] in (0, 1) = [0.5, 2]", "error: the value of p[2] is 2, outside its domain (in (0, 1))" },
    { "data p[D] in simplex = [0.5, 0.4]", "error: sums to 0.9, not to 1" }, { "param a; maximize -a^2", "a^2" }, { "param log", "error: expected a name" });
}

static void models(void **state)
{
  (void)state;
#define MIX "model mix(x, K, family = normal)\n param w[K] in simplex\n param family.args[K]\n minimize -sum{i} log sum{k} w[k] * family(x[i] | family.args[k])\nend\n"
  CASES(
    { MIX "data y[N] = [1, 2, 4]; fit m = mix(y, 2, family = poisson)", "-sum{i} log(sum{k} w[k] * exp(y[i] * log(m[k]) - m[k] - lgamma(1 + y[i])))" },
    { MIX X "fit m = mix(x, K = 2); m.mu", "error: 'm.mu' has no value" },
    { MIX X "fit m = mix(x, K = 2); m.nu", "error: 'm' has no field 'nu'\nhint: did you mean 'm.mu'?" },
    { MIX X "fit m = mix(x)", "error: 'mix' needs its argument 'K'" }, { MIX X "fit m = mix(x, K = 2, famly = normal)", "error: hint: did you mean 'family'?" },
    { MIX "fit m = mxi(1)", "error: unknown model 'mxi'\nhint: did you mean 'mix'?" },
    { "model line(x[N], y[N])\n param a\n minimize sum{i} (y[i] - a * x[i])^2\nend\ndata u[T] = [1, 2]; data v[T] = [1, 3]; fit line(u, v)", "sum{i} (v[i] - u[i] * a)^2" },
    { "model line(x[N], y[N])\n param a\n minimize sum{i} (y[i] - a * x[i])^2\nend\ndata u[T] = [1, 2]; data v[P] = [1, 3, 4]; fit line(u, v)", "error: 'y' has the size 3 here, but the axis N has the size 2" });
}

/* ---- rule files ---- */

static const Expr *pattern(World *w, PatternScope *scope, const char *text)
{
  const Node *block = parse_text(w, text);
  assert_non_null(block);
  const Expr *e = block->nkids ? sema_pattern(w->sema, block->kid[0]->kid[0], scope) : NULL;
  if (!e) diag_print(&w->diags, stderr, false);
  return e;
}

static const Node *argument(World *w, const char *declaration)
{
  const Node *block = parse_text(w, arena_printf(w->arena, "fn rule(%s) = 0", declaration));
  return block->kid[0]->kid[0]->kid[0];
}

static void patterns(void **state)
{
  (void)state;
  World w;
  world_start(&w);
  PatternScope *scope = pattern_scope_new(w.sema);
  Symbol *p = pattern_declare(w.sema, scope, argument(&w, "p[K] in simplex"));
  assert_non_null(p);
  assert_int_equal(p->domain.kind, DOMAIN_SIMPLEX);
  const Expr *e = pattern(&w, scope, "-sum{k} a[k] * log(p[k])");
  assert_non_null(e);
  assert_true(e->has_hole);
  assert_int_equal(e->nfree, 0);
  /* the same index name is the same axis, though nothing but a hole uses it */
  Index *k = pattern_index(w.sema, scope, name_of("k"));
  assert_ptr_equal(k->axis, p->axis[0]);
  const Expr *sum = pattern(&w, scope, "sum{k} a[k]");
  assert_int_equal(sum->kind, X_REDUCE);
  assert_ptr_equal(sum->u.bound[0]->axis, p->axis[0]);
  /* free indices are the scope's */
  const Expr *free_k = pattern(&w, scope, "a[k] >= 0 and f(u) > touch(a[k])");
  assert_int_equal(free_k->nfree, 1);
  assert_ptr_equal(free_k->free[0], k);
  /* a bare unknown name takes the axes of the other operand */
  const Expr *dot = pattern(&w, scope, "dot(h, p)");
  assert_string_equal(expr_text(w.arena, dot), "sum{k} h[k] * p[k]");
  Index *own[ARRAY_MAX_AXES];
  const Node *subject = parse_text(&w, "p[k]")->kid[0]->kid[0];
  assert_ptr_equal(pattern_subject(w.sema, scope, subject, own), p);
  assert_ptr_equal(own[0], k);
  assert_string_equal(expr_text(w.arena, pattern(&w, scope, "u in (0, 1)")), expr_text(w.arena, pattern(&w, scope, "0 < u and u < 1")));
  assert_string_equal(expr_text(w.arena, pattern(&w, scope, "f(slope(f(u), u))")), "f(slope(f(u), u))");
  /* two scopes do not share axes */
  const Expr *other = pattern(&w, pattern_scope_new(w.sema), "sum{k} a[k]");
  assert_ptr_not_equal(other->u.bound[0]->axis, p->axis[0]);
  world_end(&w);
}

static void library(void **state)
{
  (void)state;
  World w;
  world_start(&w);
  const Function *f = function_find(w.pool, "log");
  assert_non_null(f);
  assert_string_equal(f->kernel, "log");
  assert_string_equal(expr_text(w.arena, f->derivative[0]), "1 / x");
  assert_true(f->domain_lo == 0 && f->domain_lo_open);
  assert_true(f->shapes->flags & SHAPE_CONCAVE && f->shapes->flags & SHAPE_INCREASING);
  assert_true(function_find(w.pool, "softplus")->curvature_hi == 0.25);
  const Node *block = parse_text(&w, "function twice(x)\n  derivative 2\n  shape increasing, wavy\n  evaluate \"abs\"\nend");
  assert_false(functions_add(w.sema, block));
  assert_non_null(strstr(w.diags.first->text, "unknown shape 'wavy'"));
  world_end(&w);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(values_and_axes), cmocka_unit_test(names), cmocka_unit_test(binders), cmocka_unit_test(functions), cmocka_unit_test(matrices),
    cmocka_unit_test(domains_and_params), cmocka_unit_test(models), cmocka_unit_test(patterns), cmocka_unit_test(library) };
  return RUN_TESTS(tests);
}
