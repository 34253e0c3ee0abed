/* input.h: the bytes of a data file, and errors that name a place in it. For the readers only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DATA_INPUT_H
#define MAJORANT_DATA_INPUT_H
#include "data/reader.h"

typedef struct Input {
  const char *path;
  const DataOptions *options;
  DiagList *diags;
  Span where;                     /* in the script */
  const char *bytes;              /* a NUL follows the last one */
  size_t size;
  char *buffer; size_t capacity;  /* bytes lies in it */
  void *mapping; size_t mapping_bytes;          /* or in this: a large file as a whole, read only */
  const char *kept_from;          /* of the mapping, what lies before was given back */
  const char **words; int nwords; /* of the option, once it was asked for */
} Input;

bool input_open(Input *, const char *path);                      /* false after an error */
void input_close(Input *);
/* What lies before `at` will not be looked at soon: a mapped file need not stay in memory up to there. Looking at it again is
 * allowed, and slow. */
void input_pass(Input *, const char *at);
bool input_check_text(Input *);                                  /* no NUL, no UTF-16; skips a byte order mark */

const char *input_place(const Input *, const char *at);          /* "file:line:column", in the diagnostics' arena */
const char *input_excerpt(const Input *, const char *begin, const char *end);   /* short and printable, in the same arena */
Array *input_memory_error(Input *);                              /* reports, returns NULL */

/* The items of "a, b" with their blanks off; one that holds a comma stands in quotation marks. In the arena; the number of them. */
int input_split(Arena *, const char *list, const char ***items);
/* The word [begin, end) as a number. Reports a word that is none (nor one of the option `words`: then its place there), a missing value
 * (unless the options fill it) and overflow. */
bool input_convert(Input *, const char *begin, const char *end, double *value);
/* The same for the word at *p, with blanks and tabs before it skipped, and *p moved behind it; `stops`: bytes that end a
 * word besides white space. */
bool input_number(Input *, const char **p, const char *stops, double *value);
bool input_is_missing(const char *begin, const char *end);       /* empty, NA, nan, null */

#endif
