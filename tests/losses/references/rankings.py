"""rankings.py: references of contests and rankings.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import numpy as np
from scipy.special import log_ndtr

from .tools import least, matrix, reference

wins, ties = matrix("wins.csv"), matrix("ties.csv")
T = len(wins)
zero = [np.zeros(T)]


@reference("scipy BFGS")
def bradley_terry():
    return least(lambda s: (wins * np.logaddexp(0, s[None] - s[:, None])).sum(), zero)


@reference("scipy BFGS")
def davidson():
    def f(u):
        p, h = np.exp(u[:T]), np.exp(u[T])
        both = h * np.sqrt(np.outer(p, p))
        total = np.log(p[:, None] + p[None] + both)
        return -(wins * (u[:T, None] - total)).sum() - (np.tril(ties, -1) * (np.log(both) - total)).sum()
    return least(f, [np.zeros(T + 1)])


@reference("scipy BFGS")
def rao_kupper():
    def f(u):
        p, h = np.exp(u[:T]), 1 + np.exp(u[T])
        lead = np.log(p[:, None] + h * p[None])
        tied = np.log(h ** 2 - 1) + u[:T, None] + u[None, :T] - lead - lead.T
        return -(wins * (u[:T, None] - lead)).sum() - (np.tril(ties, -1) * tied).sum()
    return least(f, [np.zeros(T + 1)])


@reference("scipy BFGS")
def home_advantage():
    def f(u):
        lead = u[:T, None] + u[T] - u[None, :T]
        up = np.triu(np.ones((T, T)), 1)
        return (up * (wins * np.logaddexp(0, -lead) + wins.T * np.logaddexp(0, lead))).sum()
    return least(f, [np.zeros(T + 1)])


@reference("scipy BFGS")
def thurstone():
    return least(lambda s: -(wins * log_ndtr(s[:, None] - s[None])).sum(), zero)


@reference("scipy BFGS")
def plackett_luce():
    order = matrix("rankings.csv").astype(int) - 1

    def f(s):
        v = s[order]
        return sum((np.log(np.exp(v[:, t:]).sum(1)) - v[:, t]).sum() for t in range(v.shape[1]))
    return least(f, [np.zeros(order.shape[1])])
