/* vector_math.h: exp, log and their kin of a vector: glibc's vector library where it is there, else lane by lane.
 * W and the target are set by the file that includes it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_VECTOR_MATH_H
#define MAJORANT_VM_VECTOR_MATH_H
#include <features.h>
#include <math.h>

typedef double V __attribute__((vector_size(8 * W)));

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

VECTOR1(v_exp, exp)
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

#endif
