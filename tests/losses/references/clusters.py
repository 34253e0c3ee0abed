"""clusters.py: references of the clusterings: partitions are improved point by point from many starts.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
from sklearn.cluster import KMeans

from .tools import least, logsumexp, matrix, reference, softmax

z = matrix("points.csv")
n, K = len(z), 3


def partitions(x, k, cost, tries, seed=0):
    """The least sum over clusters of cost(rows): single points move as long as that helps."""
    r = np.random.default_rng(seed)
    best = np.inf
    for _ in range(tries):
        at = r.integers(k, size=len(x))
        if r.random() < 0.7:
            at = ((x[:, None] - x[r.choice(len(x), k, replace=False)][None]) ** 2).sum(2).argmin(1)
        value = np.array([cost(x[at == c]) for c in range(k)])
        moved = True
        while moved:
            moved = False
            for i in r.permutation(len(x)):
                here = at[i]
                without = cost(x[(at == here) & (np.arange(len(x)) != i)])
                gain = [value[here] + value[c] - without - cost(np.vstack([x[at == c], x[i]])) if c != here else 0 for c in range(k)]
                c = int(np.argmax(gain))
                if gain[c] > 1e-10:
                    at[i], moved = c, True
                    value[here], value[c] = without, cost(x[at == c])
        best = min(best, value.sum())
    return best


@reference("sklearn KMeans, 100 starts")
def kmeans():
    return KMeans(K, n_init=100, tol=0, random_state=0).fit(z).inertia_


@reference("exchange of points, 20 starts")
def kmedians():
    return partitions(z, K, lambda x: np.abs(x - np.median(x, axis=0)).sum() if len(x) else 0, 20)


@reference("exchange of points, 20 starts")
def spherical_kmeans():
    u = z / np.linalg.norm(z, axis=1, keepdims=True)
    return partitions(u, K, lambda x: len(x) - np.linalg.norm(x.sum(0)), 20)


def spatial_median(x):
    m = x.mean(0)
    for _ in range(60):
        r = np.maximum(np.linalg.norm(x - m, axis=1), 1e-12)
        m = (x / r[:, None]).sum(0) / (1 / r).sum()
    return min([np.linalg.norm(x - m, axis=1).sum(), *[np.linalg.norm(x - a, axis=1).sum() for a in x]])


@reference("scipy BFGS, 60 starts")
def kmeans_distances():
    r = np.random.default_rng(0)
    starts = [z[r.choice(n, K, replace=False)].ravel() for _ in range(60)]
    return least(lambda u: np.linalg.norm(z[:, None] - u.reshape(K, 2)[None], axis=2).min(1).sum(), starts)


def several(f, tries=40):
    r = np.random.default_rng(0)
    return least(lambda u: f(((z[:, None] - u.reshape(K, 2)[None]) ** 2).sum(2)),
                 [z[r.choice(n, K, replace=False)].ravel() + 0.01 for _ in range(tries)])


@reference("scipy BFGS, 40 starts")
def trimmed_kmeans():
    best = np.inf
    r = np.random.default_rng(0)
    for _ in range(2000):
        c = z[r.choice(n, K, replace=False)]
        for _ in range(100):
            e = ((z[:, None] - c[None]) ** 2).sum(2)
            at = np.where(e.min(1) < 1.5, e.argmin(1), -1)
            new = np.array([z[at == k].mean(0) if (at == k).any() else c[k] for k in range(K)])
            if (new == c).all():
                break
            c = new
        best = min(best, np.minimum(e.min(1), 1.5).sum())
    return best


@reference("scipy BFGS, 40 starts")
def soft_kmeans():
    return several(lambda e: -(logsumexp(-0.7 * e, 1) / 0.7).sum())


@reference("scipy BFGS on the centres, 40 starts")
def fuzzy_cmeans():
    return several(lambda e: (1 / (1 / e).sum(1)).sum())


@reference("scipy BFGS, 40 starts")
def harmonic_means():
    return several(lambda e: (K / (1 / e).sum(1)).sum())


@reference("exchange of texts, 100 starts")
def bregman_kmeans():
    def cost(x):
        if not len(x):
            return 0
        m = x.mean(0)
        return (m - x * np.log(np.where(m > 0, m, 1))).sum()
    return partitions(matrix("counts.csv"), K, cost, 100)


@reference("all angles of a fine grid, then scipy BFGS")
def k_lines():
    def f(u):
        v = np.stack([np.cos(u), np.sin(u)])
        return ((z ** 2).sum(1)[:, None] - (z @ v) ** 2).min(1).sum()
    grid = np.linspace(0, np.pi, 60, endpoint=False)
    near = sorted((f(np.array([a, b])), a, b) for a in grid for b in grid)[:20]
    return least(f, [np.array(u[1:]) for u in near])


@reference("principal directions of the clusters in turn, 2000 starts")
def k_directions():
    z, best = matrix("scatter.csv"), np.inf
    rng = np.random.default_rng(3)
    for _ in range(2000):
        u = rng.normal(size=(3, 3))
        u /= np.linalg.norm(u, axis=1, keepdims=True)
        last = np.inf
        for _ in range(200):
            d = (z ** 2).sum(1)[:, None] - (z @ u.T) ** 2
            k = d.argmin(1)
            value = d.min(1).sum()
            if value >= last - 1e-14:
                break
            last = value
            u = np.array([np.linalg.svd(z[k == j])[2][0] if (k == j).any() else u[j] for j in range(3)])
        best = min(best, last)
    return best
