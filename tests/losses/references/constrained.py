"""constrained.py: references of losses on sets with bounds inside them.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
from scipy.optimize import minimize

from .tools import matrix, reference

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
