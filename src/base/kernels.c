/* kernels.c: see kernels.h. Accuracy aimed at: a few units in the last place, also in the tails.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/kernels.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <string.h>

static const Kernel kernels[KERNEL_COUNT] = {
#define EVERYWHERE -INFINITY, INFINITY
#define NOWHERE INFINITY, -INFINITY
#define BETWEEN(lo, hi) lo, hi
#define KERNEL1(name, function, where, what) { #name, KERNEL_##name, 1, function, NULL, where, what },
#define KERNEL2(name, function, where, what) { #name, KERNEL_##name, 2, NULL, function, where, what },
#include "base/kernels.def"
#undef KERNEL1
#undef KERNEL2
};

/* GSL's handler ends the process at a domain error; the functions below look at the status instead. */
__attribute__((constructor)) static void gsl_quiet(void) { gsl_set_error_handler_off(); }

const Kernel *kernel_find(const char *name)
{
  for (int k = 0; k < KERNEL_COUNT; k++) if (strcmp(kernels[k].name, name) == 0) return &kernels[k];
  return NULL;
}

const Kernel *kernel_at(KernelId id) { return &kernels[id]; }

double kernel_apply(const Kernel *k, const double *x) { return k->nargs == 1 ? k->of1(x[0]) : k->of2(x[0], x[1]); }

/* ---- exponentials and logarithms --------------------------------------------------------------------------------- */

double kernel_log1mexp(double x) { return x <= M_LN2 ? log(-expm1(-x)) : log1p(-exp(-x)); }

double kernel_softplus(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }

double kernel_logistic(double x)
{
  if (x >= 0) return 1 / (1 + exp(-x));
  double e = exp(x);
  return e / (1 + e);
}

double kernel_log_cosh(double x)
{
  double a = fabs(x);
  if (a < 0.5) { double s = sinh(a / 2); return log1p(2 * s * s); }      /* cosh a = 1 + 2 sinh²(a/2) */
  return a - M_LN2 + log1p(exp(-2 * a));
}

double kernel_log_sinhc(double x)
{
  double a = fabs(x), s = x * x;
  if (a < 0.3) return s * (1. / 6 - s * (1. / 180 - s * (1. / 2835 - s * (1. / 37800 - s * (1. / 467775 - s * 691. / 3831077250)))));
  return a + log1p(-exp(-2 * a)) - log(2 * a);
}

double kernel_langevin(double x)
{
  double s = x * x;
  if (fabs(x) < 0.3) return x * (1. / 3 - s * (1. / 45 - s * (2. / 945 - s * (1. / 4725 - s * (2. / 93555 - s * 1382. / 638512875)))));
  return 1 / tanh(x) - 1 / x;
}

double kernel_sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

/* ---- normal distribution ------------------------------------------------------------------------------------------ */

double kernel_normal_pdf(double x) { return exp(-0.5 * x * x) * (M_2_SQRTPI * M_SQRT1_2 * 0.5); }

double kernel_normal_cdf(double x) { return 0.5 * erfc(-x * M_SQRT1_2); }

/* below -35 the continued fraction's leading terms are exact to rounding: Phi(x) = pdf(x)/t (1 - 1/t² + 3/t⁴ - 15/t⁶ …), t = -x */
double kernel_log_normal_cdf(double x)
{
  if (x > 0) return log1p(-0.5 * erfc(x * M_SQRT1_2));
  if (x > -35) return log(0.5 * erfc(-x * M_SQRT1_2));
  double r = 1 / (x * x);
  return -0.5 * x * x - log(-x) - 0.5 * log(2 * M_PI) + log1p(-r * (1 - r * (3 - r * (15 - r * 105))));
}

double kernel_mills(double x)
{
  if (x > -35) return kernel_normal_pdf(x) / kernel_normal_cdf(x);
  double r = 1 / (x * x);
  return -x / (1 - r * (1 - r * (3 - r * (15 - r * 105))));
}

/* ---- gamma function and its derivatives ---------------------------------------------------------------------------- */

/* Convex on x > 0, which is where it is defined; log |Gamma(x)| between the poles further left is another function, and no bound of the
 * library holds for it. At the poles it stays infinite: choose(n, k) is 0 for k > n. lgamma itself writes a global */
double kernel_lgamma(double x) { int sign; return x < 0 && x != floor(x) ? NAN : lgamma_r(x, &sign); }

static double psi_order(int n, double x)
{
  if (isnan(x) || x < 0) return NAN;
  if (isinf(x)) return n == 0 ? x : 0;
  if (x == 0) return n == 0 ? -INFINITY : n % 2 ? INFINITY : -INFINITY;
  gsl_sf_result r;
  int status = n == 0 ? gsl_sf_psi_e(x, &r) : n == 1 ? gsl_sf_psi_1_e(x, &r) : gsl_sf_psi_n_e(n, x, &r);
  return status == GSL_SUCCESS ? r.val : status == GSL_EUNDRFLW ? 0 : NAN;
}

double kernel_digamma(double x) { return psi_order(0, x); }
double kernel_trigamma(double x) { return psi_order(1, x); }

/* Newton's method on digamma(x) = y from a start within some percent (Minka 2000): exp(y) + 1/2, or by the pole at 0. digamma is concave, so
 * that after one step all are from the left and none leaves the half-line. */
double kernel_inverse_digamma(double y)
{
  enum { STEPS = 12 };
  static const double at_one = -0.57721566490153286;
  if (isnan(y) || y == INFINITY) return y;
  double x = y >= -2.22 ? exp(y) + 0.5 : -1 / (y - at_one);
  if (y < -1e8 || y > 40) return y > 0 ? exp(y) : -1 / y;            /* the rest is below rounding */
  for (int i = 0; i < STEPS; i++) {
    double step = (psi_order(0, x) - y) / psi_order(1, x);
    if (step >= x) step = x / 2;
    x -= step;
    if (fabs(step) <= 1e-15 * x) break;
  }
  return x;
}

double kernel_tetragamma(double x) { return psi_order(2, x); }
double kernel_polygamma(double n, double x) { return n >= 0 && n < 1000 && n == floor(n) ? psi_order((int)n, x) : NAN; }

/* ---- modified Bessel function of the first kind --------------------------------------------------------------------- */

/* log I_nu(x) = nu log(x/2) - lgamma(nu+1) + log sum{k} (x²/4)^k / (k! (nu+1)…(nu+k)): positive terms, no cancellation */
static double log_besseli_series(double nu, double x)
{
  static const double big = 1e250;
  double q = x * x / 4, term = 1, sum = 1, lead = nu == 0 ? 0 : nu * log(x / 2);
  for (int k = 1; term > 1e-18 * sum || k < x / 2; k++) {
    sum += term *= q / (k * (nu + k));
    if (sum > big) { sum /= big; term /= big; lead += log(big); }
  }
  return lead - kernel_lgamma(nu + 1) + log(sum);
}

/* uniform in x for large nu (Debye): I_nu(nu z) ~ exp(nu eta)/sqrt(2 pi nu) / (1+z²)^(1/4) * (1 + u1(t)/nu + u2(t)/nu² + …) */
static double log_besseli_debye(double nu, double x)
{
  double z = x / nu, w = hypot(1, z), t = 1 / w, t2 = t * t, eta = w + log(z / (1 + w));
  double u1 = t * (3 - 5 * t2) / 24;
  double u2 = t2 * (81 + t2 * (-462 + t2 * 385)) / 1152;
  double u3 = t * t2 * (30375 + t2 * (-369603 + t2 * (765765 - t2 * 425425))) / 414720;
  double u4 = t2 * t2 * (4465125 + t2 * (-94121676 + t2 * (349922430 + t2 * (-446185740 + t2 * 185910725)))) / 39813120;
  return nu * eta - 0.5 * log(2 * M_PI * nu) - 0.5 * log(w) + log1p((u1 + (u2 + (u3 + u4 / nu) / nu) / nu) / nu);
}

double kernel_log_besseli(double nu, double x)
{
  if (isnan(nu) || isnan(x) || nu < 0 || x < 0) return NAN;
  if (x == 0) return nu == 0 ? 0 : -INFINITY;
  if (isinf(x)) return x;
  if (x < 30) return log_besseli_series(nu, x);
  if (nu > 300) return log_besseli_debye(nu, x);
  if (nu * nu >= x) return log_besseli_series(nu, x);
  /* Hankel's expansion, exp(x)/sqrt(2 pi x) sum (-1)^k a_k(nu)/x^k: its terms fall from the start where nu² < x */
  double mu = 4 * nu * nu, term = 1, sum = 1;
  for (int k = 1; k < 60 && fabs(term) > 1e-17 * fabs(sum); k++) sum += term *= ((2. * k - 1) * (2. * k - 1) - mu) / (8. * k * x);
  return x - 0.5 * log(2 * M_PI * x) + log(sum);
}

double kernel_besseli(double nu, double x)
{
  gsl_sf_result r;
  if (nu >= 0 && x >= 0 && x < 600 && gsl_sf_bessel_Inu_e(nu, x, &r) == GSL_SUCCESS) return r.val;
  return exp(kernel_log_besseli(nu, x));
}

double kernel_log_besseli0(double x) { return kernel_log_besseli(0, fabs(x)); }

double kernel_bessel_ratio0(double x)
{
  if (x == 0) return x;
  return copysign(exp(kernel_log_besseli(1, fabs(x)) - kernel_log_besseli(0, fabs(x))), x);
}
