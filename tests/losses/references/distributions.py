"""distributions.py: references of the distributions.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
from scipy import stats
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln, i0e, log_ndtr, ndtr

from .tools import columns, least, matrix, random_starts, reference


def sample(name):
    return columns("samples.csv", name)


def positive_pair(f, start=(0.0, 0.0)):
    return least(lambda u: f(*np.exp(u)), [np.array(start)])


@reference("scipy BFGS")
def zip():
    y = sample("zeros")

    def f(u):
        q, m = 1 / (1 + np.exp(-u[0])), np.exp(u[1])
        return -np.where(y == 0, np.log(q + (1 - q) * np.exp(-m)), np.log(1 - q) - m + y * np.log(m)).sum()
    return least(f, [np.array([-1.0, 1.0])])


@reference("scipy brentq on the mean")
def truncated_poisson():
    y = sample("truncated")
    m = brentq(lambda m: m / -np.expm1(-m) - y.mean(), 1e-3, 50, xtol=1e-15)
    return (m - y * np.log(m) + np.log(-np.expm1(-m))).sum()


@reference("scipy.stats.gamma.fit")
def gamma():
    a, _, s = stats.gamma.fit(sample("gamma"), floc=0)
    return -stats.gamma.logpdf(sample("gamma"), a, scale=s).sum()


@reference("scipy BFGS")
def weibull():
    return positive_pair(lambda k, s: -stats.weibull_min.logpdf(sample("weibull"), k, scale=s).sum())


@reference("closed form")
def inverse_gaussian():
    v = sample("inverse_gaussian")
    m = v.mean()
    lam = 1 / (1 / v - 1 / m).mean()
    return (lam * (v - m) ** 2 / (2 * m ** 2 * v) - np.log(lam) / 2).sum()


@reference("scipy BFGS")
def beta():
    return positive_pair(lambda a, b: -stats.beta.logpdf(sample("beta"), a, b).sum())


@reference("scipy BFGS")
def dirichlet():
    v = matrix("shares.csv")

    def f(u):
        a = np.exp(u)
        return -(len(v) * (gammaln(a.sum()) - gammaln(a).sum()) + ((a - 1) * np.log(v)).sum())
    return least(f, [np.zeros(v.shape[1])])


def dirichlet_multinomial_loss(a, v):
    return -(gammaln(a.sum()) - gammaln(v.sum(1) + a.sum()) + (gammaln(v + a) - gammaln(a)).sum(1)).sum()


@reference("scipy BFGS")
def dirichlet_multinomial():
    v = matrix("words.csv")
    return least(lambda u: dirichlet_multinomial_loss(np.exp(u), v), [np.zeros(v.shape[1])])


@reference("scipy BFGS")
def beta_binomial():
    n, y = columns("successes.csv", "trials"), columns("successes.csv", "wins")
    return least(lambda u: dirichlet_multinomial_loss(np.exp(u), np.column_stack([y, n - y])), [np.zeros(2)])


@reference("statsmodels NegativeBinomial")
def negative_binomial():
    import statsmodels.api as sm
    y = sample("wide")
    return -sm.NegativeBinomial(y, np.ones((len(y), 1))).fit(disp=0, method="bfgs", gtol=1e-9, maxiter=1000).llf


@reference("scipy BFGS")
def negative_binomial_odds():
    y = sample("wide")

    def f(u):
        q, r = 1 / (1 + np.exp(-u[0])), np.exp(u[1])
        return -(gammaln(y + r) - gammaln(r) + r * np.log(q) + y * np.log(1 - q)).sum()
    return least(f, [np.zeros(2)])


def vonmises_loss(v, m, kappa):
    return -(kappa * (np.cos(v - m) - 1) - np.log(i0e(kappa)) - np.log(2 * np.pi))


@reference("scipy BFGS on the concentration; the mean is a closed form")
def vonmises():
    v = sample("angle")
    m = np.arctan2(np.sin(v).mean(), np.cos(v).mean())
    return least(lambda u: vonmises_loss(v, m, np.exp(u[0])).sum(), [np.zeros(1)])


@reference("that of the other parameters")
def vonmises_natural():
    return vonmises() - len(sample("angle")) * np.log(2 * np.pi)


@reference("scipy BFGS")
def student_location():
    v = sample("student")
    return least(lambda u: -stats.t.logpdf(v, 3, u[0], np.exp(u[1])).sum(), [np.zeros(2)])


@reference("scipy BFGS")
def student_free():
    v = sample("student")
    return least(lambda u: -stats.t.logpdf(v, np.exp(u[2]), u[0], np.exp(u[1])).sum(), [np.array([0, 0, 1.0])])


@reference("scipy BFGS")
def cauchy():
    v = sample("student")
    return least(lambda u: -stats.cauchy.logpdf(v, u[0], np.exp(u[1])).sum(), [np.array([np.median(v), 0])])


@reference("median and mean deviation")
def laplace():
    v = sample("laplace")
    s = np.abs(v - np.median(v)).mean()
    return len(v) * (np.log(2 * s) + 1)


@reference("scipy BFGS")
def logistic_distribution():
    v = sample("student")
    return least(lambda u: -stats.logistic.logpdf(v, u[0], np.exp(u[1])).sum(), [np.zeros(2)])


@reference("scipy BFGS")
def capture():
    h, n = np.array([1, 2, 3]), np.array([22, 14, 9])

    def f(u):
        q = 1 / (1 + np.exp(-u[0]))
        return -(n * (h * np.log(q) + (3 - h) * np.log(1 - q))).sum() + n.sum() * np.log(1 - (1 - q) ** 3)
    return least(f, [np.zeros(1)])


@reference("scipy BFGS")
def grouped_normal():
    n = np.array([4, 11, 18, 12, 5])
    edge = np.array([-np.inf, -1, 0, 1, 2, np.inf])

    def f(u):
        z = (edge - u[0]) / np.exp(u[1])
        return -(n * np.log(ndtr(z[1:]) - ndtr(z[:-1]))).sum()
    return least(f, [np.zeros(2)])


@reference("scipy BFGS")
def hawkes():
    t = np.cumsum(sample("two_rates"))
    end = t[-1]
    gap = t[:, None] - t[None]
    kernel = np.where(gap > 0, 2 * np.exp(-2 * np.maximum(gap, 0)), 0).sum(1)
    mass = (1 - np.exp(-2 * (end - t))).sum()
    return positive_pair(lambda r, a: -np.log(r + a * kernel).sum() + r * end + a * mass)


@reference("scipy minimize_scalar")
def removal():
    c = np.array([30, 18, 9, 6])
    return minimize_scalar(lambda p: -(c * (np.log(p) + np.arange(4) * np.log1p(-p) - np.log(1 - (1 - p) ** 4))).sum(),
                           bounds=(0.01, 0.99), method="bounded", options={"xatol": 1e-12}).fun
