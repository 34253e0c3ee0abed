"""mixtures.py: references of mixtures and other hidden causes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
from scipy import stats
from scipy.special import gammaln, i0e
from sklearn.mixture import GaussianMixture

from .distributions import sample
from .tools import columns, least, logdet, logsumexp, matrix, random_starts, reference, softmax, spd

points = matrix("points.csv")
n, d = points.shape


def mixed(u, k, logs):
    """-sum log sum w exp(logs); the first k - 1 numbers are the weights' logits"""
    w = np.append(u[:k - 1], 0)
    return -logsumexp(w - logsumexp(w, 0) + logs, 1).sum()


@reference("scipy BFGS on the softmax")
def mixture_weights():
    f = -(points[:, :1] - np.arange(1, 4)) ** 2 / 2
    return least(lambda u: mixed(u, 3, f), [np.zeros(2)])


@reference("300000 multiplicative steps")
def mixture_density():
    x = sample("two_normals")
    f = np.exp(stats.norm.logpdf(x[:, None], -4 + 0.5 * np.arange(1, 16), 0.5))
    w = np.full(15, 1 / 15)
    for _ in range(300000):                     # the multiplicative steps converge to the one minimum
        w = w * (f / (f @ w)[:, None]).mean(0)
    return -np.log(f @ w).sum()


@reference("scipy BFGS")
def mixture_cure():
    x, t, e = columns("regression.csv", "one x1 x2"), columns("regression.csv", "time"), columns("regression.csv", "event")

    def f(u):
        z, r = x @ u[:3], np.exp(u[3])
        died = -np.logaddexp(0, -z) + u[3] - r * t
        alive = np.logaddexp(-np.logaddexp(0, z), -np.logaddexp(0, -z) - r * t)
        return -np.where(e == 1, died, alive).sum() + (u[:3] ** 2).sum() / 20
    return least(f, random_starts(10, 4))


def gaussian(kind):
    best = GaussianMixture(3, covariance_type=kind, tol=1e-13, reg_covar=0, n_init=30, max_iter=5000, random_state=0).fit(points)
    return -best.score(points) * n


@reference("sklearn GaussianMixture, 30 starts")
def gmm():
    return gaussian("full")


@reference("sklearn GaussianMixture, 30 starts")
def gmm_diagonal():
    return gaussian("diag")


@reference("sklearn GaussianMixture, 30 starts")
def gmm_spherical():
    return gaussian("spherical")


@reference("sklearn GaussianMixture, 30 starts")
def gmm_tied():
    return gaussian("tied")


def centres(k, extra, count=20):
    r = np.random.default_rng(0)
    return [np.concatenate([np.zeros(k - 1), points[r.choice(n, k, replace=False)].ravel(), extra]) for _ in range(count)]


@reference("scipy BFGS on the angle of the axes, 20 starts")
def gmm_axes():
    def f(u):
        m, v = u[1:5].reshape(2, 2), np.exp(u[6:10].reshape(2, 2))
        turn = np.array([[np.cos(u[5]), np.sin(u[5])], [-np.sin(u[5]), np.cos(u[5])]])
        scores = (points[:, None] - m) @ turn.T
        value = mixed(u, 2, -(scores ** 2 / v + np.log(2 * np.pi * v)).sum(2) / 2)
        return value if np.abs(u[6:10]).max() < 6 else value + 1e4
    return least(f, centres(2, np.zeros(5)))


@reference("scipy BFGS, 20 starts")
def gmm_noise():
    def f(u):
        w = np.append(u[:2], 0)
        m, v = u[2:8].reshape(3, 2), np.exp(u[8:11])
        logs = -((points[:, None] - m) ** 2).sum(2) / (2 * v) - np.log(2 * np.pi * v)
        q = np.array([u[11], 0])
        q = q - logsumexp(q, 0)
        all_logs = np.column_stack([np.full(n, q[0] - np.log(60)), q[1] + w - logsumexp(w, 0) + logs])
        value = -logsumexp(all_logs, 1).sum()
        return value if (v > 0.01).all() else value + 1e3 * (0.01 / v).sum()
    return least(f, centres(3, np.array([0, 0, 0, -2.0])))


@reference("scipy BFGS, 20 starts")
def student_mixture():
    def f(u):
        logs = []
        for k in range(2):
            s = spd(u[5 + 3 * k:8 + 3 * k], 2)
            q = np.einsum("id,de,ie->i", points - u[1 + 2 * k:3 + 2 * k], np.linalg.inv(s), points - u[1 + 2 * k:3 + 2 * k])
            logs.append(gammaln(3) - gammaln(2) - np.log(4 * np.pi) - logdet(s) / 2 - 3 * np.log1p(q / 4))
        value = mixed(u, 2, np.stack(logs, 1))
        return value if np.abs(u[5:]).max() < 6 else value + 1e4
    return least(f, centres(2, np.zeros(6)))


@reference("scipy BFGS, 10 starts")
def poisson_mixture():
    y = sample("two_poissons")[:, None]
    return least(lambda u: mixed(u, 2, y * u[1:] - np.exp(u[1:]) - gammaln(y + 1)),
                 [np.concatenate([[0], np.log(s)]) for s in random_starts(10, 2, 8, positive=True)])


@reference("scipy BFGS, 10 starts")
def exponential_mixture():
    x = sample("two_rates")[:, None]
    return least(lambda u: mixed(u, 2, u[1:] - np.exp(u[1:]) * x), [np.append(0, s) for s in random_starts(10, 2, 1.5)])


@reference("scipy BFGS, 6 starts")
def gamma_mixture():
    x = sample("two_gammas")[:, None]

    def f(u):
        a, b = np.exp(u[1:3]), np.exp(u[3:5])
        return mixed(u, 2, stats.gamma.logpdf(x, a, scale=1 / b))
    return least(f, [np.array([0, 1, 2, 1, 0.0]) + s for s in random_starts(6, 5, 0.3)])


@reference("scipy BFGS, 10 starts")
def vonmises_mixture():
    x = sample("angle")[:, None]

    def f(u):
        kappa = np.exp(u[3:5])
        return mixed(u, 2, kappa * (np.cos(x - u[1:3]) - 1) - np.log(i0e(kappa)) - np.log(2 * np.pi))
    return least(f, [np.array([0, 0.7, 3.3, 0.5, 0.5]) + s for s in random_starts(10, 5, 0.3)])


@reference("scipy BFGS, 10 starts")
def bernoulli_mixture():
    v = matrix("votes.csv")

    def f(u):
        p = u[1:].reshape(2, 6)
        return mixed(u, 2, v @ p.T - np.logaddexp(0, p).sum(1))
    return least(f, random_starts(10, 13))


@reference("scipy BFGS, 30 starts")
def latent_classes():
    v = np.eye(3)[matrix("answers.csv").astype(int) - 1]

    def f(u):
        p = u[1:].reshape(2, 4, 3)
        p = p - logsumexp(p, 2)[..., None]
        return mixed(u, 2, np.einsum("iqa,kqa->ik", v, p)) + 1e-12 * (u ** 2).sum()
    return least(f, random_starts(30, 25))


@reference("scipy BFGS, 20 starts")
def multinomial_mixture():
    v = matrix("words.csv")

    def f(u):
        p = u[1:].reshape(2, -1)
        return mixed(u, 2, v @ (p - logsumexp(p, 1)[:, None]).T)
    return least(f, random_starts(20, 1 + 2 * v.shape[1]))


@reference("scipy BFGS, 10 starts")
def coins():
    h = np.array([5, 9, 8, 4, 7])[:, None]
    return least(lambda u: mixed(u, 2, stats.binom.logpmf(h, 10, 1 / (1 + np.exp(-u[1:])))), random_starts(10, 3))


@reference("scipy BFGS, 10 starts")
def binomial_mixture():
    n, y = columns("successes.csv", "trials")[:, None], columns("successes.csv", "wins")[:, None]
    return least(lambda u: mixed(u, 2, stats.binom.logpmf(y, n, 1 / (1 + np.exp(-u[1:])))), random_starts(10, 3))


line = columns("lines.csv", "one x")
height = columns("lines.csv", "y")


def line_logs(u):
    b, v = u[:4].reshape(2, 2), np.exp(u[4:6])
    return -(height[:, None] - line @ b.T) ** 2 / (2 * v) - np.log(2 * np.pi * v) / 2


def held(value, u):
    return value if np.abs(u[4:6]).max() < 4 else value + 1e4


@reference("scipy BFGS, 10 starts")
def regression_mixture():
    return least(lambda u: held(mixed(u, 2, line_logs(u[1:])), u[1:]),
                 [np.array([0, 1, 1, -1, -1, 0, 0]) + s for s in random_starts(10, 7, 0.5)])


@reference("scipy BFGS, 10 starts")
def experts():
    def f(u):
        gate = line @ u[6:8]
        logs = line_logs(u)
        return held(-np.logaddexp(logs[:, 0] - np.logaddexp(0, -gate), logs[:, 1] - np.logaddexp(0, gate)).sum(), u)
    return least(f, [np.array([1, 1, -1, -1, 0, 0, 0, 0]) + s for s in random_starts(10, 8, 0.5)])


@reference("scipy BFGS, 20 starts", "poisson_regression_mixture_iis")
def poisson_regression_mixture():
    x, y = columns("regression.csv", "one x1"), columns("regression.csv", "wide")

    def f(u):
        eta = x @ u[1:].reshape(2, 2).T
        return mixed(u, 2, y[:, None] * eta - np.exp(np.minimum(eta, 50)) - gammaln(y + 1)[:, None])
    return least(f, [np.array([0, 0, 0, 2, 0.5]) + s for s in random_starts(20, 5, 0.5)])


@reference("scipy BFGS, 20 starts")
def poisson_experts():
    x, y = columns("regression.csv", "one x1"), columns("regression.csv", "wide")

    def f(u):
        gates, a = u[:4].reshape(2, 2), np.array([u[4], u[4] + np.exp(u[5])])
        g, eta = x @ gates.T, a + u[6] * x[:, 1:]
        logs = y[:, None] * eta - np.exp(np.minimum(eta, 50)) - gammaln(y + 1)[:, None]
        return 0.1 * (gates ** 2).sum() + 0.1 * u[6] ** 2 - (logsumexp(g + logs, 1) - logsumexp(g, 1)).sum()
    return least(f, [np.array([0, 0, 0, 0, 0, 0.7, 0]) + s for s in random_starts(20, 7, 0.5)])


@reference("scipy BFGS, 20 starts")
def gamma_regression_mixture():
    x, y = columns("regression.csv", "one x1"), 1 + columns("regression.csv", "wide")

    def f(u):
        eta, s = x @ u[1:5].reshape(2, 2).T, np.exp(u[5:])
        logs = s * np.log(s) - gammaln(s) + (s - 1) * np.log(y)[:, None] - s * (eta + y[:, None] * np.exp(-eta))
        return mixed(u, 2, logs)
    return least(f, [np.array([0, 0, 0, 2, 0, 0, 0]) + s for s in random_starts(20, 7, 0.5)])


@reference("the root of a quadratic")
def linkage():
    # 125 / (2 + t) - 38 / (1 - t) + 34 / t = 0
    t = max(np.roots([-197, 15, 68]))
    return -(125 * np.log(0.5 + t / 4) + 38 * np.log((1 - t) / 4) + 34 * np.log(t / 4))


@reference("scipy BFGS on the softmax")
def abo():
    def f(u):
        a, b, o = softmax(np.append(u, 0))
        return -(186 * np.log(a * a + 2 * a * o) + 38 * np.log(b * b + 2 * b * o) + 13 * np.log(2 * a * b) + 284 * np.log(o * o))
    return least(f, [np.zeros(2)])


@reference("scipy BFGS on the softmax, 10 starts")
def haplotypes():
    c = np.array([[20, 12, 3], [14, 18, 6], [2, 7, 9]])

    def f(u):
        p = softmax(np.append(u, 0))            # AB, Ab, aB, ab
        cell = np.array([[p[0] ** 2, 2 * p[0] * p[1], p[1] ** 2],
                         [2 * p[0] * p[2], 2 * p[0] * p[3] + 2 * p[1] * p[2], 2 * p[1] * p[3]],
                         [p[2] ** 2, 2 * p[2] * p[3], p[3] ** 2]])
        return -(c * np.log(cell)).sum()
    return least(f, random_starts(10, 3))


@reference("scipy L-BFGS-B")
def noisy_or():
    x, y = columns("symptoms.csv", "c1 c2 c3 c4"), columns("symptoms.csv", "alarm")

    def f(u):
        s = u[4] + x @ u[:4]
        return np.where(y == 1, -np.log(-np.expm1(-s)), s).sum()
    return least(f, [np.full(5, 0.5), np.array([1, 0.1, 1, 0.1, 0.1])], bounds=[(0, None)] * 4 + [(1e-4, None)])


@reference("scipy BFGS on angles and eigenvalues, 60 starts")
def gmm_ratio():
    def f(u):
        m, angle = u[2:8].reshape(3, 2), u[8:11]
        v = np.exp(u[11] + np.log(2) / (1 + np.exp(-u[12:18].reshape(3, 2))))
        diff = points[:, None] - m
        c, s = np.cos(angle), np.sin(angle)
        a, b = diff[..., 0] * c + diff[..., 1] * s, diff[..., 1] * c - diff[..., 0] * s
        logs = -(a ** 2 / v[:, 0] + b ** 2 / v[:, 1]) / 2 - np.log(v).sum(1) / 2 - np.log(2 * np.pi)
        return mixed(u, 3, logs)
    r = np.random.default_rng(1)
    return least(f, [np.concatenate([u, r.normal(size=10)]) for u in centres(3, [], 60)], exact=True)


@reference("scipy BFGS on Cholesky factors of determinant 1, 10 starts")
def gmm_equal_volume():
    z = columns("irises.csv", "sepal_length sepal_width petal_length petal_width")
    low = np.tril_indices(4)

    def f(u):
        logs = []
        for k in range(2):
            factor = np.zeros((4, 4), u.dtype)
            factor[low] = u[10 + 10 * k:20 + 10 * k]
            diagonal = np.diag_indices(4)
            factor[diagonal] = np.exp(factor[diagonal] - factor[diagonal].mean())
            a = np.linalg.solve(factor, (z - u[2 + 4 * k:6 + 4 * k]).T)
            logs.append(-(a ** 2).sum(0) / (2 * np.exp(u[1])) - 2 * (u[1] + np.log(2 * np.pi)))
        return mixed(u, 2, np.array(logs).T)
    r = np.random.default_rng(1)
    return least(f, [np.concatenate([[0, -1], z[r.choice(len(z), 2, False)].ravel(), np.zeros(20)]) for _ in range(10)], exact=True)
