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

VECTOR1(v_log, log)
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

static inline V v_exp(V x)
{
  V n, e = exp_reduced(greater(splat(-746), less(splat(710), x)), &n, 0);
#if W == 8
  return (V)_mm512_scalef_pd((__m512d)e, (__m512d)n);
#else
  V h = n * 0.5 + (EXP_SHIFT + 1023), l = (n - (h - (EXP_SHIFT + 1023))) + (EXP_SHIFT + 1023);      /* 2^n in two factors: it may be a denormal number */
  return e * (V)((VI)h << 52) * (V)((VI)l << 52);
#endif
}

#endif
