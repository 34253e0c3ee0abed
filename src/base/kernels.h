/* kernels.h: scalar functions by name (kernels.def): libm's, a few of GSL's, and some that neither has.
 * Thread-safe, no state, no errors: outside its domain a function gives NAN or an infinity.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_KERNELS_H
#define MAJORANT_BASE_KERNELS_H

typedef enum {
#define KERNEL1(name, function, where, what) KERNEL_##name,
#define KERNEL2(name, function, where, what) KERNEL_##name,
#include "base/kernels.def"
#undef KERNEL1
#undef KERNEL2
  KERNEL_COUNT
} KernelId;

typedef struct Kernel {
  const char *name;
  KernelId id;
  int nargs;                                            /* 1 or 2 */
  double (*of1)(double);
  double (*of2)(double, double);
  double lo, hi;                                        /* finite for certain at arguments between these; lo > hi: nowhere */
  const char *what;
} Kernel;

const Kernel *kernel_find(const char *name);            /* NULL: there is none of this name */
const Kernel *kernel_at(KernelId);
double kernel_apply(const Kernel *, const double *x);   /* x[nargs] */

/* those that are not libm's, for whoever needs them directly */
double kernel_log1mexp(double), kernel_softplus(double), kernel_logistic(double), kernel_log_cosh(double), kernel_log_sinhc(double),
  kernel_langevin(double), kernel_sign(double), kernel_normal_pdf(double), kernel_normal_cdf(double), kernel_log_normal_cdf(double),
  kernel_mills(double), kernel_lgamma(double), kernel_digamma(double), kernel_inverse_digamma(double),
  kernel_trigamma(double), kernel_tetragamma(double),
  kernel_log_besseli0(double), kernel_bessel_ratio0(double);
double kernel_polygamma(double n, double x), kernel_besseli(double nu, double x), kernel_log_besseli(double nu, double x);

#endif
