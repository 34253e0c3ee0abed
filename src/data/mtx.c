/* mtx.c: reads and writes Matrix Market files.
 *
 *     %%MatrixMarket matrix (coordinate | array) (real | integer | pattern) (general | symmetric | skew-symmetric)
 *     % comments
 *     rows columns [entries]
 *     row column [value]          coordinate: indices from 1, any order; entries that occur twice are added up
 *     value                       array: column by column
 *
 * A symmetric file holds the lower triangle. Coordinates give a sparse array in compressed columns, array a dense one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buf.h"
#include "data/formats.h"
#include "data/number.h"
#include <stdlib.h>
#include <string.h>

typedef enum { GENERAL, SYMMETRIC, SKEW } Symmetry;
enum { ENTRIES_BETWEEN = 4096 };  /* two times of giving back what was read */

typedef struct Mtx {
  Input *in;
  const char *p;
  bool coordinate, pattern;
  Symmetry symmetry;
  int64_t size[2], entries;
} Mtx;

typedef struct Entry { int32_t row, column; double value; } Entry;

static bool bad(Mtx *m, const char *at, const char *why, const char *mend)
{
  Diag *d = diag_add(m->in->diags, m->in->where, MSG_DATA_MTX, input_place(m->in, at), why);
  if (mend) diag_hint(m->in->diags, d, "%s", mend);
  return false;
}

static void skip_blanks(Mtx *m)
{
  while (*m->p == ' ' || *m->p == '\t') m->p++;
}

static void skip_white(Mtx *m)
{
  while (*m->p == ' ' || *m->p == '\t' || *m->p == '\n' || *m->p == '\r') m->p++;
}

/* the next word of the first line is `word`, in any case */
static bool take_word(Mtx *m, const char *word)
{
  skip_blanks(m);
  size_t n = strcspn(m->p, " \t\r\n");
  if (n != strlen(word)) return false;
  for (size_t i = 0; i < n; i++)
    if ((m->p[i] | 0x20) != (word[i] | 0x20)) return false;
  m->p += n;
  return true;
}

static bool read_banner(Mtx *m)
{
  static const char first_line[] = "the first line reads: %%MatrixMarket matrix coordinate real general";
  if (!take_word(m, "%%MatrixMarket") || !take_word(m, "matrix")) return bad(m, m->p, "it does not begin with %%MatrixMarket matrix", first_line);
  m->coordinate = take_word(m, "coordinate");
  if (!m->coordinate && !take_word(m, "array")) return bad(m, m->p, "coordinate or array is expected here", first_line);
  m->pattern = take_word(m, "pattern");
  if (m->pattern && !m->coordinate) return bad(m, m->p, "a pattern has coordinates", first_line);
  if (!m->pattern && !take_word(m, "real") && !take_word(m, "integer") && !take_word(m, "double"))
    return bad(m, m->p, "real, integer or pattern is expected here", "complex numbers cannot be read; save their parts as two files");
  m->symmetry = take_word(m, "symmetric") ? SYMMETRIC : take_word(m, "skew-symmetric") ? SKEW : GENERAL;
  if (m->symmetry == GENERAL && !take_word(m, "general")) return bad(m, m->p, "general, symmetric or skew-symmetric is expected here", first_line);
  skip_blanks(m);
  if (!strchr("\r\n", *m->p)) return bad(m, m->p, "something follows on the first line", first_line);
  return true;
}

static bool read_sizes(Mtx *m)
{
  int64_t *to[3] = { &m->size[0], &m->size[1], &m->entries };
  for (skip_white(m); *m->p == '%'; skip_white(m)) m->p += strcspn(m->p, "\r\n");
  for (int i = 0; i < (m->coordinate ? 3 : 2); i++) {
    skip_blanks(m);
    const char *at = m->p;
    int64_t n = 0;
    for (; *m->p >= '0' && *m->p <= '9'; m->p++)
      if (n < INT64_MAX / 10 - 1) n = 10 * n + (*m->p - '0');
    if (m->p == at || !strchr(" \t\r\n", *m->p))
      return bad(m, at, "a whole number is expected here", m->coordinate ? "the line after the comments reads: rows columns entries" : "the line after the comments reads: rows columns");
    if (n == 0 && i < 2) {
      diag_add(m->in->diags, m->in->where, MSG_DATA_EMPTY, m->in->path);
      return false;
    }
    if (n > INT32_MAX && i < 2) return bad(m, at, "there are more than 2^31 - 1 rows or columns", NULL);
    *to[i] = n;
  }
  skip_blanks(m);
  if (!strchr("\r\n", *m->p)) return bad(m, m->p, "something follows the sizes", NULL);
  if (m->symmetry != GENERAL && m->size[0] != m->size[1]) return bad(m, m->p, "it is symmetric, but not square", NULL);
  return true;
}

/* what the header declares against what the bytes that follow could hold at most */
static bool check_size(Mtx *m, int64_t declared, int least_bytes)
{
  int64_t there = m->in->bytes + (int64_t)m->in->size - m->p, room = (there + 1) / least_bytes;
  if (declared <= room) return true;
  Arena *arena = m->in->diags->arena;
  Diag *d = diag_add(m->in->diags, m->in->where, MSG_DATA_SIZE, m->in->path,
                     arena_printf(arena, "%lld values", (long long)declared), arena_printf(arena, "%lld at most", (long long)room));
  diag_hint(m->in->diags, d, "the file is damaged or was not copied whole");
  return false;
}

static bool end_of_entry(Mtx *m)
{
  skip_blanks(m);
  if (*m->p == '\n' || *m->p == '\r' || !*m->p) return true;
  const char *end = m->p + strcspn(m->p, "\r\n");
  Diag *d = diag_add(m->in->diags, m->in->where, MSG_DATA_MTX_REST, input_place(m->in, m->p), input_excerpt(m->in, m->p, end));
  if (m->coordinate) diag_hint(m->in->diags, d, m->pattern ? "a line of a pattern reads: row column" : "a line reads: row column value");
  return false;
}

static bool missing_entries(Mtx *m, int64_t found, int64_t declared)
{
  Arena *arena = m->in->diags->arena;
  Diag *d = diag_add(m->in->diags, m->in->where, MSG_DATA_SIZE, m->in->path,
                     arena_printf(arena, "%lld values", (long long)declared), arena_printf(arena, "%lld", (long long)found));
  diag_hint(m->in->diags, d, "the file was not copied whole, or its line of sizes is wrong");
  return false;
}

static bool at_end(Mtx *m, int64_t declared)
{
  skip_white(m);
  if (!*m->p) return true;
  return bad(m, m->p, arena_printf(m->in->diags->arena, "there is more than the %lld values that it declares", (long long)declared),
             "correct its line of sizes");
}

static bool read_index(Mtx *m, int axis, int32_t *index)
{
  skip_blanks(m);
  const char *at = m->p;
  int64_t n = 0;
  while (*m->p >= '0' && *m->p <= '9' && n <= INT32_MAX) n = 10 * n + (*m->p++ - '0');
  if (n >= 1 && n <= m->size[axis] && (*m->p == ' ' || *m->p == '\t' || *m->p == '\n' || *m->p == '\r' || !*m->p)) {
    *index = (int32_t)(n - 1);
    return true;
  }
  const char *word = input_excerpt(m->in, at, at + strcspn(at, " \t\r\n"));
  if (!*word) return bad(m, at, "an index is missing here", "a line reads: row column value");
  Diag *d = diag_add(m->in->diags, m->in->where, MSG_DATA_MTX_INDEX, input_place(m->in, at), axis ? "column" : "row", word, (long long)m->size[axis]);
  diag_hint(m->in->diags, d, "indices are whole numbers from 1");
  return false;
}

static bool read_entry(Mtx *m, Entry *e)
{
  const char *line = m->p;
  if (!read_index(m, 0, &e->row) || !read_index(m, 1, &e->column)) return false;
  e->value = 1;
  if (!m->pattern && !input_number(m->in, &m->p, "", &e->value)) return false;
  if (!end_of_entry(m)) return false;
  if (m->symmetry == SKEW ? e->row <= e->column : m->symmetry == SYMMETRIC && e->row < e->column)
    return bad(m, line, "an entry of a symmetric matrix lies above its lower triangle", "write general, or leave out the upper triangle");
  return true;
}

/* Up to 9 digits and a byte that is none; leaves at = NULL where there are none, or more. */
static inline int64_t few_digits(const char **at)
{
  const char *p = *at;
  int64_t n = 0;
  while ((unsigned char)(*p - '0') < 10 && p - *at < 10) n = 10 * n + (*p++ - '0');
  *at = p == *at || p - *at == 10 ? NULL : p;
  return n;
}

/* The way of all but a few lines: "row column value", one blank between them, nothing behind, a general matrix. False for any
 * other line, right or wrong, and for a fault: read_entry looks at it then. */
static inline bool read_usual_entry(Mtx *m, Entry *e)
{
  const char *p = m->p;
  if (m->pattern || m->symmetry != GENERAL) return false;
  int64_t row = few_digits(&p);
  if (!p || *p++ != ' ' || row < 1 || row > m->size[0]) return false;
  int64_t column = few_digits(&p);
  if (!p || *p++ != ' ' || column < 1 || column > m->size[1]) return false;
  const char *number = p;
  int64_t whole = few_digits(&p);
  if (p && *p == '\n') e->value = (double)whole;
  else if (number_scan(number, &p, &e->value) != NUMBER_OK || *p != '\n') return false;
  e->row = (int32_t)(row - 1);
  e->column = (int32_t)(column - 1);
  m->p = p;
  return true;
}

/* ---- coordinates: the file is gone through twice, to count the entries of each column and to put them where they belong, so that
 * nothing is held besides the array itself */

typedef struct Columns {
  int64_t *start;                 /* first the number of entries of the column before, then where the next one of the column goes */
  int64_t entries;                /* all of them, with those that symmetry adds; known after counting */
  int32_t *row;
  double *value;
} Columns;

static inline void take_entry(Columns *c, bool place, int32_t row, int32_t column, double value)
{
  if (!place) {
    c->start[column + 1]++;
    c->entries++;
    return;
  }
  int64_t at = c->start[column]++;
  c->row[at] = row;
  c->value[at] = value;
}

/* A mapped file may change between the two visits: the test of the place keeps what is written within bounds. */
static inline bool go_through(Mtx *m, Columns *c, bool place)
{
  for (int64_t i = 0; i < m->entries; i++) {
    Entry e;
    if (*m->p == '\n') m->p++;
    if (!read_usual_entry(m, &e)) {
      skip_white(m);
      if (!*m->p) return missing_entries(m, i, m->entries);
      if (!read_entry(m, &e)) return false;
    }
    bool twice = m->symmetry != GENERAL && e.row != e.column;
    if (place && (c->start[e.column] >= c->entries || (twice && c->start[e.row] >= c->entries)))
      return bad(m, m->p, "the file changed while it was read", NULL);
    take_entry(c, place, e.row, e.column, e.value);
    if (twice) take_entry(c, place, e.column, e.row, m->symmetry == SKEW ? -e.value : e.value);
    if (i % ENTRIES_BETWEEN == 0) input_pass(m->in, m->p);
  }
  return at_end(m, m->entries);
}

static int by_row(const void *a, const void *b)
{
  const Entry *x = a, *y = b;
  return x->row != y->row ? (x->row < y->row ? -1 : 1) : (x->column > y->column) - (x->column < y->column);
}

/* Entries sorted by row; their column number, which is not needed, holds the order of the file, in which sums are taken. */
static bool sort_column(int32_t *row, double *value, int64_t n)
{
  Entry *e = malloc((size_t)n * sizeof *e);
  if (!e) return false;
  for (int64_t i = 0; i < n; i++) e[i] = (Entry){ row[i], (int32_t)i, value[i] };
  qsort(e, (size_t)n, sizeof *e, by_row);
  for (int64_t i = 0; i < n; i++) {
    row[i] = e[i].row;
    value[i] = e[i].value;
  }
  free(e);
  return true;
}

/* Makes the rows of one column's entries ascend, adds duplicates up, and returns how many are left, -1 when memory is short.
 * Most files have them in order already. */
static int64_t settle_column(int32_t *row, double *value, int64_t n)
{
  bool ascending = true, strictly = true;
  for (int64_t i = 1; i < n; i++) {
    ascending = ascending && row[i - 1] <= row[i];
    strictly = strictly && row[i - 1] < row[i];
  }
  if (strictly) return n;
  if (!ascending && !sort_column(row, value, n)) return -1;
  int64_t kept = 0;
  for (int64_t i = 0; i < n; i++)
    if (kept && row[kept - 1] == row[i]) value[kept - 1] += value[i];
    else {
      row[kept] = row[i];
      value[kept++] = value[i];
    }
  return kept;
}

/* Settles all columns and closes the gaps; start[] is where each ends, and becomes where each begins. Returns what is kept. */
static int64_t settle_columns(Columns *c, int64_t columns)
{
  int64_t kept = 0, begin = 0;
  for (int64_t i = 0; i < columns; i++) {
    int64_t end = c->start[i], count = settle_column(c->row + begin, c->value + begin, end - begin);
    if (count < 0) return -1;
    if (kept != begin) {
      memmove(c->row + kept, c->row + begin, (size_t)count * sizeof *c->row);
      memmove(c->value + kept, c->value + begin, (size_t)count * sizeof *c->value);
    }
    c->start[i] = kept;
    kept += count;
    begin = end;
  }
  c->start[columns] = kept;
  return kept;
}

static Array *place_entries(Mtx *m, Columns *c)
{
  for (int64_t i = 0; i < m->size[1]; i++) c->start[i + 1] += c->start[i];
  if (!go_through(m, c, true)) return NULL;
  if (settle_columns(c, m->size[1]) < 0) return input_memory_error(m->in);
  Array *a = array_new_columns(m->size[0], m->size[1], c->start, c->row, c->value);
  if (!a) return input_memory_error(m->in);
  *c = (Columns){0};
  return a;
}

/* A few columns without entries are no trouble, but their number is nobody's word to allocate by. */
static bool check_columns(Mtx *m)
{
  int64_t most = INT64_C(1) << 21, by_file = 2 * (int64_t)m->in->size;
  if (m->size[1] <= (by_file > most ? by_file : most)) return true;
  return bad(m, m->p, "it declares far more columns than it has entries", "leave out empty columns, or transpose it");
}

static Array *read_coordinates(Mtx *m)
{
  if (!check_columns(m) || !check_size(m, m->entries, m->pattern ? 4 : 6)) return NULL;
  Columns c = { .start = calloc((size_t)m->size[1] + 1, sizeof *c.start) };
  const char *first = m->p;
  Array *a = NULL;
  if (!c.start) input_memory_error(m->in);
  else if (go_through(m, &c, false)) {
    m->p = first;
    c.row = array_room(c.entries, sizeof *c.row);
    c.value = array_room(c.entries, sizeof *c.value);
    a = c.row && c.value ? place_entries(m, &c) : input_memory_error(m->in);
  }
  free(c.start);
  free(c.row);
  free(c.value);
  return a;
}

static Array *read_dense(Mtx *m)
{
  int64_t rows = m->size[0], columns = m->size[1], values = rows * columns;      /* below 2^62 */
  if (m->symmetry == SYMMETRIC) values = rows * (rows + 1) / 2;
  if (m->symmetry == SKEW) values = rows * (rows - 1) / 2;
  if (!check_size(m, values, 2)) return NULL;
  Array *a = array_new(2, m->size);
  if (!a) return input_memory_error(m->in);
  int64_t found = 0;
  for (int64_t c = 0; c < columns; c++)
    for (int64_t r = m->symmetry == GENERAL ? 0 : m->symmetry == SKEW ? c + 1 : c; r < rows; r++, found++) {
      double value;
      skip_white(m);
      if (!*m->p ? !missing_entries(m, found, values) : !input_number(m->in, &m->p, "", &value) || !end_of_entry(m)) goto failed;
      a->data[r * columns + c] = value;
      if (found % ENTRIES_BETWEEN == 0) input_pass(m->in, m->p);
      if (m->symmetry != GENERAL) a->data[c * columns + r] = m->symmetry == SKEW && r != c ? -value : value;
    }
  if (at_end(m, values)) return a;
failed:
  array_unref(a);
  return NULL;
}

Array *mtx_read(Input *in)
{
  if (!input_check_text(in)) return NULL;
  Mtx m = { .in = in, .p = in->bytes };
  if (!read_banner(&m) || !read_sizes(&m)) return NULL;
  return m.coordinate ? read_coordinates(&m) : read_dense(&m);
}

void mtx_write(Output *out)
{
  const Array *a = out->items[0].array;
  int64_t rows = a->naxes > 0 ? a->size[0] : 1, columns = a->naxes > 1 ? a->size[1] : 1;
  Buf b = {0};
  if (a->sparse) buf_printf(&b, "%%%%MatrixMarket matrix coordinate real general\n%lld %lld %lld\n", (long long)rows, (long long)columns, (long long)a->stored);
  else buf_printf(&b, "%%%%MatrixMarket matrix array real general\n%lld %lld\n", (long long)rows, (long long)columns);
  for (int64_t c = 0; c < columns; c++) {
    int64_t begin = a->sparse ? a->column_start[c] : 0, end = a->sparse ? a->column_start[c + 1] : rows;
    for (int64_t i = begin; i < end; i++) {
      if (a->sparse) buf_printf(&b, "%lld %lld ", (long long)a->row[i] + 1, (long long)c + 1);
      buf_number(&b, a->sparse ? a->data[i] : a->data[i * columns + c]);
      buf_putc(&b, '\n');
      output_drain(out, &b, false);
    }
  }
  output_drain(out, &b, true);
}
