/* vector_map.h: element-wise kernels. Numbers are spread over a vector and not advanced; the rest of a row goes through a padded
 * vector. A part of vector_body.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */

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

/* x / y by z = 1 / y, which is infinite for the least denormal y already */
static inline V quotient(V x, V y, V z)
{
  V r = x * z;
  M far = is_eq(vabs(z), splat(INFINITY));
  if (__builtin_expect(any_of(far), 0)) r = choose(far, x / y, r);
  return unless(is_eq(x, (V){ 0 }), r);
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
MAP(map_mul0, 2, unless(is_eq(x, (V){ 0 }) | is_eq(y, (V){ 0 }), x * y))
MAP(map_div, 2, x / y)
MAP(map_div0, 2, unless(is_eq(x, (V){ 0 }), x / y))
MAP(map_quotient, 3, quotient(x, y, z))
MAP(map_min, 2, vmin(x, y))
MAP(map_max, 2, vmax(x, y))
MAP(map_pow, 2, v_pow(x, y))
MAP(map_fma, 3, x * y + z)
MAP(map_eq, 2, one_if(is_eq(x, y)))
MAP(map_ne, 2, one_if(is_ne(x, y)))
MAP(map_lt, 2, one_if(is_lt(x, y)))
MAP(map_le, 2, one_if(is_le(x, y)))
MAP(map_select, 3, choose(is_ne(x, (V){ 0 }), y, z))
MAP(map_sqdiff_add, 3, z + (x - y) * (x - y))

MAP(call_log, 1, v_log(x))
MAP(call_exp, 1, v_exp(x))
MAP(call_logistic, 1, 1 / (1 + v_exp(-x)))
MAP(call_sign, 1, choose(is_lt((V){ 0 }, x), splat(1), choose(is_lt(x, (V){ 0 }), splat(-1), x)))
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
    M low = is_lt(s.x, splat(10));
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
  return repair(unless(is_eq(x, splat(1)) | is_eq(x, splat(2)), result), x, kernel_lgamma);
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
