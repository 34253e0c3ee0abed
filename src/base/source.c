/* source.c: reading a text, finding lines and columns in it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/source.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_SOURCE = 1 << 28 };          /* offsets are ints; a script is never near this */

Source *source_from_text(Arena *a, const char *name, const char *dir, const char *text, size_t len)
{
  if (len > LARGEST_SOURCE) len = LARGEST_SOURCE;
  Source *s = ARENA_NEW(a, Source);
  char *copy = arena_alloc(a, len + 1);
  if (len) memcpy(copy, text, len);
  int nlines = 1;
  for (size_t i = 0; i < len; i++) nlines += copy[i] == '\n';
  int *start = ARENA_ARRAY(a, int, nlines), line = 1;
  for (size_t i = 0; i < len; i++)
    if (copy[i] == '\n') start[line++] = (int)i + 1;
  s->name = arena_strdup(a, name);
  s->dir = arena_strdup(a, dir);
  s->text = copy;
  s->len = len;
  s->nlines = nlines;
  s->line_start = start;
  return s;
}

static const char *folder_of(Arena *a, const char *path)
{
  const char *slash = strrchr(path, '/');
  if (!slash) return ".";
  if (slash == path) return "/";
  char *dir = arena_copy(a, path, (size_t)(slash - path) + 1);
  dir[slash - path] = '\0';
  return dir;
}

Source *source_from_file(Arena *a, const char *path, char **error)
{
  FILE *f = fopen(path, "rb");
  if (!f) {
    *error = arena_strdup(a, strerror(errno));
    return NULL;
  }
  size_t len = 0, cap = 0;
  char *text = NULL;
  const char *why = NULL;
  while (!why) {
    if (len == cap) {
      size_t want = cap ? 2 * cap : 16384;
      char *more = want <= LARGEST_SOURCE ? realloc(text, want) : NULL;
      if (!more) {
        why = want <= LARGEST_SOURCE ? "there is not enough memory" : "the file is too large to be a script";
        break;
      }
      text = more;
      cap = want;
    }
    size_t got = fread(text + len, 1, cap - len, f);
    if (got == 0) {
      if (ferror(f)) why = strerror(errno);
      break;
    }
    len += got;
  }
  fclose(f);
  Source *s = NULL;
  if (why) *error = arena_strdup(a, why);
  else s = source_from_text(a, path, folder_of(a, path), text, len);
  free(text);
  return s;
}

void source_position(const Source *s, int offset, int *line, int *column)
{
  if (offset < 0) offset = 0;
  if ((size_t)offset > s->len) offset = (int)s->len;
  int low = 0, high = s->nlines - 1;
  while (low < high) {
    int mid = (low + high + 1) / 2;
    if (s->line_start[mid] <= offset) low = mid;
    else high = mid - 1;
  }
  int chars = 1;
  for (int i = s->line_start[low]; i < offset; i++) chars += ((unsigned char)s->text[i] & 0xC0) != 0x80;
  *line = low + 1;
  *column = chars;
}

Span span_join(Span a, Span b)
{
  if (!a.source) return b;
  if (!b.source || a.source != b.source) return a;
  return (Span){ a.source, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end };
}
