/* coordinates.c: see coordinates.h. Slice by slice: each kind of domain has a way there and a way back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/coordinates.h"
#include "expr/slices.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Shape { const Domain *domain; int64_t n, d; double unit; } Shape;    /* n numbers of a slice; matrices: d x d */

typedef struct Way {
  /* both on one slice without gaps; held entries come in as NAN and their u is NAN */
  void (*take)(const Shape *, const double *x, double *u);
  /* x comes in as the base slice */
  void (*put)(const Shape *, const double *u, double *x);
  bool one_by_one;                        /* entries do not know of each other */
  bool holds;                             /* single entries may be held; else the slice is held with any of its entries */
} Way;

typedef struct PartMap {
  const Way *way;
  Shape shape;
  Slices slices;
  int64_t at, *element;                   /* where the part begins; offsets of a slice's elements */
  const double *fixed;                    /* NULL, or the held values, NAN where free */
} PartMap;

struct Coordinates {
  int nparts; PartMap *part;
  int64_t count;
  double *x, *u;                          /* one slice */
};

/* ---- numbers ----------------------------------------------------------------------------------------------------------------------- */

static void same(const Shape *s, const double *x, double *u) { memcpy(u, x, (size_t)s->n * sizeof *u); }

static void put_same(const Shape *s, const double *u, double *x)
{
  for (int64_t i = 0; i < s->n; i++)
    if (!isnan(u[i])) x[i] = u[i];
}

static void none(const Shape *s, const double *x, double *u)
{
  (void)x;
  for (int64_t i = 0; i < s->n; i++) u[i] = NAN;
}

static void put_none(const Shape *s, const double *u, double *x) { (void)s; (void)u; (void)x; }

/* Squares of what may end as zero: there a logarithm would run away for ever at an even pace, and drown in every norm the
 * coordinates that still matter. A point falls by such an extrapolation to a share of the base's at most, for a multiplicative
 * step does not come back from zero. */
static const double least_share = 0.1;

static double square(double u, double base) { return fmax(u > 0 ? u * u : 0, least_share * base); }

static double interval_coordinate(const Domain *d, double x)
{
  double low = x - d->lo, high = d->hi - x;
  if (!(low > 0 && high > 0)) return NAN;                  /* infinite at a bound that is not there */
  if (isinf(d->lo) && isinf(d->hi)) return x;
  if (isinf(d->lo)) return d->hi_open ? -log(high) : -sqrt(high);
  if (isinf(d->hi)) return d->lo_open ? log(low) : sqrt(low);
  return log(low) - log(high);
}

static double interval_value(const Domain *d, double u, double base)
{
  if (isinf(d->lo) && isinf(d->hi)) return u;
  if (isinf(d->lo)) return d->hi - (d->hi_open ? exp(-u) : square(-u, d->hi - base));
  if (isinf(d->hi)) return d->lo + (d->lo_open ? exp(u) : square(u, base - d->lo));
  return u < 0 ? d->lo + (d->hi - d->lo) * (exp(u) / (1 + exp(u))) : d->hi - (d->hi - d->lo) * (exp(-u) / (1 + exp(-u)));
}

static void take_interval(const Shape *s, const double *x, double *u)
{
  for (int64_t i = 0; i < s->n; i++) u[i] = interval_coordinate(s->domain, x[i]);
}

static void put_interval(const Shape *s, const double *u, double *x)
{
  for (int64_t i = 0; i < s->n; i++)
    if (!isnan(u[i])) x[i] = interval_value(s->domain, u[i], x[i]);
}

/* ---- simplex: the cells between their bounds share what the others leave -------------------------------------------------------------------------- */

/* unit: each of many slices has a part of the data only, and weighs so much less in norms */
static void take_simplex(const Shape *s, const double *x, double *u)
{
  double floor = s->domain->lo;
  for (int64_t i = 0; i < s->n; i++) u[i] = x[i] > floor && (x[i] < s->domain->hi || s->domain->hi == 1) ? s->unit * sqrt(x[i] - floor) : NAN;
}

/* what would lie above the ceiling falls to it, and fills up the room that the other cells have */
static void keep_below(const Shape *s, const double *u, double *x)
{
  double over = 0, room = 0, most = s->domain->hi;
  for (int64_t i = 0; i < s->n; i++) {
    if (isnan(u[i])) continue;
    if (x[i] > most) { over += x[i] - most; x[i] = most; }
    else room += most - x[i];
  }
  for (int64_t i = 0; over > 0 && room > 0 && i < s->n; i++)
    if (!isnan(u[i])) x[i] = fmin(x[i] + fmin(over / room, 1) * (most - x[i]), most);
}

static void put_simplex(const Shape *s, const double *u, double *x)
{
  double sum = 0, left = 1, floor = s->domain->lo;
  for (int64_t i = 0; i < s->n; i++) {
    if (isnan(u[i])) left -= x[i];
    else { sum += x[i] = square(u[i] / s->unit, x[i] - floor); left -= floor; }
  }
  for (int64_t i = 0; i < s->n; i++)
    if (!isnan(u[i])) x[i] = floor + x[i] * (left / sum);
  if (domain_is_capped(s->domain)) keep_below(s, u, x);
}

/* ---- matrices ------------------------------------------------------------------------------------------------------------------------------ */

/* u: L below the diagonal of x = L L', logs of its diagonal on it, NAN above */
static void take_cholesky(const Shape *s, const double *x, double *u)
{
  int64_t d = s->d;
  none(s, x, u);
  for (int64_t i = 0; i < d; i++)
    for (int64_t j = 0; j <= i; j++) {
      double sum = (x[i * d + j] + x[j * d + i]) / 2;
      for (int64_t k = 0; k < j; k++) sum -= u[i * d + k] * u[j * d + k];
      if (i == j && !(sum > 0)) {
        none(s, x, u);
        return;
      }
      u[i * d + j] = i == j ? sqrt(sum) : sum / u[j * d + j];
    }
  for (int64_t i = 0; i < d; i++) u[i * d + i] = log(u[i * d + i]);
}

static void put_cholesky(const Shape *s, const double *u, double *x)
{
  int64_t d = s->d;
  for (int64_t i = 0; i < d; i++)
    for (int64_t j = 0; j <= i; j++) {
      double sum = 0;
      for (int64_t k = 0; k <= j; k++) sum += (k == i ? exp(u[k * d + k]) : u[i * d + k]) * (k == j ? exp(u[k * d + k]) : u[j * d + k]);
      x[i * d + j] = x[j * d + i] = sum;
    }
}

/* diagonal matrices: every entry of the diagonal, or one for all */
static void take_diagonal(const Shape *s, const double *x, double *u)
{
  none(s, x, u);
  for (int64_t i = 0; i < s->d && (i == 0 || s->domain->shape == SHAPE_DIAGONAL); i++) u[i * s->d + i] = x[i * s->d + i] > 0 ? log(x[i * s->d + i]) : NAN;
}

static void put_diagonal(const Shape *s, const double *u, double *x)
{
  for (int64_t i = 0; i < s->d; i++) {
    int64_t from = s->domain->shape == SHAPE_DIAGONAL ? i * s->d + i : 0;
    if (!isnan(u[from])) x[i * s->d + i] = exp(u[from]);
  }
}

/* ---- vectors ------------------------------------------------------------------------------------------------------------------------------- */

static double length(int64_t n, const double *x)
{
  double s = 0;
  for (int64_t i = 0; i < n; i++) s += x[i] * x[i];
  return sqrt(s);
}

static void put_sphere(const Shape *s, const double *u, double *x)
{
  double f = length(s->n, x) / length(s->n, u);
  for (int64_t i = 0; i < s->n; i++) x[i] = f * u[i];
}

static void take_ball(const Shape *s, const double *x, double *u)
{
  double r = s->domain->hi, rest = r * r - length(s->n, x) * length(s->n, x);
  for (int64_t i = 0; i < s->n; i++) u[i] = rest > 0 ? x[i] / sqrt(rest) : NAN;
}

static void put_ball(const Shape *s, const double *u, double *x)
{
  double f = s->domain->hi / sqrt(1 + length(s->n, u) * length(s->n, u));
  for (int64_t i = 0; i < s->n; i++) x[i] = f * u[i];
}

static void take_ordered(const Shape *s, const double *x, double *u)
{
  for (int64_t i = 0; i < s->n; i++) u[i] = i == 0 ? x[0] : x[i] > x[i - 1] ? log(x[i] - x[i - 1]) : NAN;
}

static void put_ordered(const Shape *s, const double *u, double *x)
{
  for (int64_t i = 0; i < s->n; i++) x[i] = i == 0 ? u[0] : x[i - 1] + exp(u[i]);
}

/* ---- the table ----------------------------------------------------------------------------------------------------------------------------- */

static const Way ways[] = {
  [DOMAIN_REAL] = { same, put_same, true, true },
  [DOMAIN_INTERVAL] = { take_interval, put_interval, true, true },
  [DOMAIN_LABEL] = { none, put_none, true, true },
  [DOMAIN_SIMPLEX] = { take_simplex, put_simplex, false, true },
  [DOMAIN_SPD] = { take_cholesky, put_cholesky, false, false },
  [DOMAIN_SPHERE] = { same, put_sphere, false, false },
  [DOMAIN_BALL] = { take_ball, put_ball, false, false },
  [DOMAIN_ORTHOGONAL] = { none, put_none, false, false },
  [DOMAIN_ORDERED] = { take_ordered, put_ordered, false, false },
  [DOMAIN_ZEROSUM] = { same, put_same, false, false },
  [DOMAIN_RANK] = { none, put_none, false, false },
  [DOMAIN_TRANSPORT] = { none, put_none, false, false },
};
static const Way diagonal_way = { take_diagonal, put_diagonal, false, true };

static void part_new(Arena *arena, const Param *p, int64_t at, PartMap *m)
{
  const Domain *d = &p->sym->domain;
  Array sizes = { .naxes = p->sym->naxes };
  for (int a = 0; a < sizes.naxes; a++) sizes.size[a] = p->sym->axis[a]->size;
  bool shaped = d->kind == DOMAIN_SPD && d->shape != SHAPE_FULL;
  m->way = shaped ? &diagonal_way : &ways[d->kind];
  m->slices = slices_of(&sizes, m->way->one_by_one ? ~0u : d->axes);
  m->shape = (Shape){ d, m->slices.length, d->kind == DOMAIN_SPD ? m->slices.in_size[0] : 0, 1 / sqrt((double)m->slices.nslices) };
  m->at = at;
  m->fixed = p->fixed ? p->fixed->data : NULL;
  bool bounded = (d->kind == DOMAIN_SPD && domain_is_floored(d)) || (d->kind == DOMAIN_ORDERED && (isfinite(d->lo) || isfinite(d->hi))) || domain_is_cross(d);
  if ((shaped && m->fixed) || bounded) m->way = &ways[DOMAIN_LABEL];
  m->element = ARENA_ARRAY(arena, int64_t, m->slices.length);
  for (int64_t i = 0; i < m->slices.length; i++) m->element[i] = slices_at(&m->slices, i);
}

Coordinates *coordinates_new(Arena *arena, const Loss *loss)
{
  Coordinates *c = ARENA_NEW(arena, Coordinates);
  int64_t longest = 1;
  c->nparts = loss->nparams;
  c->part = ARENA_ARRAY(arena, PartMap, loss->nparams + 1);
  for (int i = 0; i < c->nparts; i++) {
    PartMap *m = &c->part[i];
    part_new(arena, &loss->param[i], c->count, m);
    c->count += m->slices.nslices * m->slices.length;
    if (m->slices.length > longest) longest = m->slices.length;
  }
  c->x = malloc(2 * (size_t)longest * sizeof *c->x);
  c->u = c->x ? c->x + longest : NULL;
  return c->x ? c : NULL;
}

void coordinates_free(Coordinates *c)
{
  if (c) free(c->x);
}

bool coordinates_any(const Loss *loss)
{
  for (int i = 0; i < loss->nparams; i++)
    if (ways[loss->param[i].sym->domain.kind].take != none) return true;
  return false;
}

int64_t coordinates_count(const Coordinates *c) { return c->count; }

static bool is_held(const PartMap *m, int64_t at) { return m->fixed && !isnan(m->fixed[at]); }

void coordinates_take(const Coordinates *c, const double *x, double *u)
{
  for (int p = 0; p < c->nparts; p++) {
    const PartMap *m = &c->part[p];
    for (int64_t s = 0; s < m->slices.nslices; s++) {
      int64_t begin = slices_begin(&m->slices, s), n = m->slices.length;
      bool held = false;
      for (int64_t i = 0; i < n; i++) {
        bool stays = is_held(m, begin + m->element[i]);
        c->x[i] = stays ? NAN : x[m->at + begin + m->element[i]];
        held |= stays;
      }
      if (held && !m->way->holds) none(&m->shape, c->x, c->u);
      else m->way->take(&m->shape, c->x, c->u);
      for (int64_t i = 0; i < n; i++) u[m->at + begin + m->element[i]] = c->u[i];
    }
  }
}

/* an entry that the way back cannot do without is NAN */
static bool lacks(const PartMap *m, const double *u)
{
  if (m->way->holds) return false;
  for (int64_t i = 0; i < m->shape.n; i++) {
    bool above = m->shape.d && i % m->shape.d > i / m->shape.d;
    if (isnan(u[i]) && !above) return true;
  }
  return false;
}

void coordinates_put(const Coordinates *c, const double *u, const double *base, double *x)
{
  for (int p = 0; p < c->nparts; p++) {
    const PartMap *m = &c->part[p];
    for (int64_t s = 0; s < m->slices.nslices; s++) {
      int64_t begin = slices_begin(&m->slices, s), n = m->slices.length;
      for (int64_t i = 0; i < n; i++) {
        c->u[i] = u[m->at + begin + m->element[i]];
        c->x[i] = base[m->at + begin + m->element[i]];
      }
      if (!lacks(m, c->u)) m->way->put(&m->shape, c->u, c->x);
      for (int64_t i = 0; i < n; i++) x[m->at + begin + m->element[i]] = c->x[i];
    }
  }
}
