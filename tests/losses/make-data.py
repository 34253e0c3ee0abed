#!/usr/bin/env python3
"""make-data.py: writes the files in data/, from which the losses in this folder take their numbers.

Everything is drawn from one seed; each file from its own stream, so that a new file changes none of the others. Run it
with numpy from this folder; the files are kept with the sources.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import zlib

import numpy as np

folder = pathlib.Path(__file__).parent / "data"
SEED = 2718


def stream(name):
    return np.random.default_rng([SEED, zlib.crc32(name.encode())])


def write(name, columns, header=True, digits=4):
    """columns: a dict of columns by name, or a matrix"""
    if isinstance(columns, dict):
        names, table = list(columns), np.column_stack(list(columns.values()))
    else:
        table = np.asarray(columns)
        names, header = [], False
    with open(folder / name, "w") as out:
        if header:
            out.write(",".join(names) + "\n")
        for row in table:
            out.write(",".join(f"{v:.{digits}f}".rstrip("0").rstrip(".") if v % 1 else f"{v:.0f}" for v in row) + "\n")


def regression():
    """Three predictors and an intercept; answers of many kinds to the same linear predictor."""
    r = stream("regression")
    n = 40
    x = r.normal(size=(n, 3)).round(4)
    eta = 0.3 + x @ [0.8, -0.5, 0.1]
    y = eta + 0.4 * r.standard_t(3, size=n)
    y[[4, 17, 29]] += [6, -5, 7]
    p = 1 / (1 + np.exp(-1.2 * eta))
    hazard = np.exp(0.7 * eta)
    life, end = r.exponential(1 / hazard), r.exponential(2.5, size=n)
    latent = eta + r.logistic(size=n)
    scores = np.stack([0 * eta, eta, -0.6 * eta + 0.4], axis=1) + r.gumbel(size=(n, 3))
    write("regression.csv", {
        "one": np.ones(n), "x1": x[:, 0], "x2": x[:, 1], "x3": x[:, 2], "y": y,
        "binary": r.random(n) < p, "count": r.poisson(np.exp(0.5 + 0.6 * eta)),
        "wide": r.negative_binomial(2, 2 / (2 + np.exp(1 + 0.5 * eta))),
        "positive": r.gamma(3, np.exp(0.4 * eta) / 3), "class": 1 + scores.argmax(axis=1),
        "order": 1 + (latent > -0.5) + (latent > 1), "time": np.minimum(life, end).round(4) + 0.0001,
        "event": life <= end})


def points():
    r = stream("points")
    centres = np.array([[0, 0], [4, 1], [1, 5]])
    label = np.repeat([0, 1, 2], [14, 12, 10])
    shape = np.array([[[1, 0.4], [0.4, 0.6]], [[0.7, -0.3], [-0.3, 1.1]], [[0.5, 0], [0, 0.9]]])
    write("points.csv", np.array([r.multivariate_normal(centres[k], shape[k]) for k in label]))


def scatter():
    """Heavy tails in three dimensions."""
    r = stream("scatter")
    a = np.array([[1.5, 0, 0], [0.6, 1, 0], [-0.4, 0.3, 0.7]])
    z = r.standard_t(3, size=(40, 3)) @ a.T + [1, -0.5, 0.2]
    write("scatter.csv", z)
    turn, _ = np.linalg.qr(r.normal(size=(3, 3)))
    write("turned.csv", z @ turn + 0.3 * r.normal(size=z.shape))
    v, e = np.linalg.eigh(np.cov(z.T, bias=True))
    write("whitened.csv", (z - z.mean(0)) @ e / np.sqrt(v))


def counts():
    r = stream("counts")
    mean = r.gamma(1, 2, size=(12, 3)) @ r.gamma(0.8, 2, size=(3, 8))
    write("counts.csv", r.poisson(mean + 0.5))


def spectra():
    """Positive numbers, nearly of rank 3."""
    r = stream("spectra")
    mean = r.gamma(1, 1, size=(10, 3)) @ r.gamma(1, 1, size=(3, 8)) + 0.2
    write("spectra.csv", mean * r.gamma(8, 1 / 8, size=mean.shape))


def votes():
    r = stream("votes")
    p = np.array([[0.9, 0.8, 0.85, 0.2, 0.1, 0.5], [0.1, 0.3, 0.2, 0.8, 0.9, 0.6]])
    label = r.random(40) < 0.4
    write("votes.csv", r.random((40, 6)) < p[label.astype(int)])


def answers():
    """Four questions with three answers each."""
    r = stream("answers")
    p = r.dirichlet([0.6] * 3, size=(2, 4))
    label = r.integers(2, size=60)
    write("answers.csv", 1 + np.array([[r.choice(3, p=p[k, q]) for q in range(4)] for k in label]))


def samples():
    """Samples of numbers, one kind in each column."""
    r = stream("samples")
    n = 50
    two = r.random(n) < 0.4
    write("samples.csv", {
        "gamma": r.gamma(2.5, 1.3, size=n), "two_rates": np.where(two, r.exponential(0.5, n), r.exponential(5, n)) + 0.001,
        "two_gammas": np.where(two, r.gamma(6, 0.2, n), r.gamma(12, 0.5, n)),
        "angle": (r.vonmises(0.7, 2, n) + np.where(r.random(n) < 0.35, 2.6, 0)) % (2 * np.pi),
        "weibull": 2 * r.weibull(1.7, n), "inverse_gaussian": r.wald(1.5, 3, n), "beta": r.beta(2, 3.5, n),
        "student": 1 + 0.7 * r.standard_t(2.5, n), "two_normals": np.where(two, r.normal(-1, 0.6, n), r.normal(2, 0.9, n)),
        "poisson": r.poisson(3, n), "two_poissons": np.where(two, r.poisson(1.5, n), r.poisson(8, n)),
        "zeros": np.where(r.random(n) < 0.35, 0, r.poisson(2.4, n)), "wide": r.negative_binomial(1.8, 1.8 / (1.8 + 4), n),
        "truncated": np.array([next(v for v in iter(lambda: r.poisson(1.3), -1) if v > 0) for _ in range(n)]),
        "laplace": r.laplace(0.5, 1.2, n), "trials": r.integers(4, 12, n)})


def successes():
    """Overdispersed successes in several numbers of trials."""
    r = stream("successes")
    n = r.integers(5, 15, 30)
    write("successes.csv", {"trials": n, "wins": r.binomial(n, r.beta(2, 3, 30))})


def shares():
    write("shares.csv", stream("shares").dirichlet([1.5, 3, 0.8, 2], size=30), digits=6)
    table = np.loadtxt(folder / "shares.csv", delimiter=",")
    table[:, -1] = 1 - table[:, :-1].sum(axis=1)
    write("shares.csv", table, digits=6)


def words():
    """Counts of words in texts, each text with its own mixture of its words' shares."""
    r = stream("words")
    p = r.dirichlet([0.8, 1.6, 0.5, 1.2, 0.9], size=20)
    write("words.csv", np.array([r.multinomial(n, q) for n, q in zip(r.integers(8, 25, 20), p)]))


def distances():
    r = stream("distances")
    z = r.normal(size=(8, 2)) * [2, 1]
    d = np.sqrt(((z[:, None] - z[None]) ** 2).sum(2)) * r.lognormal(0, 0.15, size=(8, 8))
    d = np.triu(d, 1)
    write("distances.csv", d + d.T)
    write("layout.csv", z + 0.8 * r.normal(size=z.shape))
    a, b = r.normal(size=(8, 2)) * 2, r.normal(size=(6, 2)) * 2
    far = np.linalg.norm(a[:, None] - b[None], axis=2)
    write("unfold.csv", far * r.lognormal(0, 0.05, size=far.shape))
    write("rows.csv", a + 0.3 * r.normal(size=a.shape))
    write("columns.csv", b + 0.3 * r.normal(size=b.shape))


def games():
    r = stream("games")
    skill = np.exp(r.normal(size=6) * 0.8)
    wins, ties = np.zeros((6, 6)), np.zeros((6, 6))
    for i in range(6):
        for j in range(i):
            weight = np.array([skill[i], skill[j], 0.5 * np.sqrt(skill[i] * skill[j])])
            wins[i, j], wins[j, i], ties[i, j] = r.multinomial(8, weight / weight.sum())
    write("wins.csv", wins)
    write("ties.csv", ties)
    order = [1 + np.argsort(-(np.log(skill) + r.gumbel(size=6))) for _ in range(15)]
    write("rankings.csv", np.array(order))


def signals():
    """A piecewise constant signal, a smooth one, a picture."""
    r = stream("signals")
    t = np.arange(40)
    write("signals.csv", {"steps": np.select([t < 12, t < 25], [1, 3], 0.5) + 0.4 * r.normal(size=40),
                          "smooth": 2 * np.sin(t / 7) + 0.5 * r.normal(size=40)})
    picture = np.zeros((8, 8))
    picture[2:6, 3:7] = 2
    write("picture.csv", picture + 0.4 * r.normal(size=(8, 8)))


def blur():
    """A response matrix, and the counts behind it."""
    r = stream("blur")
    a = np.exp(-((np.linspace(0, 5, 12)[:, None] - np.arange(6)) ** 2)) + 0.05
    write("response.csv", a)
    write("detected.csv", {"n": r.poisson(a @ [4, 0.5, 9, 1, 6, 2])})


def tensor():
    r = stream("tensor")
    a, b, c = (r.gamma(2, 0.5, size=(n, 2)) for n in (5, 4, 3))
    t = np.einsum("ik,jk,lk->ijl", a, b, c) + 0.1 * r.random((5, 4, 3))
    with open(folder / "tensor.json", "w") as out:
        json.dump(t.round(4).tolist(), out)
        out.write("\n")


def ratings():
    """A matrix of rank 2 with holes: the second file says which entries were seen."""
    r = stream("ratings")
    write("ratings.csv", r.normal(size=(9, 2)) @ r.normal(size=(2, 7)) + 0.1 * r.normal(size=(9, 7)))
    write("seen.csv", r.random((9, 7)) < 0.75)


def symptoms():
    """Causes that are there or not, and whether an alarm that any of them can raise went off."""
    r = stream("symptoms")
    x = (r.random((60, 4)) < 0.45).astype(float)
    write("symptoms.csv", {"c1": x[:, 0], "c2": x[:, 1], "c3": x[:, 2], "c4": x[:, 3],
                           "alarm": r.random(60) < 1 - np.exp(-(0.1 + x @ [1.2, 0.3, 0.8, 0.05]))})


def lines():
    """Two regression lines through one cloud; the second column decides which one holds."""
    r = stream("lines")
    x = r.uniform(-2, 2, size=50)
    first = r.random(50) < 1 / (1 + np.exp(-2 * x))
    write("lines.csv", {"one": np.ones(50), "x": x, "y": np.where(first, 1 + 1.5 * x, -1 - 0.5 * x) + 0.35 * r.normal(size=50)})


def families():
    r = stream("families")
    group = np.repeat(np.arange(6), [4, 3, 5, 2, 4, 2])
    write("families.csv", {"group": group + 1, "y": 1.3 * r.normal(size=6)[group] + 0.8 * r.normal(size=20)})


def radio():
    """Gains from senders to receivers."""
    r = stream("radio")
    write("gains.csv", r.gamma(1, 0.15, size=(5, 5)) + np.diag(r.gamma(5, 0.3, size=5)))


def graph():
    r = stream("graph")
    a = np.triu(r.random((10, 10)) < 0.3, 1).astype(int)
    a[np.arange(9), np.arange(1, 10)] = 1
    write("graph.csv", a + a.T)
    write("nodes.csv", {"y": r.normal(size=10)})


if __name__ == "__main__":
    for make in (regression, points, scatter, counts, spectra, votes, answers, samples, successes, shares, words, distances,
                 games, signals, blur, tensor, ratings, symptoms, lines, families, radio, graph):
        make()
