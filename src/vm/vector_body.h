/* vector_body.h: the kernels of vector.h for one width; vector_*.c define W (doubles in a vector), NAME(x) and TABLE.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/vector_lanes.h"
#include "vm/vector_math.h"
#include "vm/vector_map.h"
#include "vm/vector_reduce.h"

/* ---- numbers and rows picked by index ---- */

/* one by one: the instruction that picks eight at a time is slower than eight loads on processors that guard it */
static void gather(int64_t n, double *d, const double *a, const int32_t *at, int64_t step)
{
  int64_t k = 0;
  if (step == 1)
    for (; k + 8 <= n; k += 8) UNROLL for (int j = 0; j < 8; j++) d[k + j] = a[at[k + j]];
  for (; k < n; k++) d[k] = a[at[k] * step];
}

static void gather_rows(int64_t rows, int64_t n, double *d, int64_t ds, const double *a, const int32_t *at, int64_t step)
{
  int64_t k = 0, whole = rows / W * W, rest = rows - whole;
  for (; k + W <= n; k += W) {
    V x[W];
    for (int64_t z = 0; z < whole; z += W) {
      UNROLL for (int j = 0; j < W; j++) x[j] = load(a + at[k + j] * step + z);
      transpose_block(x);
      UNROLL for (int j = 0; j < W; j++) store(d + (z + j) * ds + k, x[j]);
    }
    if (rest == 0) continue;
    UNROLL for (int j = 0; j < W; j++) x[j] = load_part(a + at[k + j] * step + whole, rest, 0);
    transpose_block(x);
    for (int64_t j = 0; j < rest; j++) store(d + (whole + j) * ds + k, x[j]);
  }
  for (; k < n; k++) for (int64_t z = 0; z < rows; z++) d[z * ds + k] = a[at[k] * step + z];
}

static inline __attribute__((always_inline)) V picked_sum(int64_t part, int64_t count, const double *a, int64_t aq, const int32_t *at, int64_t iq, int64_t step)
{
  V s = { 0 };
  for (int64_t q = 0; q < count; q++) {
    const double *row = a + at[q * iq] * step + q * aq;
    s += part ? load_part(row, part, 0) : load(row);
  }
  return s;
}

static void gather_sums(int64_t rows, int64_t n, int64_t count, double *d, int64_t ds, const double *a, int64_t aq, const int32_t *at, int64_t ik, int64_t iq, int64_t step)
{
  int64_t k = 0, whole = rows / W * W, rest = rows - whole;
  for (; k + W <= n; k += W) {
    V x[W];
    for (int64_t z = 0; z < whole; z += W) {
      UNROLL for (int j = 0; j < W; j++) x[j] = picked_sum(0, count, a + z, aq, at + (k + j) * ik, iq, step);
      transpose_block(x);
      UNROLL for (int j = 0; j < W; j++) store(d + (z + j) * ds + k, x[j]);
    }
    if (rest == 0) continue;
    UNROLL for (int j = 0; j < W; j++) x[j] = picked_sum(rest, count, a + whole, aq, at + (k + j) * ik, iq, step);
    transpose_block(x);
    for (int64_t j = 0; j < rest; j++) store(d + (whole + j) * ds + k, x[j]);
  }
  for (; k < n; k++)
    for (int64_t z = 0; z < rows; z++) {
      double sum = 0;
      for (int64_t q = 0; q < count; q++) sum += a[at[k * ik + q * iq] * step + q * aq + z];
      d[z * ds + k] = sum;
    }
}

static void rows_dot(int64_t m, int64_t n, double *out, double alpha, const double *A, const int32_t *ia, int64_t as,
                     const double *B, const int32_t *ib, int64_t bs)
{
  for (int64_t e = 0; e < m; e++) {
    const double *a = A + (ia ? ia[e] : e) * as, *b = B + (ib ? ib[e] : e) * bs;
    V s0 = { 0 }, s1 = { 0 };
    int64_t z = 0;
    for (; z + 2 * W <= n; z += 2 * W) { s0 += load(a + z) * load(b + z); s1 += load(a + z + W) * load(b + z + W); }
    for (; z + W <= n; z += W) s0 += load(a + z) * load(b + z);
    if (z < n) s1 += load_part(a + z, n - z, 0) * load_part(b + z, n - z, 0);
    out[e] = alpha * lanes_sum(s0 + s1);
  }
}

static void rows_sqdist(int64_t m, int64_t n, double *out, const double *X, int64_t xs, const double *B, const int32_t *ib)
{
  for (int64_t e = 0; e < m; e++) {
    const double *x = X + e * xs, *b = B + ib[e] * n;
    V s0 = { 0 }, s1 = { 0 };
    int64_t z = 0;
    for (; z + 2 * W <= n; z += 2 * W) {
      V p = load(x + z) - load(b + z), q = load(x + z + W) - load(b + z + W);
      s0 += p * p;
      s1 += q * q;
    }
    for (; z + W <= n; z += W) { V p = load(x + z) - load(b + z); s0 += p * p; }
    if (z < n) { V p = load_part(x + z, n - z, 0) - load_part(b + z, n - z, 0); s1 += p * p; }
    out[e] = lanes_sum(s0 + s1);
  }
}

/* rows first .. last - 1 go to the same row c: summed in registers, `vecs` vectors at a time */
static inline __attribute__((always_inline)) void rows_add_block(int vecs, int64_t part, int64_t first, int64_t last, double *c, const double *w, int sw,
    const double *B, const int32_t *ib, int64_t bs)
{
  V s[8];
  UNROLL for (int v = 0; v < vecs; v++) s[v] = part ? load_part(c + v * W, part, 0) : load(c + v * W);
  for (int64_t e = first; e < last; e++) {
    const double *b = B + (ib ? ib[e] : e) * bs;
    V f = splat(w ? w[e * sw] : 1);
    UNROLL for (int v = 0; v < vecs; v++) s[v] += f * (part ? load_part(b + v * W, part, 0) : load(b + v * W));
  }
  UNROLL for (int v = 0; v < vecs; v++) if (part) store_part(c + v * W, part, s[v]); else store(c + v * W, s[v]);
}

/* rows of a few whole vectors, each added where it lies */
static inline __attribute__((always_inline)) void rows_add_short(int vecs, int64_t m, double *C, const int32_t *ic, int64_t cs, const double *B, int64_t bs)
{
  for (int64_t e = 0; e < m; e++) {
    double *c = C + ic[e] * cs;
    UNROLL for (int v = 0; v < vecs; v++) store(c + v * W, load(c + v * W) + load(B + e * bs + v * W));
  }
}

/* rows of n < W numbers, in pairs: what a masked store has written cannot be read again before it has reached the cache, and few rows mean
 * that the next one is often the same */
typedef double Pair __attribute__((vector_size(16), aligned(8), may_alias));
static inline __attribute__((always_inline)) void rows_add_narrow(int n, int64_t m, double *C, const int32_t *ic, int64_t cs, const double *w, int sw,
    const double *B, const int32_t *ib, int64_t bs)
{
  for (int64_t e = 0; e < m; e++) {
    double *c = C + ic[e] * cs, f = w ? w[e * sw] : 1;
    const double *b = B + (ib ? ib[e] : e) * bs;
    UNROLL for (int z = 0; z + 2 <= n; z += 2) *(Pair *)(c + z) += f * *(const Pair *)(b + z);
    if (n % 2) c[n - 1] += f * b[n - 1];
  }
}

/* false: the rows are wider */
static bool rows_added_narrow(int64_t m, int64_t n, double *C, const int32_t *ic, int64_t cs, const double *w, int sw, const double *B, const int32_t *ib, int64_t bs)
{
  if (n >= W) return false;
  switch (n) {
  case 1: rows_add_narrow(1, m, C, ic, cs, w, sw, B, ib, bs); return true;
  case 2: rows_add_narrow(2, m, C, ic, cs, w, sw, B, ib, bs); return true;
  case 3: rows_add_narrow(3, m, C, ic, cs, w, sw, B, ib, bs); return true;
  case 4: rows_add_narrow(4, m, C, ic, cs, w, sw, B, ib, bs); return true;
  case 5: rows_add_narrow(5, m, C, ic, cs, w, sw, B, ib, bs); return true;
  case 6: rows_add_narrow(6, m, C, ic, cs, w, sw, B, ib, bs); return true;
  case 7: rows_add_narrow(7, m, C, ic, cs, w, sw, B, ib, bs); return true;
  default: return false;
  }
}

static void rows_add(int64_t m, int64_t n, double *C, const int32_t *ic, int64_t cs, const double *w, int sw,
                     const double *B, const int32_t *ib, int64_t bs)
{
  if (rows_added_narrow(m, n, C, ic, cs, w, sw, B, ib, bs)) return;
  if (!w && !ib && n == W) { rows_add_short(1, m, C, ic, cs, B, bs); return; }
  if (!w && !ib && n == 2 * W) { rows_add_short(2, m, C, ic, cs, B, bs); return; }
  for (int64_t e = 0, last; e < m; e = last) {
    double *c = C + ic[e] * cs;
    for (last = e + 1; last < m && ic[last] == ic[e]; last++) { }
    int64_t z = 0;
    for (; z + 8 * W <= n; z += 8 * W) rows_add_block(8, 0, e, last, c + z, w, sw, B + z, ib, bs);
    if (z + 4 * W <= n) { rows_add_block(4, 0, e, last, c + z, w, sw, B + z, ib, bs); z += 4 * W; }
    if (z + 2 * W <= n) { rows_add_block(2, 0, e, last, c + z, w, sw, B + z, ib, bs); z += 2 * W; }
    if (z + W <= n) { rows_add_block(1, 0, e, last, c + z, w, sw, B + z, ib, bs); z += W; }
    if (z < n) rows_add_block(1, n - z, e, last, c + z, w, sw, B + z, ib, bs);
  }
}

/* a row of B stays in registers: `vecs` vectors, `last` elements in the last of them */
static inline __attribute__((always_inline)) void outer_add_block(int vecs, int64_t last, int64_t rows, double *c, int64_t ci, const double *a, const double *b)
{
  V x[4];
  UNROLL for (int v = 0; v < vecs; v++) x[v] = v == vecs - 1 && last < W ? load_part(b + v * W, last, 0) : load(b + v * W);
  for (int64_t i = 0; i < rows; i++) {
    V f = splat(a[i]);
    UNROLL for (int v = 0; v < vecs; v++) {
      double *to = c + i * ci + v * W;
      if (v == vecs - 1 && last < W) store_part(to, last, load_part(to, last, 0) + f * x[v]); else store(to, load(to) + f * x[v]);
    }
  }
}

static void outer_add(int64_t m, int64_t rows, int64_t n, double *C, const int32_t *ic, int64_t cs, int64_t ci, const double *A, const double *B)
{
  for (int64_t e = 0; e < m; e++) {
    double *c = C + ic[e] * cs;
    const double *a = A + e * rows, *b = B + e * n;
    int64_t z = 0;
    if (e + 4 < m) __builtin_prefetch(C + ic[e + 4] * cs, 1);
    for (; z + 4 * W <= n; z += 4 * W) outer_add_block(4, W, rows, c + z, ci, a, b + z);
    if (z + 2 * W <= n) { outer_add_block(2, W, rows, c + z, ci, a, b + z); z += 2 * W; }
    if (z + W <= n) { outer_add_block(1, W, rows, c + z, ci, a, b + z); z += W; }
    if (z < n) outer_add_block(1, n - z, rows, c + z, ci, a, b + z);
  }
}

/* ---- small matrix products: blocks of registers, nothing is packed ---- */

/* loops of a block are unrolled whole, so that it lives in registers */
enum { GR_ROWS = W == 8 ? 8 : 4, GR_VECS = W == 8 ? 3 : 2, GD_ROWS = 4, GD_COLS = 4, GT_VECS = W == 8 ? 3 : 2 };

/* a block of rows x vecs*W of C, with `last` elements in the last vector */
static inline __attribute__((always_inline)) void gemm_rows_block(int rows, int vecs, int64_t last, int64_t k, double alpha, const double *A, int64_t am,
    int64_t ak, const double *B, int64_t bk, double *C, int64_t cm, bool add, double least)
{
  V s[GR_ROWS][GR_VECS], floor_ = splat(least);
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int v = 0; v < vecs; v++) s[i][v] = (V){ 0 };
  for (int64_t q = 0; q < k; q++) {
    V b[GR_VECS];
    UNROLL for (int v = 0; v < vecs; v++) b[v] = v == vecs - 1 && last < W ? load_part(B + q * bk + v * W, last, 0) : load(B + q * bk + v * W);
    UNROLL for (int i = 0; i < rows; i++) {
      V a = splat(A[i * am + q * ak]);
      UNROLL for (int v = 0; v < vecs; v++) s[i][v] += a * b[v];
    }
  }
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int v = 0; v < vecs; v++) {
      double *c = C + i * cm + v * W;
      V r = alpha * s[i][v];
      if (v == vecs - 1 && last < W) {
        if (add) r += load_part(c, last, 0);
        r = vmax(r, floor_);
        store_part(c, last, r);
      } else store(c, vmax(add ? r + load(c) : r, floor_));
    }
}

static void gemm_rows(int64_t m, int64_t n, int64_t k, double alpha, const double *A, int64_t am, int64_t ak,
                      const double *B, int64_t bk, double *C, int64_t cm, bool add, double least)
{
  for (int64_t t = 0; t < n; t += GR_VECS * W) {
    int64_t w = n - t < GR_VECS * W ? n - t : GR_VECS * W, i = 0;
    if (w == GR_VECS * W) {
      for (; i + GR_ROWS <= m; i += GR_ROWS) gemm_rows_block(GR_ROWS, GR_VECS, W, k, alpha, A + i * am, am, ak, B + t, bk, C + i * cm + t, cm, add, least);
      for (; i + 2 <= m; i += 2) gemm_rows_block(2, GR_VECS, W, k, alpha, A + i * am, am, ak, B + t, bk, C + i * cm + t, cm, add, least);
      for (; i < m; i++) gemm_rows_block(1, GR_VECS, W, k, alpha, A + i * am, am, ak, B + t, bk, C + i * cm + t, cm, add, least);
    } else {
      int64_t u = 0;
      if (GR_VECS > 2 && w >= 2 * W) {
        for (; i + GR_ROWS <= m; i += GR_ROWS) gemm_rows_block(GR_ROWS, 2, W, k, alpha, A + i * am, am, ak, B + t, bk, C + i * cm + t, cm, add, least);
        for (; i < m; i++) gemm_rows_block(1, 2, W, k, alpha, A + i * am, am, ak, B + t, bk, C + i * cm + t, cm, add, least);
        u = 2 * W;
      }
      for (; u < w; u += W) {
        int64_t last = w - u < W ? w - u : W;
        for (i = 0; i + GR_ROWS <= m; i += GR_ROWS) gemm_rows_block(GR_ROWS, 1, last, k, alpha, A + i * am, am, ak, B + t + u, bk, C + i * cm + t + u, cm, add, least);
        for (; i < m; i++) gemm_rows_block(1, 1, last, k, alpha, A + i * am, am, ak, B + t + u, bk, C + i * cm + t + u, cm, add, least);
      }
    }
  }
}

/* W rows of B, `vecs` vectors of columns of A: sums lie with rows of B outside, so they are turned on the way to C. Two pointers walk
 * along the rows: one for each row would not stay in registers. */
static inline __attribute__((always_inline)) void gemm_turned_block(int vecs, int64_t columns, int64_t k, double alpha, const double *A, int64_t ap,
    const double *B, int64_t bn, double *C, int64_t cm, bool add)
{
  V s[GT_VECS][W];
  const double *low = B, *high = B + W / 2 * bn;
  UNROLL for (int v = 0; v < vecs; v++)
    UNROLL for (int j = 0; j < W; j++) s[v][j] = (V){ 0 };
  for (int64_t q = 0; q < k; q++, low++, high++, A += ap) {
    V a[GT_VECS];
#ifdef __GNUC__
    __asm__("" : "+r"(low), "+r"(high));
#endif
    UNROLL for (int v = 0; v < vecs; v++) a[v] = load(A + v * W);
    UNROLL for (int j = 0; j < W; j++) {
      V x = splat(j < W / 2 ? low[j * bn] : high[(j - W / 2) * bn]);
      UNROLL for (int v = 0; v < vecs; v++) s[v][j] += a[v] * x;
    }
  }
  UNROLL for (int v = 0; v < vecs; v++) {
    transpose_block(s[v]);
    UNROLL for (int j = 0; j < W; j++) {
      if (v * W + j >= columns) continue;
      double *c = C + (v * W + j) * cm;
      V r = alpha * s[v][j];
      store(c, add ? r + load(c) : r);
    }
  }
}

static void gemm_turned(int64_t m, int64_t n, int64_t k, double alpha, const double *A, int64_t ap, const double *B, int64_t bn, double *C, int64_t cm, bool add)
{
  int64_t t = 0;
  for (; t + W <= n; t += W) {
    int64_t i = 0;
    for (; GT_VECS > 2 && m - i > 2 * W; i += 3 * W) gemm_turned_block(GT_VECS, m - i, k, alpha, A + i, ap, B + t * bn, bn, C + i * cm + t, cm, add);
    for (; m - i > W; i += 2 * W) gemm_turned_block(2, m - i, k, alpha, A + i, ap, B + t * bn, bn, C + i * cm + t, cm, add);
    if (i < m) gemm_turned_block(1, m - i, k, alpha, A + i, ap, B + t * bn, bn, C + i * cm + t, cm, add);
  }
  for (; t < n; t++)
    for (int64_t i = 0; i < m; i += W) {
      V s = { 0 };
      for (int64_t q = 0; q < k; q++) s += load(A + q * ap + i) * B[t * bn + q];
      s *= alpha;
      for (int64_t j = 0; j < W && i + j < m; j++) C[(i + j) * cm + t] = s[j] + (add ? C[(i + j) * cm + t] : 0);
    }
}

static inline __attribute__((always_inline)) void gemm_dots_block(int rows, int cols, int64_t k, double alpha, const double *A, int64_t am,
    const double *B, int64_t bn, double *C, int64_t cm, int64_t cn, bool add)
{
  V s[GD_ROWS][GD_COLS];
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int j = 0; j < cols; j++) s[i][j] = (V){ 0 };
  int64_t t = 0;
  for (; t + W <= k; t += W) {
    V b[GD_COLS];
    UNROLL for (int j = 0; j < cols; j++) b[j] = load(B + j * bn + t);
    UNROLL for (int i = 0; i < rows; i++) {
      V a = load(A + i * am + t);
      UNROLL for (int j = 0; j < cols; j++) s[i][j] += a * b[j];
    }
  }
  if (t < k)
    UNROLL for (int j = 0; j < cols; j++) {
      V b = load_part(B + j * bn + t, k - t, 0);
      UNROLL for (int i = 0; i < rows; i++) s[i][j] += load_part(A + i * am + t, k - t, 0) * b;
    }
  if (rows * cols == GD_ROWS * GD_COLS) {
    V *x = &s[0][0];
    double sum[GD_ROWS * GD_COLS];
    UNROLL for (int g = 0; g < GD_ROWS * GD_COLS / W; g++) store(sum + g * W, alpha * lanes_sums(x + g * W));
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < cols; j++) {
        double *c = C + i * cm + j * cn;
        *c = sum[i * GD_COLS + j] + (add ? *c : 0);
      }
    return;
  }
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int j = 0; j < cols; j++) {
      double *c = C + i * cm + j * cn, r = alpha * lanes_sum(s[i][j]);
      *c = add ? *c + r : r;
    }
}

/* C[i] (+)= alpha * sum{t < k} A[i * am + t] * b[t], W rows at a time */
static void gemv_rows(int64_t m, int64_t k, double alpha, const double *A, int64_t am, const double *b, double *C, bool add)
{
  int64_t i = 0;
  for (; i + W <= m; i += W) {
    V s[W];
    int64_t t = 0;
    UNROLL for (int r = 0; r < W; r++) s[r] = (V){ 0 };
    for (; t + W <= k; t += W) {
      V y = load(b + t);
      UNROLL for (int r = 0; r < W; r++) s[r] += load(A + (i + r) * am + t) * y;
    }
    if (t < k) {
      V y = load_part(b + t, k - t, 0);
      UNROLL for (int r = 0; r < W; r++) s[r] += load_part(A + (i + r) * am + t, k - t, 0) * y;
    }
    V r = alpha * lanes_sums(s);
    store(C + i, add ? load(C + i) + r : r);
  }
  for (; i < m; i++) {
    V s = { 0 };
    int64_t t = 0;
    for (; t + W <= k; t += W) s += load(A + i * am + t) * load(b + t);
    if (t < k) s += load_part(A + i * am + t, k - t, 0) * load_part(b + t, k - t, 0);
    V one[W] = { s };
    UNROLL for (int r = 1; r < W; r++) one[r] = (V){ 0 };
    double r = alpha * lanes_sums(one)[0];
    C[i] = add ? C[i] + r : r;
  }
}

static void gemm_dots(int64_t m, int64_t n, int64_t k, double alpha, const double *A, int64_t am,
                      const double *B, int64_t bn, double *C, int64_t cm, int64_t cn, bool add)
{
  int64_t i = 0;
  if (n == 1 && cm == 1) { gemv_rows(m, k, alpha, A, am, B, C, add); return; }
  for (; i + GD_ROWS <= m; i += GD_ROWS) {
    int64_t j = 0;
    for (; j + GD_COLS <= n; j += GD_COLS) gemm_dots_block(GD_ROWS, GD_COLS, k, alpha, A + i * am, am, B + j * bn, bn, C + i * cm + j * cn, cm, cn, add);
    for (; j < n; j++) gemm_dots_block(GD_ROWS, 1, k, alpha, A + i * am, am, B + j * bn, bn, C + i * cm + j * cn, cm, cn, add);
  }
  for (; i < m; i++) {
    int64_t j = 0;
    for (; j + GD_COLS <= n; j += GD_COLS) gemm_dots_block(1, GD_COLS, k, alpha, A + i * am, am, B + j * bn, bn, C + i * cm + j * cn, cm, cn, add);
    for (; j < n; j++) gemm_dots_block(1, 1, k, alpha, A + i * am, am, B + j * bn, bn, C + i * cm + j * cn, cm, cn, add);
  }
}

static void dot_columns(int64_t n, int64_t k, double alpha, const double *A, int64_t ak, const double *B, int64_t bk, double *C, bool add)
{
  int64_t t = 0;
  for (; t + 2 * W <= n; t += 2 * W) {
    V s0 = { 0 }, s1 = { 0 };
    for (int64_t q = 0; q < k; q++) {
      const double *a = A + q * ak + t, *b = B + q * bk + t;
      s0 += load(a) * load(b);
      s1 += load(a + W) * load(b + W);
    }
    s0 *= alpha; s1 *= alpha;
    store(C + t, add ? load(C + t) + s0 : s0);
    store(C + t + W, add ? load(C + t + W) + s1 : s1);
  }
  for (; t < n; t += W) {
    int64_t r = n - t < W ? n - t : W;
    V s = { 0 };
    for (int64_t q = 0; q < k; q++) s += load_part(A + q * ak + t, r, 0) * load_part(B + q * bk + t, r, 0);
    s *= alpha;
    if (add) s += load_part(C + t, r, 0);
    memcpy(C + t, &s, (size_t)r * sizeof *C);
  }
}

static void scale_rows(int64_t rows, int64_t n, double *d, const double *s, int64_t ss, const double *w)
{
  for (int64_t i = 0; i < rows; i++) {
    V f = splat(w[i]);
    M none = is_eq(f, (V){ 0 });
    int64_t j = 0;
    for (; j + W <= n; j += W) {
      V x = load(s + i * ss + j);
      store(d + i * n + j, unless(none | is_eq(x, (V){ 0 }), f * x));
    }
    for (; j < n; j++) {
      double x = s[i * ss + j];
      d[i * n + j] = w[i] == 0 || x == 0 ? 0 : w[i] * x;
    }
  }
}

static void center(int64_t rows, int64_t n, double *p, int64_t pitch, const double *shift, double *square)
{
  for (int64_t t = 0; t < n; t += W) {
    int64_t r = n - t < W ? n - t : W;
    V s = { 0 };
    for (int64_t q = 0; q < rows; q++) {
      double *at = p + q * pitch + t;
      V x = (r == W ? load(at) : load_part(at, r, 0)) - splat(shift[q]);
      s += x * x;
      if (r == W) store(at, x); else store_part(at, r, x);
    }
    memcpy(square + t, &s, (size_t)r * sizeof *square);
  }
}

static void transpose(int64_t rows, int64_t columns, double *d, int64_t ds, const double *s, int64_t ss)
{
  enum { PANEL = 512, SHORT = 64, AHEAD = 256 };          /* W rows are read side by side, long enough for the prefetcher to see; or so short that it does not */
  int64_t whole = columns / W * W, ahead = ss > SHORT || ss < 2 * W ? 0 : AHEAD / ss > W ? AHEAD / ss * ss : W * ss;
  for (int64_t first = 0; first < whole; first += PANEL) {
    int64_t last = whole - first < PANEL ? whole : first + PANEL, i = 0;
    for (; i + W <= rows; i += W)
      for (int64_t j = first; j < last; j += W) {
        V x[W];
        if (ahead) { UNROLL for (int r = 0; r < W; r++) __builtin_prefetch(s + (i + r) * ss + j + ahead); }
        UNROLL for (int r = 0; r < W; r++) x[r] = load(s + (i + r) * ss + j);
        transpose_block(x);
        UNROLL for (int r = 0; r < W; r++) store(d + (j + r) * ds + i, x[r]);
      }
    for (; i < rows; i++) for (int64_t j = first; j < last; j++) d[j * ds + i] = s[i * ss + j];
  }
  for (int64_t j = whole; j < columns; j++) for (int64_t i = 0; i < rows; i++) d[j * ds + i] = s[i * ss + j];
}

#include "vm/vector_deviation.h"

const VectorKernels TABLE = {
  .name = NAME,
  .map = {
    [VEC_COPY] = map_copy, [VEC_NEG] = map_neg, [VEC_ABS] = map_abs, [VEC_RECIP] = map_recip, [VEC_SQUARE] = map_square, [VEC_CUBE] = map_cube,
    [VEC_SQRT] = map_sqrt, [VEC_RSQRT] = map_rsqrt, [VEC_ADD] = map_add, [VEC_SUB] = map_sub, [VEC_MUL] = map_mul, [VEC_MUL0] = map_mul0,
    [VEC_DIV] = map_div, [VEC_DIV0] = map_div0, [VEC_QUOTIENT] = map_quotient, [VEC_MIN] = map_min, [VEC_MAX] = map_max, [VEC_POW] = map_pow, [VEC_FMA] = map_fma,
    [VEC_EQ] = map_eq, [VEC_NE] = map_ne, [VEC_LT] = map_lt, [VEC_LE] = map_le, [VEC_SELECT] = map_select, [VEC_SQDIFF_ADD] = map_sqdiff_add },
  .call = {
    [KERNEL_log] = call_log, [KERNEL_exp] = call_exp, [KERNEL_logistic] = call_logistic, [KERNEL_abs] = map_abs, [KERNEL_sign] = call_sign,
    [KERNEL_normal_pdf] = call_normal_pdf,
    [KERNEL_lgamma] = call_lgamma, [KERNEL_digamma] = call_digamma, [KERNEL_trigamma] = call_trigamma,
#if VECTOR_MATH_MORE
    [KERNEL_log1p] = call_log1p, [KERNEL_expm1] = call_expm1, [KERNEL_softplus] = call_softplus, [KERNEL_sin] = call_sin, [KERNEL_cos] = call_cos,
    [KERNEL_tanh] = call_tanh, [KERNEL_atan] = call_atan, [KERNEL_erf] = call_erf, [KERNEL_normal_cdf] = call_normal_cdf,
#endif
  },
  .sum = row_sum, .dot = row_dot, .prod = row_prod, .log_sum = log_sum, .least = row_least, .greatest = row_greatest,
  .argmin_columns = argmin_columns, .argmax_columns = argmax_columns, .argmin2_row = argmin2_row, .rows_sqdist = rows_sqdist, .softmax = softmax, .gather = gather, .gather_rows = gather_rows, .gather_sums = gather_sums, .outer_add = outer_add, .rows_dot = rows_dot, .rows_add = rows_add,
  .panel = GR_VECS * W, .gemm_rows = gemm_rows, .gemm_turned = gemm_turned, .width = W, .gemm_dots = gemm_dots, .dot_columns = dot_columns, .dev_rows = dev_rows, .dev_sums = dev_sums, .scale_rows = scale_rows, .center = center, .transpose = transpose,
};
