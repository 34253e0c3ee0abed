/* formats.h: one reader and one writer for each format; reader.c and writer.c hold the tables.
 *
 * A reader gets an opened input and gives a new array or NULL after reporting; it does not close the input. npy_read may
 * take over the input's mapping. A writer gets items that its table entry allows and an open stream; failures of the stream are
 * its caller's to see.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DATA_FORMATS_H
#define MAJORANT_DATA_FORMATS_H
#include "base/buf.h"
#include "data/input.h"
#include "data/writer.h"

Array *csv_read(Input *);
Array *tsv_read(Input *);
Array *npy_read(Input *);
Array *mtx_read(Input *);
Array *json_read(Input *);

typedef struct Output { FILE *file; const DataItem *items; int nitems; bool header; const char *bytes; size_t nbytes; } Output;      /* items, or bytes as they are */
void output_drain(Output *, Buf *, bool all);     /* writes what has gathered, once it is much or if it is all; then frees it */

void csv_write(Output *);
void tsv_write(Output *);
void npy_write(Output *);
void mtx_write(Output *);
void json_write(Output *);

#endif
