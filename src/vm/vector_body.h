/* vector_body.h: the kernels of vector.h for one width; vector_*.c define W (doubles in a vector), NAME(x) and TABLE.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/vector.h"
#include "vm/vector_math.h"
#include <math.h>
#include <string.h>
#if W > 2
#include <immintrin.h>
#endif

typedef int64_t VI __attribute__((vector_size(8 * W)));
typedef double VU __attribute__((vector_size(8 * W), aligned(8), may_alias));

static inline V load(const double *p) { return *(const VU *)p; }
static inline void store(double *p, V v) { *(VU *)p = v; }
static inline V splat(double x) { return x - (V){ 0 }; }
static inline V choose(VI m, V a, V b) { return (V)(((VI)a & m) | ((VI)b & ~m)); }
static inline V vmin(V a, V b) { return choose((a < b) | (a != a), a, b); }
static inline V vmax(V a, V b) { return choose((a > b) | (a != a), a, b); }
static inline V vabs(V a) { return (V)((VI)a & INT64_MAX); }
static inline V one_if(VI m) { return (V)((VI)splat(1) & m); }
static inline V vsqrt(V a) { for (int j = 0; j < W; j++) a[j] = sqrt(a[j]); return a; }

/* the first n < W lanes; nothing behind them is touched */
#if W == 8
static inline V load_part(const double *p, int64_t n, double fill) { return (V)_mm512_mask_loadu_pd((__m512d)splat(fill), (__mmask8)((1 << n) - 1), p); }
static inline void store_part(double *p, int64_t n, V v) { _mm512_mask_storeu_pd(p, (__mmask8)((1 << n) - 1), (__m512d)v); }
#elif W == 4
static inline __m256i first_lanes(int64_t n) { return (__m256i)((VI){ 0, 1, 2, 3 } < (VI){ n, n, n, n }); }
static inline V load_part(const double *p, int64_t n, double fill)
{
  return choose((VI)first_lanes(n), (V)_mm256_maskload_pd(p, first_lanes(n)), splat(fill));
}
static inline void store_part(double *p, int64_t n, V v) { _mm256_maskstore_pd(p, first_lanes(n), (__m256d)v); }
#else
static inline V load_part(const double *p, int64_t n, double fill)
{
  V v = splat(fill);
  memcpy(&v, p, (size_t)n * sizeof *p);
  return v;
}
static inline void store_part(double *p, int64_t n, V v) { memcpy(p, &v, (size_t)n * sizeof *p); }
#endif

/* Pairs of vectors interleaved at distance h: LOW takes lane l of a where l & h is 0, else lane l - h of b; HIGH lane l + h
 * of a, else lane l of b. Over h = 1, 2, … this transposes a square block; adding LOW to HIGH sums lanes on the way. */
#ifdef __clang__
static inline V shuffle(V a, V b, VI from) { V r; for (int j = 0; j < W; j++) r[j] = from[j] < W ? a[from[j]] : b[from[j] - W]; return r; }
#else
#define shuffle(a, b, from) __builtin_shuffle(a, b, from)
#endif
#if W == 8
static const VI LOW1 = { 0, 8, 2, 10, 4, 12, 6, 14 }, HIGH1 = { 1, 9, 3, 11, 5, 13, 7, 15 }, LOW2 = { 0, 1, 8, 9, 4, 5, 12, 13 },
  HIGH2 = { 2, 3, 10, 11, 6, 7, 14, 15 }, LOW4 = { 0, 1, 2, 3, 8, 9, 10, 11 }, HIGH4 = { 4, 5, 6, 7, 12, 13, 14, 15 };
#elif W == 4
static const VI LOW1 = { 0, 4, 2, 6 }, HIGH1 = { 1, 5, 3, 7 }, LOW2 = { 0, 1, 4, 5 }, HIGH2 = { 2, 3, 6, 7 };
#else
static const VI LOW1 = { 0, 2 }, HIGH1 = { 1, 3 };
#endif

#define UNROLL _Pragma("GCC unroll 8")
#define PAIR(x, i, h) do { V lo_ = shuffle(x[i], x[(i) + h], LOW##h), hi_ = shuffle(x[i], x[(i) + h], HIGH##h); x[i] = lo_; x[(i) + h] = hi_; } while (0)
#define FOLD_PAIR(x, i, h) (shuffle(x[2 * (i)], x[2 * (i) + 1], LOW##h) + shuffle(x[2 * (i)], x[2 * (i) + 1], HIGH##h))

static inline __attribute__((always_inline)) void transpose_block(V *x)
{
#if W == 8
  UNROLL for (int i = 0; i < 8; i += 2) PAIR(x, i, 1);
  PAIR(x, 0, 2); PAIR(x, 1, 2); PAIR(x, 4, 2); PAIR(x, 5, 2);
  UNROLL for (int i = 0; i < 4; i++) PAIR(x, i, 4);
#elif W == 4
  PAIR(x, 0, 1); PAIR(x, 2, 1); PAIR(x, 0, 2); PAIR(x, 1, 2);
#else
  PAIR(x, 0, 1);
#endif
}

/* lane l is the sum of the lanes of x[l] */
static inline __attribute__((always_inline)) V lanes_sums(V *x)
{
  UNROLL for (int i = 0; i < W / 2; i++) x[i] = FOLD_PAIR(x, i, 1);
#if W >= 4
  UNROLL for (int i = 0; i < W / 4; i++) x[i] = FOLD_PAIR(x, i, 2);
#endif
#if W == 8
  x[0] = FOLD_PAIR(x, 0, 4);
#endif
  return x[0];
}

static inline double lanes_sum(V v)
{
#if W == 8
  v += shuffle(v, v, ((VI){ 4, 5, 6, 7, 0, 1, 2, 3 }));
  v += shuffle(v, v, ((VI){ 2, 3, 0, 1, 6, 7, 4, 5 }));
#elif W == 4
  v += shuffle(v, v, ((VI){ 2, 3, 0, 1 }));
#endif
  return v[0] + v[1];
}

/* ---- element-wise: numbers are spread over a vector and not advanced; the rest of a row goes through a padded vector ---- */

#define MAP(fn, NSRC, expr)                                                                                              \
  static void fn(int64_t n, double *d, const double *a, int sa, const double *b, int sb, const double *c, int sc)        \
  {                                                                                                                      \
    V x = splat(1), y = x, z = x;                                                                                        \
    int64_t k = 0;                                                                                                       \
    if (NSRC < 2) { b = a; sb = sa; }                                                                                    \
    if (NSRC < 3) { c = a; sc = sa; }                                                                                    \
    if (!sa) x = splat(*a);                                                                                              \
    if (!sb) y = splat(*b);                                                                                              \
    if (!sc) z = splat(*c);                                                                                              \
    if (sa && (NSRC < 2 || sb) && (NSRC < 3 || sc))                                                                      \
      for (; k + W <= n; k += W) { x = load(a + k); if (NSRC > 1) y = load(b + k); if (NSRC > 2) z = load(c + k); store(d + k, expr); } \
    else if (NSRC == 2 && sa)                                                                                            \
      for (; k + W <= n; k += W) { x = load(a + k); store(d + k, expr); }                                                \
    else if (NSRC == 2 && sb)                                                                                            \
      for (; k + W <= n; k += W) { y = load(b + k); store(d + k, expr); }                                                \
    else                                                                                                                 \
      for (; k + W <= n; k += W) { if (sa) x = load(a + k); if (NSRC > 1 && sb) y = load(b + k); if (NSRC > 2 && sc) z = load(c + k); store(d + k, expr); } \
    if (k < n) {                                                                                                         \
      if (sa) x = load_part(a + k, n - k, 1);                                                                            \
      if (NSRC > 1 && sb) y = load_part(b + k, n - k, 1);                                                                \
      if (NSRC > 2 && sc) z = load_part(c + k, n - k, 1);                                                                \
      V r = expr;                                                                                                        \
      store_part(d + k, n - k, r);                                                                                       \
    }                                                                                                                    \
    (void)x; (void)y; (void)z;                                                                                           \
  }

MAP(map_copy, 1, x)
MAP(map_neg, 1, -x)
MAP(map_abs, 1, vabs(x))
MAP(map_recip, 1, 1 / x)
MAP(map_square, 1, x * x)
MAP(map_cube, 1, x * x * x)
MAP(map_sqrt, 1, vsqrt(x))
MAP(map_rsqrt, 1, 1 / vsqrt(x))
MAP(map_add, 2, x + y)
MAP(map_sub, 2, x - y)
MAP(map_mul, 2, x * y)
MAP(map_mul0, 2, choose((x == 0) | (y == 0), (V){ 0 }, x * y))
MAP(map_div, 2, x / y)
MAP(map_div0, 2, choose(x == 0, (V){ 0 }, x / y))
MAP(map_min, 2, vmin(x, y))
MAP(map_max, 2, vmax(x, y))
MAP(map_pow, 2, v_pow(x, y))
MAP(map_fma, 3, x * y + z)
MAP(map_eq, 2, one_if(x == y))
MAP(map_ne, 2, one_if(x != y))
MAP(map_lt, 2, one_if(x < y))
MAP(map_le, 2, one_if(x <= y))
MAP(map_select, 3, choose(x != 0, y, z))
MAP(map_sqdiff_add, 3, z + (x - y) * (x - y))

MAP(call_log, 1, v_log(x))
MAP(call_exp, 1, v_exp(x))
MAP(call_logistic, 1, 1 / (1 + v_exp(-x)))
MAP(call_sign, 1, choose(x > 0, splat(1), choose(x < 0, splat(-1), x)))
MAP(call_normal_pdf, 1, v_exp(-0.5 * x * x) * 0.39894228040143267794)
#if VECTOR_MATH_MORE
MAP(call_log1p, 1, v_log1p(x))
MAP(call_expm1, 1, v_expm1(x))
MAP(call_softplus, 1, vmax(x, (V){ 0 }) + v_log1p(v_exp(-vabs(x))))
MAP(call_sin, 1, v_sin(x))
MAP(call_cos, 1, v_cos(x))
MAP(call_tanh, 1, v_tanh(x))
MAP(call_atan, 1, v_atan(x))
MAP(call_erf, 1, v_erf(x))
MAP(call_normal_cdf, 1, 0.5 * v_erfc(x * -0.70710678118654752440))
#endif

/* ---- gamma function and its derivatives: shifted to x >= 10, then Stirling's series; what is not positive goes to the scalar
 * function ---- */

typedef struct Shifted { V x, product, inverse, inverse2; } Shifted;      /* product of the steps, sums of 1/x and 1/x² over them */

static inline Shifted shift_up(V x)
{
  Shifted s = { x, splat(1), splat(0), splat(0) };
  for (int k = 0; k < 10; k++) {
    VI low = s.x < 10;
    V r = 1 / s.x;
    s.product = choose(low, s.product * s.x, s.product);
    s.inverse = choose(low, s.inverse + r, s.inverse);
    s.inverse2 = choose(low, s.inverse2 + r * r, s.inverse2);
    s.x = choose(low, s.x + 1, s.x);
  }
  return s;
}

static inline V repair(V result, V x, double (*scalar)(double))
{
  for (int j = 0; j < W; j++) if (!(x[j] > 0 && x[j] < 1e300)) result[j] = scalar(x[j]);
  return result;
}

static V v_lgamma(V x)
{
  Shifted s = shift_up(x);
  V r = 1 / s.x, q = r * r;
  V tail = r * (1. / 12 - q * (1. / 360 - q * (1. / 1260 - q * (1. / 1680 - q * (1. / 1188 - q * (691. / 360360 - q / 156))))));
  V result = (s.x - 0.5) * v_log(s.x) - s.x + 0.91893853320467274178 + tail - v_log(s.product);
  return repair(choose((x == 1) | (x == 2), splat(0), result), x, kernel_lgamma);
}

static V v_digamma(V x)
{
  Shifted s = shift_up(x);
  V r = 1 / s.x, q = r * r;
  V tail = q * (1. / 12 - q * (1. / 120 - q * (1. / 252 - q * (1. / 240 - q * (1. / 132 - q * (691. / 32760 - q / 12))))));
  return repair(v_log(s.x) - 0.5 * r - tail - s.inverse, x, kernel_digamma);
}

static V v_trigamma(V x)
{
  Shifted s = shift_up(x);
  V r = 1 / s.x, q = r * r;
  V tail = r * q * (1. / 6 - q * (1. / 30 - q * (1. / 42 - q * (1. / 30 - q * (5. / 66 - q * (691. / 2730 - q * (7. / 6)))))));
  return repair(s.inverse2 + (r + 0.5 * q + tail), x, kernel_trigamma);
}

MAP(call_lgamma, 1, v_lgamma(x))
MAP(call_digamma, 1, v_digamma(x))
MAP(call_trigamma, 1, v_trigamma(x))

/* ---- reductions of a row: four vectors of partial sums, blocks of 1024 combined pairwise ---- */

enum { SUM_BLOCK = 1024 };

#define SUMS(fn, params, block_args, half_args, TERM, PART)                                     \
  static double fn##_block params                                                               \
  {                                                                                             \
    V s0 = { 0 }, s1 = { 0 }, s2 = { 0 }, s3 = { 0 };                                           \
    int64_t k = 0;                                                                              \
    for (; k + 4 * W <= n; k += 4 * W) { s0 += TERM(0); s1 += TERM(1); s2 += TERM(2); s3 += TERM(3); } \
    for (; k + W <= n; k += W) s0 += TERM(0);                                                   \
    if (k < n) s1 += PART;                                                                      \
    return lanes_sum((s0 + s1) + (s2 + s3));                                                    \
  }                                                                                             \
  static double fn params                                                                       \
  {                                                                                             \
    if (n <= SUM_BLOCK) return fn##_block block_args;                                           \
    int64_t h = (n / SUM_BLOCK + 1) / 2 * SUM_BLOCK;                                            \
    return fn half_args;                                                                        \
  }
#define SUM_TERM(q) load(a + k + q * W)
#define DOT_TERM(q) (load(a + k + q * W) * load(b + k + q * W))
SUMS(row_sum, (int64_t n, const double *a), (n, a), (h, a) + row_sum(n - h, a + h), SUM_TERM, load_part(a + k, n - k, 0))
SUMS(row_dot, (int64_t n, const double *a, const double *b), (n, a, b), (h, a, b) + row_dot(n - h, a + h, b + h), DOT_TERM,
     load_part(a + k, n - k, 0) * load_part(b + k, n - k, 0))

#define FOLD(fn, neutral, JOIN, join)                                               \
  static double fn(int64_t n, const double *a)                                      \
  {                                                                                 \
    V s = splat(neutral);                                                           \
    int64_t k = 0;                                                                  \
    for (; k + W <= n; k += W) s = JOIN(s, load(a + k));                            \
    if (k < n) s = JOIN(s, load_part(a + k, n - k, neutral));                       \
    double r = neutral;                                                             \
    for (int j = 0; j < W; j++) r = join(r, s[j]);                                  \
    return r;                                                                       \
  }
#define TIMES(a, b) ((a) * (b))
#define LESS(a, b) ((a) < (b) || (a) != (a) ? (a) : (b))
#define MORE(a, b) ((a) > (b) || (a) != (a) ? (a) : (b))
FOLD(row_prod, 1.0, TIMES, TIMES)
FOLD(row_least, (double)INFINITY, vmin, LESS)
FOLD(row_greatest, (double)-INFINITY, vmax, MORE)

#define ARG_ROW(fn, BEATS)                                                                   \
  static void fn(int64_t n, const double *a, double k, double *best, double *at)             \
  {                                                                                          \
    V kk = splat(k);                                                                         \
    int64_t j = 0;                                                                           \
    for (; j + W <= n; j += W) {                                                             \
      V v = load(a + j), o = load(best + j);                                                 \
      VI m = v BEATS o;                                                                      \
      store(best + j, choose(m, v, o));                                                      \
      store(at + j, choose(m, kk, load(at + j)));                                            \
    }                                                                                        \
    for (; j < n; j++) if (a[j] BEATS best[j]) { best[j] = a[j]; at[j] = k; }                \
  }
ARG_ROW(argmin_row, <)
ARG_ROW(argmax_row, >)

static void argmin2_row(int64_t n, const double *a, double k, double *best, double *at, double *second)
{
  V kk = splat(k);
  int64_t j = 0;
  for (; j + W <= n; j += W) {
    V v = load(a + j), o = load(best + j), s = load(second + j);
    VI m = v < o;
    store(best + j, choose(m, v, o));
    store(at + j, choose(m, kk, load(at + j)));
    V lost = choose(m, o, v);
    store(second + j, choose(lost < s, lost, s));
  }
  for (; j < n; j++) {
    double lost = a[j] < best[j] ? best[j] : a[j];
    if (a[j] < best[j]) { best[j] = a[j]; at[j] = k; }
    if (lost < second[j]) second[j] = lost;
  }
}

/* exp of the difference to the greatest: below -708 the library would go lane by lane, and the sum of at least 1 does not see it */
static inline V exp_below(V d)
{
  const V least = splat(-708);
  VI far = d < least;
  return (V)((VI)v_exp(choose(far, least, d)) & ~far);
}

static void exp_row(int64_t n, double *e, const double *a, const double *shift, double *sum)
{
  int64_t k = 0;
  for (; k + W <= n; k += W) {
    V v = exp_below(load(a + k) - load(shift + k));
    store(e + k, v);
    store(sum + k, load(sum + k) + v);
  }
  if (k < n) {
    V v = exp_below(load_part(a + k, n - k, 0) - load_part(shift + k, n - k, 0)), s = load_part(sum + k, n - k, 0) + v;
    store_part(e + k, n - k, v);
    store_part(sum + k, n - k, s);
  }
}

static void lse_row(int64_t n, const double *shift, const double *sum, double *lse, double *inverse)
{
  for (int64_t k = 0; k < n; k += W) {
    int64_t m = n - k < W ? n - k : W;
    V h = load_part(shift + k, m, 0), s = load_part(sum + k, m, 1), l = h + v_log(s), i = choose(s > 0, 1 / s, choose(s == 0, (V){ 0 }, s));
    memcpy(lse + k, &l, (size_t)m * sizeof *lse);
    memcpy(inverse + k, &i, (size_t)m * sizeof *inverse);
  }
}

/* ---- rows picked by index ---- */

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

static void rows_add(int64_t m, int64_t n, double *C, const int32_t *ic, int64_t cs, const double *w, int sw,
                     const double *B, const int32_t *ib, int64_t bs)
{
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

/* ---- small matrix products: blocks of registers, nothing is packed ---- */

/* loops of a block are unrolled whole, so that it lives in registers */
enum { GR_ROWS = W == 8 ? 8 : 4, GR_VECS = W == 8 ? 3 : 2, GD_ROWS = 4, GD_COLS = 4 };

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
    VI none = f == 0;
    int64_t j = 0;
    for (; j + W <= n; j += W) {
      V x = load(s + i * ss + j);
      store(d + i * n + j, choose(none | (x == 0), (V){ 0 }, f * x));
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
  enum { PANEL = 512 };                                   /* W rows are read side by side, long enough for the prefetcher to see */
  int64_t whole = columns / W * W;
  for (int64_t first = 0; first < whole; first += PANEL) {
    int64_t last = whole - first < PANEL ? whole : first + PANEL, i = 0;
    for (; i + W <= rows; i += W)
      for (int64_t j = first; j < last; j += W) {
        V x[W];
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
    [VEC_DIV] = map_div, [VEC_DIV0] = map_div0, [VEC_MIN] = map_min, [VEC_MAX] = map_max, [VEC_POW] = map_pow, [VEC_FMA] = map_fma,
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
  .sum = row_sum, .dot = row_dot, .prod = row_prod, .least = row_least, .greatest = row_greatest,
  .argmin_row = argmin_row, .argmin2_row = argmin2_row, .rows_sqdist = rows_sqdist, .argmax_row = argmax_row, .exp_row = exp_row, .lse_row = lse_row, .rows_dot = rows_dot, .rows_add = rows_add,
  .panel = GR_VECS * W, .gemm_rows = gemm_rows, .gemm_dots = gemm_dots, .dot_columns = dot_columns, .dev_rows = dev_rows, .dev_sums = dev_sums, .scale_rows = scale_rows, .center = center, .transpose = transpose,
};
