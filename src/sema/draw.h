/* draw.h: how a start is drawn. The words are those of builtins.def, the draws themselves fit/start.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_DRAW_H
#define MAJORANT_SEMA_DRAW_H

typedef enum {
  DRAW_NONE,
  DRAW_ROWS,                      /* distinct rows of an array */
  DRAW_FAR_ROWS,                  /* rows far from each other: k-means++ */
  DRAW_EVENLY, DRAW_NORMALLY      /* numbers, between two; by mean and standard deviation */
} DrawKind;

#endif
