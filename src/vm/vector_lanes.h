/* vector_lanes.h: vectors of W doubles: loads, stores, choices between lanes, sums over them. The first part of vector_body.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/vector.h"
#include <float.h>
#include <math.h>
#include <string.h>
#if W > 2
#include <immintrin.h>
#endif

typedef double V __attribute__((vector_size(8 * W)));
typedef int64_t VI __attribute__((vector_size(8 * W)));
typedef double VU __attribute__((vector_size(8 * W), aligned(8), may_alias));

static inline V load(const double *p) { return *(const VU *)p; }
static inline void store(double *p, V v) { *(VU *)p = v; }
static inline V splat(double x) { return x - (V){ 0 }; }

/* M: one truth for each lane */
#if W == 8
typedef __mmask8 M;
static inline M is_eq(V a, V b) { return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_EQ_OQ); }
static inline M is_ne(V a, V b) { return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_NEQ_UQ); }
static inline M is_lt(V a, V b) { return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_LT_OQ); }
static inline M is_le(V a, V b) { return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_LE_OQ); }
static inline V choose(M m, V a, V b) { return (V)_mm512_mask_blend_pd(m, (__m512d)b, (__m512d)a); }
static inline V unless(M m, V a) { return (V)_mm512_maskz_mov_pd((__mmask8)~m, (__m512d)a); }
static inline V greater(V a, V b) { return (V)_mm512_max_pd((__m512d)a, (__m512d)b); }
static inline V less(V a, V b) { return (V)_mm512_min_pd((__m512d)a, (__m512d)b); }
#else
typedef VI M;
static inline M is_eq(V a, V b) { return a == b; }
static inline M is_ne(V a, V b) { return a != b; }
static inline M is_lt(V a, V b) { return a < b; }
static inline M is_le(V a, V b) { return a <= b; }
static inline V choose(M m, V a, V b) { return (V)(((VI)a & m) | ((VI)b & ~m)); }
static inline V unless(M m, V a) { return (V)((VI)a & ~m); }                     /* 0 where m */
#if W == 4
static inline V greater(V a, V b) { return (V)_mm256_max_pd((__m256d)a, (__m256d)b); }
static inline V less(V a, V b) { return (V)_mm256_min_pd((__m256d)a, (__m256d)b); }
#else
static inline V greater(V a, V b) { return choose(a > b, a, b); }                /* b where one of them is NaN */
static inline V less(V a, V b) { return choose(a < b, a, b); }
#endif
#endif
#if W == 8
static inline bool any_of(M m) { return m != 0; }
#elif W == 4
static inline bool any_of(M m) { return _mm256_movemask_pd((__m256d)m) != 0; }
#else
static inline bool any_of(M m) { return (m[0] | m[1]) != 0; }
#endif
static inline V vmin(V a, V b) { return choose(is_ne(a, a), a, less(a, b)); }      /* a NaN wins */
static inline V vmax(V a, V b) { return choose(is_ne(a, a), a, greater(a, b)); }
static inline V vabs(V a) { return (V)((VI)a & INT64_MAX); }
static inline V one_if(M m) { return choose(m, splat(1), (V){ 0 }); }
static inline V vsqrt(V a) { for (int j = 0; j < W; j++) a[j] = sqrt(a[j]); return a; }

/* the first n < W lanes; nothing behind them is touched */
#if W == 8
static inline V load_part(const double *p, int64_t n, double fill) { return (V)_mm512_mask_loadu_pd((__m512d)splat(fill), (__mmask8)((1 << n) - 1), p); }
static inline void store_part(double *p, int64_t n, V v) { _mm512_mask_storeu_pd(p, (__mmask8)((1 << n) - 1), (__m512d)v); }
#elif W == 4
static inline __m256i first_lanes(int64_t n) { return (__m256i)((VI){ 0, 1, 2, 3 } < (VI){ n, n, n, n }); }
static inline V load_part(const double *p, int64_t n, double fill)
{
  return choose((M)first_lanes(n), (V)_mm256_maskload_pd(p, first_lanes(n)), splat(fill));
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
