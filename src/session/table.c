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

static bool hidden(int64_t i, int64_t n) { return n > ROWS_MOST && i >= ROWS_HEAD && i < n - ROWS_TAIL; }

/* columns [from, to) that fit on a line */
static int64_t fitting(const double *x, int64_t rows, int64_t columns, int64_t from, int label, int *width)
{
  char cell[CELL];
  int used = label;
  int64_t to = from;
  for (; to < columns; to++) {
    int w = digits(to + 1);
    for (int64_t i = 0; i < rows; i++) {
      if (hidden(i, rows)) continue;
      int n = format(cell, x[i * columns + to]);
      if (n > w) w = n;
    }
    if (to > from && used + 2 + w > WIDTH) break;
    used += 2 + w;
    width[to - from] = w;
    if (to - from + 1 >= WIDTH) { to++; break; }
  }
  return to;
}

static void print_matrix(FILE *out, const double *x, int64_t rows, int64_t columns, bool header)
{
  char cell[CELL];
  int width[WIDTH + 1], label = digits(rows);
  for (int64_t from = 0; from < columns;) {
    int64_t to = fitting(x, rows, columns, from, label, width);
    if (header) {
      fprintf(out, "%*s", label, "");
      for (int64_t j = from; j < to; j++) fprintf(out, "  %*lld", width[j - from], (long long)(j + 1));
      fputc('\n', out);
    }
    for (int64_t i = 0; i < rows; i++) {
      if (hidden(i, rows)) {
        fprintf(out, "%*s  (%lld rows are not shown)\n", label, "…", (long long)(rows - ROWS_HEAD - ROWS_TAIL));
        i = rows - ROWS_TAIL - 1;
        continue;
      }
      fprintf(out, "%*lld", label, (long long)(i + 1));
      for (int64_t j = from; j < to; j++) {
        format(cell, x[i * columns + j]);
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
  Array *dense = a->sparse ? array_dense(a) : NULL;
  const double *x = dense ? dense->data : a->data;
  if (naxes == 1) print_matrix(out, x, a->size[0], 1, false);
  else if (naxes == 2) print_matrix(out, x, a->size[0], a->size[1], true);
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
      print_matrix(out, x + k * rows * columns, rows, columns, true);
    }
    if (slices > SLICES_MOST) fprintf(out, "… (%lld more slices)\n", (long long)(slices - SLICES_MOST));
  }
  array_unref(dense);
}
