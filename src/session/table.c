/* table.c: arrays as tables for people: a number, a column, a matrix with the names of its axes, slices of larger ones.
 *
 * Rows and columns count from 1. Long arrays show their first and last rows; save writes them in full.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 100, ROWS_MOST = 60, ROWS_HEAD = 40, ROWS_TAIL = 10, CELL = 32, SLICES_MOST = 20 };

static int format(char *cell, double x)
{
  int n = fabs(x) < 1e15 && x == floor(x) ? snprintf(cell, CELL, "%.0f", x) : snprintf(cell, CELL, "%.6g", x);
  if (x == 0) n = snprintf(cell, CELL, "0");
  if (isnan(x)) n = snprintf(cell, CELL, "nan");
  return n;
}

static int digits(int64_t n)
{
  int d = 1;
  while (n >= 10) { n /= 10; d++; }
  return d;
}

/* a matrix within an array: rows of numbers that lie there, or the sparse array that holds them */
typedef struct Cells { int64_t rows, columns; const double *x; const Array *sparse; } Cells;

static double cell_value(const Cells *c, int64_t i, int64_t j) { return c->sparse ? array_at(c->sparse, (int64_t[]){ i, j }) : c->x[i * c->columns + j]; }

static bool hidden(int64_t i, int64_t n) { return n > ROWS_MOST && i >= ROWS_HEAD && i < n - ROWS_TAIL; }

/* columns [from, to) that fit on a line */
static int64_t fitting(const Cells *c, int64_t from, int label, int *width)
{
  char cell[CELL];
  int used = label;
  int64_t to = from;
  for (; to < c->columns; to++) {
    int w = digits(to + 1);
    for (int64_t i = 0; i < c->rows; i++) {
      if (hidden(i, c->rows)) continue;
      int n = format(cell, cell_value(c, i, to));
      if (n > w) w = n;
    }
    if (to > from && used + 2 + w > WIDTH) break;
    used += 2 + w;
    width[to - from] = w;
    if (to - from + 1 >= WIDTH) { to++; break; }
  }
  return to;
}

static void print_matrix(FILE *out, const Cells *c, bool header)
{
  char cell[CELL];
  int width[WIDTH + 1], label = digits(c->rows);
  for (int64_t from = 0; from < c->columns;) {
    int64_t to = fitting(c, from, label, width);
    if (header) {
      fprintf(out, "%*s", label, "");
      for (int64_t j = from; j < to; j++) fprintf(out, "  %*lld", width[j - from], (long long)(j + 1));
      fputc('\n', out);
    }
    for (int64_t i = 0; i < c->rows; i++) {
      if (hidden(i, c->rows)) {
        fprintf(out, "%*s  (%lld rows are not shown)\n", label, "…", (long long)(c->rows - ROWS_HEAD - ROWS_TAIL));
        i = c->rows - ROWS_TAIL - 1;
        continue;
      }
      fprintf(out, "%*lld", label, (long long)(i + 1));
      for (int64_t j = from; j < to; j++) {
        format(cell, cell_value(c, i, j));
        fprintf(out, "  %*s", width[j - from], cell);
      }
      fputc('\n', out);
    }
    from = to;
  }
}

static void heading(FILE *out, const char *name, int naxes, const char *const *axis, const int64_t *size)
{
  fprintf(out, "%s  [", name);
  for (int i = 0; i < naxes; i++) {
    if (i) fputs(", ", out);
    if (axis[i][0]) fprintf(out, "%s = %lld", axis[i], (long long)size[i]);
    else fprintf(out, "%lld", (long long)size[i]);
  }
  fputs("]\n", out);
}

void table_print(FILE *out, const char *name, int naxes, const char *const *axis, const Array *a)
{
  char cell[CELL];
  if (naxes == 0) {
    format(cell, a->data[0]);
    fprintf(out, "%s = %s\n", name, cell);
    return;
  }
  heading(out, name, naxes, axis, a->size);
  if (naxes == 1) print_matrix(out, &(Cells){ a->size[0], 1, a->data, NULL }, false);
  else if (naxes == 2) print_matrix(out, &(Cells){ a->size[0], a->size[1], a->data, a->sparse ? a : NULL }, true);
  else {
    int64_t rows = a->size[naxes - 2], columns = a->size[naxes - 1], slices = 1;
    for (int i = 0; i < naxes - 2; i++) slices *= a->size[i];
    for (int64_t k = 0; k < slices && k < SLICES_MOST; k++) {
      int64_t rest = k, stride = slices;
      fputc('[', out);
      for (int i = 0; i < naxes - 2; i++) {
        stride /= a->size[i];
        fprintf(out, "%lld, ", (long long)(rest / stride + 1));
        rest %= stride;
      }
      fputs(":, :]\n", out);
      print_matrix(out, &(Cells){ rows, columns, a->data + k * rows * columns, NULL }, true);
    }
    if (slices > SLICES_MOST) fprintf(out, "… (%lld more slices)\n", (long long)(slices - SLICES_MOST));
  }
}
