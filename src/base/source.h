/* source.h: the text of a file or of a REPL entry, and spans in it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_SOURCE_H
#define MAJORANT_BASE_SOURCE_H
#include "base/arena.h"

typedef struct Source {
  const char *name;            /* as shown in messages: path as given, "<stdin>", "<repl>", "-e" */
  const char *dir;             /* folder that file names in it are relative to; "." for -e, stdin, REPL */
  const char *text;            /* NUL-terminated */
  size_t len;
  int nlines;
  const int *line_start;       /* byte offset of each line */
} Source;

/* bytes [begin, end) of a source; {0} where there is no place */
typedef struct Span { const Source *source; int begin, end; } Span;

Source *source_from_text(Arena *, const char *name, const char *dir, const char *text, size_t len);
Source *source_from_file(Arena *, const char *path, char **error);     /* NULL and *error (in the arena) when it cannot be read */
void source_position(const Source *, int offset, int *line, int *column);   /* both from 1; columns count characters, not bytes */
Span span_join(Span a, Span b);

#endif
