/* picture.h: curves and points drawn by the program gnuplot: to a file whose ending tells the format, or as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SESSION_PICTURE_H
#define MAJORANT_SESSION_PICTURE_H
#include "base/buf.h"
#include "base/diag.h"
#include <stdint.h>
#include <stdio.h>

typedef enum { DRAW_LINE, DRAW_THICK, DRAW_POINTS, DRAW_DROP, DRAW_CELLS } DrawStyle;       /* DROP: thin vertical lines between pairs; CELLS: x, y, value */

/* title NULL: without a line in the key. NAN: a gap. Columns: x, y, and for CELLS z */
typedef struct Series { const char *title; DrawStyle style; int64_t n; const double *x, *y, *z; } Series;

typedef struct Picture {
  const char *title, *xlabel, *ylabel;
  int nseries; const Series *series;
  double ylow, yhigh;                     /* the range of y; equal: all there is */
  bool upside_down;                       /* y grows downwards, as rows of a matrix do */
} Picture;

/* path NULL: as text to `out`. False with a message: no such format, no gnuplot, gnuplot failed */
bool picture_draw(Arena *, const Picture *, const char *path, FILE *out, Span, DiagList *);

#endif
