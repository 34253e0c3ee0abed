/* vector_deviation.h: sums of f(x - b) * c with f(y) = |y|, y or y²; part of vector_body.h, compiled once for each width.
 * SPDX-License-Identifier: GPL-3.0-or-later */

enum { DEV_ROWS = 4, DEV_VECS = W == 8 ? 3 : 2, DEV_COLS = 2 };

static inline __attribute__((always_inline)) V dev_term(int power, bool weighted, V y, V c)
{
  if (power == 2) return weighted ? y * c * y : y * y;
  if (power == 0) y = vabs(y);
  return weighted ? y * c : y;
}

/* ---- summed over k: rows of r stay in registers ---- */

static inline __attribute__((always_inline)) void dev_rows_block(int power, bool weighted, int rows, int vecs, int64_t last, const Deviation *q, const double *X, const double *B,
    const double *C, const double *E, double *R)
{
  V s[DEV_ROWS][DEV_VECS];
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int v = 0; v < vecs; v++) s[i][v] = (V){ 0 };
  for (int64_t k = 0; k < q->sums; k++) {
    V x[DEV_VECS];
    UNROLL for (int v = 0; v < vecs; v++) x[v] = v == vecs - 1 && last < W ? load_part(X + k * q->x_sum + v * W, last, 0) : load(X + k * q->x_sum + v * W);
    UNROLL for (int i = 0; i < rows; i++) {
      V b = splat(B[i * q->b_row + k * q->b_sum]), c = splat(weighted ? C[i * q->c_row + k * q->c_sum] : 1);
      UNROLL for (int v = 0; v < vecs; v++) s[i][v] += dev_term(power, weighted, x[v] - b, c);
    }
  }
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int v = 0; v < vecs; v++) {
      double *r = R + i * q->r_row + v * W;
      V y = q->alpha * s[i][v];
      if (E) y += E[i * q->e_row];
      if (v == vecs - 1 && last < W) store_part(r, last, q->add ? y + load_part(r, last, 0) : y);
      else store(r, q->add ? y + load(r) : y);
    }
}

static inline __attribute__((always_inline)) void dev_rows_of(int power, bool weighted, const Deviation *q, const double *X, const double *B, const double *C, double *R)
{
  for (int64_t t = 0; t < q->n; t += DEV_VECS * W) {
    int64_t w = q->n - t, i = 0;
    if (w >= DEV_VECS * W) {
      for (; i + DEV_ROWS <= q->rows; i += DEV_ROWS) dev_rows_block(power, weighted, DEV_ROWS, DEV_VECS, W, q, X + t, B + i * q->b_row, C + i * q->c_row, q->e ? q->e + i * q->e_row : NULL, R + i * q->r_row + t);
      for (; i < q->rows; i++) dev_rows_block(power, weighted, 1, DEV_VECS, W, q, X + t, B + i * q->b_row, C + i * q->c_row, q->e ? q->e + i * q->e_row : NULL, R + i * q->r_row + t);
      continue;
    }
    for (int64_t u = t; u < q->n; u += W) {
      int64_t last = q->n - u < W ? q->n - u : W;
      for (i = 0; i + DEV_ROWS <= q->rows; i += DEV_ROWS) dev_rows_block(power, weighted, DEV_ROWS, 1, last, q, X + u, B + i * q->b_row, C + i * q->c_row, q->e ? q->e + i * q->e_row : NULL, R + i * q->r_row + u);
      for (; i < q->rows; i++) dev_rows_block(power, weighted, 1, 1, last, q, X + u, B + i * q->b_row, C + i * q->c_row, q->e ? q->e + i * q->e_row : NULL, R + i * q->r_row + u);
    }
  }
}

/* ---- summed over the contiguous n: a block of rows x columns of sums ---- */

static inline __attribute__((always_inline)) void dev_sums_block(int power, bool weighted, int rows, int cols, const Deviation *q, const double *X, const double *B,
    const double *C, double *R)
{
  V s[DEV_ROWS][DEV_COLS], b[DEV_ROWS][DEV_COLS];
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int j = 0; j < cols; j++) { s[i][j] = (V){ 0 }; b[i][j] = splat(B[i * q->b_row + j * q->b_sum]); }
  int64_t t = 0;
  for (; t + W <= q->n; t += W)
    UNROLL for (int j = 0; j < cols; j++) {
      V x = load(X + j * q->x_sum + t);
      UNROLL for (int i = 0; i < rows; i++) s[i][j] += dev_term(power, weighted, x - b[i][j], weighted ? load(C + i * q->c_row + t) : x);
    }
  if (t < q->n)
    UNROLL for (int j = 0; j < cols; j++) {
      V x = load_part(X + j * q->x_sum + t, q->n - t, 0), none = (V){ 0 };
      UNROLL for (int i = 0; i < rows; i++) {
        V y = dev_term(power, weighted, x - b[i][j], weighted ? load_part(C + i * q->c_row + t, q->n - t, 0) : x), kept = none;
        memcpy(&kept, &y, (size_t)(q->n - t) * sizeof(double));
        s[i][j] += kept;
      }
    }
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < cols; j++) {
      double *r = R + i * q->r_row + j * q->r_sum, y = q->alpha * lanes_sum(s[i][j]);
      *r = q->add ? *r + y : y;
    }
}

static inline __attribute__((always_inline)) void dev_sums_of(int power, bool weighted, const Deviation *q, const double *X, const double *B, const double *C, double *R)
{
  for (int64_t i = 0, rows; i < q->rows; i += rows) {
    rows = q->rows - i >= DEV_ROWS ? DEV_ROWS : 1;
    const double *b = B + i * q->b_row, *c = C + i * q->c_row;
    double *r = R + i * q->r_row;
    int64_t j = 0;
    if (rows == 1) { for (; j < q->sums; j++) dev_sums_block(power, weighted, 1, 1, q, X + j * q->x_sum, b + j * q->b_sum, c, r + j * q->r_sum); continue; }
    for (; j + DEV_COLS <= q->sums; j += DEV_COLS) dev_sums_block(power, weighted, DEV_ROWS, DEV_COLS, q, X + j * q->x_sum, b + j * q->b_sum, c, r + j * q->r_sum);
    for (; j < q->sums; j++) dev_sums_block(power, weighted, DEV_ROWS, 1, q, X + j * q->x_sum, b + j * q->b_sum, c, r + j * q->r_sum);
  }
}

#define DEVIATION(fn, of)                                                                                             \
  static void fn(const Deviation *q, const double *X, const double *B, const double *C, double *R)                    \
  {                                                                                                                   \
    switch (2 * q->power + (C != NULL)) {                                                                             \
      case 0: of(0, false, q, X, B, B, R); break;                                                                     \
      case 1: of(0, true, q, X, B, C, R); break;                                                                      \
      case 2: of(1, false, q, X, B, B, R); break;                                                                     \
      case 3: of(1, true, q, X, B, C, R); break;                                                                      \
      case 4: of(2, false, q, X, B, B, R); break;                                                                     \
      default: of(2, true, q, X, B, C, R); break;                                                                     \
    }                                                                                                                 \
  }
DEVIATION(dev_rows, dev_rows_of)
DEVIATION(dev_sums, dev_sums_of)
