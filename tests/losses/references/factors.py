"""factors.py: references of factors, tables and topics.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import json

import numpy as np

from .tools import columns, descend, folder, least, logdet, matrix, r_program, random_starts, reference, softmax

counts, spectra, scatter = matrix("counts.csv"), matrix("spectra.csv"), matrix("scatter.csv")
tensor = np.array(json.loads((folder / "tensor.json").read_text()))


def product(u, v, k):
    rows, cols = v.shape
    return u[:rows * k].reshape(rows, k), u[rows * k:].reshape(k, cols)


def nonnegative(loss, v, count=8, k=2, scale=None):
    """Least loss(a b) over nonnegative factors, from random starts of the right size."""
    size = k * sum(v.shape)
    scale = scale or 2 * np.sqrt(v.mean() / k)

    def f(u):
        a, b = product(u, v, k)
        return loss(a @ b)
    return least(f, random_starts(count, size, scale, positive=True), bounds=[(1e-200, None)] * size, exact=True)


@reference("scipy L-BFGS-B, 8 starts")
def nmf():
    return nonnegative(lambda m: ((spectra - m) ** 2).sum(), spectra)


@reference("scipy L-BFGS-B, 8 starts")
def nmf_kl():
    return nonnegative(lambda m: (m - counts * np.log(m)).sum(), counts)


@reference("scipy L-BFGS-B, 8 starts")
def nmf_is():
    return nonnegative(lambda m: (spectra / m + np.log(m)).sum(), spectra)


@reference("scipy L-BFGS-B, 8 starts")
def nmf_beta():
    return nonnegative(lambda m: (2 / 3 * m ** 1.5 - 2 * spectra * m ** 0.5).sum(), spectra)


@reference("scipy L-BFGS-B, 8 starts")
def nmf_beta_half():
    return nonnegative(lambda m: (2 * m ** 0.5 + 2 * spectra * m ** -0.5).sum(), spectra)


@reference("scipy L-BFGS-B, 8 starts")
def nmf_sparse():
    def f(u):
        a, b = product(u, spectra, 2)
        return ((spectra - a @ b) ** 2).sum() / 2 + 0.5 * b.sum() + (a ** 2).sum() / 2
    return least(f, random_starts(8, 36, positive=True), bounds=[(0, None)] * 36, exact=True)


@reference("scipy L-BFGS-B, 30 starts")
def nmf_symmetric():
    g = matrix("graph.csv")

    def f(u):
        h = u.reshape(10, 2)
        return ((g - h @ h.T) ** 2).sum()
    return least(f, random_starts(30, 20, positive=True), bounds=[(0, None)] * 20, exact=True)


@reference("that of two factors: a third of full rank changes nothing")
def nmf_three():
    return nmf_kl()


@reference("scipy L-BFGS-B, 20 starts")
def communities():
    g = matrix("graph.csv")

    def f(u):
        h = u.reshape(10, 2)
        m = h @ h.T
        return (m - g * np.log(m)).sum()
    return least(f, random_starts(20, 20, positive=True), bounds=[(1e-200, None)] * 20, exact=True)


@reference("closed form: row sums times column sums")
def independence():
    m = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    return (m - counts * np.log(m)).sum()


@reference("the nonnegative factorisation, with its totals")
def plsa():
    # the best factors reproduce the sums of columns: KL = total - sum n log m, and m = (sum of the column) p
    total = counts.sum(0)
    return nmf_kl() - counts.sum() + (total * np.log(total)).sum()


@reference("scipy BFGS on the softmax, 5 starts")
def topics_prior():
    rows, cols = counts.shape

    def f(u):
        phi = softmax(u[:2 * rows].reshape(2, rows)).T
        theta = softmax(u[2 * rows:].reshape(cols, 2)).T
        return -(counts * np.log(phi @ theta)).sum() - 0.5 * np.log(phi).sum() - 0.2 * np.log(theta).sum()
    return least(f, random_starts(5, 2 * (rows + cols)), exact=True)


def cp_model(u):
    a, b, c = u[:10].reshape(5, 2), u[10:18].reshape(4, 2), u[18:24].reshape(3, 2)
    return np.einsum("ik,jk,lk->ijl", a, b, c)


@reference("scipy BFGS, 20 starts")
def cp():
    return least(lambda u: ((tensor - cp_model(u)) ** 2).sum() + 0.01 * (u ** 2).sum(), random_starts(20, 24), exact=True)


@reference("scipy L-BFGS-B, 8 starts")
def cp_poisson():
    return least(lambda u: (cp_model(u) - tensor * np.log(cp_model(u))).sum(), random_starts(8, 24, 1.5, positive=True),
                 bounds=[(1e-200, None)] * 24, exact=True)


@reference("scipy BFGS, 20 starts")
def completion():
    y, seen = matrix("ratings.csv"), matrix("seen.csv")

    def f(u):
        a, b = product(u, y, 2)
        return (seen * (y - a @ b) ** 2).sum() + 0.5 * (u ** 2).sum()
    return least(f, random_starts(20, 32), exact=True)


@reference("scipy BFGS, 5 starts")
def logistic_factors():
    x = matrix("votes.csv")

    def f(u):
        eta = np.outer(u[:40], u[40:46]) + u[46:]
        return (np.logaddexp(0, eta) - x * eta).sum() + 0.5 * (u[:46] ** 2).sum()
    return least(f, random_starts(5, 52))


@reference("eigenvalues (Tipping and Bishop)")
def ppca():
    lam = np.sort(np.linalg.eigvalsh(scatter.T @ scatter / len(scatter)))[::-1]
    noise = lam[1:].mean()
    return np.log(lam[0]) + 2 * np.log(noise) + 3


@reference("scipy BFGS, 10 starts")
def factor_analysis():
    z = 2 * matrix("votes.csv")
    c = np.cov(z.T, bias=True)

    def f(u):
        v = np.outer(u[:6], u[:6]) + np.diag(np.exp(u[6:]))
        return logdet(v) + np.trace(np.linalg.solve(v, c))
    return least(f, random_starts(10, 12))


@reference("scipy BFGS, 10 starts")
def factor_known_noise():
    c = np.cov(2 * matrix("votes.csv").T, bias=True)
    noise = np.diag(np.arange(1, 7) / 10) + 0.05

    def f(u):
        v = u.reshape(6, 2) @ u.reshape(6, 2).T + noise
        return logdet(v) + np.trace(np.linalg.solve(v, c))
    return least(f, random_starts(10, 12))


@reference("scipy L-BFGS-B")
def deconvolution():
    a, v = matrix("response.csv"), columns("detected.csv", "n")
    return least(lambda u: (a @ u - v * np.log(a @ u)).sum(), [np.ones(6), np.full(6, 4.0)], bounds=[(0, None)] * 6, exact=True)


@reference("scipy BFGS, 10 starts")
def robust_pca():
    def f(u):
        return np.log(1 + (scatter - np.outer(u[:40], u[40:])) ** 2).sum() + 0.1 * (u ** 2).sum()
    return least(f, random_starts(10, 43), exact=True)


@reference("scipy BFGS, 10 starts")
def glove():
    v = np.log(counts + 1)
    w = np.minimum(counts / 20, 1) ** 0.75

    def f(u):
        a, b = product(u[:40], counts, 2)
        m = a @ b + u[40:52, None] + u[52:60]
        return (w * (v - m) ** 2).sum() + 0.1 * (u ** 2).sum()
    return least(f, random_starts(10, 60), exact=True)


@reference("scipy BFGS, 10 starts", "poisson_factors_iis")
def poisson_factors():
    def f(u):
        eta = np.outer(u[:12], u[12:20]) + u[20:28]
        return (np.exp(eta) - counts * eta).sum() + 0.5 * (u[:20] ** 2).sum()
    return least(f, [0.3 * s + np.append(np.zeros(20), np.ones(8)) for s in random_starts(10, 28)], exact=True)


@reference("each singular value by itself, scipy BFGS in its logarithm")
def schatten():
    s = np.linalg.svd(matrix("ratings.csv"), compute_uv=False)
    return sum(least(lambda u: (t - np.exp(u[0])) ** 2 / 2 + 1.5 * np.exp(1.3 * u[0]), [[np.log(t)], [np.log(t) - 2]]) for t in s)


@reference("20000 accelerated proximal steps")
def nuclear_completion():
    y, seen = matrix("ratings.csv"), matrix("seen.csv")
    x, v, t = 0 * y, 0 * y, 1.0

    def loss(x):
        return (seen * (y - x) ** 2).sum() / 2 + 1.5 * np.linalg.svd(x, compute_uv=False).sum()
    for _ in range(20000):
        a, s, b = np.linalg.svd(v + seen * (y - v), full_matrices=False)
        new, after = a * np.maximum(s - 1.5, 0) @ b, (1 + np.sqrt(1 + 4 * t * t)) / 2
        v, x, t = new + (t - 1) / after * (new - x), new, after
    return loss(x)


@reference("scipy BFGS on two factors, 20 starts")
def low_rank():
    y, seen = matrix("ratings.csv"), matrix("seen.csv")

    def f(u):
        a, b = product(u, y, 2)
        return (seen * (y - a @ b) ** 2).sum()
    return least(f, random_starts(20, 32), exact=True)
