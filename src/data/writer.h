/* writer.h: arrays to files: csv, tsv, npy, mtx, json, by the file's extension.
 *
 * A file is written under another name beside its place, synced and renamed: the old file or the whole new one is there,
 * never half of one. Numbers are the shortest decimals that read back as the same double.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DATA_WRITER_H
#define MAJORANT_DATA_WRITER_H
#include "base/array.h"
#include "base/diag.h"
#include <stdio.h>

typedef struct DataItem {
  const char *name;               /* the expression as the user wrote it: heads columns, keys json */
  const Array *array;
  const char *const *axes;        /* names of its axes; NULL: none are known */
} DataItem;

/* csv, tsv: numbers and vectors are columns, matrices one column for each element of the last axis; several items must have
 * the same number of rows and stand side by side. An array of three axes or more stands alone, one row an element, its
 * indices (from 1) first. json: one item is a nested list, several are an object. npy, mtx: one item.
 * `header`: 1 or 0, -1 lets the names decide: a header if there are any. False after an error. */
bool data_write(const char *path, const DataItem *items, int nitems, int header, DiagList *, Span where);
/* The same into a stream, where the path is "-", which is csv, or "-.json", "-.tsv". Whether it could be written the stream knows. */
bool data_is_stream(const char *path);
bool data_write_stream(FILE *, const char *path, const DataItem *items, int nitems, DiagList *, Span where);

/* bytes to a file, whole or not at all, as above. An errno, 0: done */
int file_write(const char *path, const char *bytes, size_t n);

#endif
