/* start.c: see start.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/start.h"
#include "base/random.h"
#include "base/transport.h"
#include "expr/eval.h"
#include "expr/feasible.h"
#include "expr/slices.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool start_is_random(const Param *p) { return p->draw || !p->init; }

/* ---- a random point in the interior --------------------------------------------------------------------------------------------- */

static void normalise(const Slices *s, double *x, double target, bool squares)
{
  double sum = 0;
  for (int64_t i = 0; i < s->length; i++) {
    double v = x[slices_at(s, i)];
    sum += squares ? v * v : v;
  }
  double f = squares ? target / sqrt(sum) : target / sum;
  for (int64_t i = 0; i < s->length; i++) x[slices_at(s, i)] *= f;
}

static void orthonormalise(const Slices *s, double *x)
{
  int64_t q = s->in_size[0], d = s->in_size[1];
  for (int64_t i = 0; i < q; i++) {
    for (int64_t j = 0; j < i; j++) {
      double dot = 0;
      for (int64_t k = 0; k < d; k++) dot += x[slices_at(s, i * d + k)] * x[slices_at(s, j * d + k)];
      for (int64_t k = 0; k < d; k++) x[slices_at(s, i * d + k)] -= dot * x[slices_at(s, j * d + k)];
    }
    double n = 0;
    for (int64_t k = 0; k < d; k++) n += x[slices_at(s, i * d + k)] * x[slices_at(s, i * d + k)];
    for (int64_t k = 0; k < d; k++) x[slices_at(s, i * d + k)] /= sqrt(n);
  }
}

/* U V' with normal factors of so many columns, entries of variance 1 */
static void product_of_factors(const Slices *s, double *x, int64_t rank, Random *r)
{
  int64_t n = s->in_size[0], d = s->in_size[1];
  double *u = malloc((size_t)(rank * (n + d)) * sizeof *u), *v = u ? u + rank * n : NULL;
  for (int64_t i = 0; u && i < rank * (n + d); i++) u[i] = random_normal(r) / pow((double)rank, 0.25);
  for (int64_t i = 0; u && i < s->length; i++) {
    double sum = 0;
    for (int64_t k = 0; k < rank; k++) sum += u[i / d * rank + k] * v[i % d * rank + k];
    x[slices_at(s, i)] = sum;
  }
  free(u);
}

/* a matrix of positive entries gets the sums of its rows and columns */
static void share_out(const Domain *d, const Slices *s, double *x)
{
  int64_t n = s->in_size[0], m = s->in_size[1];
  if (!d->sums[0] || !d->sums[1]) return;                 /* any sums will do */
  const double *a = d->sums[0]->value->data, *b = d->sums[1]->value->data;
  double total = 0, *L = malloc((size_t)(3 * s->length + transport_room(n, m)) * sizeof *L), *sums = L + s->length, *to = sums + s->length;
  if (!L) return;
  for (int64_t i = 0; i < n; i++) total += a[i];
  for (int64_t i = 0; i < s->length; i++) {
    L[i] = log(x[slices_at(s, i)]);
    sums[i] = total > 0 ? a[i / m] * (b[i % m] / total) : 0;
  }
  if (transport_scale(n, m, L, sums, to, to + s->length))
    for (int64_t i = 0; i < s->length; i++) x[slices_at(s, i)] = to[i];
  free(L);
}

static int ascending(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void draw_slice(const Domain *d, const Slices *s, double *x, Random *r)
{
  double sum = 0, *sorted;
  for (int64_t i = 0; i < s->length; i++) {
    double *v = &x[slices_at(s, i)];
    switch (d->kind) {
      case DOMAIN_INTERVAL: case DOMAIN_ORDERED:
        if (isinf(d->lo) && isinf(d->hi)) *v = random_normal(r);
        else if (isfinite(d->lo) && isfinite(d->hi)) *v = d->lo + (d->hi - d->lo) * (0.25 + 0.5 * random_uniform(r));
        else if (isfinite(d->lo)) *v = d->lo + exp(0.5 * random_normal(r));
        else *v = d->hi - exp(0.5 * random_normal(r));
        break;
      case DOMAIN_LABEL: *v = 1 + (double)random_below(r, (uint64_t)d->hi); break;
      case DOMAIN_SIMPLEX: case DOMAIN_TRANSPORT: *v = 0.5 + random_uniform(r); break;
      case DOMAIN_SPD: *v = i / s->in_size[1] == i % s->in_size[1] ? fmax(d->lo, fmin(1, d->hi)) : 0; break;
      default: *v = random_normal(r); break;
    }
    sum += *v;
  }
  switch (d->kind) {
    case DOMAIN_SIMPLEX:
      normalise(s, x, 1 - (double)s->length * d->lo, false);
      for (int64_t i = 0; d->lo > 0 && i < s->length; i++) x[slices_at(s, i)] += d->lo;
      if (domain_is_capped(d)) slice_keep_below(s, x, d->hi);
      break;
    case DOMAIN_SPD:
      for (int64_t i = 0; domain_has_det(d) && i < s->length; i++) x[slices_at(s, i)] *= pow(d->det, 1 / (double)s->in_size[0]);
      break;
    case DOMAIN_SPHERE: normalise(s, x, 1, true); break;
    case DOMAIN_BALL: normalise(s, x, d->hi / (domain_is_cross(d) ? 2 * sqrt((double)s->length) : 2), true); break;
    case DOMAIN_ORTHOGONAL:
      orthonormalise(s, x);
      if (domain_is_proper(d)) slice_turn_back(s, x);
      break;
    case DOMAIN_TRANSPORT: share_out(d, s, x); break;
    case DOMAIN_RANK: product_of_factors(s, x, (int64_t)d->hi, r); break;
    case DOMAIN_ZEROSUM:
      for (int64_t i = 0; i < s->length; i++) x[slices_at(s, i)] -= sum / (double)s->length;
      break;
    case DOMAIN_ORDERED:
      if (!(sorted = malloc((size_t)s->length * sizeof *sorted))) break;
      for (int64_t i = 0; i < s->length; i++) sorted[i] = x[slices_at(s, i)];
      qsort(sorted, (size_t)s->length, sizeof *sorted, ascending);
      for (int64_t i = 0; i < s->length; i++) x[slices_at(s, i)] = sorted[i];
      free(sorted);
      break;
    default: break;
  }
}

/* ---- draws named by init -------------------------------------------------------------------------------------------------------------- */

/* what an expression over open indices comes to, without a copy where it is a name; sparse data only where they may be */
static Array *drawn_from(Pool *pool, const Param *p, const Expr *e, bool sparse, char **error)
{
  bool plain = e->kind == X_ACCESS && e->u.sym->value && (sparse || !e->u.sym->value->sparse) && e->nargs == p->init_nopen;
  for (int i = 0; plain && i < e->nargs; i++) plain = e->arg[i]->kind == X_INDEX && e->arg[i]->u.index == p->init_open[i];
  return plain ? array_ref(e->u.sym->value) : expr_eval(pool, e, p->init_nopen, p->init_open, NULL, error);
}

/* The rows that sample(x) draws from. Sparse ones are columns of the turned array, written out one at a time. */
typedef struct Rows { Array *x; const Array *turned; int64_t rows, width; double *full; } Rows;

static bool rows_find(Rows *r, Pool *pool, const Param *p, int64_t rows, char **error)
{
  *r = (Rows){ .x = drawn_from(pool, p, p->draw_args[0], true, error) };
  if (!r->x) return false;
  r->rows = rows < 0 ? r->x->size[0] : rows;
  r->width = array_count(r->x) / (r->rows ? r->rows : 1);
  if (!r->x->sparse) return true;
  r->turned = array_turned(r->x);
  r->full = malloc((size_t)(r->width + 1) * sizeof *r->full);
  return r->turned && r->full;
}

static void rows_free(Rows *r)
{
  array_unref(r->x);
  free(r->full);
}

/* of a sparse one: until the next is asked for */
static const double *row_at(const Rows *r, int64_t i)
{
  const Array *t = r->turned;
  if (!t) return r->x->data + i * r->width;
  memset(r->full, 0, (size_t)r->width * sizeof *r->full);
  for (int64_t e = t->column_start[i]; e < t->column_start[i + 1]; e++) r->full[t->row[e]] = t->data[e];
  return r->full;
}

/* squared distance of row i to another one, which is written out; `square`: its squared length */
static double distance_to(const Rows *r, int64_t i, const double *other, double square)
{
  const Array *t = r->turned;
  const double *x = t ? NULL : row_at(r, i);
  double d = t ? square : 0;
  for (int64_t k = 0; !t && k < r->width; k++) d += (x[k] - other[k]) * (x[k] - other[k]);
  for (int64_t e = t ? t->column_start[i] : 0; t && e < t->column_start[i + 1]; e++) d += t->data[e] * (t->data[e] - 2 * other[t->row[e]]);
  return d > 1e-12 * square || !t ? d : 0;                 /* the same row, but for rounding */
}

static double squared_length(const Rows *r, const double *row)
{
  double square = 0;
  for (int64_t k = 0; r->turned && k < r->width; k++) square += row[k] * row[k];
  return square;
}

/* the next row by squared distance to the nearest of those chosen (Arthur and Vassilvitskii 2007) */
static int64_t next_far_row(const Rows *x, double *near, int64_t last, Random *r)
{
  const double *row = row_at(x, last);
  double total = 0, square = squared_length(x, row);
  for (int64_t i = 0; i < x->rows; i++) {
    near[i] = fmin(near[i], distance_to(x, i, row, square));
    total += near[i];
  }
  double u = random_uniform(r) * total;
  for (int64_t i = 0; i < x->rows; i++)
    if ((u -= near[i]) <= 0 && near[i] > 0) return i;
  return (int64_t)random_below(r, (uint64_t)x->rows);
}

static bool choose_rows(DrawKind kind, const Rows *x, int64_t want, Random *r, int64_t *out)
{
  if (kind == DRAW_ROWS) return random_sample(r, x->rows, want, out);
  double *near = malloc((size_t)x->rows * sizeof *near);
  if (!near || x->rows < want) { free(near); return false; }
  for (int64_t i = 0; i < x->rows; i++) near[i] = INFINITY;
  out[0] = (int64_t)random_below(r, (uint64_t)x->rows);
  for (int64_t k = 1; k < want; k++) out[k] = next_far_row(x, near, out[k - 1], r);
  free(near);
  return true;
}

/* z[N] in 1..K: each row's label is that of the nearest of K rows of x[N, D] */
static bool draw_labels(Pool *pool, const Param *p, Random *r, Array *out, DiagList *diags)
{
  char *error = NULL;
  Rows x;
  int64_t want = (int64_t)p->sym->domain.hi, rows = array_count(out), *chosen = malloc((size_t)want * sizeof *chosen);
  double *least = malloc((size_t)(rows + 1) * sizeof *least);
  bool ok = rows_find(&x, pool, p, rows, &error) && chosen && least && choose_rows(p->draw, &x, want, r, chosen);
  for (int64_t i = 0; ok && i < rows; i++) least[i] = INFINITY;
  for (int64_t k = 0; ok && k < want; k++) {
    const double *row = row_at(&x, chosen[k]);
    double square = squared_length(&x, row);
    for (int64_t i = 0; i < rows; i++) {
      double d = distance_to(&x, i, row, square);
      if (d < least[i]) { least[i] = d; out->data[i] = (double)k + 1; }
    }
  }
  if (!ok) diag_add(diags, p->span, MSG_FIT_DRAW, p->sym->name->text, error ? error : arena_printf(pool_arena(pool), "%lld rows are to be drawn, and there are %lld", (long long)want, (long long)rows));
  free(chosen);
  free(least);
  rows_free(&x);
  return ok;
}

/* c[K, D] from distinct rows of x[N, D]: N is the axis of x that c lacks, K those of c that x lacks */
static bool draw_rows(Pool *pool, const Param *p, Random *r, Array *out, DiagList *diags)
{
  char *error = NULL;
  Rows x;
  if (!rows_find(&x, pool, p, -1, &error)) {
    diag_add(diags, p->span, MSG_FIT_DRAW, p->sym->name->text, error ? error : "not enough memory");
    rows_free(&x);
    return false;
  }
  unsigned in_x = 0;
  for (int a = 0; a < p->sym->naxes; a++)
    for (int i = 1; i < p->init_nopen; i++) in_x |= (unsigned)(p->init_open[i]->axis == p->sym->axis[a]) << a;
  Slices s = slices_of(out, in_x);                         /* one slice takes one row */
  int64_t *chosen = malloc((size_t)s.nslices * sizeof *chosen);
  bool ok = chosen && x.width == s.length && choose_rows(p->draw, &x, s.nslices, r, chosen);
  if (!ok) {
    Diag *d = diag_add(diags, p->span, MSG_FIT_DRAW, p->sym->name->text,
                       chosen ? arena_printf(pool_arena(pool), "%lld rows are to be drawn, and there are %lld", (long long)s.nslices, (long long)x.rows) : "not enough memory");
    if (chosen && s.nslices > x.rows) diag_hint(diags, d, "ask for %lld at most, or start from numbers: init gauss(0, 1)", (long long)x.rows);
  }
  for (int64_t k = 0; ok && k < s.nslices; k++) {
    const double *row = row_at(&x, chosen[k]);
    for (int64_t i = 0; i < s.length; i++) out->data[slices_begin(&s, k) + slices_at(&s, i)] = row[i];
  }
  free(chosen);
  rows_free(&x);
  return ok;
}

static bool draw_numbers(Pool *pool, const Param *p, Random *r, Array *out, DiagList *diags)
{
  double value[2] = { 0, 1 };
  for (int i = 0; i < 2 && p->draw_args[i]; i++) {
    char *error = NULL;
    Array *v = expr_eval(pool, p->draw_args[i], 0, NULL, NULL, &error);
    if (!v) {
      diag_add(diags, p->span, MSG_FIT_DRAW, p->sym->name->text, error ? error : "its bounds are not numbers");
      return false;
    }
    value[i] = v->data[0];
    array_unref(v);
  }
  for (int64_t i = 0; i < array_count(out); i++)
    out->data[i] = p->draw == DRAW_NORMALLY ? value[0] + value[1] * random_normal(r) : value[0] + (value[1] - value[0]) * random_uniform(r);
  return true;
}

/* what draws values of a parameter, and labels */
static const struct { bool (*values)(Pool *, const Param *, Random *, Array *, DiagList *), (*labels)(Pool *, const Param *, Random *, Array *, DiagList *); } draws[] = {
  [DRAW_ROWS] = { draw_rows, draw_labels }, [DRAW_FAR_ROWS] = { draw_rows, draw_labels },
  [DRAW_EVENLY] = { draw_numbers, NULL }, [DRAW_NORMALLY] = { draw_numbers, NULL } };

/* ---- init = an expression over some of the axes, spread over the others ------------------------------------------------------------- */

static bool evaluate_init(Pool *pool, const Param *p, Array *out, DiagList *diags)
{
  char *error = NULL;
  Array *v = drawn_from(pool, p, p->init, false, &error);
  if (!v) {
    diag_add(diags, p->span, MSG_FIT_DRAW, p->sym->name->text, error ? error : "not enough memory");
    return false;
  }
  int64_t stride[ARRAY_MAX_AXES] = { 0 }, run = 1;
  bool taken[ARRAY_MAX_AXES] = { false };
  for (int i = p->init_nopen - 1; i >= 0; i--) {            /* axes by name, from the right: S[K, D, D] and eye(D) share their D's in order */
    for (int a = p->sym->naxes - 1; a >= 0; a--)
      if (!taken[a] && p->sym->axis[a] == p->init_open[i]->axis) {
        taken[a] = true;
        stride[a] = run;
        break;
      }
    run *= v->size[i];
  }
  Slices all = slices_of(out, ~0u);
  for (int64_t i = 0; i < all.length; i++) {
    int64_t at = i, from = 0;
    for (int a = out->naxes - 1; a >= 0; a--) {
      from += at % out->size[a] * stride[a];
      at /= out->size[a];
    }
    out->data[i] = v->data[from];
  }
  array_let_go(v);
  array_unref(v);
  return true;
}

/* does an `init` read data, so that it is they that lead out of the domain? */
static bool from_data(const Expr *e)
{
  if (!e) return false;
  if (e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA) return true;
  for (int i = 0; i < e->nargs; i++)
    if (from_data(e->arg[i])) return true;
  return false;
}

bool start_values(Pool *pool, const Param *p, uint64_t seed, int run, Array *out, DiagList *diags)
{
  Random r = random_stream(seed, random_purpose(p->sym->name->text), (uint64_t)run);
  bool ok = true;
  const char *where = NULL;
  if (p->draw && p->sym->domain.kind == DOMAIN_LABEL && draws[p->draw].labels) ok = draws[p->draw].labels(pool, p, &r, out, diags);
  else if (p->draw) ok = draws[p->draw].values(pool, p, &r, out, diags);
  else if (p->init) ok = evaluate_init(pool, p, out, diags);
  else {
    Slices s = slices_of(out, p->sym->domain.axes);
    for (int64_t i = 0; i < s.nslices; i++) draw_slice(&p->sym->domain, &s, out->data + slices_begin(&s, i), &r);
  }
  if (ok && p->fixed) feasible_hold(p->sym, p->fixed, out);
  if (ok && !domain_contains(pool, p->sym, out, 1e-8, &where)) {
    Diag *d = diag_add(diags, p->span, MSG_FIT_START_DOMAIN, p->sym->name->text,
                       p->sym->naxes ? "" : arena_printf(pool_arena(pool), ", %.6g,", out->data[0]), where);
    if (p->draw ? from_data(p->draw_args[0]) || from_data(p->draw_args[1]) : from_data(p->init))
      diag_hint(diags, d, "it is computed from data that leave nothing to estimate here (constant, all zero, without an event), or it does not fit the domain");
    else if (p->sym->domain.kind == DOMAIN_TRANSPORT) diag_hint(diags, d, "the product of the sums is such a matrix, %s[i] * %s[j] / sum{i} %s[i]; or leave the `init` out", p->sym->domain.sums[0]->name->text, p->sym->domain.sums[1]->name->text, p->sym->domain.sums[0]->name->text);
    else if (domain_has_det(&p->sym->domain)) diag_hint(diags, d, "divide a matrix A by the root of its determinant: A / exp(logdet(A) / %lld)%s", (long long)out->size[out->naxes - 1], p->sym->domain.det == 1 ? "" : ", times that of the domain's");
    else diag_hint(diags, d, "give an `init` inside the domain, or leave it out for a random start");
    ok = false;
  }
  return ok;
}
