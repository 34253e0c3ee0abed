/* reader.c: the table of formats that can be read, and the way to a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/reader.h"
#include "base/name.h"
#include "data/formats.h"
#include <string.h>
#include <strings.h>

static const struct Format {
  const char *name;
  Array *(*read)(Input *);
  bool columns;                   /* columns = …, header = … */
  bool items;                     /* item = … */
} formats[] = {
  { "csv", csv_read, true, false },
  { "tsv", tsv_read, true, false },
  { "npy", npy_read, false, false },
  { "mtx", mtx_read, false, false },
  { "json", json_read, false, true },
};
enum { FORMATS = sizeof formats / sizeof *formats };

static const struct Format *find_format(const char *name)
{
  for (int i = 0; i < FORMATS; i++)
    if (strcmp(formats[i].name, name) == 0) return &formats[i];
  return NULL;
}

bool data_is_format(const char *name) { return find_format(name) != NULL; }
const char *data_format_name(int i) { return i >= 0 && i < FORMATS ? formats[i].name : NULL; }

/* the format that the first n bytes of a path end in */
static const char *ending_of(const char *path, size_t n)
{
  size_t dot = n;
  while (dot > 0 && path[dot - 1] != '.' && path[dot - 1] != '/') dot--;
  if (dot == 0 || path[dot - 1] != '.') return NULL;
  for (int i = 0; i < FORMATS; i++)
    if (strlen(formats[i].name) == n - dot && strncasecmp(formats[i].name, path + dot, n - dot) == 0) return formats[i].name;
  return NULL;
}

const char *data_format_of(const char *path) { return ending_of(path, strlen(path)); }

const char *data_source_format(const char *path)
{
  size_t n = strlen(path);
  return ending_of(path, n > 3 && strcasecmp(path + n - 3, ".gz") == 0 ? n - 3 : n);
}

bool data_format_takes(const char *format, const char *option)
{
  const struct Format *f = find_format(format);
  if (f && f->items && strcmp(option, "item") == 0) return true;
  static const char *const of_tables[] = { "columns", "header", "missing", "words" };
  for (size_t i = 0; f && f->columns && i < sizeof of_tables / sizeof *of_tables; i++)
    if (strcmp(option, of_tables[i]) == 0) return true;
  return false;
}

char *data_path(Arena *arena, const char *folder, const char *path)
{
  if (path[0] == '/' || strcmp(path, "-") == 0 || !folder || strcmp(folder, ".") == 0 || !*folder) return arena_strdup(arena, path);
  return arena_printf(arena, "%s/%s", folder, path);
}

static Array *unknown_format(const char *format, DiagList *diags, Span where)
{
  Diag *d = diag_add(diags, where, MSG_DATA_FORMAT, format);
  const Name *names[FORMATS], *near;
  for (int i = 0; i < FORMATS; i++) names[i] = name_of(formats[i].name);
  if ((near = name_nearest(name_of(format), names, FORMATS))) diag_hint(diags, d, "did you mean '%s'?", near->text);
  else diag_hint(diags, d, "csv, tsv, npy, mtx and json can be read and written");
  return NULL;
}

Array *data_read(const char *format, const char *path, const DataOptions *options, DiagList *diags, Span where)
{
  const struct Format *f = find_format(format);
  if (!f) return unknown_format(format, diags, where);
  DataOptions standard = DATA_OPTIONS_DEFAULT;
  Input in = { .options = options ? options : &standard, .diags = diags, .where = where };
  if (!input_open(&in, path)) return NULL;
  Array *a = f->read(&in);
  input_close(&in);
  return a;
}
