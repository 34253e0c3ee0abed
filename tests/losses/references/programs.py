"""programs.py: references of the programs and networks.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np

from .tools import columns, least, logdet, logsumexp, matrix, random_starts, reference, softmax

gains = matrix("gains.csv")


@reference("scipy BFGS in logarithms, 10 starts")
def signomial():
    def f(u):
        a, b = np.exp(u)
        return a ** 2 / b + 3 * b ** 2 / a + 1 / (a * b) - 0.5 * a ** 0.5 * b ** 0.3
    return least(f, random_starts(10, 2))


@reference("scipy BFGS in logarithms")
def posynomial():
    def f(u):
        h, w, d = np.exp(u)
        return 40 / (h * w * d) + 2 * h * w + 3 * h * d + w * d
    return least(f, [np.zeros(3)])


def noise(p):
    return 0.1 + gains @ p - np.diag(gains) * p


@reference("scipy BFGS in logarithms")
def signal_to_noise():
    return least(lambda u: (-np.log(np.diag(gains)) - u + np.log(noise(np.exp(u)))).sum() + 0.5 * np.exp(u).sum(), [np.zeros(5)])


@reference("scipy L-BFGS-B, 30 starts")
def throughput():
    return least(lambda p: (np.log(noise(p)) - np.log(0.1 + gains @ p)).sum() + 0.2 * p.sum(),
                 random_starts(30, 5, 5, positive=True), bounds=[(0, None)] * 5)


@reference("scipy BFGS", "maximum_entropy_iis")
def maximum_entropy():
    q = (np.arange(21) - 10) / 5
    f = q[:, None] ** [1, 2, 3]
    return least(lambda u: logsumexp(f @ u, 0) - u @ [0.3, 0.9, 0.4] + 0.01 * (u ** 2).sum(), [np.zeros(3)])


@reference("scipy BFGS on the softmax")
def entropy_regularised():
    c = np.array([0.3, 1.1, 0.2, 0.7, 0.5])

    def f(u):
        w = softmax(u)
        return (c * w + 0.5 * w * np.log(w) + 2 * w ** 2).sum()
    return least(f, [np.zeros(5)])


@reference("scipy SLSQP")
def portfolio():
    from scipy.optimize import minimize
    c = np.cov(matrix("scatter.csv").T, bias=True) * 40
    r = minimize(lambda w: w @ c @ w, np.full(3, 1 / 3), jac=lambda w: 2 * c @ w, method="SLSQP", bounds=[(0, 1)] * 3,
                 constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(3)},
                 options={"ftol": 1e-16, "maxiter": 1000})
    return r.fun


@reference("multiplicative algorithm of Silvey and Titterington, 10000 steps")
def optimal_design():
    z = matrix("scatter.csv")
    w = np.full(len(z), 1 / len(z))
    for _ in range(10000):
        m = np.linalg.inv((z.T * w) @ z)
        w = w * np.einsum("id,de,ie->i", z, m, z) / z.shape[1]
    return -logdet((z.T * w) @ z)




@reference("scipy BFGS on the softmax")
def return_ratio():
    z, m = matrix("scatter.csv"), np.array([1, 2, 3.5])
    return least(lambda u: ((z @ softmax(u)) ** 2).mean() / (m @ softmax(u)), random_starts(5, 3))


pearson_seen = np.array([0.32, 0.21, 0.08, 0.05, 0.34])


@reference("scipy BFGS on the softmax")
def chi_square_mixture():
    sources = np.array([[0.5, 0.2, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.2, 0.5], [0.2, 0.3, 0.2, 0.2, 0.1]])

    def f(u):
        m = softmax(u) @ sources
        return ((pearson_seen - m) ** 2 / m).sum()
    return least(f, random_starts(6, 3))


@reference("scipy BFGS on the softmax")
def jensen_shannon():
    other = np.array([0.1, 0.5, 0.2, 0.15, 0.05])

    def f(u):
        m = softmax(u)
        return sum(w * (a * np.log(2 * a / (a + m)) + m * np.log(2 * m / (a + m))).sum() for w, a in ((0.3, pearson_seen), (0.7, other)))
    return least(f, [np.zeros(5)])
