# functions.em: what is known of each function: domain, range, derivative, shape.
#
#   shape increasing, convex where x >= 0      the function of x, on the given interval
#   concave in x^2                             the function, written as a function of the coordinate x^2; also log(x), 1/x, exp(x)
#   curvature <= c, curvature >= c             bounds of the second derivative on the whole domain
#   evaluate "name"                            the machine's kernel; `definition` is an expression instead
# A function that is concave in a coordinate lies below its tangent there: this is where the majorizers come from, so a wrong
# line here is a wrong algorithm. Each line is verified numerically by the tests. sqrt is a power and not listed.
# SPDX-License-Identifier: GPL-3.0-or-later

# ---- exponentials and logarithms

function exp(x)
  range > 0
  derivative exp(x)
  shape increasing, convex
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  curvature >= 0
  logarithm x
  logarithm_rest log1mexp(-x)
  evaluate "exp"
  latex "\\exp"
end

function log(x)
  domain x > 0
  range real
  derivative 1 / x
  shape increasing, concave
  affine in log(x)
  convex in 1/x
  curvature <= 0
  evaluate "log"
  latex "\\log"
end

function log1p(x)
  domain x > -1
  range real
  derivative 1 / (1 + x)
  shape increasing, concave
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  curvature <= 0
  evaluate "log1p"
end

function expm1(x)
  range > -1
  derivative exp(x)
  shape increasing, convex
  affine in exp(x)
  curvature >= 0
  evaluate "expm1"
end

# log(1 - exp(-x))
function log1mexp(x)
  domain x > 0
  range < 0
  derivative 1 / expm1(x)
  shape increasing, concave
  concave in log(x)
  curvature <= 0
  evaluate "log1mexp"
end

# log(1 + exp(x))
function softplus(x)
  range > 0
  derivative logistic(x)
  shape increasing, convex
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  concave in exp(x)
  curvature <= 1/4
  curvature >= 0
  evaluate "softplus"
end

# 1 / (1 + exp(-x))
function logistic(x)
  range in (0, 1)
  derivative logistic(x) * logistic(-x)
  shape increasing
  shape concave where x >= 0
  shape convex where x <= 0
  concave in exp(x)
  curvature <= 0.0962251
  curvature >= -0.0962251
  logarithm -softplus(-x)
  logarithm_rest -softplus(x)
  evaluate "logistic"
end

function logit(x)
  definition log(x) - log(1 - x)
end

# ---- circular and hyperbolic functions

function sin(x)
  range in [-1, 1]
  derivative cos(x)
  curvature <= 1
  curvature >= -1
  evaluate "sin"
  latex "\\sin"
end

function cos(x)
  range in [-1, 1]
  derivative -sin(x)
  shape even
  curvature <= 1
  curvature >= -1
  evaluate "cos"
  latex "\\cos"
end

function tan(x)
  range real
  derivative 1 + tan(x)^2
  evaluate "tan"
  latex "\\tan"
end

function atan(x)
  range in (-1.5707963267948968, 1.5707963267948968)
  derivative 1 / (1 + x^2)
  shape increasing
  shape concave where x >= 0
  shape convex where x <= 0
  convex in 1/x where x > 0
  curvature <= 0.6495191
  curvature >= -0.6495191
  evaluate "atan"
  latex "\\arctan"
end

function sinh(x)
  range real
  derivative cosh(x)
  shape increasing
  shape convex where x >= 0
  shape concave where x <= 0
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  evaluate "sinh"
  latex "\\sinh"
end

function cosh(x)
  range >= 1
  derivative sinh(x)
  shape even, convex
  shape increasing where x >= 0
  shape decreasing where x <= 0
  convex in x^2
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  curvature >= 1
  evaluate "cosh"
  latex "\\cosh"
end

function tanh(x)
  range in (-1, 1)
  derivative 1 - tanh(x)^2
  shape increasing
  shape concave where x >= 0
  shape convex where x <= 0
  curvature <= 0.7698004
  curvature >= -0.7698004
  evaluate "tanh"
  latex "\\tanh"
end

# log cosh(x)
function log_cosh(x)
  range >= 0
  derivative tanh(x)
  shape even, convex
  shape increasing where x >= 0
  shape decreasing where x <= 0
  concave in x^2
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  curvature <= 1
  curvature >= 0
  evaluate "log_cosh"
end

# log(sinh(x) / x)
function log_sinhc(x)
  range >= 0
  derivative langevin(x)
  shape even, convex
  shape increasing where x >= 0
  shape decreasing where x <= 0
  concave in x^2
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  curvature <= 0.3333334
  curvature >= 0
  evaluate "log_sinhc"
end

# coth(x) - 1/x
function langevin(x)
  range in (-1, 1)
  derivative if x == 0 then 1/3 else 1 - langevin(x)^2 - 2 * langevin(x) / x
  shape increasing
  shape concave where x >= 0
  shape convex where x <= 0
  evaluate "langevin"
end

# ---- absolute value and steps

function abs(x)
  range >= 0
  derivative sign(x)
  shape even, convex
  shape increasing, concave where x >= 0
  shape decreasing, concave where x <= 0
  concave in x^2
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  curvature >= 0
  evaluate "abs"
end

function sign(x)
  range in [-1, 1]
  derivative 0
  shape increasing
  evaluate "sign"
end

function floor(x)
  range real
  derivative 0
  shape increasing
  evaluate "floor"
end

function ceil(x)
  range real
  derivative 0
  shape increasing
  evaluate "ceil"
end

# ---- normal distribution

function erf(x)
  range in (-1, 1)
  derivative 2 / pi^(1/2) * exp(-x^2)
  shape increasing
  shape concave where x >= 0
  shape convex where x <= 0
  curvature <= 0.9678829
  curvature >= -0.9678829
  evaluate "erf"
  latex "\\operatorname{erf}"
end

function normal_pdf(x)
  range in (0, 0.3989422804014328]
  derivative -x * normal_pdf(x)
  shape even
  shape decreasing where x >= 0
  shape increasing where x <= 0
  shape concave where x in [-1, 1]
  convex in x^2
  curvature <= 0.1780325
  curvature >= -0.3989423
  logarithm -x^2 / 2 - log(2 * pi) / 2
  evaluate "normal_pdf"
  latex "\\varphi"
end

function normal_cdf(x)
  range in (0, 1)
  derivative normal_pdf(x)
  shape increasing
  shape concave where x >= 0
  shape convex where x <= 0
  curvature <= 0.2419708
  curvature >= -0.2419708
  logarithm log_normal_cdf(x)
  logarithm_rest log_normal_cdf(-x)
  evaluate "normal_cdf"
  latex "\\Phi"
end

function log_normal_cdf(x)
  range < 0
  derivative mills(x)
  shape increasing, concave
  curvature <= 0
  curvature >= -1
  evaluate "log_normal_cdf"
  latex "\\log\\Phi"
end

# normal_pdf(x) / normal_cdf(x)
function mills(x)
  range > 0
  derivative -mills(x) * (x + mills(x))
  shape decreasing, convex
  curvature >= 0
  evaluate "mills"
end

# ---- gamma function

function lgamma(x)
  domain x > 0
  range >= -0.12148629053584962
  derivative digamma(x)
  shape convex
  shape increasing where x >= 1.4616321449683624
  shape decreasing where x <= 1.4616321449683622
  curvature >= 0
  evaluate "lgamma"
  latex "\\log\\Gamma"
end

function digamma(x)
  domain x > 0
  range real
  derivative trigamma(x)
  shape increasing, concave
  concave in log(x)
  convex in 1/x
  curvature <= 0
  evaluate "digamma"
  latex "\\psi"
end

# the x > 0 with digamma(x) = y
function inverse_digamma(y)
  range > 0
  derivative 1 / trigamma(inverse_digamma(y))
  shape increasing, convex
  curvature >= 0
  evaluate "inverse_digamma"
  latex "\\psi^{-1}"
end

function trigamma(x)
  domain x > 0
  range > 0
  derivative tetragamma(x)
  shape decreasing, convex
  curvature >= 0
  evaluate "trigamma"
  latex "\\psi'"
end

function tetragamma(x)
  domain x > 0
  range < 0
  derivative polygamma(3, x)
  shape increasing, concave
  curvature <= 0
  evaluate "tetragamma"
  latex "\\psi''"
end

function polygamma(n, x)
  derivative[2] polygamma(n + 1, x)
  evaluate "polygamma"
end

function lbeta(a, b)
  definition lgamma(a) + lgamma(b) - lgamma(a + b)
end

function lchoose(n, k)
  definition lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
end

# ---- modified Bessel functions of the first kind

function besseli(nu, x)
  range >= 0
  derivative[2] besseli(nu + 1, x) + nu / x * besseli(nu, x)
  evaluate "besseli"
  latex "I"
end

function log_besseli(nu, x)
  derivative[2] exp(log_besseli(nu + 1, x) - log_besseli(nu, x)) + nu / x
  evaluate "log_besseli"
  limit "the directions are (nearly) the same, so that the law concentrates on one without end: give its concentration a prior or a bound"
  latex "\\log I"
end

# log I_0(|x|)
function log_besseli0(x)
  range >= 0
  derivative bessel_ratio0(x)
  shape even, convex
  shape increasing where x >= 0
  shape decreasing where x <= 0
  concave in x^2
  convex in log(x) where x > 0
  convex in 1/x where x > 0
  curvature <= 1/2
  curvature >= 0
  evaluate "log_besseli0"
  limit "the directions are (nearly) the same, so that the law concentrates on one without end: give its concentration a prior or a bound"
  latex "\\log I_0"
end

# I_1(x) / I_0(x)
function bessel_ratio0(x)
  range in (-1, 1)
  derivative if x == 0 then 1/2 else 1 - bessel_ratio0(x)^2 - bessel_ratio0(x) / x
  shape increasing
  shape concave where x >= 0
  shape convex where x <= 0
  evaluate "bessel_ratio0"
end
