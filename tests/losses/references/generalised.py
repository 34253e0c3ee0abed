"""generalised.py: references of the regressions of labels, counts and lifetimes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
import statsmodels.api as sm
from scipy.special import gammaln, log_ndtr
from sklearn.linear_model import LogisticRegression
from statsmodels.miscmodels.ordinal_model import OrderedModel

from .tools import columns, descend, least, logsumexp, matrix, r_program, random_starts, reference

x = columns("regression.csv", "one x1 x2 x3")
binary = columns("regression.csv", "binary")
sign = 2 * binary - 1
counts = columns("regression.csv", "count")
wide = columns("regression.csv", "wide")
positive = columns("regression.csv", "positive")
label = columns("regression.csv", "class").astype(int) - 1
order = columns("regression.csv", "order").astype(int)
time, event = columns("regression.csv", "time"), columns("regression.csv", "event")
n, p = x.shape
zero = np.zeros(p)


@reference("sklearn LogisticRegression")
def logistic_ridge():
    b = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-14, solver="newton-cg", max_iter=10000).fit(x, binary).coef_[0]
    return (np.logaddexp(0, x @ b) - binary * (x @ b)).sum() + 0.5 * (b ** 2).sum()


@reference("sklearn LogisticRegression")
def logistic_ridge_quadratic():
    return logistic_ridge()


@reference("scipy BFGS, all sets of slopes")
def logistic_lasso():
    best = np.inf
    for mask in np.ndindex(*(2,) * p):
        keep = np.array(mask, bool)

        def f(u):
            return np.logaddexp(0, -sign * (x[:, keep] @ u)).sum() + 2 * np.abs(u).sum()
        best = min([best, f(np.zeros(keep.sum()))] + [descend(f, s[keep])[0] for s in random_starts(3, p) if keep.any()])
    return best


@reference("statsmodels Probit")
def probit():
    return -sm.Probit(binary, x).fit(disp=0, method="newton", tol=1e-14, maxiter=1000).llf


@reference("statsmodels GLM, link cloglog", "cloglog_iis")
def cloglog():
    family = sm.families.Binomial(sm.families.links.cloglog())
    b = sm.GLM(binary, x, family=family).fit(tol=1e-15, maxiter=1000).params
    return ((1 - binary) * np.exp(x @ b) - binary * np.log(-np.expm1(-np.exp(x @ b)))).sum()


@reference("scipy BFGS, 10 starts")
def cauchit():
    return least(lambda b: -np.log(0.5 + np.arctan(sign * (x @ b)) / np.pi).sum() + 0.25 * (b ** 2).sum(),
                 [zero, *random_starts(9, p)])


@reference("statsmodels GLM", "poisson_iis", "poisson_gradient", "poisson_cubic", "poisson_near")
def poisson_regression():
    b = sm.GLM(counts, x, family=sm.families.Poisson()).fit(tol=1e-15, maxiter=1000).params
    return (np.exp(x @ b) - counts * (x @ b)).sum()


@reference("scipy L-BFGS-B")
def poisson_identity():
    z = x ** 2
    return least(lambda b: (z @ b - counts * np.log(z @ b) + gammaln(counts + 1)).sum(), [np.ones(p)],
                 bounds=[(1e-4, None)] + [(0, None)] * (p - 1))


@reference("statsmodels NegativeBinomial")
def negbinomial_regression():
    u = sm.NegativeBinomial(wide, x).fit(disp=0, method="bfgs", maxiter=5000, gtol=1e-9).params

    def f(u):
        m, r = np.exp(x @ u[:p]), 1 / u[p]
        return -(gammaln(wide + r) - gammaln(r) - gammaln(wide + 1) + r * np.log(r) + wide * np.log(m)
                 - (wide + r) * np.log(m + r)).sum()
    return descend(f, u)[0]


@reference("statsmodels GLM for the slopes, scipy for the shape", "gamma_regression_iis")
def gamma_regression():
    b = sm.GLM(positive, x, family=sm.families.Gamma(sm.families.links.log())).fit(tol=1e-15, maxiter=1000).params
    m = np.exp(x @ b)

    def f(u):
        s = np.exp(u[0])
        return -(s * np.log(s / m) - gammaln(s) + (s - 1) * np.log(positive) - s * positive / m).sum()
    return least(f, [np.zeros(1)])


@reference("scipy BFGS")
def multinomial_ridge():
    def f(u):
        eta = x @ u.reshape(3, p).T
        return (logsumexp(eta, 1) - eta[np.arange(n), label]).sum() + 0.5 * (u ** 2).sum()
    return least(f, [np.zeros(3 * p)])


@reference("statsmodels OrderedModel")
def ordinal_logit():
    return -OrderedModel(order, x[:, 1:], distr="logit").fit(disp=0, method="bfgs", gtol=1e-9, maxiter=5000).llf


@reference("R survival::coxph")
def cox():
    return -r_program("d <- read.csv('regression.csv'); library(survival); cat(coxph(Surv(time, event) ~ x1 + x2 + x3, d, "
                      "ties = 'breslow', control = coxph.control(eps = 1e-14, iter.max = 100))$loglik[2])")


@reference("R survival::survreg")
def tobit():
    free_of = r_program("d <- read.csv('regression.csv'); library(survival); d$z <- pmax(d$y, 0); cat(survreg(Surv(z, z > 0, "
                        "type = 'left') ~ x1 + x2 + x3, d, dist = 'gaussian', control = survreg.control(rel.tolerance = 1e-14,"
                        " maxiter = 200))$loglik[2])")
    seen = (columns("regression.csv", "y") > 0).sum()
    return -free_of - seen * np.log(2 * np.pi) / 2


@reference("R survival::survreg", "censored_weibull_iis")
def censored_weibull():
    return -r_program("d <- read.csv('regression.csv'); library(survival); cat(survreg(Surv(time, event) ~ 1, d, dist = 'weibull',"
                      " control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))$loglik[1])")


@reference("statsmodels GLM with an offset", "censored_exponential_iis")
def censored_exponential():
    b = sm.GLM(event, x, family=sm.families.Poisson(), offset=np.log(time)).fit(tol=1e-15, maxiter=1000).params
    return (time * np.exp(x @ b) - event * (x @ b)).sum()


@reference("scipy BFGS")
def rasch():
    v = matrix("votes.csv")

    def f(u):
        eta = u[:40, None] - u[None, 40:]
        return (np.logaddexp(0, eta) - v * eta).sum() + 0.5 * (u ** 2).sum()
    return least(f, [np.zeros(46)])


@reference("scipy BFGS")
def ising():
    v = 2 * matrix("votes.csv") - 1
    upper = np.triu_indices(6, 1)

    def f(u):
        w = np.zeros((6, 6))
        w[upper] = u[6:]
        w += w.T
        eta = 2 * v * (u[:6] + v @ w)
        return np.logaddexp(0, -eta).sum() + 0.5 * (u ** 2).sum()
    return least(f, [np.zeros(21)])


@reference("scipy BFGS, 10 starts")
def zip_regression():
    z = x[:, :3]

    def f(u):
        q, eta = 1 / (1 + np.exp(-u[0])), z @ u[1:]
        none = np.log(q + (1 - q) * np.exp(-np.exp(eta)))
        return -np.where(counts == 0, none, np.log1p(-q) - np.exp(eta) + counts * eta).sum()
    return least(f, random_starts(10, 4, 0.5))
