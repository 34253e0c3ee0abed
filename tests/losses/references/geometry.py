"""geometry.py: references of maps, signals and graphs.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
from scipy.linalg import orthogonal_procrustes

from .regression import huber_loss
from .tools import absolute_penalty, columns, descend, least, matrix, random_starts, reference

distances, layout = matrix("distances.csv"), matrix("layout.csv")
points, scatter = matrix("points.csv"), matrix("scatter.csv")
upper = np.triu_indices(8, 1)


def between(u):
    x = u.reshape(8, 2)
    return np.linalg.norm(x[upper[0]] - x[upper[1]], axis=1)


@reference("scipy BFGS from the same start")
def stress():
    return descend(lambda u: ((distances[upper] - between(u)) ** 2).sum(), layout.ravel())[0]


@reference("scipy BFGS from the same start")
def sammon():
    return descend(lambda u: ((distances[upper] - between(u)) ** 2 / distances[upper]).sum(), layout.ravel())[0]


@reference("scipy BFGS from the same start")
def sstress():
    return descend(lambda u: ((distances[upper] ** 2 - between(u) ** 2) ** 2).sum(), layout.ravel())[0]


@reference("scipy BFGS from the same start")
def unfolding():
    v = matrix("unfold.csv")

    def f(u):
        a, b = u[:16].reshape(8, 2), u[16:].reshape(6, 2)
        return ((v - np.linalg.norm(a[:, None] - b[None], axis=2)) ** 2).sum()
    return descend(f, np.concatenate([matrix("rows.csv").ravel(), matrix("columns.csv").ravel()]))[0]


@reference("scipy BFGS, 30 starts")
def trilateration():
    r = np.linalg.norm(points, axis=1) + 0.2 * points[:, 0]
    return least(lambda m: ((r - np.linalg.norm(points - m, axis=1)) ** 2).sum(), random_starts(30, 2, 3))


@reference("scipy BFGS, 30 starts", "circle_prox_linear")
def circle_fit():
    return least(lambda u: ((np.linalg.norm(points - u[:2], axis=1) - u[2]) ** 2).sum(),
                 [np.append(s, 3) for s in random_starts(30, 2, 3)])


@reference("scipy orthogonal_procrustes", "procrustes_polar")
def procrustes():
    y = matrix("turned.csv")
    return ((y - scatter @ orthogonal_procrustes(scatter, y)[0]) ** 2).sum()


steps, smooth = columns("signals.csv", "steps"), columns("signals.csv", "smooth")
first = np.diff(np.eye(40), axis=0)
second = np.diff(first, axis=0)


@reference("the dual in a box, scipy lsq_linear")
def total_variation():
    return absolute_penalty(np.eye(40), steps, first, 0.8)


@reference("the dual in a box, scipy lsq_linear")
def trend_filter():
    return absolute_penalty(np.eye(40), smooth, second, 2)


@reference("numpy.linalg.solve")
def smoothing():
    x = np.linalg.solve(np.eye(40) + 10 * second.T @ second, smooth)
    return ((smooth - x) ** 2).sum() + 10 * ((second @ x) ** 2).sum()


@reference("projected gradients on the dual, 50000 steps")
def picture():
    y = matrix("picture.csv")

    def spread(q):                              # the adjoint of the differences
        g = np.zeros((8, 8))
        g[1:, 1:] += q[0] + q[1]
        g[:-1, 1:] -= q[0]
        g[1:, :-1] -= q[1]
        return g

    def differences(x):
        return np.stack([x[1:, 1:] - x[:-1, 1:], x[1:, 1:] - x[1:, :-1]])
    q = look = np.zeros((2, 7, 7))
    t = 1.0
    for _ in range(50000):
        new = look + differences(y - spread(look)) / 8
        new = new / np.maximum(1, np.linalg.norm(new, axis=0) / 0.3)
        after = (1 + np.sqrt(1 + 4 * t * t)) / 2
        if ((new - q) * (look - new)).sum() > 0:
            after = 1.0
        look = new + (t - 1) / after * (new - q)
        q, t = new, after
    x = y - spread(q)
    return ((y - x) ** 2).sum() / 2 + 0.3 * np.linalg.norm(differences(x), axis=0).sum()


graph, nodes = matrix("graph.csv"), columns("nodes.csv", "y")


@reference("numpy.linalg.solve")
def laplacian():
    lap = np.diag(graph.sum(1)) - graph
    x = np.linalg.solve(np.eye(10) + lap, nodes)
    return ((nodes - x) ** 2).sum() + x @ lap @ x


@reference("scipy BFGS")
def robust_graph():
    return least(lambda x: ((nodes - x) ** 2).sum() + (np.triu(graph) * huber_loss(x[:, None] - x[None], 0.2)).sum(), [np.zeros(10)])


@reference("alternating directions, 20000 steps")
def convex_clustering():
    z = points
    n = len(z)
    pairs = np.array([(i, j) for i in range(n) for j in range(i + 1, n)])
    d = np.zeros((len(pairs), n))
    d[np.arange(len(pairs)), pairs[:, 0]], d[np.arange(len(pairs)), pairs[:, 1]] = 1, -1
    v = s = np.zeros((len(pairs), 2))
    m = np.linalg.inv(np.eye(n) + d.T @ d)
    for _ in range(20000):
        x = m @ (z + d.T @ (v - s))
        r = d @ x + s
        v = r * np.maximum(0, 1 - 0.03 / np.maximum(np.linalg.norm(r, axis=1, keepdims=True), 1e-300))
        s = r - v
    return ((z - x) ** 2).sum() / 2 + 0.03 * np.linalg.norm(d @ x, axis=1).sum()


@reference("scipy BFGS, 40 starts")
def phase_retrieval():
    r = np.abs(points @ np.array([1.0, -0.7]) + 0.3 * np.sin(3 * points[:, 0]))
    return least(lambda u: ((r - np.abs(points @ u)) ** 2).sum(), random_starts(40, 2))
