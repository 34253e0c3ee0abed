/* feasible.c: each domain moves in its own coordinates: half-lines by factors, probabilities by factors and a common divisor,
 * covariances by congruence, directions and frames by moving and normalising. See feasible.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/feasible.h"
#include "base/transport.h"
#include "expr/slices.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Slices are row-major; LAPACK sees their transposes, where these do as well, so that it copies nothing and needs no memory for that. */

/* ---- is it inside? ---------------------------------------------------------------------------------------------------------------- */

/* eigenvalues, ascending, of the symmetric n x n matrix m; its rows become the eigenvectors. False: LAPACK fails */
static bool eigen(int n, double *m, double *value) { return LAPACKE_dsyev(LAPACK_COL_MAJOR, 'V', 'U', n, m, n, value) == 0; }

static void copy_slice(const Slices *s, const double *x, double *m)
{
  for (int64_t i = 0; i < s->length; i++) m[i] = x[slices_at(s, i)];
}

/* [least, greatest] eigenvalue of a slice, widening what they hold */
static bool widen_spectrum(const Slices *s, const double *x, double *least, double *greatest)
{
  int n = (int)s->in_size[0];
  double *m = malloc((size_t)(s->length + n) * sizeof *m);
  bool ok = m != NULL;
  if (ok) copy_slice(s, x, m);
  ok = ok && eigen(n, m, m + s->length);
  if (ok) *least = fmin(*least, m[s->length]);
  if (ok) *greatest = fmax(*greatest, m[s->length + n - 1]);
  free(m);
  return ok;
}

static bool spectrum_is_inside(const Domain *d, const Slices *s, const double *x, double slack)
{
  double least = INFINITY, greatest = 0;
  if (!domain_is_floored(d)) return true;
  if (!widen_spectrum(s, x, &least, &greatest)) return false;
  double lowest = d->lo == 0 ? -slack * fmax(greatest, -least) : d->lo * (1 - slack);      /* of a matrix of 0 every number is a rounding */
  return least >= lowest && greatest <= d->hi * (1 + slack);
}

/* the nearest matrix of this rank at most (Eckart and Young 1936); false: LAPACK fails */
static bool truncate_rank(const Slices *s, double *x, int rank)
{
  int n = (int)s->in_size[0], d = (int)s->in_size[1], least = n < d ? n : d;
  double *m = malloc((size_t)(n * d + n * least + least * d + least) * sizeof *m), *u, *v, *value;
  if (!m) return false;
  u = m + n * d;
  v = u + n * least;
  value = v + least * d;
  copy_slice(s, x, m);
  bool ok = LAPACKE_dgesdd(LAPACK_ROW_MAJOR, 'S', n, d, m, d, value, u, least, v, d) == 0;
  for (int64_t i = 0; ok && rank < least && i < s->length; i++) {
    double sum = 0;
    for (int k = 0; k < rank; k++) sum += u[i / d * least + k] * value[k] * v[k * d + i % d];
    x[slices_at(s, i)] = sum;
  }
  free(m);
  return ok;
}

static bool has_rank(const Slices *s, const double *x, int rank, double slack)
{
  int n = (int)s->in_size[0], d = (int)s->in_size[1], least = n < d ? n : d;
  double *m = malloc((size_t)(n * d + least) * sizeof *m);
  if (m) copy_slice(s, x, m);
  bool ok = m && LAPACKE_dgesdd(LAPACK_ROW_MAJOR, 'N', n, d, m, d, m + n * d, NULL, 1, NULL, d) == 0;
  ok = ok && (rank >= least || m[n * d + rank] <= slack * m[n * d]);
  free(m);
  return ok;
}

static bool slice_is_spd(const Slices *s, const double *x, SpdShape shape, bool strictly, double slack)
{
  int n = (int)s->in_size[0];
  double *m = malloc((size_t)s->length * sizeof *m), scale = 0;
  bool ok = m != NULL;
  for (int64_t i = 0; ok && i < s->length; i++) scale = fmax(scale, fabs(m[i] = x[slices_at(s, i)]));
  for (int i = 0; ok && i < n; i++)
    for (int j = 0; ok && j < i; j++) {
      ok = fabs(m[i * n + j] - m[j * n + i]) <= slack * scale;
      if (shape != SHAPE_FULL) ok &= m[i * n + j] == 0;
    }
  ok = ok && (!strictly || LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', n, m, n) == 0);
  free(m);
  return ok;
}

/* the logarithm of the determinant of a symmetric slice; NAN: not positive definite */
static double slice_logdet(const Slices *s, const double *x)
{
  int n = (int)s->in_size[0];
  double *m = malloc((size_t)s->length * sizeof *m), sum = NAN;
  if (m) copy_slice(s, x, m);
  if (m && LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', n, m, n) == 0) sum = 0;
  for (int i = 0; sum == sum && i < n; i++) sum += 2 * log(m[i * n + i]);
  free(m);
  return sum;
}

static bool slice_is_orthonormal(const Slices *s, const double *x, double slack)
{
  int64_t q = s->in_size[0], d = s->in_size[1];
  for (int64_t i = 0; i < q; i++)
    for (int64_t j = 0; j <= i; j++) {
      double dot = 0;
      for (int64_t k = 0; k < d; k++) dot += x[slices_at(s, i * d + k)] * x[slices_at(s, j * d + k)];
      if (fabs(dot - (i == j)) > slack) return false;
    }
  return true;
}

static bool slice_reflects(const Slices *s, const double *x)
{
  int n = (int)s->in_size[0];
  double *m = malloc((size_t)s->length * sizeof *m);
  lapack_int *pivot = malloc((size_t)n * sizeof *pivot);
  bool negative = false;
  if (m && pivot) {
    copy_slice(s, x, m);
    LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, m, n, pivot);
    for (int i = 0; i < n; i++) negative ^= (m[i * n + i] < 0) != (pivot[i] != i + 1);
  }
  free(m);
  free(pivot);
  return negative;
}

void slice_turn_back(const Slices *s, double *x)
{
  if (!slice_reflects(s, x)) return;
  for (int64_t i = s->length - s->in_size[1]; i < s->length; i++) x[slices_at(s, i)] *= -1;
}

/* has the matrix the sums that the domain asks for? */
static bool has_sums(const Domain *d, const Slices *s, const double *x, double slack)
{
  int64_t n = s->in_size[0], m = s->in_size[1];
  double total = 0;
  for (int64_t i = 0; i < s->length; i++) total += x[slices_at(s, i)];
  for (int side = 0; side < 2; side++) {
    const Array *wanted = d->sums[side] ? d->sums[side]->value : NULL;
    for (int64_t i = 0; wanted && i < (side ? m : n); i++) {
      double sum = 0;
      for (int64_t j = 0; j < (side ? n : m); j++) sum += x[slices_at(s, side ? j * m + i : i * m + j)];
      if (!(fabs(sum - wanted->data[i]) <= slack * 10 * fmax(total, 1e-300))) return false;
    }
  }
  return true;
}

static bool slice_is_inside(const Domain *d, const Slices *s, const double *x, double slack)
{
  double sum = 0, squares = 0, sizes = 0, least = INFINITY, greatest = -INFINITY, before = -INFINITY;
  bool rising = true;
  for (int64_t i = 0; i < s->length; i++) {
    double v = x[slices_at(s, i)];
    if (!isfinite(v)) return false;
    sum += v;
    squares += v * v;
    sizes += fabs(v);
    least = fmin(least, v);
    greatest = fmax(greatest, v);
    rising &= v >= before - slack * fmax(fabs(v), fabs(before));
    rising &= (d->lo_open ? v > d->lo : v >= d->lo - slack) && (d->hi_open ? v < d->hi : v <= d->hi + slack);
    before = v;
  }
  switch (d->kind) {
    case DOMAIN_REAL: return true;
    case DOMAIN_INTERVAL: return (d->lo_open ? x[0] > d->lo : x[0] >= d->lo - slack) && (d->hi_open ? x[0] < d->hi : x[0] <= d->hi + slack);
    case DOMAIN_LABEL: return x[0] == floor(x[0]) && x[0] >= 1 && x[0] <= d->hi;
    case DOMAIN_SIMPLEX: return least >= d->lo - slack && greatest <= d->hi + slack && fabs(sum - 1) <= slack * (double)s->length;
    case DOMAIN_SPHERE: return fabs(squares - 1) <= slack * 10;
    case DOMAIN_BALL: return (domain_is_cross(d) ? sizes : sqrt(squares)) <= d->hi * (1 + slack);
    case DOMAIN_ZEROSUM: return fabs(sum) <= slack * fmax(1, sqrt(squares));
    case DOMAIN_ORDERED: return rising;
    case DOMAIN_SPD: return slice_is_spd(s, x, d->shape, d->lo != 0, slack) && spectrum_is_inside(d, s, x, slack) &&
                             (!domain_has_det(d) || fabs(slice_logdet(s, x) - log(d->det)) <= slack * 10 * (double)s->in_size[0]);
    case DOMAIN_ORTHOGONAL: return slice_is_orthonormal(s, x, slack) && !(domain_is_proper(d) && slice_reflects(s, x));
    case DOMAIN_RANK: return has_rank(s, x, (int)d->hi, slack);
    case DOMAIN_TRANSPORT: return least >= 0 && has_sums(d, s, x, slack);
  }
  return false;
}

/* is no eigenvalue more than `ratio` times another of its group? What a group holds is one stretch of the array */
static bool ratio_is_kept(const Symbol *sym, const Array *a, double slack)
{
  const Domain *d = &sym->domain;
  Slices groups = slices_of(a, d->together), s = slices_of(a, d->axes);
  int64_t per = array_count(a) / groups.nslices;
  for (int64_t g = 0; g < groups.nslices; g++) {
    double least = INFINITY, greatest = 0;
    for (int64_t i = 0; i < s.nslices; i++) {
      if (slices_begin(&s, i) / per != g) continue;
      if (!widen_spectrum(&s, a->data + slices_begin(&s, i), &least, &greatest)) return false;
    }
    if (greatest > least * d->ratio * (1 + slack)) return false;
  }
  return true;
}

bool domain_contains(Pool *pool, const Symbol *sym, const Array *a, double slack, const char **where)
{
  Slices s = slices_of(a, sym->domain.axes);
  for (int64_t i = 0; i < s.nslices; i++) {
    if (slice_is_inside(&sym->domain, &s, a->data + slices_begin(&s, i), slack)) continue;
    if (where) *where = s.nslices == 1 ? "" : arena_printf(pool_arena(pool), " (%s %lld)", s.length == 1 ? "entry" : "slice", (long long)i + 1);
    return false;
  }
  if (!(sym->domain.ratio > 0) || ratio_is_kept(sym, a, slack)) return true;
  if (where) *where = "";
  return false;
}

/* ---- moving inside ---------------------------------------------------------------------------------------------------------------- */

typedef struct Move {
  const Domain *domain;
  const Slices *s;
  const double *from, *z;                 /* of this slice: by slices_at */
  double t;
  double *to;
} Move;

static double norm(const Move *w, const double *x)
{
  double sum = 0;
  for (int64_t i = 0; i < w->s->length; i++) sum += x[slices_at(w->s, i)] * x[slices_at(w->s, i)];
  return sqrt(sum);
}

static double sum_of_sizes(const Move *w, const double *x)
{
  double sum = 0;
  for (int64_t i = 0; i < w->s->length; i++) sum += fabs(x[slices_at(w->s, i)]);
  return sum;
}

static void scale(const Move *w, double factor)
{
  for (int64_t i = 0; i < w->s->length; i++) w->to[slices_at(w->s, i)] *= factor;
}

/* the eigenvalues of a slice cut off at both ends */
static void clip_spectrum(const Slices *s, double *x, double lo, double hi)
{
  int n = (int)s->in_size[0];
  double *m = malloc((size_t)(s->length + n) * sizeof *m), *value = m ? m + s->length : NULL;
  if (m) copy_slice(s, x, m);
  if (m && eigen(n, m, value) && (value[0] < lo || value[n - 1] > hi)) {
    for (int64_t i = 0; i < s->length; i++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += m[k * n + i / n] * fmax(lo, fmin(value[k], hi)) * m[k * n + i % n];
      x[slices_at(s, i)] = sum;
    }
    for (int i = 0; i < n; i++)
      for (int j = 0; j < i; j++) x[slices_at(s, j * n + i)] = x[slices_at(s, i * n + j)];
  }
  free(m);
}

static double move_in_interval(const Domain *d, double x, double step)
{
  if (isfinite(d->lo) && isfinite(d->hi)) {
    double odds = (x - d->lo) / (d->hi - x) * exp(step);
    return isfinite(odds) ? d->lo + (d->hi - d->lo) * odds / (1 + odds) : d->hi;
  }
  if (isfinite(d->lo)) return d->lo + (x - d->lo) * exp(step);
  if (isfinite(d->hi)) return d->hi - (d->hi - x) * exp(step);
  return x + step;
}

/* E S E' with E = 1 + t Z / sqrt(n): symmetric and positive definite whatever Z is; on the diagonal alone for the thin shapes */
static void move_covariance(const Move *w)
{
  int64_t n = w->s->in_size[0];
  double *e = calloc((size_t)(2 * n * n), sizeof *e), *es = e ? e + n * n : NULL;
  if (!e) return;
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < n; j++) {
      double z = w->z[slices_at(w->s, w->domain->shape == SHAPE_SPHERICAL ? 0 : i * n + j)];
      if (w->domain->shape == SHAPE_FULL) e[i * n + j] = (i == j) + w->t * z / sqrt((double)n);
      else e[i * n + j] = i == j ? exp(w->t * z / 2) : 0;
    }
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < n; j++)
      for (int64_t k = 0; k < n; k++) es[i * n + j] += e[i * n + k] * w->from[slices_at(w->s, k * n + j)];
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j <= i; j++) {
      double sum = 0;
      for (int64_t k = 0; k < n; k++) sum += es[i * n + k] * e[j * n + k];
      w->to[slices_at(w->s, i * n + j)] = w->to[slices_at(w->s, j * n + i)] = sum;
    }
  free(e);
}

/* a step along Z + Z' besides: congruence alone does not make a singular matrix regular */
static void leave_face(const Move *w)
{
  int64_t n = w->s->in_size[0];
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j <= i; j++) {
      double z = (w->z[slices_at(w->s, i * n + j)] + w->z[slices_at(w->s, j * n + i)]) / 2, *a = &w->to[slices_at(w->s, i * n + j)];
      w->to[slices_at(w->s, j * n + i)] = *a += w->t * z;
    }
}

static void orthonormalise(const Move *w)
{
  int64_t q = w->s->in_size[0], d = w->s->in_size[1];
  for (int64_t i = 0; i < q; i++) {
    double length = 0;
    for (int64_t j = 0; j < i; j++) {
      double dot = 0;
      for (int64_t k = 0; k < d; k++) dot += w->to[slices_at(w->s, i * d + k)] * w->to[slices_at(w->s, j * d + k)];
      for (int64_t k = 0; k < d; k++) w->to[slices_at(w->s, i * d + k)] -= dot * w->to[slices_at(w->s, j * d + k)];
    }
    for (int64_t k = 0; k < d; k++) length += w->to[slices_at(w->s, i * d + k)] * w->to[slices_at(w->s, i * d + k)];
    for (int64_t k = 0; k < d; k++) w->to[slices_at(w->s, i * d + k)] /= sqrt(length);
  }
}

/* rising numbers that went over their upper end: all distances shrink by one factor */
static void draw_below(const Move *w)
{
  const Domain *d = w->domain;
  double last = w->to[slices_at(w->s, w->s->length - 1)], was = w->from[slices_at(w->s, w->s->length - 1)];
  double base = isfinite(d->lo) ? d->lo : fmin(w->to[0], w->from[0]) - 1, end = d->hi_open ? was + 0.9 * (d->hi - was) : d->hi;
  for (int64_t i = 0; last > end && i < w->s->length; i++) {
    double *x = &w->to[slices_at(w->s, i)];
    *x = fmin(end, base + (*x - base) * ((end - base) / (last - base)));
  }
}

/* entries by factors, then rows and columns, so that the sums stay; an empty entry takes a step up */
static void move_transport(const Move *w)
{
  int64_t n = w->s->length, rows = w->s->in_size[0], columns = w->s->in_size[1];
  double *from = malloc((size_t)(3 * n + transport_room(rows, columns)) * sizeof *from), *L = from + n, *to = L + n;
  if (!from) return;
  for (int64_t i = 0; i < n; i++) {
    double x = from[i] = w->from[slices_at(w->s, i)], step = w->t * w->z[slices_at(w->s, i)];
    L[i] = x > 0 ? log(x) + step : step > 0 ? log(step) : -INFINITY;
  }
  bool good = transport_scale(rows, columns, L, from, to, to + n);
  for (int64_t i = 0; i < n; i++) w->to[slices_at(w->s, i)] = good ? to[i] : from[i];
  free(from);
}

void slice_keep_below(const Slices *s, double *x, double ceiling)
{
  double over = 0, room = 0;
  for (int64_t i = 0; i < s->length; i++) {
    double *v = &x[slices_at(s, i)];
    if (*v > ceiling) { over += *v - ceiling; *v = ceiling; }
    else room += ceiling - *v;
  }
  for (int64_t i = 0; over > 0 && room > 0 && i < s->length; i++) {
    double *v = &x[slices_at(s, i)];
    *v = fmin(*v + fmin(over / room, 1) * (ceiling - *v), ceiling);
  }
}

static void move_slice(const Move *w)
{
  const Domain *d = w->domain;
  int64_t n = w->s->length;
  double sum = 0, size = fmax(1, norm(w, w->from) / sqrt((double)n)), before = 0;
  if (d->kind == DOMAIN_SPD) {
    move_covariance(w);
    if (d->lo == 0 && d->shape == SHAPE_FULL) leave_face(w);
    if (domain_is_floored(d)) clip_spectrum(w->s, w->to, d->lo, d->hi);
    if (domain_has_det(d)) scale(w, exp((log(d->det) - slice_logdet(w->s, w->to)) / (double)w->s->in_size[0]));
    return;
  }
  if (d->kind == DOMAIN_TRANSPORT) {
    move_transport(w);
    return;
  }
  double least = d->kind == DOMAIN_SIMPLEX ? d->lo : 0;
  for (int64_t i = 0; i < n; i++) {
    int64_t at = slices_at(w->s, i);
    double x = w->from[at], step = w->t * w->z[at];
    switch (d->kind) {
      case DOMAIN_INTERVAL: w->to[at] = move_in_interval(d, x, step); break;
      case DOMAIN_SIMPLEX: w->to[at] = x > least ? (x - least) * exp(step) : fmax(0, step); break;
      case DOMAIN_LABEL: w->to[at] = x + round(step) - d->hi * floor((x - 1 + round(step)) / d->hi); break;   /* in a circle */
      case DOMAIN_BALL: w->to[at] = x + step * d->hi; break;
      case DOMAIN_SPHERE: case DOMAIN_ORTHOGONAL: w->to[at] = x + step; break;
      case DOMAIN_ORDERED:
        if (i == 0 && isfinite(d->lo)) w->to[at] = move_in_interval(&(Domain){ .lo = d->lo, .hi = INFINITY }, x, step);
        else if (i == 0) w->to[at] = x + step * size;
        else w->to[at] = w->to[slices_at(w->s, i - 1)] + (x > before ? (x - before) * exp(step) : fmax(0, step) * size);
        break;
      default: w->to[at] = x + step * size; break;
    }
    before = x;
    sum += w->to[at];
  }
  if (d->kind == DOMAIN_SIMPLEX) {
    scale(w, (1 - (double)n * least) / sum);
    for (int64_t i = 0; least > 0 && i < n; i++) w->to[slices_at(w->s, i)] += least;
    if (domain_is_capped(d)) slice_keep_below(w->s, w->to, d->hi);
  }
  else if (d->kind == DOMAIN_ORDERED && isfinite(d->hi)) draw_below(w);
  else if (d->kind == DOMAIN_SPHERE) scale(w, 1 / norm(w, w->to));
  else if (d->kind == DOMAIN_BALL) {
    double size = domain_is_cross(d) ? sum_of_sizes(w, w->to) : norm(w, w->to);
    if (size > 0.999 * d->hi) scale(w, 0.999 * d->hi / size);
  }
  else if (d->kind == DOMAIN_ORTHOGONAL) {
    orthonormalise(w);
    if (domain_is_proper(d)) slice_turn_back(w->s, w->to);
  }
  else if (d->kind == DOMAIN_RANK) truncate_rank(w->s, w->to, (int)d->hi);
  else if (d->kind == DOMAIN_ZEROSUM)
    for (int64_t i = 0; i < n; i++) w->to[slices_at(w->s, i)] -= sum / (double)n;
}

/* raises what lies too far below the greatest eigenvalue of its group */
static void keep_ratio(const Symbol *param, Array *x)
{
  const Domain *d = &param->domain;
  Slices groups = slices_of(x, d->together), s = slices_of(x, d->axes);
  int64_t per = array_count(x) / groups.nslices;
  for (int64_t g = 0; g < groups.nslices; g++) {
    double least = INFINITY, greatest = 0;
    for (int64_t i = 0; i < s.nslices; i++)
      if (slices_begin(&s, i) / per == g) widen_spectrum(&s, x->data + slices_begin(&s, i), &least, &greatest);
    for (int64_t i = 0; i < s.nslices && greatest > least * d->ratio; i++)
      if (slices_begin(&s, i) / per == g) clip_spectrum(&s, x->data + slices_begin(&s, i), greatest / d->ratio, INFINITY);
  }
}

void feasible_move(const Symbol *param, const Array *from, const double *direction, double t, Array *to)
{
  Slices s = slices_of(from, param->domain.axes);
  for (int64_t i = 0; i < s.nslices; i++) {
    int64_t at = slices_begin(&s, i);
    Move w = { &param->domain, &s, from->data + at, direction + at, t, to->data + at };
    move_slice(&w);
  }
  if (param->domain.ratio > 0) keep_ratio(param, to);
}

void feasible_hold(const Symbol *param, const Array *held, Array *x)
{
  Slices s = slices_of(x, param->domain.axes);
  for (int64_t i = 0; i < s.nslices; i++) {
    double taken = 0, free = 0;
    bool any = false;
    for (int64_t k = 0; k < s.length; k++) {
      int64_t at = slices_begin(&s, i) + slices_at(&s, k);
      if (isnan(held->data[at])) { free += x->data[at]; continue; }
      taken += x->data[at] = held->data[at];
      any = true;
    }
    if (!any || param->domain.kind != DOMAIN_SIMPLEX || !(free > 0)) continue;
    for (int64_t k = 0; k < s.length; k++) {
      int64_t at = slices_begin(&s, i) + slices_at(&s, k);
      if (isnan(held->data[at])) x->data[at] *= (1 - taken) / free;
    }
  }
}
