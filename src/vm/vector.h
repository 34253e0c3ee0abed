/* vector.h: the inner loops, compiled once for each vector width; the widest that the processor has is taken at run time.
 * Sources with step 0 are one number for all, with step 1 contiguous; a destination is contiguous and may be a source.
 * Within one width the result of an element does not depend on its place or on n.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_VECTOR_H
#define MAJORANT_VM_VECTOR_H
#include "base/kernels.h"
#include <stdbool.h>
#include <stdint.h>

typedef void MapKernel(int64_t n, double *d, const double *a, int sa, const double *b, int sb, const double *c, int sc);

/* element-wise operations: VECTOR_MAP(name, result as an expression in x, y, z of vectors) */
typedef enum {
  VEC_COPY, VEC_NEG, VEC_ABS, VEC_RECIP, VEC_SQUARE, VEC_CUBE, VEC_SQRT, VEC_RSQRT, VEC_ADD, VEC_SUB, VEC_MUL, VEC_MUL0, VEC_DIV, VEC_DIV0, VEC_QUOTIENT,
  VEC_MIN, VEC_MAX, VEC_POW, VEC_FMA, VEC_EQ, VEC_NE, VEC_LT, VEC_LE, VEC_SELECT, VEC_SQDIFF_ADD, VEC_COUNT
} VecOp;

/* r[i, …] (+)= alpha * sum of f(x - b) * c with f(y) = |y|, y, y² for power 0, 1, 2; i < rows. Strides: *_row of i, *_sum of the other loop */
typedef struct Deviation {
  int power; bool add;
  int64_t rows, sums, n, x_sum, b_row, b_sum, c_row, c_sum, r_row, r_sum;
  double alpha;
  const double *e; int64_t e_row;         /* dev_rows: added to row i, or NULL */
} Deviation;

enum { LOG_SUM_MOST = 512 };

typedef struct VectorKernels {
  const char *name;
  MapKernel *map[VEC_COUNT];
  MapKernel *call[KERNEL_COUNT];                              /* NULL: no vector form */
  /* d = |sum|, products, extremes of a contiguous row */
  double (*sum)(int64_t n, const double *a);
  double (*dot)(int64_t n, const double *a, const double *b);
  double (*prod)(int64_t n, const double *a);
  /* the sum of the logarithms of n <= LOG_SUM_MOST numbers, as that of their product; false: some are not positive, finite and normal */
  bool (*log_sum)(int64_t n, const double *a, double *sum);
  double (*least)(int64_t n, const double *a);
  double (*greatest)(int64_t n, const double *a);
  /* columns t < n of a[k * as + t], k < rows: the least or greatest, and the first k at which it is (as a number); a NaN
   * counts in row 0 alone */
  void (*argmin_columns)(int64_t rows, int64_t n, const double *a, int64_t as, double *best, double *at);
  void (*argmax_columns)(int64_t rows, int64_t n, const double *a, int64_t as, double *best, double *at);
  /* where a is below best: best = a, at = k (as a number); second: the least of what does not win */
  void (*argmin2_row)(int64_t n, const double *a, double k, double *best, double *at, double *second);
  /* columns t < n of a[k * as + t], k < rows: lse[t] = log sum exp, s[k * ss + t] = exp(a - lse); all -inf: -inf, 0. s, lse may be
   * NULL, s may be a */
  void (*softmax)(int64_t rows, int64_t n, const double *a, int64_t as, double *s, int64_t ss, double *lse);
  /* d[k] = a[at[k] * step], k < n */
  void (*gather)(int64_t n, double *d, const double *a, const int32_t *at, int64_t step);
  /* d[z * ds + k] = sum{q < count} a[at[k * ik + q * iq] * step + q * aq + z], z < rows, k < n */
  void (*gather_sums)(int64_t rows, int64_t n, int64_t count, double *d, int64_t ds, const double *a, int64_t aq, const int32_t *at, int64_t ik, int64_t iq, int64_t step);
  /* d[z * ds + k] = a[at[k] * step + z], k < n, z < rows: rows that are picked become columns */
  void (*gather_rows)(int64_t rows, int64_t n, double *d, int64_t ds, const double *a, const int32_t *at, int64_t step);
  /* for e < m: out[e] = alpha * sum{z < n} A[ia[e] * as + z] * B[ib[e] * bs + z]; ia NULL: e itself */
  void (*rows_dot)(int64_t m, int64_t n, double *out, double alpha, const double *A, const int32_t *ia, int64_t as,
                   const double *B, const int32_t *ib, int64_t bs);
  /* for e < m: out[e] = sum{z < n} (X[e * xs + z] - B[ib[e] * n + z])^2 */
  void (*rows_sqdist)(int64_t m, int64_t n, double *out, const double *X, int64_t xs, const double *B, const int32_t *ib);
  /* for e < m: C[ic[e] * cs + z] += w[e * sw] * B[ib[e] * bs + z]; w NULL: 1; ib NULL: e itself */
  void (*rows_add)(int64_t m, int64_t n, double *C, const int32_t *ic, int64_t cs, const double *w, int sw,
                   const double *B, const int32_t *ib, int64_t bs);
  /* for e < m: C[ic[e] * cs + i * ci + z] += A[e * rows + i] * B[e * n + z], i < rows, z < n */
  void (*outer_add)(int64_t m, int64_t rows, int64_t n, double *C, const int32_t *ic, int64_t cs, int64_t ci, const double *A, const double *B);
  /* C[i, t] (+)= alpha * sum{k} A[i * am + k * ak] * B[k * bk + t], then not below `least`; rows of C and B contiguous in
   * t < n; blocks of `panel` columns are computed at a time */
  int64_t panel;
  void (*gemm_rows)(int64_t m, int64_t n, int64_t k, double alpha, const double *A, int64_t am, int64_t ak,
                    const double *B, int64_t bk, double *C, int64_t cm, bool add, double least);
  /* C[i * cm + j * cn] (+)= alpha * sum{t < k} A[i * am + t] * B[j * bn + t], rows contiguous in the summed t */
  void (*gemm_dots)(int64_t m, int64_t n, int64_t k, double alpha, const double *A, int64_t am,
                    const double *B, int64_t bn, double *C, int64_t cm, int64_t cn, bool add);
  /* C[i * cm + t] (+)= alpha * sum{q < k} A[q * ap + i] * B[t * bn + q], t < n, i < m: rows of data against a packed matrix; rows of A are
   * padded with zeros to whole vectors (packed_row) */
  void (*gemm_turned)(int64_t m, int64_t n, int64_t k, double alpha, const double *A, int64_t ap, const double *B, int64_t bn, double *C, int64_t cm, bool add);
  int64_t width;
  /* C[t] (+)= alpha * sum{q < k} A[q * ak + t] * B[q * bk + t], t < n */
  void (*dot_columns)(int64_t n, int64_t k, double alpha, const double *A, int64_t ak, const double *B, int64_t bk, double *C, bool add);
  /* rows: r[i, t] over k < sums of x[k, t], b[i, k], c[i, k]; sums: r[i, j] over t < n of x[j, t], b[i, j], c[i, t], j < sums. c NULL: 1 */
  void (*dev_rows)(const Deviation *, const double *x, const double *b, const double *c, double *r);
  void (*dev_sums)(const Deviation *, const double *x, const double *b, const double *c, double *r);
  /* d[i * n + j] = w[i] * s[i * ss + j], 0 where either is 0; j < n */
  void (*scale_rows)(int64_t rows, int64_t n, double *d, const double *s, int64_t ss, const double *w);
  /* rows of p less shift; square[t] = the sum of their squares, t < n */
  void (*center)(int64_t rows, int64_t n, double *p, int64_t pitch, const double *shift, double *square);
  /* d[j * ds + i] = s[i * ss + j], i < rows, j < columns */
  void (*transpose)(int64_t rows, int64_t columns, double *d, int64_t ds, const double *s, int64_t ss);
} VectorKernels;

extern const VectorKernels vector_plain, vector_avx2, vector_avx512;       /* the last two: x86-64 only */
const VectorKernels *vector_kernels(void);                                 /* MAJORANT_VECTOR=plain|avx2|avx512 asks for less */

#endif
