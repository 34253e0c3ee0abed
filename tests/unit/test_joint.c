/* Joint steps: charts there and back, derivatives in coordinates against differences of the loss, optima that are known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "fit_tools.h"
#include "base/random.h"
#include "fit/joint_step.h"

/* ---- charts ------------------------------------------------------------------------------------------------------------------------ */

/* a loss in which every entry of a parameter of this domain counts in its own way, not symmetrically, with curvature */
static const struct { const char *text; } domains[] = {
  { "param p[K]\nminimize sum{k} (exp(p[k] / k) - p[k])" },
  { "param p > 2\nminimize p^2 - 7 * log(p)" },
  { "param p < 3\nminimize p^2 + exp(p)" },
  { "param p[K] in (-1, 4)\nminimize sum{k} (p[k] - k)^4" },
  { "param p[K] in simplex\nminimize -sum{k} k * log(p[k]) + sum{k} p[k]^2 * k" },
  { "param p[K, L] in simplex\nminimize -sum{k, l} (k + l) * log(p[k, l]) + (sum{k} p[k, 1]) * p[1, 2]^2" },
  { "param p[K | L]\nminimize -sum{k, l} (k + l) * log(p[k, l]) + (sum{k} k * p[k, 1]) * p[1, 2]^2" },
  { "param p[L | K, M]\nminimize -sum{k, l, m} (k * l + m) * log(p[l, k, m]) + (sum{k} k * p[1, k, 1])^2 * p[1, 2, 2]" },
  { "param p[L, D, D] in spd\nminimize sum{l} (logdet(p[l]) + l * tr(inv(p[l]))) + sum{l, d, e} d * e * p[l, d, e]^2 / l" },
  { "param p[L, D, D] in spd diagonal\nminimize sum{l} (logdet(p[l]) + l * tr(inv(p[l]))) + sum{l, d, e} d * p[l, d, e]^2" },
  { "param p[L, D, D] in spd spherical\nminimize sum{l} (logdet(p[l]) + l * tr(inv(p[l]))) + sum{l, d, e} d * p[l, d, e]^2" },
  { "param p[L, D] in ball(2)\nminimize sum{l, d} l * (p[l, d] - d)^2" },
  { "param p[L, D] in ball(2, norm = 1)\nminimize sum{l, d} l * (p[l, d] - d)^2" },
  { "param p[L, D] in sphere\nminimize sum{l, d} l * (p[l, d] - d)^3" },
  { "param p[L, K] ordered\nminimize sum{l, k} (p[l, k] - 3 * k)^2 * l + p[1, 2]^3 * p[2, 1]" },
  { "param p[L, K] in zerosum\nminimize sum{l, k} (p[l, k] - k)^2 * l + p[1, 2]^3 * p[2, 1]" },
  { "param p[L, D] in orthogonal\nminimize sum{l, d} ((p[l, d] - d * l)^4 + l * d * p[1, d] * p[2, d])" },
  { "param q > 0\nparam p[M, L, D] in orthogonal\nminimize q - log(q) + sum{m, l, d} (q^2 * p[m, l, d] - d * l)^2 * m" },
  { "param p[D]\nparam q[K] in simplex\nparam s > 0\nminimize sum{k, d} q[k] * (p[d] - k)^2 / s + 3 * log(s) - sum{k} log(q[k]) + exp(p[1])" },
};
enum { DOMAINS = sizeof domains / sizeof *domains };

static const char *with_axes(Arena *arena, const char *text)
{
  return arena_printf(arena, "let K = 4\nlet L = 2\nlet M = 3\nlet D = 3\n%s", text);
}

/* to_param: of the charts around a point, NULL for the others */
static double value_of(Model *m, Runner *const *to_param, Runner *r)
{
  for (int i = 0; i < m->plan->joint->nparts; i++)
    if (to_param[i]) assert_true(runner_run(to_param[i], NULL));
  assert_true(runner_run(r, NULL));
  return store_array(m->store, m->plan->joint->loss)->data[0];
}

static Array *u_touch(Model *m, int i) { return store_array(m->store, symbol_touch(m->pool, m->plan->joint->part[i].u)); }

/* random coordinates; 0 in charts around a point, which is the start */
static void draw_coordinates(Model *m, Random *r, Runner **to_param)
{
  for (int i = 0; i < m->plan->joint->nparts; i++) {
    Array *u = u_touch(m, i);
    const JointPart *part = &m->plan->joint->part[i];
    for (int64_t k = 0; k < array_count(u); k++) u->data[k] = part->around ? 0 : 0.6 * random_normal(r);
    to_param[i] = part->around ? model_runner(m, &part->to_param) : NULL;
  }
}

static void close_to(double got, double want, double slack, const char *what)
{
  if (!(fabs(got - want) <= slack * fmax(1, fabs(want)))) fail_msg("%s: %.12g, wanted %.12g", what, got, want);
}

/* parameters at u lie in the domain, and u from them gives the same parameters */
static void charts(void **state)
{
  (void)state;
  Arena *arena = arena_new();
  Random r = random_stream(1, random_purpose("charts"), 0);
  for (int t = 0; t < DOMAINS; t++) {
    Model m = model_open(with_axes(arena, domains[t].text), "newton", 0);
    const JointStep *j = m.plan->joint;
    Runner *value = model_runner(&m, &j->value);
    Runner *to_param[8];
    draw_coordinates(&m, &r, to_param);
    value_of(&m, to_param, value);
    for (int i = 0; i < j->nparts; i++) {
      const char *where = NULL;
      Array *p = store_array(m.store, j->part[i].param), *touch = store_array(m.store, symbol_touch(m.pool, j->part[i].param));
      if (!domain_contains(m.pool, j->part[i].param, p, 1e-9, &where)) fail_msg("%s: %s", domains[t].text, where);
      if (!j->part[i].to_u.n) continue;
      memcpy(touch->data, p->data, (size_t)array_count(p) * sizeof(double));
      Runner *to_u = model_runner(&m, &j->part[i].to_u), *back = model_runner(&m, &j->part[i].to_param);
      assert_true(runner_run(to_u, NULL));
      Array *u = store_array(m.store, j->part[i].u);
      memcpy(u_touch(&m, i)->data, u->data, (size_t)array_count(u) * sizeof(double));
      assert_true(runner_run(back, NULL));
      for (int64_t k = 0; k < array_count(p); k++) close_to(p->data[k], touch->data[k], 1e-12, domains[t].text);
      runner_free(to_u);
      runner_free(back);
    }
    runner_free(value);
    for (int i = 0; i < j->nparts; i++) runner_free(to_param[i]);
    model_close(&m);
  }
  arena_free(arena);
}

static bool is_around(const JointStep *j)
{
  bool around = false;
  for (int i = 0; i < j->nparts; i++) around |= j->part[i].around;
  return around;
}

/* ---- derivatives in coordinates ------------------------------------------------------------------------------------------------------ */

/* the gradient by u of a chart around a point is always that at u = 0: second differences of the loss instead */
static void second_differences(Model *m, Runner *const *to_param, Runner *value, Runner *hessian, const char *what)
{
  const JointStep *j = m->plan->joint;
  const double h = 1e-3;
  for (int a = 0; a < j->nparts; a++)
    for (int b = a; b < j->nparts; b++) {
      Array *u = u_touch(m, a), *v = u_touch(m, b);
      const Array *H = store_array(m->store, j->hess[a * j->nparts + b]);
      for (int64_t k = 0; k < array_count(u); k++)
        for (int64_t l = 0; l < array_count(v); l++) {
          double sum = 0;
          for (int s = 0; s < 4; s++) {
            double x = u->data[k], y = v->data[l];
            u->data[k] += s & 1 ? h : -h;
            v->data[l] += s & 2 ? h : -h;
            sum += (s == 0 || s == 3 ? 1 : -1) * value_of(m, to_param, value);
            v->data[l] = y;
            u->data[k] = x;
          }
          value_of(m, to_param, hessian);
          close_to(H->data[k * array_count(v) + l], sum / (4 * h * h), 1e-4, what);
        }
    }
}

static void derivatives(void **state)
{
  (void)state;
  const double h = 1e-4;
  Arena *arena = arena_new();
  Random r = random_stream(2, random_purpose("derivatives"), 0);
  for (int t = 0; t < DOMAINS; t++) {
    Model m = model_open(with_axes(arena, domains[t].text), "newton", 0);
    const JointStep *j = m.plan->joint;
    Runner *value = model_runner(&m, &j->value), *gradient = model_runner(&m, &j->gradient), *hessian = model_runner(&m, &j->hessian);
    assert_true(j->has_hessian);
    Runner *to_param[8];
    draw_coordinates(&m, &r, to_param);
    double here = value_of(&m, to_param, value);
    close_to(value_of(&m, to_param, hessian), here, 1e-13, domains[t].text);
    for (int a = 0; a < j->nparts; a++) {
      Array *u = u_touch(&m, a);
      const Array *g = store_array(m.store, j->grad[a]);
      for (int64_t k = 0; k < array_count(u); k++) {
        double at = u->data[k], d[4];
        for (int s = 0; s < 4; s++) {                      /* differences of fourth order */
          u->data[k] = at + (s < 2 ? s - 2 : s - 1) * h;
          d[s] = value_of(&m, to_param, value);
        }
        u->data[k] = at;
        value_of(&m, to_param, gradient);
        close_to(g->data[k], (8 * (d[2] - d[1]) - (d[3] - d[0])) / (12 * h), 1e-8, domains[t].text);
        for (int b = a; b < j->nparts && !is_around(j); b++) {              /* rows of the Hessian: differences of the other gradients */
          const Array *other = store_array(m.store, j->grad[b]);
          int64_t n = array_count(other);
          double *up = arena_array(arena, (size_t)n, sizeof *up);
          u->data[k] = at + h;
          value_of(&m, to_param, gradient);
          memcpy(up, other->data, (size_t)n * sizeof *up);
          u->data[k] = at - h;
          value_of(&m, to_param, gradient);
          for (int64_t l = 0; l < n; l++) up[l] = (up[l] - other->data[l]) / (2 * h);
          u->data[k] = at;
          value_of(&m, to_param, hessian);
          const Array *H = store_array(m.store, j->hess[a * j->nparts + b]);
          for (int64_t l = 0; l < n; l++) close_to(H->data[k * n + l], up[l], 1e-5, domains[t].text);
        }
      }
    }
    if (is_around(j)) second_differences(&m, to_param, value, hessian, domains[t].text);
    runner_free(value);
    runner_free(gradient);
    runner_free(hessian);
    for (int a = 0; a < j->nparts; a++) runner_free(to_param[a]);
    model_close(&m);
  }
  arena_free(arena);
}

/* ---- optima ------------------------------------------------------------------------------------------------------------------------------ */

/* steps until none is found; how many. The loss never rises */
static int descend(Model *m, UpdateKind kind, double fixed, int most, double *loss)
{
  JointState *s = joint_new(m->pool, m->plan->joint, m->store, m->crew, kind, fixed, m->diags);
  if (!s) complain_and_fail(m, "joint_new");
  joint_restart(s);
  double before = INFINITY;
  int n = 0;
  while (n < most && joint_take(s, loss)) {
    if (fixed == 0 && *loss > before + 1e-12 * fabs(before)) fail_msg("step %d: from %.17g to %.17g", n, before, *loss);
    before = *loss;
    model_advance(m);
    n++;
  }
  joint_free(s);
  return n;
}

static void newton_scalar(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("param x init 4\nminimize x^4 - 3*x^3 + 2", "newton", 0);
  int n = descend(&m, UPDATE_NEWTON, 0, 100, &loss);
  assert_in_range(n, 5, 9);
  close_to(model_values(&m, "x")[0], 2.25, 1e-12, "x");
  close_to(loss, -1675.0 / 256, 1e-15, "loss");
  model_close(&m);
}

static void gradient_fixed(void **state)
{
  (void)state;
  double loss, x[2] = { 4, -3 };
  Model m = model_open("data A[D, D] = [[3, 1], [1, 2]]\ndata b[D] = [1, 1]\nparam x[D] init [4, -3]\nminimize quad(x, A)/2 - dot(b, x)", "gd", 0.2);
  assert_int_equal(descend(&m, UPDATE_GRADIENT, 0.2, 25, &loss), 25);
  for (int i = 0; i < 25; i++) {
    double g[2] = { 3 * x[0] + x[1] - 1, x[0] + 2 * x[1] - 1 };
    for (int k = 0; k < 2; k++) x[k] -= 0.2 * g[k];
  }
  for (int k = 0; k < 2; k++) close_to(model_values(&m, "x")[k], x[k], 1e-14, "x");
  close_to(loss, -0.2999984396738558, 1e-13, "loss");
  model_close(&m);
}

static const char logistic[] =
  "data x[N, D] = [[1, 0.5], [1, -1.2], [1, 2.0], [1, 0.1], [1, -0.4], [1, 1.5], [1, -2.0], [1, 0.9]]\n"
  "data y[N] = [1, 0, 1, 0, 1, 0, 0, 1]\n"
  "param b[D] init 0\n"
  "minimize sum{i} (softplus(dot(x[i], b)) - y[i] * dot(x[i], b))";

/* the gradient is zero: sum of (p - y) x */
static double logistic_slope(const double *b)
{
  static const double x[] = { 0.5, -1.2, 2.0, 0.1, -0.4, 1.5, -2.0, 0.9 }, y[] = { 1, 0, 1, 0, 1, 0, 0, 1 };
  double g0 = 0, g1 = 0;
  for (int i = 0; i < 8; i++) {
    double p = 1 / (1 + exp(-b[0] - b[1] * x[i]));
    g0 += p - y[i];
    g1 += (p - y[i]) * x[i];
  }
  return fabs(g0) + fabs(g1);
}

static void regression(void **state)
{
  (void)state;
  double loss;
  Model m = model_open(logistic, "newton", 0);
  assert_in_range(descend(&m, UPDATE_NEWTON, 0, 50, &loss), 3, 10);
  assert_true(logistic_slope(model_values(&m, "b")) < 1e-12);
  model_close(&m);
  m = model_open(logistic, "gd", 0);
  descend(&m, UPDATE_GRADIENT, 0, 2000, &loss);
  assert_true(logistic_slope(model_values(&m, "b")) < 1e-6);
  model_close(&m);
}

/* a curve through points: a sum of squares that no rule bounds; both parameters step together */
static void squares(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("data x[N] = [0, 1, 2, 3, 4, 5]\ndata y[N] = [2.1, 3.2, 5.1, 8.0, 12.9, 20.1]\nparam a init 1\nparam b init 0.1\n"
                       "minimize sum{i} (y[i] - a * exp(b * x[i]))^2", "auto", 0);
  assert_true(m.derivation->gauss_newton);
  assert_int_equal(m.derivation->njoint, 2);
  assert_in_range(descend(&m, UPDATE_NEWTON, 0, 50, &loss), 3, 20);
  const double x[] = { 0, 1, 2, 3, 4, 5 }, y[] = { 2.1, 3.2, 5.1, 8.0, 12.9, 20.1 };
  double a = model_values(&m, "a")[0], b = model_values(&m, "b")[0], ga = 0, gb = 0;
  for (int i = 0; i < 6; i++) {
    double f = exp(b * x[i]), r = y[i] - a * f;
    ga -= 2 * r * f;
    gb -= 2 * r * a * f * x[i];
  }
  close_to(ga, 0, 1e-6, "slope by a");
  close_to(gb, 0, 1e-5, "slope by b");
  model_close(&m);
}

static void proportions(void **state)
{
  (void)state;
  double loss;
  static const double counts[] = { 5, 1, 3, 11 };
  for (int gd = 0; gd < 2; gd++) {
    Model m = model_open("data n[K] = [5, 1, 3, 11]\nparam p[K] in simplex\nminimize -sum{k} n[k] * log(p[k])", gd ? "gd" : "newton", 0);
    int n = descend(&m, gd ? UPDATE_GRADIENT : UPDATE_NEWTON, 0, 3000, &loss);
    if (!gd) assert_in_range(n, 2, 20);
    for (int k = 0; k < 4; k++) close_to(model_values(&m, "p")[k], counts[k] / 20, gd ? 1e-6 : 1e-12, "p");
    model_close(&m);
  }
}

static void covariance(void **state)
{
  (void)state;
  static const char *const shape[] = { "spd", "spd diagonal", "spd spherical" };
  static const double want[3][4] = { { 2, 0.5, 0.5, 1 }, { 2, 0, 0, 1 }, { 1.5, 0, 0, 1.5 } };
  Arena *arena = arena_new();
  double loss;
  for (int t = 0; t < 3; t++) {
    Model m = model_open(arena_printf(arena, "data A[D, D] = [[2, 0.5], [0.5, 1]]\nparam S[D, D] in %s init eye(D)\n"
                                             "minimize 10 * logdet(S) + 10 * tr(matmul(A, inv(S)))", shape[t]), "newton", 0);
    assert_in_range(descend(&m, UPDATE_NEWTON, 0, 100, &loss), 2, 20);
    for (int k = 0; k < 4; k++) close_to(model_values(&m, "S")[k], want[t][k], 1e-10, shape[t]);
    model_close(&m);
  }
  arena_free(arena);
}

/* a mean and a variance together; a half-line and an interval with ends of their own */
static void intervals(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("data x[N] = [1, 2, 4, 9]\nparam mu in (-5, 5)\nparam v > 0.5\nminimize sum{i} ((x[i] - mu)^2 / v + log(v)) / 2", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 100, &loss);
  close_to(model_values(&m, "mu")[0], 4, 1e-10, "mu");
  close_to(model_values(&m, "v")[0], 9.5, 1e-10, "v");
  model_close(&m);
  m = model_open("param x < 2\nminimize (x + 3)^2", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 100, &loss);
  close_to(model_values(&m, "x")[0], -3, 1e-10, "x");
  model_close(&m);
}

static void directions(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("data h[D] = [1, 2, 2]\nparam x[D] in sphere\nminimize -dot(h, x)", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 200, &loss);
  for (int d = 0; d < 3; d++) close_to(model_values(&m, "x")[d], (d ? 2 : 1) / 3.0, 1e-9, "sphere");
  model_close(&m);
  m = model_open("data h[D] = [0.3, 0.2, -0.4]\nparam x[D] in ball(2)\nminimize |x - h|^2", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 200, &loss);
  static const double h[] = { 0.3, 0.2, -0.4 };
  for (int d = 0; d < 3; d++) close_to(model_values(&m, "x")[d], h[d], 1e-9, "ball");
  model_close(&m);
}

/* the nearest rotation to a matrix, and the principal axes of a quadratic */
static void rotations(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("data A[Q, D] = [[3, 0, 0], [0, 2, 0]]\nparam U[Q, D] in orthogonal\nminimize |U - A|^2", "newton", 0);
  assert_in_range(descend(&m, UPDATE_NEWTON, 0, 200, &loss), 2, 40);
  close_to(loss, 5, 1e-12, "nearest");
  for (int k = 0; k < 6; k++) close_to(model_values(&m, "U")[k], k % 4 == 0, 1e-9, "nearest");
  model_close(&m);
  for (int gd = 0; gd < 2; gd++) {
    m = model_open("let Q = 2\ndata S[D, D] = [[4, 1, 0], [1, 3, 0.5], [0, 0.5, 2]]\nparam U[Q, D] in orthogonal\nminimize -sum{q} q * quad(U[q], S)", gd ? "gd" : "newton", 0);
    descend(&m, gd ? UPDATE_GRADIENT : UPDATE_NEWTON, 0, 1000, &loss);
    const double *u = model_values(&m, "U"), S[3][3] = { { 4, 1, 0 }, { 1, 3, 0.5 }, { 0, 0.5, 2 } };
    for (int q = 0; q < 2; q++) {                          /* eigenvectors: S u = (u'Su) u */
      double Su[3], value = 0;
      for (int i = 0; i < 3; i++) Su[i] = S[i][0] * u[3 * q] + S[i][1] * u[3 * q + 1] + S[i][2] * u[3 * q + 2];
      for (int i = 0; i < 3; i++) value += u[3 * q + i] * Su[i];
      for (int i = 0; i < 3; i++) close_to(Su[i], value * u[3 * q + i], gd ? 1e-5 : 1e-9, "axis");
      assert_true(value > 2.5);
    }
    model_close(&m);
  }
}

static void orders(void **state)
{
  (void)state;
  double loss;
  static const double inner[] = { -1, 2, 2.5, 7 }, centred[] = { -3, 0, 0.5, 2.5 };
  Model m = model_open("data y[K] = [-1, 2, 2.5, 7]\nparam x[K] ordered\nminimize sum{k} ((x[k] - y[k])^4 + (x[k] - y[k])^2)", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 200, &loss);
  for (int k = 0; k < 4; k++) close_to(model_values(&m, "x")[k], inner[k], 1e-8, "ordered");
  model_close(&m);
  m = model_open("data y[K] = [-2, 1, 1.5, 3.5]\nparam x[K] in zerosum\nminimize sum{k} (x[k] - y[k])^2", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 200, &loss);
  for (int k = 0; k < 4; k++) close_to(model_values(&m, "x")[k], centred[k], 1e-12, "zerosum");
  model_close(&m);
}

/* a start on the edge of a closed domain is moved inside */
static void edges(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("let K = 3\nparam x >= 0 init 0\nparam p[K] in simplex init [1, 0, 0]\nminimize (x - 3)^2 - log(p[1]) - 2 * log(p[2]) - log(p[3])", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 200, &loss);
  close_to(model_values(&m, "x")[0], 3, 1e-8, "x");
  close_to(model_values(&m, "p")[1], 0.5, 1e-8, "p");
  model_close(&m);
}

static void held(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("let K = 3\nparam x[K] > 0 init [1, 2, 3]\nfix x[2] = 2\nminimize (sum{k} x[k]^2) + 8 / (x[1] * x[2] * x[3])", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 100, &loss);
  double *x = model_values(&m, "x");
  assert_true(x[1] == 2);
  close_to(x[0], x[2], 1e-9, "x");
  close_to(2 * x[0], 4 / (x[0] * x[0] * x[0]), 1e-8, "slope");
  model_close(&m);
}

/* a saddle, a valley with a bend, steps beyond the domain of the loss */
static void hard_ones(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("let K = 2\nparam x[K] init [-1.2, 1]\nminimize 100 * (x[2] - x[1]^2)^2 + (1 - x[1])^2", "newton", 0);
  assert_in_range(descend(&m, UPDATE_NEWTON, 0, 200, &loss), 5, 40);
  close_to(model_values(&m, "x")[0], 1, 1e-8, "Rosenbrock");
  model_close(&m);
  m = model_open("let K = 2\nparam x[K] init [0.001, 1]\nminimize (x[1]^2 - 1)^2 + x[1]^2 * x[2]^2 + x[2]^2", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 200, &loss);
  close_to(fabs(model_values(&m, "x")[0]), 1, 1e-8, "saddle");
  model_close(&m);
  m = model_open("param x init 0.001\nminimize x - log(x)", "newton", 0);
  descend(&m, UPDATE_NEWTON, 0, 200, &loss);
  close_to(model_values(&m, "x")[0], 1, 1e-8, "log");
  model_close(&m);
}

/* beyond the limit of Newton's method */
static void many(void **state)
{
  (void)state;
  double loss;
  Model m = model_open("let N = 2500\nparam x[N] init 0\nminimize sum{i} (cosh(x[i] - i / 2500) + (x[i] - i / 2500)^2 * i / 100) + (sum{i} (x[i] - i / 2500))^2", "newton", 0);
  assert_false(m.plan->joint->has_hessian);
  assert_in_range(descend(&m, UPDATE_NEWTON, 0, 200, &loss), 3, 200);
  for (int i = 0; i < 2500; i++) close_to(model_values(&m, "x")[i], (i + 1) / 2500.0, 1e-5, "x");
  model_close(&m);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(charts), cmocka_unit_test(derivatives), cmocka_unit_test(newton_scalar), cmocka_unit_test(gradient_fixed),
    cmocka_unit_test(regression), cmocka_unit_test(squares), cmocka_unit_test(proportions), cmocka_unit_test(covariance), cmocka_unit_test(intervals),
    cmocka_unit_test(directions), cmocka_unit_test(rotations), cmocka_unit_test(orders), cmocka_unit_test(edges), cmocka_unit_test(held), cmocka_unit_test(hard_ones),
    cmocka_unit_test(many),
  };
  return RUN_TESTS(tests);
}
