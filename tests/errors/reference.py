#!/usr/bin/env python3
"""reference.py: standard errors of the models in this folder, found without Majorant; writes reference.txt.

Each negative log-likelihood is written once more in numpy, in free coordinates chosen here. Its minimum is found by Newton's method, its
Hessian by central differences, extrapolated; the inverse Hessian is carried to the parameters by their Jacobian (the delta method).
The data are read from the scripts.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import re

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

here = pathlib.Path(__file__).parent
MODELS = {}


def data(name):
    """the arrays of a script, by name"""
    text = (here / f"{name}.em").read_text()
    return {m[1]: np.array(json.loads(m[2]), dtype=float) for m in re.finditer(r"^data (\w+)\[[^\]]*\] = (.*)$", text, re.M)}


def model(start):
    """of two functions, the loss and the parameters as a dictionary, both of free coordinates"""
    def enter(make):
        MODELS[make.__name__] = (make, np.array(start, dtype=float))
        return make
    return enter


# ---- differences ------------------------------------------------------------------------------------------------------

STEPS = (2e-2, 1e-2, 5e-3, 2.5e-3)


def extrapolated(estimate):
    """estimates of an even expansion in the step, at four halvings of it: Richardson's table"""
    table = [estimate(h) for h in STEPS]
    power = 4.0
    while len(table) > 1:
        table = [(power * table[i + 1] - table[i]) / (power - 1) for i in range(len(table) - 1)]
        power *= 4
    return table[0]


def gradient(f, x):
    scale = np.maximum(np.abs(x), 0.5)
    unit = np.eye(len(x)) * scale
    return np.array([extrapolated(lambda h, i=i: (f(x + h * unit[i]) - f(x - h * unit[i])) / (2 * h)) for i in range(len(x))]) / scale


def hessian(f, x):
    n, scale = len(x), np.maximum(np.abs(x), 0.5)
    unit = np.eye(n) * scale
    h2 = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            h2[i, j] = h2[j, i] = extrapolated(lambda h, i=i, j=j: (
                f(x + h * (unit[i] + unit[j])) - f(x + h * (unit[i] - unit[j])) - f(x - h * (unit[i] - unit[j])) + f(x - h * (unit[i] + unit[j])))
                / (4 * h * h))
    return h2 / np.outer(scale, scale)


def errors(make, start, name):
    loss, params = make(data(name))
    x = minimize(loss, start, method="BFGS", options={"gtol": 1e-8}).x
    for _ in range(4):
        x = x - np.linalg.solve(hessian(loss, x), gradient(loss, x))
    covariance = np.linalg.inv(hessian(loss, x))
    assert np.all(np.linalg.eigvalsh(covariance) > 0), name
    out = {}
    for key, value in params(x).items():
        shape = np.shape(value)
        for at in np.ndindex(*shape):
            slope = gradient(lambda y: params(y)[key][at] if shape else params(y)[key], x)
            where = f"[{', '.join(str(k + 1) for k in at)}]" if at else ""
            out[f"se({key}){where}"] = np.sqrt(slope @ covariance @ slope)
    return out


# ---- models ------------------------------------------------------------------------------------------------------------

def log_normal(y, m, v):
    return -0.5 * np.log(2 * np.pi * v) - (y - m) ** 2 / (2 * v)


def log_sum(terms):
    top = np.max(terms, axis=0)
    return top + np.log(np.sum(np.exp(terms - top), axis=0))


@model([0, 0, 0])
def logistic(d):
    return lambda b: np.sum(np.logaddexp(0, d["x"] @ b) - d["y"] * (d["x"] @ b)), lambda b: {"b": b}


@model([0, 0])
def fixed(d):
    def whole(b):
        return np.array([b[0], 0.5 + 0 * b[0], b[1]])
    return lambda b: np.sum(np.exp(d["x"] @ whole(b)) - d["y"] * (d["x"] @ whole(b))), lambda b: {"b": whole(b)}


@model([1, 0, 0])
def negbin(d):
    def loss(t):
        s, eta = np.exp(t[2]), t[0] + t[1] * d["x"][:, 1]
        return -np.sum(gammaln(d["y"] + s) - gammaln(s) + s * t[2] + d["y"] * eta - (d["y"] + s) * np.log(s + np.exp(eta)))
    return loss, lambda t: {"a": t[0], "b": t[1], "s": np.exp(t[2])}


@model([0, 0, 0, 0])
def student(d):
    def loss(t):
        r = d["y"] - d["x"] @ t[:3]
        return np.sum(t[3] / 2 + 2 * np.log(1 + r ** 2 / (3 * np.exp(t[3]))))
    return loss, lambda t: {"b": t[:3], "v": np.exp(t[3])}


def shares(t):
    e = np.exp(np.append(t, 0))
    return e / e.sum()


@model([0, 0, 4, 0, 0])
def mixture(d):
    def loss(t):
        w = np.log(shares(t[:1]))
        return -np.sum(log_sum(np.array([w[k] + log_normal(d["y"], t[1 + k], np.exp(t[3 + k])) for k in range(2)])))
    return loss, lambda t: {"w": shares(t[:1]), "m": t[1:3], "v": np.exp(t[3:5])}


@model([0, 0, 4, 0])
def tied(d):
    def loss(t):
        w = np.log(shares(t[:1]))
        return -np.sum(log_sum(np.array([w[k] + log_normal(d["y"], t[1 + k], np.exp(t[3])) for k in range(2)])))
    return loss, lambda t: {"w": shares(t[:1]), "m": t[1:3], "v": np.exp(t[3])}


@model([0, 0, 2])
def poissons(d):
    def loss(t):
        w = np.log(shares(t[:1]))
        return -np.sum(log_sum(np.array([w[k] + d["y"] * t[1 + k] - np.exp(t[1 + k]) - gammaln(d["y"] + 1) for k in range(2)])))
    return loss, lambda t: {"w": shares(t[:1]), "l": np.exp(t[1:3])}


@model([-1, 0.7])
def zip(d):
    def loss(t):
        q, rate = 1 / (1 + np.exp(-t[0])), np.exp(t[1])
        return -np.sum(np.log((d["y"] == 0) * q + (1 - q) * np.exp(d["y"] * t[1] - rate - gammaln(d["y"] + 1))))
    return loss, lambda t: {"q": 1 / (1 + np.exp(-t[0])), "l": np.exp(t[1])}


@model([0, 0, 0, 0, 0])
def scatter(d):
    def root(t):
        return np.array([[np.exp(t[2]), 0], [t[3], np.exp(t[4])]])
    def loss(t):
        z = np.linalg.solve(root(t), (d["x"] - t[:2]).T)
        return np.sum(t[2] + t[4] + 3 * np.log(1 + np.sum(z ** 2, axis=0) / 4))
    return loss, lambda t: {"m": t[:2], "S": root(t) @ root(t).T}


@model([0, 1.4])
def weibull(d):
    def loss(t):
        k = np.exp(t[0])
        return np.sum((d["t"] / np.exp(t[1])) ** k - d["event"] * (t[0] - k * t[1] + (k - 1) * np.log(d["t"])))
    return loss, lambda t: {"k": np.exp(t[0]), "s": np.exp(t[1])}


@model([-1, 0.5, 0])
def ordinal(d):
    def cuts(t):
        return np.array([t[0], t[0] + np.exp(t[1])])
    def loss(t):
        below = [1 / (1 + np.exp(t[2] * d["x"][:, 1] - c)) for c in cuts(t)]
        p = np.where(d["y"] == 1, below[0], np.where(d["y"] == 2, below[1] - below[0], 1 - below[1]))
        return -np.sum(np.log(p))
    return loss, lambda t: {"c": cuts(t), "b": t[2]}


@model([0, 0, 0])
def rankings(d):
    def whole(t):
        return np.append(t, -np.sum(t))
    def loss(t):
        s = whole(t)
        return np.sum(d["n"] * np.logaddexp(0, s[None, :] - s[:, None]))
    return loss, lambda t: {"s": whole(t)}


@model([0] + [1.3] * 5 + [-1.3] * 5)
def classes(d):
    def chances(t):
        return 1 / (1 + np.exp(-t[1:].reshape(2, 5)))
    def loss(t):
        w, p = np.log(shares(t[:1])), chances(t)
        return -np.sum(log_sum(np.array([w[k] + d["y"] @ np.log(p[k]) + (1 - d["y"]) @ np.log(1 - p[k]) for k in range(2)])))
    return loss, lambda t: {"w": shares(t[:1]), "p": chances(t)}


@model([0, 0])
def blood(d):
    def loss(t):
        a, b, o = shares(t)
        return -d["n"] @ np.log([a * a + 2 * a * o, b * b + 2 * b * o, 2 * a * b, o * o])
    return loss, lambda t: {"p": shares(t)}


@model([2, 0, 0])
def groups(d):
    def loss(t):
        v = np.exp(t[2]) * np.eye(len(d["y"])) + np.exp(t[1]) * d["Z"]
        r = d["y"] - t[0]
        return np.linalg.slogdet(v)[1] / 2 + r @ np.linalg.solve(v, r) / 2
    return loss, lambda t: {"m": t[0], "a": np.exp(t[1]), "e": np.exp(t[2])}


if __name__ == "__main__":
    lines = []
    for name, (make, start) in sorted(MODELS.items()):
        lines += [f"{name}\t{what}\t{value:.8g}" for what, value in errors(make, start, name).items()]
    (here / "reference.txt").write_text("\n".join(lines) + "\n")
