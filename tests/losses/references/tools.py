"""tools.py: data, minimisers and charts for the references.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import subprocess

import numpy as np
from scipy.optimize import lsq_linear, minimize

folder = pathlib.Path(__file__).parent.parent / "data"
REFERENCES = {}


def reference(by, *others):
    """@reference("who found it", OTHER...) def NAME(): ... return the least value of the loss NAME, and of OTHER, the same loss by
    another algorithm"""
    def keep(find):
        for name in (find.__name__, *others):
            REFERENCES[name] = (find, by)
        return find
    return keep


def matrix(name):
    return np.loadtxt(folder / name, delimiter=",", ndmin=2)


def columns(name, wanted):
    with open(folder / name) as file:
        names = file.readline().strip().split(",")
    table = np.loadtxt(folder / name, delimiter=",", skiprows=1, ndmin=2)
    found = table[:, [names.index(w) for w in wanted.split()]]
    return found[:, 0] if len(wanted.split()) == 1 else found


def slope(f, u, exact=False):
    """Derivative by a complex step where f is analytic (no rounding error), by central differences elsewhere."""
    g = np.empty(len(u))
    for j in range(len(u)):
        if exact:
            z = u.astype(complex)
            z[j] += 1e-30j
            g[j] = f(z).imag / 1e-30
        else:
            h = 6e-6 * max(1, abs(u[j]))
            lo, hi = u.copy(), u.copy()
            lo[j] -= h
            hi[j] += h
            g[j] = (f(hi) - f(lo)) / (2 * h)
    return g


def descend(f, u, bounds=None, exact=False):
    """A local minimum, as deep as double precision allows: quasi-Newton runs until one no longer helps."""
    u = np.array(u, float)
    value = np.inf

    def jac(v):
        return slope(f, v, exact)

    for _ in range(20):
        if bounds is None:
            r = minimize(f, u, jac=jac, method="BFGS", options={"gtol": 1e-10, "maxiter": 3000})
        else:
            r = minimize(f, u, jac=jac, method="L-BFGS-B", bounds=bounds,
                         options={"ftol": 1e-16, "gtol": 1e-11, "maxiter": 5000, "maxfun": 100000, "maxcor": 30})
        if not np.isfinite(r.fun) or r.fun > value - 1e-12 * max(1, abs(value)):
            break
        value, u = r.fun, r.x
    return value, u


def least(f, starts, bounds=None, exact=False):
    """The least of the local minima from all starts."""
    return min(descend(f, u, bounds, exact)[0] for u in starts)


def random_starts(count, size, scale=1.0, seed=0, positive=False):
    r = np.random.default_rng(seed)
    return [r.uniform(0.1, 1, size) * scale if positive else r.normal(size=size) * scale for _ in range(count)]


def softmax(u, axis=-1):
    e = np.exp(u - np.real(u).max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def logsumexp(u, axis):
    top = np.real(u).max(axis=axis, keepdims=True)
    return np.log(np.exp(u - top).sum(axis=axis)) + np.squeeze(top, axis)


def spd(u, d):
    """d (d + 1) / 2 numbers to a positive definite matrix, by its Cholesky factor."""
    factor = np.zeros((d, d), dtype=u.dtype)
    factor[np.tril_indices(d)] = u
    factor[np.diag_indices(d)] = np.exp(np.diag(factor))
    return factor @ factor.T


def logdet(s):
    return np.linalg.slogdet(s)[1]


def absolute_penalty(a, y, d, weight):
    """min_x |y - a x|^2 / 2 + weight |d x|_1, by the dual: a least squares problem in a box (a of full column rank)."""
    g = np.linalg.inv(np.linalg.cholesky(a.T @ a))
    u = lsq_linear(g @ d.T, g @ (a.T @ y), bounds=(-weight, weight), method="bvls", tol=1e-15, max_iter=10000).x
    x = np.linalg.solve(a.T @ a, a.T @ y - d.T @ u)
    return ((y - a @ x) ** 2).sum() / 2 + weight * np.abs(d @ x).sum()


def r_program(text):
    """The number that a program in R prints; it runs in the folder of the data."""
    done = subprocess.run(["Rscript", "-e", "options(digits = 15)", "-e", text], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return float(done.stdout.split()[-1])
