/* reader.h: arrays from files: csv, tsv, npy, mtx (Matrix Market, sparse), json (nested lists of numbers), as they are or compressed by gzip.
 *
 * Every reader believes the file no further than its size: nothing is allocated that the bytes present could not fill.
 * An error is one diagnostic at the script's span whose text starts with the place in the data file, and a mend.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DATA_READER_H
#define MAJORANT_DATA_READER_H
#include "base/array.h"
#include "base/diag.h"

typedef struct DataOptions {
  const char *columns;      /* csv, tsv: "a, b", columns by header name or by number from 1, in this order; NULL: all */
  int header;               /* csv, tsv: 1 the first row is a header, 0 it is not, -1 it is if it holds a non-number */
  const char *item;         /* json: which of the items of an object; NULL: the file holds one array */
  bool missing;             /* csv, tsv: an empty field, NA, nan or null becomes NaN instead of an error, */
  bool filled;              /* or this number: */
  double fill;
  const char *words;        /* csv, tsv: "no, yes": fields that are read as 1, 2, …; NULL: none */
} DataOptions;

#define DATA_OPTIONS_DEFAULT ((DataOptions){ .columns = NULL, .header = -1, .item = NULL, .missing = false, .filled = false, .fill = 0, .words = NULL })

/* Reads `path` (relative to the working directory; see data_path) as `format`. The caller owns the array, which may lie in
 * a read-only mapping of the file. csv and tsv give two axes; npy and json what they hold; mtx two axes, sparse if it
 * lists coordinates. NULL after an error. `options` may be NULL. */
Array *data_read(const char *format, const char *path, const DataOptions *options, DiagList *, Span where);

bool data_is_format(const char *name);                         /* csv, tsv, npy, mtx, json */
const char *data_format_name(int i);                           /* the i-th format, NULL behind the last; for completion */
const char *data_format_of(const char *path);                  /* by extension, NULL if there is none that is known */
const char *data_source_format(const char *path);              /* the same of a file to be read: x.csv.gz is csv */
bool data_format_takes(const char *format, const char *option);   /* does csv(…) take columns = …? */
char *data_path(Arena *, const char *folder, const char *path);   /* path as seen from a script's folder */

#endif
