"""regression.py: references of the regressions.
SPDX-License-Identifier: GPL-3.0-or-later
"""
from itertools import product

import numpy as np
from scipy.optimize import brentq, linprog, lsq_linear, minimize, minimize_scalar, nnls
from sklearn.linear_model import ElasticNet, Lasso

from .tools import absolute_penalty, columns, descend, least, matrix, random_starts, reference, softmax

x = columns("regression.csv", "one x1 x2 x3")
y = columns("regression.csv", "y")
binary = columns("regression.csv", "binary")
sign = 2 * binary - 1
n, p = x.shape
zero = np.zeros(p)
many = [zero, np.linalg.lstsq(x, y, rcond=None)[0], *random_starts(20, p)]


@reference("numpy.linalg.solve")
def ridge():
    b = np.linalg.solve(x.T @ x + 2 * np.eye(p), x.T @ y)
    return ((y - x @ b) ** 2).sum() + 2 * (b ** 2).sum()


@reference("sklearn Lasso")
def lasso():
    b = Lasso(alpha=12 / n, fit_intercept=False, tol=1e-15, max_iter=100000).fit(x, y).coef_
    return ((y - x @ b) ** 2).sum() / 2 + 12 * np.abs(b).sum()


@reference("numpy solve, for all signs of slopes and of their differences")
def fused_lasso():
    def loss(b): return ((y - x @ b) ** 2).sum() / 2 + 12 * np.abs(b).sum() + 8 * np.abs(np.diff(b)).sum()
    kinks = np.vstack([np.eye(4), np.diff(np.eye(4), axis=0)])
    price = np.array([12] * 4 + [8] * 3)
    best = np.inf
    for signs in product([-1, 0, 1], repeat=7):
        s = np.array(signs)
        held = kinks[s == 0]                               # 0 at the least point, the others smooth there
        m = len(held)
        kkt = np.block([[x.T @ x, held.T], [held, np.zeros((m, m))]])
        b = np.linalg.lstsq(kkt, np.append(x.T @ y - kinks.T @ (price * s), np.zeros(m)), rcond=None)[0][:4]
        best = min(best, loss(b))
    return best


@reference("scipy lsq_linear, positive and negative parts")
def lasso_ball():
    w = 1e7                                                # the parts and what is left of the radius add up to it
    a = np.vstack([np.column_stack([x, -x, np.zeros(n)]), w * np.ones(9)])
    u = lsq_linear(a, np.append(y, 2 * w), (0, np.inf), tol=1e-15).x
    b = u[:4] - u[4:8]
    return ((y - x @ b * (2 / max(2, np.abs(b).sum()))) ** 2).sum() / 2


@reference("sklearn ElasticNet")
def elastic_net():
    b = ElasticNet(alpha=11 / n, l1_ratio=8 / 11, fit_intercept=False, tol=1e-15, max_iter=100000).fit(x, y).coef_
    return ((y - x @ b) ** 2).sum() / 2 + 8 * np.abs(b).sum() + 1.5 * (b ** 2).sum()


@reference("scipy BFGS")
def group_lasso():
    a = np.column_stack([x[:, 1:], x[:, 1] ** 2, x[:, 2] * x[:, 3]])

    def f(u):
        return ((y - a @ u) ** 2).sum() / 2 + 8 * np.linalg.norm(u[:3]) + 8 * np.linalg.norm(u[3:])
    return min(least(f, random_starts(10, 5)), f(np.zeros(5)))


@reference("scipy nnls", "nonnegative_multiplicative")
def nonnegative():
    return nnls(x, y)[1] ** 2


@reference("scipy brentq: the multiplier of the ball")
def ball_regression():
    def b(m):
        return np.linalg.solve(x.T @ x + m * np.eye(p), x.T @ y)
    m = brentq(lambda m: (b(m) ** 2).sum() - 1 / 4, 0, 1e6, xtol=1e-12)
    return ((y - x @ b(m)) ** 2).sum()


@reference("scipy nnls with a heavy row", "simplex_mirror", "simplex_reweighted")
def simplex_regression():
    v = matrix("spectra.csv")
    heavy = 1e6
    w = nnls(np.vstack([v / 2, heavy * np.ones(8)]), np.append(v[:, 0] - 1, heavy))[0]
    w /= w.sum()
    return ((v[:, 0] - v @ w / 2 - 1) ** 2).sum()


def penalised(penalty):
    """A smooth piece where each slope is away from 0, and 0 by itself: all choices of slopes that are 0 are tried."""
    best = np.inf
    for mask in np.ndindex(*(2,) * p):
        keep = np.array(mask, bool)

        def f(u):
            b = np.zeros(p)
            b[keep] = u
            return ((y - x @ b) ** 2).sum() / 2 + penalty(np.abs(b)).sum()
        starts = [s[keep] for s in many] if keep.any() else []
        best = min([best, f(np.zeros(keep.sum()))] + [descend(f, s)[0] for s in starts])
    return best


@reference("scipy BFGS, all sets of slopes")
def logpen():
    return penalised(lambda t: 3 * np.log(1 + t / 0.1))


@reference("scipy BFGS, all sets of slopes")
def scad():
    lam, a = 0.3, 3.7
    return penalised(lambda t: 30 * np.where(t <= lam, lam * t, np.where(
        t <= a * lam, (2 * a * lam * t - t ** 2 - lam ** 2) / (2 * (a - 1)), lam ** 2 * (a + 1) / 2)))


@reference("scipy BFGS, all sets of slopes")
def mcp():
    lam, g = 0.3, 3
    return penalised(lambda t: 30 * np.where(t <= g * lam, lam * t - t ** 2 / (2 * g), g * lam ** 2 / 2))


@reference("scipy BFGS, all sets of slopes")
def bridge():
    return penalised(lambda t: 3 * np.sqrt(t))


def quantile_value(tau):
    cost = np.concatenate([np.zeros(p), tau * np.ones(n), (1 - tau) * np.ones(n)])
    return linprog(cost, A_eq=np.hstack([x, np.eye(n), -np.eye(n)]), b_eq=y,
                   bounds=[(None, None)] * p + [(0, None)] * (2 * n), method="highs").fun


@reference("scipy linprog")
def lad():
    return 2 * quantile_value(0.5)


@reference("scipy linprog")
def quantile():
    return quantile_value(0.3)


@reference("scipy BFGS")
def smoothed_quantile():
    return least(lambda b: (0.3 * (y - x @ b) + 0.1 * np.logaddexp(0, -(y - x @ b) / 0.1)).sum(), [zero])


@reference("reweighted least squares until nothing changes")
def expectile():
    b = zero
    for _ in range(1000):
        w = np.where(y - x @ b >= 0, 0.8, 0.2)
        b = np.linalg.solve((x.T * w) @ x, (x.T * w) @ y)
    r = y - x @ b
    return (np.where(r >= 0, 0.8, 0.2) * r ** 2).sum()


def huber_loss(r, d):
    return np.where(np.abs(r) <= d, r ** 2 / 2, d * np.abs(r) - d ** 2 / 2)


@reference("scipy BFGS")
def huber():
    return least(lambda b: huber_loss(y - x @ b, 0.5).sum(), [zero])


@reference("Huber's loss, scipy BFGS")
def outlier_shifts():
    return huber()


@reference("scipy BFGS, 22 starts")
def tukey():
    return least(lambda b: np.where(np.abs(y - x @ b) <= 3, 1.5 * (1 - (1 - (y - x @ b) ** 2 / 9) ** 3), 1.5).sum(), many)


@reference("concentration steps, 222 starts")
def winsorised():
    best = np.inf
    for b in many + random_starts(200, p, seed=1):
        for _ in range(200):
            inside = (y - x @ b) ** 2 < 4
            if inside.sum() <= p:
                break
            b = np.linalg.lstsq(x[inside], y[inside], rcond=None)[0]
        best = min(best, np.minimum((y - x @ b) ** 2, 4).sum())
    return best


@reference("scipy BFGS, 22 starts")
def welsch():
    return least(lambda b: (1 - np.exp(-(y - x @ b) ** 2 / 2)).sum(), many)


@reference("scipy BFGS, 22 starts")
def geman_mcclure():
    return least(lambda b: ((y - x @ b) ** 2 / (1 + (y - x @ b) ** 2)).sum(), many)


@reference("scipy BFGS")
def pseudo_huber():
    return least(lambda b: np.sqrt(0.25 + (y - x @ b) ** 2).sum(), [zero])


@reference("scipy BFGS")
def log_cosh():
    return least(lambda b: (np.logaddexp(y - x @ b, x @ b - y) - np.log(2)).sum(), [zero])


@reference("scipy BFGS")
def student_regression():
    from scipy.stats import t
    return least(lambda u: -t.logpdf(y, 3, x @ u[:p], np.exp(u[p])).sum(), [np.append(s, 0) for s in many[:6]])


@reference("scipy linprog; the scale is the mean deviation")
def laplace_scale():
    return n * np.log(2 * lad() / n) + n


@reference("scipy BFGS, 6 starts", "heteroscedastic_iis")
def heteroscedastic():
    def f(u):
        b, g = u[:p], u[p:]
        return ((y - x @ b) ** 2 * np.exp(-x @ g) + x @ g).sum() / 2 + (g ** 2).sum() / 2
    return least(f, [np.concatenate([s, zero]) for s in many[:6]])


@reference("the dual in a box, scipy lsq_linear")
def svm():
    # max_a sum a - |sum a s x|^2 / 2 over 0 <= a <= 1; with r = 1 - a it is least squares after completing the square
    a = (x.T * sign)
    rows = np.vstack([a, 1e-7 * np.eye(n)])          # a little ridge, so that the dual has one solution
    u = lsq_linear(rows, np.concatenate([np.zeros(p), np.full(n, 1e7)]), bounds=(0, 1), method="bvls", tol=1e-15,
                   max_iter=100000).x
    b = a @ u
    primal = np.maximum(0, 1 - sign * (x @ b)).sum() + (b ** 2).sum() / 2
    r = minimize(lambda v: v[:p] @ v[:p] / 2 + v[p:].sum(), np.concatenate([b, np.maximum(0, 1 - sign * (x @ b))]),
                 jac=lambda v: np.concatenate([v[:p], np.ones(n)]), method="SLSQP", bounds=[(None, None)] * p + [(0, None)] * n,
                 constraints={"type": "ineq", "fun": lambda v: sign * (x @ v[:p]) - 1 + v[p:],
                              "jac": lambda v: np.hstack([sign[:, None] * x, np.eye(n)])},
                 options={"ftol": 1e-15, "maxiter": 1000})
    b = r.x[:p]
    return min(primal, np.maximum(0, 1 - sign * (x @ b)).sum() + (b ** 2).sum() / 2)


@reference("a linear program, scipy linprog")
def composite_quantile():
    tau, slopes = np.repeat([0.25, 0.5, 0.75], n), columns("regression.csv", "x1 x2 x3")
    rows = np.hstack([np.tile(slopes, (3, 1)), np.kron(np.eye(3), np.ones((n, 1))), np.eye(3 * n), -np.eye(3 * n)])
    cost = np.concatenate([np.zeros(6), tau, 1 - tau])
    return linprog(cost, A_eq=rows, b_eq=np.tile(y, 3), bounds=[(None, None)] * 6 + [(0, None)] * (6 * n)).fun


@reference("scipy SLSQP on the epigraph")
def multiclass_svm():
    label, k = columns("regression.csv", "class").astype(int) - 1, 3
    rows = np.zeros((n * k, k * p + n))               # v - (score of class c + margin - score of the own class) >= 0
    shift = np.zeros(n * k)
    for i in range(n):
        for c in range(k):
            rows[i * k + c, k * p + i] = 1
            rows[i * k + c, c * p:(c + 1) * p] -= x[i]
            rows[i * k + c, label[i] * p:(label[i] + 1) * p] += x[i]
            shift[i * k + c] = -float(c != label[i])
    cost = np.concatenate([np.zeros(k * p), np.ones(n)])
    r = minimize(lambda v: (v[:k * p] ** 2).sum() / 20 + cost @ v, np.concatenate([np.zeros(k * p), np.ones(n)]), method="SLSQP",
                 jac=lambda v: np.concatenate([v[:k * p] / 10, np.zeros(n)]) + cost, options={"ftol": 1e-15, "maxiter": 1000},
                 constraints={"type": "ineq", "fun": lambda v: rows @ v + shift, "jac": lambda v: rows})
    b = r.x[:k * p].reshape(k, p)
    score = x @ b.T
    margin = score + (np.arange(k) != label[:, None])
    return margin.max(1).sum() - score[np.arange(n), label].sum() + (b ** 2).sum() / 20


def worst_group_of(loss, slope, starts):
    group = columns("regression.csv", "class")
    members = [group == k for k in (1, 2, 3)]
    best = np.inf
    for b in starts:
        rest = lambda v: np.array([v[p] - loss(y[m] - x[m] @ v[:p]).sum() for m in members])
        slopes = lambda v: np.array([np.append(x[m].T @ slope(y[m] - x[m] @ v[:p]), 1) for m in members])
        first = np.append(b, max(loss(y[m] - x[m] @ b).sum() for m in members))
        r = minimize(lambda v: v[p], first, jac=lambda v: np.append(zero, 1), method="SLSQP", options={"ftol": 1e-15, "maxiter": 1000},
                     constraints={"type": "ineq", "fun": rest, "jac": slopes})
        best = min(best, max(loss(y[m] - x[m] @ r.x[:p]).sum() for m in members))
    return best


@reference("scipy SLSQP on the epigraph")
def worst_group():
    return worst_group_of(lambda r: r ** 2, lambda r: 2 * r, many)


@reference("scipy SLSQP on the epigraph, 22 starts")
def worst_group_cauchy():
    return worst_group_of(lambda r: np.log1p(r ** 2), lambda r: 2 * r / (1 + r ** 2), many)


@reference("sklearn Lasso of what the guesses leave")
def guessed_slopes():
    g = np.array([1, 1, -1, 0.5])
    d = Lasso(alpha=12 / n, fit_intercept=False, tol=1e-15, max_iter=100000).fit(x, y - x @ g).coef_
    return ((y - x @ (g + d)) ** 2).sum() / 2 + 12 * np.abs(d).sum()


@reference("scipy BFGS")
def cubed_residuals():
    return least(lambda b: (np.abs(y - x @ b) ** 3).sum(), [zero])


@reference("scipy BFGS")
def squared_hinge():
    return least(lambda b: (np.maximum(0, 1 - sign * (x @ b)) ** 2).sum() + (b ** 2).sum() / 2, [zero])


@reference("least squares on the active points, 300 starts")
def relu():
    best = np.inf
    for b in many + random_starts(280, p, seed=2):
        for _ in range(100):
            on = x @ b > 0
            if on.sum() < p:
                break
            new = np.linalg.lstsq(x[on], y[on], rcond=None)[0]
            best = min(best, ((y - np.maximum(0, x @ b)) ** 2).sum(), ((y - np.maximum(0, x @ new)) ** 2).sum())
            b = new
    kinks = minimize(lambda b: ((y - np.maximum(0, x @ b)) ** 2).sum(), best_descent(), method="Nelder-Mead",
                     options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 40000, "maxfev": 40000, "adaptive": True})
    return min(best, kinks.fun)


def best_descent():
    """the best of many descents of relu's loss"""
    return min((descend(lambda b: ((y - np.maximum(0, x @ b)) ** 2).sum(), s) for s in many), key=lambda r: r[0])[1]


@reference("scipy BFGS", "adaboost_iis", "adaboost_proximal")
def adaboost():
    return least(lambda b: np.exp(-sign * (x @ b)).sum() + (b ** 2).sum() / 2, [zero])


@reference("numpy.linalg.solve for the groups' shifts")
def random_intercepts():
    g = columns("families.csv", "group").astype(int) - 1
    v = columns("families.csv", "y")
    z = np.eye(6)[g]
    a = np.column_stack([np.ones(len(v)), z])
    penalty = np.diag([0] + [0.5] * 6)
    u = np.linalg.solve(a.T @ a + penalty, a.T @ v)
    return ((v - a @ u) ** 2).sum() + 0.5 * (u[1:] ** 2).sum()


@reference("sklearn isotonic regression")
def isotonic():
    from sklearn.isotonic import isotonic_regression
    s = columns("signals.csv", "smooth")
    return ((s - isotonic_regression(s)) ** 2).sum()


@reference("concentration steps, 3000 starts")
def trimmed_squares():
    best = np.inf
    rng = np.random.default_rng(5)
    for _ in range(3000):
        kept = rng.choice(n, p, replace=False)
        for _ in range(100):
            b = np.linalg.lstsq(x[kept], y[kept], rcond=None)[0]
            new = np.sort(np.argsort((y - x @ b) ** 2, kind="stable")[:30])
            if np.array_equal(new, kept):
                break
            kept = new
        best = min(best, np.sort((y - x @ b) ** 2)[:30].sum())
    return best


@reference("numpy solve, all coefficients in one system")
def matrix_ridge():
    z = matrix("scatter.csv")
    noise = np.array([[2, 0.5, 0.1], [0.5, 1, 0.3], [0.1, 0.3, 4]])
    design = np.column_stack([np.ones(len(z)), np.arange(1, len(z) + 1) / 50])
    system = np.kron(noise, design.T @ design) + 20 * np.eye(6)
    b = np.linalg.solve(system, (noise @ z.T @ design).ravel()).reshape(3, 2)
    left = z - design @ b.T
    return np.einsum("id,de,ie->", left, noise, left) + 20 * (b ** 2).sum()


@reference("Newton by numpy, a solve for each set of signs")
def asymmetric_smoothing():
    s = columns("signals.csv", "smooth")

    def f(z):
        return (np.where(s > z, 0.05, 0.95) * (s - z) ** 2).sum() + 20 * (np.diff(z, 2) ** 2).sum()
    z, second = s, np.diff(np.eye(len(s)), 2, axis=0)       # Newton's steps: a solve for each set of signs
    for _ in range(100):
        w = np.where(s > z, 0.05, 0.95)
        z = np.linalg.solve(np.diag(w) + 20 * second.T @ second, w * s)
    return f(z)


@reference("squares for each correlation, scipy minimize_scalar")
def autoregressive_errors():
    s = columns("signals.csv", "smooth")
    line = np.column_stack([np.ones(len(s)), np.arange(1, len(s) + 1) / 10])

    def f(r):
        return np.linalg.lstsq(line[1:] - r * line[:-1], s[1:] - r * s[:-1], rcond=None)[1][0]
    return min(minimize_scalar(f, bounds=(low, low + 0.1), method="bounded", options={"xatol": 1e-12}).fun for low in np.arange(-9.5, 9) / 10)
