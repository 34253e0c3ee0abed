/* freedom.c: see freedom.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/freedom.h"
#include <lapacke.h>
#include <math.h>

int64_t freedom_slice(const JointPart *part, int64_t entry)
{
  const Symbol *p = part->param;
  int64_t slice = 0, run = 1;
  for (int a = p->naxes - 1; a >= 0; a--) {
    int64_t size = p->axis[a]->size;
    if (part->nout == p->naxes || !(p->domain.axes >> a & 1)) {
      slice += entry % size * run;
      run *= size;
    }
    entry /= size;
  }
  return slice;
}

const double *freedom_jacobian(const Freedom *f, const JointPart *part, int64_t entry, int64_t count)
{
  static const double one = 1;
  return part->jacobian ? store_array(f->store, part->jacobian)->data + entry * count : &one;
}

int64_t freedom_end(const Freedom *f, int part)
{
  return part + 1 < f->step->nparts ? f->piece[f->first_piece[part + 1]].first : f->free;
}

static bool is_held(const JointPart *part, int64_t coordinate) { return part->fixed && !isnan(part->fixed->data[coordinate]); }

static void make_pieces(Arena *arena, Freedom *f)
{
  int64_t at = 0;
  f->piece = ARENA_ARRAY(arena, Piece, f->n);
  f->first_piece = ARENA_ARRAY(arena, int, f->step->nparts);
  for (int i = 0; i < f->step->nparts; i++) {
    const JointPart *part = &f->step->part[i];
    int64_t slices = 1, total = array_count(store_array(f->store, part->u)), count;
    for (int a = 0; a < part->nout; a++) slices *= part->u->axis[a]->size;
    count = total / slices;
    f->first_piece[i] = f->npieces;
    for (int64_t k = 0; k < slices; k++, at += count) f->piece[f->npieces++] = (Piece){ .at = at, .count = count, .basis = ARENA_ARRAY(arena, double, count * count) };
  }
}

/* basis: the eigenvectors of J'J that are not of eigenvalue 0, one a column */
static bool make_basis(Arena *arena, Freedom *f, const JointPart *part, Piece *first, const bool *held)
{
  int64_t c = first->count, entries = array_count(store_array(f->store, part->param)), slices = array_count(store_array(f->store, part->u)) / c;
  double *value = ARENA_ARRAY(arena, double, c);
  for (int64_t e = 0; e < entries; e++) {
    const double *j = freedom_jacobian(f, part, e, c);
    double *gram = first[freedom_slice(part, e)].basis;
    for (int64_t a = 0; a < c; a++)
      for (int64_t b = 0; b < c; b++) gram[a * c + b] += j[a] * j[b];
  }
  for (int64_t k = 0; k < slices; k++) {
    Piece *p = &first[k];
    p->first = f->free;
    if ((part->fixed && is_held(part, p->at - first->at)) || (held && c == 1 && held[p->at])) continue;
    if (LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'U', (lapack_int)c, p->basis, (lapack_int)c, value)) return false;
    int64_t from = 0;
    while (from < c && value[from] <= 1e-10 * value[c - 1]) from++;
    p->free = c - from;
    for (int64_t a = 0; a < c; a++)
      for (int64_t b = from; b < c; b++) p->basis[a * p->free + b - from] = p->basis[a * c + b];
    f->free += p->free;
  }
  return true;
}

bool freedom_make(Arena *arena, Freedom *f, const JointStep *step, Store *store, const bool *held, int *part)
{
  *f = (Freedom){ .step = step, .store = store, .n = step->unknowns };
  make_pieces(arena, f);
  for (int i = 0; i < step->nparts; i++) {
    *part = i;
    if (!make_basis(arena, f, &step->part[i], &f->piece[f->first_piece[i]], held)) return false;
  }
  return true;
}

void freedom_reduce(Arena *arena, const Freedom *f, const double *g, const double *h, double *slope, double *curve)
{
  double *half = ARENA_ARRAY(arena, double, f->n * f->free + 1);
  for (int k = 0; k < f->npieces; k++) {
    const Piece *p = &f->piece[k];
    for (int64_t i = 0; i < f->n; i++)
      for (int64_t b = 0; b < p->free; b++)
        for (int64_t a = 0; a < p->count; a++) half[i * f->free + p->first + b] += h[i * f->n + p->at + a] * p->basis[a * p->free + b];
  }
  for (int k = 0; k < f->npieces; k++) {
    const Piece *p = &f->piece[k];
    for (int64_t b = 0; b < p->free; b++)
      for (int64_t a = 0; a < p->count; a++) {
        double w = p->basis[a * p->free + b];
        slope[p->first + b] += w * g[p->at + a];
        for (int64_t j = 0; j < f->free; j++) curve[(p->first + b) * f->free + j] += w * half[(p->at + a) * f->free + j];
      }
  }
}
