/* array.c: making, sharing and reading arrays.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/array.h"
#include "base/arena.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALIGNMENT = 64, LARGE = 4 << 20 };          /* a cache line and the widest vector; bytes that are worth large pages */

/* rounded up to whole cache lines; 0 if that overflows */
static size_t room_bytes(int64_t count, size_t size)
{
  size_t bytes;
  if (count < 0 || __builtin_mul_overflow((size_t)count, size, &bytes) || bytes > (size_t)PTRDIFF_MAX - ALIGNMENT) return 0;
  return bytes ? (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
}

/* Rows that are picked here and there cost a walk through the tables of pages each: in large pages far fewer. Where these are to be had
 * for the asking only, they are asked for, but not for what may hardly be touched. */
static void ask_for_large_pages(char *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
  size_t page = (size_t)sysconf(_SC_PAGESIZE), skip = (page - (uintptr_t)p % page) % page;
  if (bytes >= LARGE && bytes > skip) (void)madvise(p + skip, (bytes - skip) / page * page, MADV_HUGEPAGE);
#else
  (void)p, (void)bytes;
#endif
}

void *array_room(int64_t count, size_t size)
{
  size_t bytes = room_bytes(count, size);
  void *p = bytes ? aligned_alloc(ALIGNMENT, bytes) : NULL;
  if (p) ask_for_large_pages(p, bytes);
  return p;
}

static void *aligned_zeros(int64_t count, size_t size)
{
  void *p = array_room(count, size);
  if (p) memset(p, 0, room_bytes(count, size));
  return p;
}

Array *array_new(int naxes, const int64_t *size)
{
  if (naxes < 0 || naxes > ARRAY_MAX_AXES) return NULL;
  int64_t count = 1;
  for (int i = 0; i < naxes; i++)
    if (size[i] < 0 || __builtin_mul_overflow(count, size[i], &count)) return NULL;
  Array *a = calloc(1, sizeof *a);
  if (!a) return NULL;
  a->refs = 1;
  a->naxes = naxes;
  for (int i = 0; i < naxes; i++) a->size[i] = size[i];
  a->stored = count;
  a->data = aligned_zeros(count, sizeof *a->data);
  if (!a->data) {
    free(a);
    return NULL;
  }
  return a;
}

Array *array_new_sparse(int64_t rows, int64_t columns, int64_t stored)
{
  int64_t cells;
  if (rows < 0 || rows > INT32_MAX || columns < 0 || columns == INT64_MAX || stored < 0) return NULL;
  if (__builtin_mul_overflow(rows, columns, &cells) || stored > cells) return NULL;
  Array *a = calloc(1, sizeof *a);
  if (!a) return NULL;
  a->refs = 1;
  a->naxes = 2;
  a->size[0] = rows;
  a->size[1] = columns;
  a->sparse = true;
  a->stored = stored;
  a->data = aligned_zeros(stored, sizeof *a->data);
  a->row = aligned_zeros(stored, sizeof *a->row);
  a->column_start = aligned_zeros(columns + 1, sizeof *a->column_start);
  if (!a->data || !a->row || !a->column_start) {
    array_unref(a);
    return NULL;
  }
  return a;
}

Array *array_new_columns(int64_t rows, int64_t columns, int64_t *column_start, int32_t *row, double *data)
{
  Array *a = calloc(1, sizeof *a);
  if (!a) return NULL;
  *a = (Array){ .refs = 1, .naxes = 2, .size = { rows, columns }, .sparse = true, .stored = column_start[columns],
                .column_start = column_start, .row = row, .data = data };
  return a;
}

Array *array_new_mapped(int naxes, const int64_t *size, double *data, void *mapping, size_t mapping_bytes)
{
  Array *a = calloc(1, sizeof *a);
  if (!a) return NULL;
  a->refs = 1;
  a->naxes = naxes;
  for (int i = 0; i < naxes; i++) a->size[i] = size[i];
  a->stored = array_count(a);
  a->data = data;
  a->mapping = mapping;
  a->mapping_bytes = mapping_bytes;
  return a;
}

void array_let_go(const Array *a)
{
  if (a->mapping) (void)madvise(a->mapping, a->mapping_bytes, MADV_DONTNEED);
}

Array *array_scalar(double value)
{
  Array *a = array_new(0, NULL);
  if (a) a->data[0] = value;
  return a;
}

Array *array_ref(Array *a)
{
  __atomic_add_fetch(&a->refs, 1, __ATOMIC_RELAXED);
  return a;
}

static void free_bands(ArrayBands *b)
{
  if (!b) return;
  free(b->value);
  free(b->row);
  free(b->end);
  free(b);
}

void array_unref(Array *a)
{
  if (!a || __atomic_sub_fetch(&a->refs, 1, __ATOMIC_ACQ_REL) > 0) return;
  if (a->mapping) munmap(a->mapping, a->mapping_bytes);
  else free(a->data);
  free(a->row);
  free(a->column_start);
  free_bands(a->banded);
  free(a->place);
  array_unref(a->turned);
  free(a);
}

/* ---- what readers of a sparse array share ---- */

Array *array_turned(Array *a)
{
  if (a->turned) return a->turned;
  Array *t = array_new_sparse(a->size[1], a->size[0], a->stored);
  int64_t *next = t ? array_room(a->size[0] + 1, sizeof *next) : NULL;
  if (!next) return array_unref(t), NULL;
  for (int64_t e = 0; e < a->stored; e++) t->column_start[a->row[e] + 1]++;
  for (int64_t r = 0; r < a->size[0]; r++) next[r] = t->column_start[r + 1] += t->column_start[r];
  for (int64_t c = a->size[1] - 1; c >= 0; c--)           /* from behind, so that next[] ends where each begins */
    for (int64_t e = a->column_start[c + 1] - 1; e >= a->column_start[c]; e--) {
      int64_t to = --next[a->row[e]];
      t->row[to] = (int32_t)c;
      t->data[to] = a->data[e];
    }
  free(next);
  return a->turned = t;
}

/* the first column that begins at or after the entry where the stretch would begin if columns could be cut */
static int64_t stretch_column(const Array *a, int k)
{
  int64_t entry = a->stored / ARRAY_STRETCHES * k + a->stored % ARRAY_STRETCHES * k / ARRAY_STRETCHES, low = 0, high = a->size[1];
  while (low < high) {
    int64_t mid = low + (high - low) / 2;
    if (a->column_start[mid] < entry) low = mid + 1;
    else high = mid;
  }
  return low;
}

int64_t array_stretch(const Array *a, int k) { return a->column_start[stretch_column(a, k)]; }

const ArrayBands *array_in_bands(Array *a, int bands)
{
  enum { MOST_BANDS = 1024 };
  if (a->banded) return a->banded;
  if (bands < 1 || bands > MOST_BANDS || a->stored / ARRAY_STRETCHES > INT32_MAX) return NULL;      /* a stretch is longer by a column at most: `end` holds it */
  ArrayBands *b = calloc(1, sizeof *b);
  if (!b) return NULL;
  *b = (ArrayBands){ .bands = bands, .value = array_room(a->stored, sizeof *b->value), .row = array_room(a->stored, sizeof *b->row),
                     .end = array_room(bands * a->size[1], sizeof *b->end) };
  if (!b->value || !b->row || !b->end) return free_bands(b), NULL;
  uint64_t scale = ((uint64_t)bands << 32) / (uint64_t)(a->size[0] > 0 ? a->size[0] : 1);        /* row * scale >> 32: its band, without dividing */
  for (int k = 0; k <= ARRAY_STRETCHES; k++) b->first[k] = stretch_column(a, k);
  for (int k = 0; k < ARRAY_STRETCHES; k++) {
    int64_t next[MOST_BANDS + 1] = {0}, first = b->first[k], end = b->first[k + 1], lo = a->column_start[first], hi = a->column_start[end];
    for (int64_t e = lo; e < hi; e++) next[((uint64_t)a->row[e] * scale >> 32) + 1]++;
    next[0] = lo;
    for (int i = 0; i < bands; i++) next[i + 1] += next[i];
    for (int64_t c = first; c < end; c++) {
      for (int64_t e = a->column_start[c]; e < a->column_start[c + 1]; e++) {
        int64_t to = next[(uint64_t)a->row[e] * scale >> 32]++;
        b->value[to] = a->data[e];
        b->row[to] = a->row[e];
      }
      for (int i = 0; i < bands; i++) b->end[bands * first + i * (end - first) + c - first] = (uint32_t)(next[i] - lo);
    }
  }
  return a->banded = b;
}

/* n times the same number; more are written behind them, so that no end has to be looked for within a vector */
static inline void repeat(int32_t *to, int64_t n, int32_t value)
{
  for (int64_t k = 0; k < n; k += ARRAY_BEYOND)
    for (int j = 0; j < ARRAY_BEYOND; j++) to[k + j] = value;
}

static int64_t least(int64_t x, int64_t y) { return x < y ? x : y; }

/* the first of n ascending numbers that is above x; n: none */
#define FIRST_ABOVE(place, list, n, x)                                                        \
  do {                                                                                        \
    int64_t low_ = 0, high_ = (n);                                                            \
    while (low_ < high_) {                                                                    \
      int64_t mid_ = low_ + (high_ - low_) / 2;                                               \
      if ((list)[mid_] > (x)) high_ = mid_; else low_ = mid_ + 1;                             \
    }                                                                                         \
    (place) = low_;                                                                           \
  } while (0)

static void fill_in_bands(const Array *a, int64_t entry, int64_t n, int32_t *column)
{
  const ArrayBands *b = a->banded;
  int64_t at = entry, end = entry + n, cell;
  for (int k = 0; k < ARRAY_STRETCHES && at < end; k++) {
    int64_t lo = a->column_start[b->first[k]], hi = a->column_start[b->first[k + 1]], columns = b->first[k + 1] - b->first[k];
    if (at >= hi) continue;
    const uint32_t *ends = b->end + b->bands * b->first[k];
    FIRST_ABOVE(cell, ends, b->bands * columns, at - lo);
    for (int64_t c = cell % columns; at < end && at < hi; cell++) {
      int64_t to = least(lo + ends[cell], end);
      repeat(column + (at - entry), to - at, (int32_t)(b->first[k] + c));
      at = to;
      if (++c == columns) c = 0;
    }
  }
}

void array_fill_columns(const Array *a, bool in_bands, int64_t entry, int64_t n, int32_t *column)
{
  if (in_bands) {
    fill_in_bands(a, entry, n, column);
    return;
  }
  int64_t at = entry, end = entry + n, c;
  FIRST_ABOVE(c, a->column_start + 1, a->size[1], entry);
  for (; at < end; c++) {
    int64_t to = least(a->column_start[c + 1], end);
    repeat(column + (at - entry), to - at, (int32_t)c);
    at = to;
  }
}

Array *array_copy(const Array *a)
{
  Array *b = a->sparse ? array_new_sparse(a->size[0], a->size[1], a->stored) : array_new(a->naxes, a->size);
  if (!b) return NULL;
  memcpy(b->data, a->data, (size_t)b->stored * sizeof *b->data);
  if (a->sparse) {
    memcpy(b->row, a->row, (size_t)a->stored * sizeof *a->row);
    memcpy(b->column_start, a->column_start, (size_t)(a->size[1] + 1) * sizeof *a->column_start);
  }
  return b;
}

Array *array_dense(const Array *a)
{
  if (!a->sparse) return array_copy(a);
  Array *b = array_new(2, a->size);
  if (!b) return NULL;
  for (int64_t column = 0; column < a->size[1]; column++)
    for (int64_t k = a->column_start[column]; k < a->column_start[column + 1]; k++)
      b->data[a->row[k] * a->size[1] + column] = a->data[k];
  return b;
}

int64_t array_count(const Array *a)
{
  int64_t count = 1;
  for (int i = 0; i < a->naxes; i++) count *= a->size[i];
  return count;
}

const char *array_place(Arena *arena, const Array *a, int64_t entry)
{
  const char *text = "";
  int64_t stride = array_count(a), rest = entry;
  if (a->sparse) {
    int64_t column = 0;
    while (column + 1 < a->size[1] && a->column_start[column + 1] <= entry) column++;
    return arena_printf(arena, "[%lld, %lld]", (long long)a->row[entry] + 1, (long long)column + 1);
  }
  for (int k = 0; k < a->naxes; k++) {
    stride /= a->size[k];
    text = arena_printf(arena, "%s%s%lld%s", text, k ? ", " : "[", (long long)(rest / stride + 1), k + 1 < a->naxes ? "" : "]");
    rest %= stride;
  }
  return text;
}

double array_at(const Array *a, const int64_t *index)
{
  if (!a->sparse) {
    int64_t at = 0;
    for (int i = 0; i < a->naxes; i++) at = at * a->size[i] + index[i];
    return a->data[at];
  }
  int64_t low = a->column_start[index[1]], high = a->column_start[index[1] + 1];
  while (low < high) {
    int64_t mid = low + (high - low) / 2;
    if (a->row[mid] < index[0]) low = mid + 1;
    else high = mid;
  }
  return low < a->column_start[index[1] + 1] && a->row[low] == index[0] ? a->data[low] : 0;
}

bool array_range(const Array *a, double *least, double *greatest, bool *integer)
{
  int64_t n = a->sparse ? a->stored : array_count(a);
  bool absent = a->sparse && n < array_count(a), whole = true, finite = true;
  double low = absent || n == 0 ? 0 : a->data[0], high = low;
  for (int64_t i = 0; i < n; i++) {
    double x = a->data[i];
    finite = finite && isfinite(x);
    if (x < low) low = x;
    if (x > high) high = x;
    whole = whole && x == floor(x);
  }
  *least = low;
  *greatest = high;
  *integer = whole && finite;
  return finite;
}

const ValueRange *array_places(Array *a)
{
  enum { PLACES_MOST = 64 };
  int64_t n = array_count(a), width = a->naxes >= 2 ? a->size[a->naxes - 1] : 0;
  if (a->place || a->sparse || n == 0 || width < 1 || width > PLACES_MOST) return a->place;
  ValueRange *r = malloc((size_t)width * sizeof *r);
  for (int64_t k = 0; r && k < width; k++) r[k] = (ValueRange){ a->data[k], a->data[k], true };
  for (int64_t i = 0; r && i < n; i += width)
    for (int64_t k = 0; k < width; k++) {
      double x = a->data[i + k];
      if (!isfinite(x)) return free(r), NULL;
      if (x < r[k].least) r[k].least = x;
      if (x > r[k].greatest) r[k].greatest = x;
      r[k].integer = r[k].integer && x == floor(x);
    }
  return a->place = r;
}
