#!/usr/bin/env python3
"""What scikit-learn takes for a line of the benchmark.  usage: peers.py MODEL FOLDER ITERATIONS
Prints one JSON object with its name and its seconds, or nothing where it has no such model.
SPDX-License-Identifier: GPL-3.0-or-later"""
import json, sys, time, warnings
import numpy as np
import sklearn
from sklearn.decomposition import NMF
from sklearn.linear_model import LogisticRegression
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")


def mixture(load, iterations, kind):
    start = load("c0")
    k, d = start.shape
    ones = {"diag": np.ones((k, d)), "tied": np.eye(d)}[kind]
    model = GaussianMixture(k, covariance_type=kind, max_iter=iterations, tol=0, means_init=start, precisions_init=ones,
                            weights_init=np.full(k, 1 / k), init_params="random", reg_covar=0)
    return model.fit, (load("x"),), "GaussianMixture"


def factors(load, iterations, loss):
    a, b = load("a0"), load("b0")
    model = NMF(a.shape[1], init="custom", solver="mu", beta_loss=loss, max_iter=iterations, tol=0)
    return lambda v: model.fit_transform(v, W=a, H=b), (load("v"),), "NMF"


def logistic(load, iterations):
    model = LogisticRegression(penalty=None, fit_intercept=False, solver="lbfgs", tol=1e-6, max_iter=1000)
    return model.fit, (load("x"), load("y")), "LogisticRegression, to the end"


PEERS = {
    "diagonal": lambda load, n: mixture(load, n, "diag"),
    "tied": lambda load, n: mixture(load, n, "tied"),
    "nmf_frobenius": lambda load, n: factors(load, n, "frobenius"),
    "nmf_kl": lambda load, n: factors(load, n, "kullback-leibler"),
    "logistic": logistic,
}


def main():
    model, folder, iterations = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if model not in PEERS:
        return
    fit, data, what = PEERS[model](lambda name: np.load(f"{folder}/{name}.npy"), iterations)
    start = time.time()
    fit(*data)
    print(json.dumps({"peer": f"scikit-learn {sklearn.__version__} {what}", "seconds": time.time() - start}))


main()
