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

/* mantissas are multiplied, exponents added; what is near to 1 is brought there again before the one logarithm, so that nothing cancels */
static bool log_sum(int64_t n, const double *a, double *sum)
{
  const V least = splat(DBL_MIN), most = splat(DBL_MAX);
  const int64_t mantissa = (INT64_C(1) << 52) - 1, one = INT64_C(0x3ff) << 52;
  V p[2] = { splat(1), splat(1) };
  VI e = { 0 };
  int64_t k = 0, vectors = 0;
  bool usual = true;
  for (; k < n; k += W, vectors++) {
    V x = k + W <= n ? load(a + k) : load_part(a + k, n - k, 1);
    usual &= !any_of(is_lt(x, least)) && !any_of(is_lt(most, x)) && !any_of(is_ne(x, x));
    VI bits = (VI)x;
    e += bits >> 52;
    p[vectors & 1] *= (V)((bits & mantissa) | one);
  }
  if (!usual) return false;
  V both = p[0] * p[1];
  double product = 1;
  int64_t exponent = -1023 * vectors * W;
  int more;
  for (int j = 0; j < W; j++) { product *= both[j]; exponent += e[j]; }
  product = frexp(product, &more);
  exponent += more;
  if (product < 0.7071067811865476) { product *= 2; exponent--; }
  *sum = log(product) + (double)exponent * 0.6931471805599453;
  return true;
}

#define ARG_COLUMNS(fn, beats)                                                                                             \
  static inline __attribute__((always_inline)) void fn##_block(int vecs, int64_t part, int64_t rows, const double *a, int64_t as, double *best, double *at) \
  {                                                                                                                        \
    V o[2], index[2];                                                                                                      \
    UNROLL for (int u = 0; u < vecs; u++) { o[u] = part ? load_part(a, part, 0) : load(a + u * W); index[u] = (V){ 0 }; }    \
    for (int64_t k = 1; k < rows; k++)                                                                                     \
      UNROLL for (int u = 0; u < vecs; u++) {                                                                              \
        V v = part ? load_part(a + k * as, part, 0) : load(a + k * as + u * W);                                            \
        M m = beats(v, o[u]);                                                                                              \
        o[u] = choose(m, v, o[u]);                                                                                         \
        index[u] = choose(m, splat((double)k), index[u]);                                                                  \
      }                                                                                                                    \
    if (part) { store_part(best, part, o[0]); store_part(at, part, index[0]); return; }                                    \
    UNROLL for (int u = 0; u < vecs; u++) { store(best + u * W, o[u]); store(at + u * W, index[u]); }                      \
  }                                                                                                                        \
  static void fn(int64_t rows, int64_t n, const double *a, int64_t as, double *best, double *at)                           \
  {                                                                                                                        \
    int64_t t = 0;                                                                                                         \
    for (; t + 2 * W <= n; t += 2 * W) fn##_block(2, 0, rows, a + t, as, best + t, at + t);                                \
    for (; t < n; t += W) fn##_block(1, n - t < W ? n - t : 0, rows, a + t, as, best + t, at + t);                         \
  }
#define BELOW(v, o) is_lt(v, o)
#define ABOVE(v, o) is_lt(o, v)
ARG_COLUMNS(argmin_columns, BELOW)
ARG_COLUMNS(argmax_columns, ABOVE)

static void argmin2_row(int64_t n, const double *a, double k, double *best, double *at, double *second)
{
  V kk = splat(k);
  int64_t j = 0;
  for (; j + W <= n; j += W) {
    V v = load(a + j), o = load(best + j), s = load(second + j);
    M m = is_lt(v, o);
    store(best + j, choose(m, v, o));
    store(at + j, choose(m, kk, load(at + j)));
    V lost = choose(m, o, v);
    store(second + j, less(lost, s));
  }
  for (; j < n; j++) {
    double lost = a[j] < best[j] ? best[j] : a[j];
    if (a[j] < best[j]) { best[j] = a[j]; at[j] = k; }
    if (lost < second[j]) second[j] = lost;
  }
}

/* ---- log-sum-exp and softmax: columns of up to four vectors, whose greatest, sum and inverse stay in registers ---- */

enum { SM_VECS = 4 };

static inline __attribute__((always_inline)) void softmax_block(int vecs, int64_t part, int64_t rows, const double *a, int64_t as, double *s, int64_t ss, double *lse)
{
  V top[SM_VECS], sum[SM_VECS];
  UNROLL for (int v = 0; v < vecs; v++) { top[v] = splat(-INFINITY); sum[v] = (V){ 0 }; }
  for (int64_t k = 0; k < rows; k++)
    UNROLL for (int v = 0; v < vecs; v++) top[v] = greater(part ? load_part(a + k * as, part, 0) : load(a + k * as + v * W), top[v]);
  UNROLL for (int v = 0; v < vecs; v++) top[v] = unless(is_eq(top[v], splat(-INFINITY)), top[v]);
  for (int64_t k = 0; k < rows; k++)
    UNROLL for (int v = 0; v < vecs; v++) {
      V e = v_exp_below((part ? load_part(a + k * as, part, 0) : load(a + k * as + v * W)) - top[v]);
      sum[v] += e;
      if (s && part) store_part(s + k * ss, part, e); else if (s) store(s + k * ss + v * W, e);
    }
  if (lse)
    UNROLL for (int v = 0; v < vecs; v++) {
      V l = top[v] + v_log(sum[v]);
      if (part) store_part(lse, part, l); else store(lse + v * W, l);
    }
  if (!s) return;
  UNROLL for (int v = 0; v < vecs; v++) sum[v] = choose(is_eq(sum[v], (V){ 0 }), (V){ 0 }, 1 / sum[v]);
  for (int64_t k = 0; k < rows; k++)
    UNROLL for (int v = 0; v < vecs; v++)
      if (part) store_part(s + k * ss, part, load_part(s + k * ss, part, 0) * sum[v]);
      else store(s + k * ss + v * W, load(s + k * ss + v * W) * sum[v]);
}

static void softmax(int64_t rows, int64_t n, const double *a, int64_t as, double *s, int64_t ss, double *lse)
{
  int64_t t = 0;
  for (; t + SM_VECS * W <= n; t += SM_VECS * W) softmax_block(SM_VECS, 0, rows, a + t, as, s ? s + t : NULL, ss, lse ? lse + t : NULL);
  for (; t < n; t += W) softmax_block(1, n - t < W ? n - t : 0, rows, a + t, as, s ? s + t : NULL, ss, lse ? lse + t : NULL);
}
