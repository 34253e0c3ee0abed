/* vector_reduce.h: sums, extremes and log-sum-exp of rows. A part of vector_body.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* ---- sums: four vectors of partial sums, blocks of 1024 combined pairwise ---- */

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
