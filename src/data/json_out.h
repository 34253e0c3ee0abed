/* json_out.h: writes JSON as it comes, without building it in memory.
 *
 *     JsonOut j; json_begin(&j, stdout);
 *     json_open_object(&j); json_key(&j, "loss"); json_number(&j, 1130.26); json_close(&j);
 *     if (!json_end(&j)) …the stream failed
 *
 * Commas, quotes and escapes are its business; keys and values in the right order are the caller's. Numbers are the
 * shortest decimals that read back as the same double, and null where they are not finite.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DATA_JSON_OUT_H
#define MAJORANT_DATA_JSON_OUT_H
#include "base/array.h"
#include "base/buf.h"
#include <stdint.h>
#include <stdio.h>

enum { JSON_MAX_DEPTH = 64 };

typedef struct JsonOut {
  FILE *file;                     /* not owned */
  Buf buf;                        /* what is not yet written */
  int depth;
  bool after_key, failed;
  struct { char close; bool filled; } level[JSON_MAX_DEPTH];
} JsonOut;

void json_begin(JsonOut *, FILE *);
bool json_end(JsonOut *);                                       /* flushes, frees; false if a write failed or something is left open */
void json_open_object(JsonOut *);
void json_open_array(JsonOut *);
void json_close(JsonOut *);                                     /* the innermost object or array */
void json_key(JsonOut *, const char *);
void json_string(JsonOut *, const char *utf8);                  /* bytes that are not UTF-8 become U+FFFD */
void json_number(JsonOut *, double);
void json_integer(JsonOut *, int64_t);
void json_bool(JsonOut *, bool);
void json_null(JsonOut *);
void json_numbers(JsonOut *, const double *, int64_t count);    /* a flat array */
void json_nested(JsonOut *, const Array *);                     /* lists within lists, one level an axis; sparse ones in full */

#endif
