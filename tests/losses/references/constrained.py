"""constrained.py: references of losses on sets with bounds inside them.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
from scipy.optimize import lsq_linear, minimize
from sklearn.isotonic import IsotonicRegression

from .tools import columns, least, matrix, reference

points = matrix("points.csv")
spectra = matrix("spectra.csv")


def on_simplex(f, size, floor):
    """The least value with entries of at least `floor` and of sum 1, by sequential quadratic programming from several starts."""
    r = np.random.default_rng(0)
    best = np.inf
    for _ in range(20):
        w = floor + (1 - size * floor) * r.dirichlet(np.ones(size))
        for _ in range(5):
            found = minimize(f, w, method="SLSQP", bounds=[(floor, 1)] * size, options={"ftol": 1e-16, "maxiter": 1000},
                             constraints={"type": "eq", "fun": lambda v: v.sum() - 1, "jac": lambda v: np.ones(size)})
            w = np.maximum(found.x, floor)
            w = floor + (w - floor) * (1 - size * floor) / (w - floor).sum()
            best = min(best, f(w))
    return best


@reference("scipy SLSQP")
def floor_weights():
    f = np.exp(-(points[:, :1] - np.arange(1, 5)) ** 2 / 2)
    return on_simplex(lambda w: -np.log(f @ w).sum(), 4, 0.05)


@reference("scipy SLSQP")
def floor_regression():
    return on_simplex(lambda w: ((spectra[:, 0] - spectra @ w / 2 - 1) ** 2).sum(), spectra.shape[1], 0.02)


smooth = columns("signals.csv", "smooth")
rising = smooth + np.arange(1, len(smooth) + 1) / 9


@reference("sklearn isotonic regression of the counts (the mean of a pool is best for every loss of exponential families)")
def isotonic_poisson():
    n = rising ** 2
    m = np.maximum(IsotonicRegression().fit_transform(np.arange(len(n)), n), 1e-300)
    return (m - n * np.log(m)).sum()


@reference("scipy SLSQP in the steps")
def isotonic_smooth():
    t = len(rising)
    lower = np.tril(np.ones((t, t)))             # x = 0.2 + steps
    rows = np.vstack([lower, np.sqrt(2) * np.eye(t)[1:]])
    aim = np.concatenate([rising - 0.2, np.zeros(t - 1)])

    def f(u):
        return ((rows @ u - aim) ** 2).sum()
    best = minimize(f, np.full(t, 1 / t), jac=lambda u: 2 * rows.T @ (rows @ u - aim), method="SLSQP", bounds=[(0, None)] * t,
                    constraints={"type": "ineq", "fun": lambda u: 2.8 - u.sum(), "jac": lambda u: -np.ones(t)},
                    options={"ftol": 1e-16, "maxiter": 5000})
    return best.fun


@reference("scipy lsq_linear")
def box():
    found = lsq_linear(spectra[:, 1:], spectra[:, 0], (-0.2, 0.3), method="bvls", tol=1e-15)
    return 2 * found.cost


@reference("scipy L-BFGS-B in an angle and two bounded eigenvalues")
def floor_scatter():
    y = (points - points.mean(0))[:, :2]

    def f(u):
        turn = np.array([[np.cos(u[0]), np.sin(u[0])], [-np.sin(u[0]), np.cos(u[0])]])
        return (np.log(2 * np.pi * u[1:]) + (y @ turn.T) ** 2 / u[1:]).sum() / 2
    return least(f, [np.array([a, 3.65, 3.75]) for a in (0.1, 0.8, 1.5, 2.2)], bounds=[(None, None), (3.6, 3.8), (3.6, 3.8)])
