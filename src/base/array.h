/* array.h: numbers in memory, dense or sparse; the only reference-counted objects.
 *
 * Dense arrays are row-major doubles without gaps. A sparse array has two axes and holds its entries by column
 * (compressed columns, rows ascending, no duplicates); what is absent is 0. Sizes are counts of elements.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_ARRAY_H
#define MAJORANT_BASE_ARRAY_H
#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ARRAY_MAX_AXES = 8 };

/* The stored entries of a sparse array in another order: stretch by stretch, in each by bands of rows, in a band by columns.
 * Stretches are runs of whole columns; the order follows from the array and the number of bands alone. */
enum { ARRAY_STRETCHES = 32 };
typedef struct ArrayBands {
  int bands;
  double *value; int32_t *row;
  int64_t first[ARRAY_STRETCHES + 1];     /* column with which a stretch begins */
  uint32_t *end;                          /* by stretch, band, column: where these entries end, counted from the stretch's first */
} ArrayBands;

typedef struct ValueRange { double least, greatest; bool integer; } ValueRange;

typedef struct Array {
  int refs;
  int naxes;                      /* 0: a single number */
  int64_t size[ARRAY_MAX_AXES];
  double *data;                   /* dense: product of sizes; sparse: the stored values */
  bool sparse;
  int64_t stored;                 /* number of values in data */
  int64_t *column_start;          /* sparse: size[1] + 1 */
  int32_t *row;                   /* sparse: row of each stored value, from 0 */
  void *mapping; size_t mapping_bytes;   /* data lies in a mapped file; read only */
  ArrayBands *banded; struct Array *turned;   /* what array_in_bands and array_turned have made */
  ValueRange *place;                     /* what array_places has made */
} Array;

Array *array_new(int naxes, const int64_t *size);                /* zeroed, aligned to 64 bytes; NULL when memory is short or sizes overflow */
Array *array_new_sparse(int64_t rows, int64_t columns, int64_t stored);
/* takes over a sparse array's parts: column_start from malloc, row and data from array_room, which may be longer than needed;
 * NULL (and nothing taken) when memory is short */
Array *array_new_columns(int64_t rows, int64_t columns, int64_t *column_start, int32_t *row, double *data);
void *array_room(int64_t count, size_t size);                    /* aligned as the data of an array, not zeroed; free() it; NULL as above */
/* takes over a read-only mapping of a file in which the numbers lie at `data`; NULL (and nothing taken) when memory is short */
Array *array_new_mapped(int naxes, const int64_t *size, double *data, void *mapping, size_t mapping_bytes);
/* Of a sparse array, made on first use and kept with it, so that all who read it share them; its values must not change
 * afterwards. NULL when memory is short. */
const ArrayBands *array_in_bands(Array *, int bands);            /* a later call may ask for another number: it gets the first's */
Array *array_turned(Array *);                                    /* with rows for columns: the same entries in the other order; the array's own reference */
/* the columns of n stored entries from this one on, in bands or in the array's own order, found from where columns begin: for all of them they would take half as much
 * memory as the values. Up to ARRAY_BEYOND more numbers are written behind them */
enum { ARRAY_BEYOND = 16 };
void array_fill_columns(const Array *, bool in_bands, int64_t entry, int64_t n, int32_t *column);
int64_t array_stretch(const Array *, int k);                     /* the stored entry at which stretch k begins; k = ARRAY_STRETCHES: their end */
/* Of a dense array with two axes or more: the range at each place of the last axis, where these are at most 64; NULL: they
 * are more, or a value is not finite. Made on first use and kept, as above. */
const ValueRange *array_places(Array *);
void array_let_go(const Array *);                                /* what is mapped of it need not stay in memory: it is read anew where it is wanted again */
Array *array_scalar(double);
Array *array_ref(Array *);
void array_unref(Array *);                                       /* NULL is allowed */
Array *array_copy(const Array *);                                /* its own data, dense or sparse as the original */
Array *array_dense(const Array *);                               /* a dense copy of a sparse array; a new reference to a dense one's copy */
int64_t array_count(const Array *);                              /* product of sizes */
const char *array_place(Arena *, const Array *, int64_t entry);   /* "[2, 1]": where data[entry] stands, from 1; "" for a number */
double array_at(const Array *, const int64_t *index);            /* indices from 0; sparse: by bisection */
bool array_range(const Array *, double *least, double *greatest, bool *integer);   /* false if a value is not finite; absent values of a sparse array count as 0 */

#endif
