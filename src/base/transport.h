/* transport.h: of the matrices exp(L[i, j] + u[i] + v[j]) the one whose rows and columns have given sums: the least point of
 * sum P (log P - L) among all with these sums.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_TRANSPORT_H
#define MAJORANT_BASE_TRANSPORT_H
#include <stdbool.h>
#include <stdint.h>

/* L, sums, P: rows x columns, row-major; `sums` is any matrix without negative entries that has the sums. An L of minus infinity keeps its
 * entry at 0. False: no such matrix, or something is no number. scratch: transport_room(rows, columns) numbers */
bool transport_scale(int64_t rows, int64_t columns, const double *L, const double *sums, double *P, double *scratch);

enum { TRANSPORT_NEWTON_MOST = 1200 };     /* columns, or rows if they are fewer: beyond, no matrix over them is kept */

static inline int64_t transport_room(int64_t rows, int64_t columns)
{
  int64_t d = rows < columns ? rows : columns;
  return rows * columns + 2 * (rows + columns) + 8 * (rows > columns ? rows : columns) + (d <= TRANSPORT_NEWTON_MOST ? d * d : 0);
}

#endif
