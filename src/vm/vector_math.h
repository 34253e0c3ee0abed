/* vector_math.h: exp, log and their kin of a vector. The exponential is made here, so that it can stand in the loops of others;
 * the rest is glibc's vector library where it is there, else lane by lane. A part of vector_body.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_VECTOR_MATH_H
#define MAJORANT_VM_VECTOR_MATH_H
#include <features.h>

#if defined HAVE_LIBMVEC && defined __x86_64__
#if W == 8
#define MVEC1(f) _ZGVeN8v_##f
#define MVEC2(f) _ZGVeN8vv_##f
#elif W == 4
#define MVEC1(f) _ZGVdN4v_##f
#define MVEC2(f) _ZGVdN4vv_##f
#else
#define MVEC1(f) _ZGVbN2v_##f
#define MVEC2(f) _ZGVbN2vv_##f
#endif
#define VECTOR1(name, f) V MVEC1(f)(V); static inline V name(V x) { return MVEC1(f)(x); }
#define VECTOR2(name, f) V MVEC2(f)(V, V); static inline V name(V x, V y) { return MVEC2(f)(x, y); }
#ifdef __GLIBC_PREREQ
#define VECTOR_MATH_MORE __GLIBC_PREREQ(2, 35)
#else
#define VECTOR_MATH_MORE 0
#endif
#else
#define VECTOR1(name, f) static inline V name(V x) { for (int j = 0; j < W; j++) x[j] = f(x[j]); return x; }
#define VECTOR2(name, f) static inline V name(V x, V y) { for (int j = 0; j < W; j++) x[j] = f(x[j], y[j]); return x; }
#define VECTOR_MATH_MORE 1
#endif

#if W != 8
VECTOR1(v_log, log)
#endif
VECTOR2(v_pow, pow)
#if VECTOR_MATH_MORE
VECTOR1(v_log1p, log1p)
VECTOR1(v_expm1, expm1)
VECTOR1(v_sin, sin)
VECTOR1(v_cos, cos)
VECTOR1(v_tanh, tanh)
VECTOR1(v_atan, atan)
VECTOR1(v_erf, erf)
VECTOR1(v_erfc, erfc)
#endif

/* ---- e^x = 2^n e^r, |r| <= log(2) / 2. e^r = 1 + r + r^2 q(r), q of degree 9 by Remez' exchange: 4e-18 relative. In all the
 * result is within 0.7 units of the last place with fused multiplications. ---- */

#define EXP_SHIFT 0x1.8p52                                  /* adding it rounds to a whole number and leaves it in the low bits */

static inline __attribute__((always_inline)) V exp_reduced(V x, V *n, double bias)
{
  V t = x * 1.44269504088896340736 + (EXP_SHIFT + bias), k = t - (EXP_SHIFT + bias);
  V r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;      /* log 2; the first part has 32 bits, so that k times it is exact */
  V q = r * 2.5000061625531279587e-8 + 2.763024838532302056e-7;
  q = q * r + 2.7557586373785180954e-6;
  q = q * r + 2.4801493098887391545e-5;
  q = q * r + 1.9841269506578723932e-4;
  q = q * r + 1.3888888943630134161e-3;
  q = q * r + 8.3333333334944616639e-3;
  q = q * r + 4.1666666666530158494e-2;
  q = q * r + 1.6666666666666412523e-1;
  q = q * r + 5.0000000000000106271e-1;
  q = q * r + 1;
  *n = bias != 0 ? t : k;
  return q * r + 1;
}

/* of x <= 0; below -708 it is 0: no denormal numbers */
static inline __attribute__((always_inline)) V v_exp_below(V x)
{
  V t, e = exp_reduced(x, &t, 1023);
  return unless(is_lt(x, splat(-708)), e * (V)((VI)t << 52));
}

/* e 2^n below the normal numbers: a whole multiple of the least one, whose bits are that whole number. Scaling there would stall the
 * processor for some hundred cycles, also where the result is 0. */
static __attribute__((noinline)) V exp_denormal(V x, V e, V n, V r)
{
  for (int j = 0; j < W; j++)
    if (x[j] < -708) {
      union { int64_t bits; double value; } u = { x[j] < -746 ? 0 : llrint(ldexp(e[j], (int)n[j] + 1074)) };
      r[j] = u.value;
    }
  return r;
}

static inline V v_exp(V x)
{
  V n, e = exp_reduced(greater(splat(-746), less(splat(710), x)), &n, 0);
  M low = is_lt(x, splat(-708)), denormal = is_lt(splat(-746), x);
#if W == 8
  V r = (V)_mm512_maskz_scalef_pd((__mmask8)~low, (__m512d)e, (__m512d)n);
#else
  V up = choose(low, (V){ 0 }, n);
  V h = up * 0.5 + (EXP_SHIFT + 1023), l = (up - (h - (EXP_SHIFT + 1023))) + (EXP_SHIFT + 1023);      /* 2^n in two factors: it may be greater than any number */
  V r = unless(low, e * (V)((VI)h << 52) * (V)((VI)l << 52));
#endif
  if (__builtin_expect(any_of(low & denormal), 0)) r = exp_denormal(x, e, n, r);
  return r;
}

/* ---- log x = k log 2 + log m, 0.75 <= m < 1.5; log m = log(1 + r) - log c with r = m c - 1, where c, about 1 / m, comes from a table
 * of 16 and is 1 about m = 1. log(1 + r) = r + r^2 q(r), -1/32 <= r <= 1/16, q of degree 8 by Remez' exchange: 9e-18 relative. ---- */

#if W == 8
static const double LOG_C[16] = { 1, 0.9140625, 0.865234375, 0.8203125, 0.78125, 0.744140625, 0.7109375, 0.681640625, 1.306640625, 1.255859375,
  1.20703125, 1.1640625, 1.123046875, 1.083984375, 1.048828125, 1 };
static const double LOG_OF_C[16] = { 0, 0x1.700d30aeac0e1p-4, 0x1.28753bc11aba5p-3, 0x1.95a5adcf7017fp-3, 0x1.f991c6cb3b379p-3, 0x1.2e9e2bce12286p-2,
  0x1.5d5bddf595f30p-2, 0x1.8873658327ccfp-2, -0x1.11e0e2dad9cb7p-2, -0x1.d293581b6b3e7p-3, -0x1.815c0a14357ebp-3, -0x1.371fc201e8f74p-3,
  -0x1.db5270187d927p-4, -0x1.4a50d3aa1b040p-4, -0x1.868a83083f6cfp-5, 0 };                 /* -log c */

static inline __attribute__((always_inline)) V v_log(V x)
{
  __m512d m = _mm512_getmant_pd((__m512d)x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan);       /* NaN below 0, 1 at 0 and infinity */
  V k = (V)_mm512_getexp_pd((__m512d)x) - (V)_mm512_getexp_pd(m);                            /* -inf at 0, inf at infinity */
  __m512i at = _mm512_srli_epi64((__m512i)m, 48);
  V c = (V)_mm512_permutex2var_pd(_mm512_loadu_pd(LOG_C), at, _mm512_loadu_pd(LOG_C + 8));
  V l = (V)_mm512_permutex2var_pd(_mm512_loadu_pd(LOG_OF_C), at, _mm512_loadu_pd(LOG_OF_C + 8));
  V r = (V)_mm512_fmsub_pd(m, (__m512d)c, _mm512_set1_pd(1));                                /* rounded once, whatever the compiler contracts */
  V q = r * -0.087450366575937726517 + 0.11071431053916539554;
  q = q * r + -0.12501869629287597545;
  q = q * r + 0.14285819840829301422;
  q = q * r + -0.16666666160135846276;
  q = q * r + 0.19999999927802576539;
  q = q * r + -0.24999999999860949218;
  q = q * r + 0.33333333333347546409;
  q = q * r + -0.50000000000000024877;
  return (k * 6.93147180369123816490e-01 + l) + (r + (r * r * q + k * 1.90821492927058770002e-10));
}
#endif

#endif
