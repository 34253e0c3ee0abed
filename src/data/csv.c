/* csv.c: reads tables of numbers, fields separated by commas or tabs, one row a line.
 *
 * Fields may be quoted ("" inside quotes is one quotation mark), blanks around them do not count, lines end with LF, CR LF
 * or CR. Empty lines do not count, except between the rows of a table of one column, where one is a missing value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/name.h"
#include "base/vec.h"
#include "data/formats.h"
#include "data/number.h"
#include <stdlib.h>
#include <string.h>

typedef struct Field { const char *begin, *end; bool quoted; } Field;      /* without quotes and blanks around */

typedef struct Table {
  Input *in;
  char separator, eol;
  const char *end;                /* of the last line that is not empty: an end of line or the final NUL */
  int64_t nfields;                /* in the first row, and so in all */
  int64_t nchosen;
  bool semicolon;                 /* the first row has one outside quotation marks */
  int32_t *target;                /* where in the array's row each field goes, -1: nowhere */
} Table;

static inline const char *skip_blanks(const Table *t, const char *p)
{
  while (*p == ' ' || (*p == '\t' && t->separator != '\t')) p++;
  return p;
}

static inline bool at_line_end(const Table *t, const char *p)
{
  return *p == t->eol || *p == '\0' || (*p == '\r' && p[1] == '\n');
}

static inline const char *next_line(const Table *t, const char *p)
{
  if (*p == '\r' && t->eol == '\n') p++;
  return *p ? p + 1 : p;
}

/* Moves over one field to the separator or the end of the line; NULL after reporting a fault in its quotes. */
static const char *read_field(Table *t, const char *p, Field *f)
{
  p = skip_blanks(t, p);
  f->quoted = *p == '"';
  if (!f->quoted) {
    f->begin = p;
    while (*p != t->separator && !at_line_end(t, p)) p++;
    f->end = p;
    while (f->end > f->begin && (f->end[-1] == ' ' || f->end[-1] == '\t')) f->end--;
    return p;
  }
  const char *open = p++;
  f->begin = p;
  for (;; p++) {
    p = memchr(p, '"', (size_t)(t->end - p));
    if (!p) {
      Diag *d = diag_add(t->in->diags, t->in->where, MSG_DATA_QUOTE_OPEN, input_place(t->in, open));
      diag_hint(t->in->diags, d, "close it; a quotation mark inside a quoted field is written twice");
      return NULL;
    }
    if (p[1] != '"') break;
    p++;
  }
  f->end = p;
  const char *rest = p = skip_blanks(t, p + 1);
  while (*p != t->separator && !at_line_end(t, p)) p++;
  if (p > rest) {
    Diag *d = diag_add(t->in->diags, t->in->where, MSG_DATA_QUOTE_REST, input_place(t->in, rest), input_excerpt(t->in, rest, p));
    diag_hint(t->in->diags, d, "a quotation mark inside a quoted field is written twice");
    return NULL;
  }
  return p;
}

static const char *field_text(Table *t, const Field *f)
{
  char *text = arena_copy(t->in->diags->arena, f->begin, (size_t)(f->end - f->begin) + 1), *to = text;
  text[f->end - f->begin] = '\0';
  for (const char *from = text; *from; from++) {
    *to++ = *from;
    if (f->quoted && *from == '"') from++;
  }
  *to = '\0';
  return text;
}

/* Counts the fields of the first row and decides whether it is a header. *p moves to the end of its line. */
static bool look_at_first_row(Table *t, const char **p, bool *header)
{
  int64_t numbers = 0, words = 0;
  const char *q = *p;
  for (t->nfields = 0;; q++) {
    Field f;
    if (!(q = read_field(t, q, &f))) return false;
    t->nfields++;
    t->semicolon |= !f.quoted && memchr(f.begin, ';', (size_t)(f.end - f.begin));
    const char *stop;
    double value;
    if (number_scan(f.begin, &stop, &value) != NUMBER_NONE && stop == f.end) numbers += !f.quoted;
    else if (f.quoted || !input_is_missing(f.begin, f.end)) words++;
    if (*q != t->separator) break;
  }
  int asked = t->in->options->header;
  *header = asked > 0 || (asked < 0 && words > 0);
  if (asked < 0 && words > 0 && numbers > 0) {
    Diag *d = diag_add(t->in->diags, t->in->where, MSG_DATA_HEADER_NUMBERS, input_place(t->in, *p));
    diag_hint(t->in->diags, d, "write header = true or header = false to say what it is");
  }
  *p = q;
  return true;
}

static bool unknown_column(Table *t, const Name *want, const Name *const *names)
{
  Diag *d = diag_add(t->in->diags, t->in->where, MSG_DATA_COLUMN, t->in->path, want->text);
  const Name *near = names ? name_nearest(want, names, (int)t->nfields) : NULL;
  if (near)
    diag_hint(t->in->diags, d, "did you mean '%s'?", near->text);
  else if (!names)
    diag_hint(t->in->diags, d, "it has no header; choose by number, 1 to %lld", (long long)t->nfields);
  else if (t->nfields <= 20) {
    const char *list = "";
    bool comma = false;
    for (int64_t i = 0; i < t->nfields; i++) {
      const char *quote = strchr(names[i]->text, ',') ? "\\\"" : "";
      comma |= quote[0] != 0;
      list = arena_printf(t->in->diags->arena, "%s%s%s%s%s", list, i ? ", " : "", quote, names[i]->text, quote);
    }
    diag_hint(t->in->diags, d, "its columns are %s%s", list, comma ? "; a name with a ',' stands in \\\"…\\\"" : "");
  }
  else diag_hint(t->in->diags, d, "it has %lld columns, '%s' to '%s'", (long long)t->nfields, names[0]->text, names[t->nfields - 1]->text);
  return false;
}

static bool twice(Table *t, const char *column, const char *how)
{
  Diag *d = diag_add(t->in->diags, t->in->where, MSG_DATA_COLUMN_TWICE, column, t->in->path, how);
  diag_hint(t->in->diags, d, "choose each column once; by its number if its name is not unique");
  return false;
}

/* One entry of columns = "a, b": the header's name, or else a number from 1. */
static bool choose_column(Table *t, const Name *want, const Name *const *names)
{
  int64_t at = -1;
  for (int64_t i = 0; names && i < t->nfields; i++) {
    if (names[i] != want) continue;
    if (at >= 0) return twice(t, want->text, "there more than once");
    at = i;
  }
  if (at < 0) {
    char *stop;
    long long number = strtoll(want->text, &stop, 10);
    if (*stop || number < 1 || number > t->nfields) return unknown_column(t, want, names);
    at = number - 1;
  }
  if (t->target[at] >= 0) return twice(t, want->text, "asked for twice");
  t->target[at] = (int32_t)t->nchosen++;
  return true;
}

static bool choose_columns(Table *t, const char *header_row)
{
  const char *spec = t->in->options->columns;
  t->target = malloc((size_t)t->nfields * sizeof *t->target);
  if (!t->target || t->nfields > INT32_MAX) return input_memory_error(t->in);
  for (int64_t i = 0; i < t->nfields; i++) t->target[i] = spec ? -1 : (int32_t)i;
  if (!spec) {
    t->nchosen = t->nfields;
    return true;
  }
  const Name **names = NULL;
  if (header_row) {
    names = ARENA_ARRAY(t->in->diags->arena, const Name *, t->nfields);
    for (int64_t i = 0; i < t->nfields; i++) {
      Field f;
      header_row = read_field(t, header_row, &f) + 1;
      names[i] = name_of(field_text(t, &f));
    }
  }
  const char **wanted;
  int count = input_split(t->in->diags->arena, spec, &wanted);
  for (int i = 0; i < count; i++)
    if (!choose_column(t, name_of(wanted[i]), names)) return false;
  return true;
}

static bool ragged(Table *t, const char *line, const char *p, int64_t fields)
{
  for (Field f; *p == t->separator && (p = read_field(t, p + 1, &f)); ) fields++;
  if (!p) return false;
  Diag *d = diag_add(t->in->diags, t->in->where, MSG_DATA_RAGGED, input_place(t->in, line), (long long)fields, fields == 1 ? "" : "s", (long long)t->nfields);
  if (t->nfields == 1 && t->semicolon) diag_hint(t->in->diags, d, "if ';' separates the fields here, replace it by ',' (and decimal commas by points)");
  else diag_hint(t->in->diags, d, "every row needs the same number of fields; a missing one is left empty, a text with a '%s' is quoted",
            t->separator == ',' ? "," : "tab");
  return false;
}

/* Reads the row that begins at *p into `row` and moves *p to the end of its line. */
static bool read_row(Table *t, const char **p, double *row)
{
  const char *q = *p;
  for (int64_t i = 0; i < t->nfields; i++, q++) {
    int32_t to = t->target[i];
    double value;
    const char *stop, *begin = skip_blanks(t, q);
    if (to >= 0 && number_scan(begin, &stop, &value) == NUMBER_OK
        && (*stop == t->separator || at_line_end(t, stop)))
      q = stop;                                     /* the way of all but a few fields */
    else {
      Field f;
      if (!(q = read_field(t, q, &f))) return false;
      bool last = i + 1 == t->nfields;
      if (last != (*q != t->separator)) return ragged(t, *p, q, i + 1);
      if (to >= 0 && !input_convert(t->in, f.begin, f.end, &value)) return false;
    }
    if (to >= 0) row[to] = value;
    if (i + 1 == t->nfields) break;
    if (*q != t->separator) return ragged(t, *p, q, i + 1);
  }
  if (*q == t->separator) return ragged(t, *p, q, t->nfields);
  *p = q;
  return true;
}

/* No more rows than lines, nor than the separators leave room for; and one, so that a faulty one is read and told. */
static int64_t most_rows(const Table *t, const char *p)
{
  int64_t lines = 1, room = (t->end - p + 1) / t->nfields;
  while (p < t->end && (p = memchr(p, t->eol, (size_t)(t->end - p)))) {
    lines++;
    input_pass(t->in, ++p);
  }
  return (lines < room ? lines : room) + 1;
}

static Array *read_rows(Table *t, const char *p)
{
  int64_t size[2] = { most_rows(t, p), t->nchosen }, rows = 0;
  Array *a = array_new(2, size);
  if (!a) return input_memory_error(t->in);
  while (p < t->end && rows < size[0]) {
    if (t->nfields > 1 && at_line_end(t, skip_blanks(t, p))) {
      p = next_line(t, skip_blanks(t, p));
      continue;
    }
    if (!read_row(t, &p, a->data + rows * size[1])) {
      array_unref(a);
      return NULL;
    }
    rows++;
    p = next_line(t, p);
    input_pass(t->in, p);
  }
  a->size[0] = rows;
  a->stored = rows * size[1];
  return a;
}

static Array *read_table(Table *t)
{
  if (!input_check_text(t->in)) return NULL;
  const char *p = t->in->bytes;
  t->end = p + t->in->size;
  t->eol = memchr(p, '\n', t->in->size) || !memchr(p, '\r', t->in->size) ? '\n' : '\r';
  while (t->end > p && (strchr(" \r\n", t->end[-1]) || (t->end[-1] == '\t' && t->separator != '\t'))) t->end--;
  while (p < t->end && at_line_end(t, skip_blanks(t, p))) p = next_line(t, skip_blanks(t, p));

  bool header = false;
  const char *first = p;
  if (p < t->end) {
    if (!look_at_first_row(t, &p, &header) || !choose_columns(t, header ? first : NULL)) return NULL;
    p = header ? next_line(t, p) : first;
  }
  if (p >= t->end) {
    Diag *d = diag_add(t->in->diags, t->in->where, MSG_DATA_EMPTY, t->in->path);
    if (header) diag_hint(t->in->diags, d, "its only row was taken as a header; write header = false if it is not one");
    return NULL;
  }
  return read_rows(t, p);
}

static Array *read_separated(Input *in, char separator)
{
  Table t = { .in = in, .separator = separator };
  Array *a = read_table(&t);
  free(t.target);
  return a;
}

Array *csv_read(Input *in) { return read_separated(in, ','); }
Array *tsv_read(Input *in) { return read_separated(in, '\t'); }
