"""location.py: references of locations, scatters and directions.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import itertools

import numpy as np
from sklearn.covariance import graphical_lasso as glasso

from .tools import columns, least, logdet, matrix, random_starts, reference, spd

points, z = matrix("points.csv"), matrix("scatter.csv")
n, d = z.shape
tri = d * (d + 1) // 2
start = [np.zeros(d + tri)]


@reference("scipy BFGS")
def weber():
    w = 1 + points[:, 0] ** 2
    return least(lambda m: (w * np.linalg.norm(points - m, axis=1)).sum(), [points.mean(0)])


def squares(m, s):
    return np.einsum("id,de,ie->i", z - m, np.linalg.inv(s), z - m)


@reference("scipy BFGS")
def student_scatter():
    def f(u):
        s = spd(u[d:], d)
        return ((4 + d) / 2 * np.log(1 + squares(u[:d], s) / 4)).sum() + n * logdet(s) / 2
    return least(f, start)


@reference("that of location and scatter")
def student_precision():
    return student_scatter()


@reference("scipy BFGS")
def tyler():
    def f(u):
        s = spd(u, d)
        return d / n * np.log(squares(0, s)).sum() + logdet(s)
    return least(f, [np.zeros(tri)])


@reference("scipy BFGS")
def kotz():
    def f(u):
        s = spd(u[d:], d)
        return np.sqrt(squares(u[:d], s)).sum() + n / 2 * logdet(s)
    return least(f, start)


@reference("closed form")
def wishart_prior():
    m = z.mean(0)
    s = ((z - m).T @ (z - m) + 2 * np.eye(d)) / (n + 8)
    return n * d / 2 * np.log(2 * np.pi) + n / 2 * logdet(s) + squares(m, s).sum() / 2 + 4 * logdet(s) + np.trace(np.linalg.inv(s))


@reference("sklearn graphical_lasso")
def graphical_lasso():
    c = z.T @ z / 100
    p = glasso(c, 0.025, tol=1e-14, enet_tol=1e-14, max_iter=10000)[1]
    return (c * p).sum() - logdet(p) + 0.025 * (np.abs(p).sum() - np.abs(np.diag(p)).sum())


@reference("scipy BFGS")
def variance_components():
    g, y = columns("families.csv", "group"), columns("families.csv", "y")
    same = (g[:, None] == g[None]).astype(float)

    def f(u):
        v = np.exp(u[0]) * same + np.exp(u[1]) * np.eye(len(y))
        return logdet(v) + y @ np.linalg.solve(v, y)
    return least(f, [np.zeros(2)])


@reference("the longest signed sum, through all orthants that occur")
def l1_pca():
    normals = [np.cross(z[i], z[j]) for i, j in itertools.combinations(range(n), 2)]
    best = 0
    for v in normals:                            # a corner of the arrangement; both sides of the two planes through it
        for tiny in 1e-7 * np.random.default_rng(0).normal(size=(6, d)):
            for u in (v / np.linalg.norm(v) + tiny, v / np.linalg.norm(v) - tiny):
                best = max(best, np.linalg.norm(np.sign(z @ u) @ z))
    return best


@reference("numpy.linalg.eigvalsh", "pca_direction")
def pca():
    return np.linalg.eigvalsh(z.T @ z)[:-1].sum()


@reference("scipy.linalg.eigh, two matrices")
def rayleigh():
    from scipy.linalg import eigh
    return eigh(np.cov(z.T, bias=True), np.diag([1, 2, 3.0]), eigvals_only=True)[0]


@reference("scipy BFGS from every point")
def mode():
    return least(lambda m: -np.exp(-((points - m) ** 2).sum(1) / 2).sum(), points)


@reference("scipy BFGS on the angles, 30 starts")
def ica():
    w = matrix("whitened.csv")

    def turn(u):
        a = np.array([[0, -u[2], u[1]], [u[2], 0, -u[0]], [-u[1], u[0], 0]])
        from scipy.linalg import expm
        return expm(a)
    return least(lambda u: (np.logaddexp(w @ turn(u).T, -w @ turn(u).T) - np.log(2)).sum(), random_starts(30, 3, 2.0))


@reference("scipy BFGS on the direction, 30 starts: the best weights are the squared scores, scaled")
def greatest_spread():
    return -least(lambda u: -np.sqrt(((matrix("scatter.csv") @ u) ** 4).sum()) / (u @ u), random_starts(30, 3))


@reference("numpy eigh")
def principal_plane():
    return np.linalg.eigvalsh(z.T @ z)[0]


@reference("numpy eigh and scipy BFGS on the Cholesky factor")
def nearest_covariance():
    h = np.array([[2, 0.5, 0.1], [0.5, 1, 2.5], [0.1, 2.5, -4]])

    def f(u):
        p = spd(u, 3)
        return -0.5 * logdet(p) + ((h - p) ** 2).sum() / 2
    return (np.minimum(np.linalg.eigvalsh(h), 0) ** 2).sum() + least(f, random_starts(5, 6))


@reference("numpy eigh: the eigenvalues that solve p - 1/(2 p) = h")
def nearest_covariance_means():
    h = np.linalg.eigvalsh(np.array([[2, 0.5, 0.1], [0.5, 1, 2.5], [0.1, 2.5, -4]]))
    p = (h + np.sqrt(h ** 2 + 2)) / 2
    return (-0.5 * np.log(p) + (h - p) ** 2 / 2).sum()
