# reference.py: reference values from scikit-learn and statsmodels, on the data that reference.R wrote: see there.
# SPDX-License-Identifier: GPL-3.0-or-later
import csv
import warnings
import numpy as np
from sklearn.decomposition import NMF
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression
import statsmodels.api as sm

warnings.filterwarnings("ignore")


def read(name):
    with open(f"data/{name}.csv") as f:
        return np.array([[float(v) for v in row] for row in list(csv.reader(f))[1:]])


def want(name, **values):
    with open(f"want/{name}.csv", "w") as f:
        f.write("name,value\n")
        for key, value in values.items():
            for i, v in enumerate(np.ravel(value)):
                f.write(f"{key}{i + 1 if np.size(value) > 1 else ''},{v:.15g}\n")


cars = read("cars")
y, x, n = cars[:, 0], cars[:, 1:], len(cars)

m = Lasso(alpha=20 / n, tol=1e-14, max_iter=10**6).fit(x, y)
want("lasso", loss=((y - m.predict(x)) ** 2).sum() / 2 + 20 * abs(m.coef_).sum(), intercept=m.intercept_, b=m.coef_)
m = ElasticNet(alpha=23 / n, l1_ratio=20 / 23, tol=1e-14, max_iter=10**6).fit(x, y)
want("elastic_net", loss=((y - m.predict(x)) ** 2).sum() / 2 + 20 * abs(m.coef_).sum() + 1.5 * (m.coef_**2).sum(), intercept=m.intercept_, b=m.coef_)

for name, tau in ("quantile_regression", 0.8), ("absolute_regression", 0.5):
    b = np.asarray(sm.QuantReg(y, sm.add_constant(x)).fit(q=tau, max_iter=100000, p_tol=1e-12).params)
    r = y - sm.add_constant(x) @ b
    want(name, loss=(r * (tau - (r < 0))).sum() * (2 if tau == 0.5 else 1), intercept=b[0], b=b[1:])

iris = read("iris")
x, y = iris[:, :4], iris[:, 4]
m = LogisticRegression(C=1, solver="newton-cg", tol=1e-12, max_iter=10**6).fit(x, y)
p = m.predict_proba(x)
want("multinomial_regression", loss=-np.log(p[range(150), y.astype(int) - 1]).sum() + (m.coef_**2).sum() / 2, b=m.coef_, fitted=p[50])

table = read("table")
best = {}
for loss, solver in ("kullback-leibler", "mu"), ("frobenius", "mu"):
    for seed in range(30):
        f = NMF(2, init="random", solver=solver, beta_loss=loss, tol=1e-12, max_iter=50000, random_state=seed)
        fit = f.fit_transform(table) @ f.components_
        value = (fit - table * np.log(fit)).sum() if loss[0] == "k" else ((table - fit) ** 2).sum()
        best[loss] = min(value, best.get(loss, np.inf))
want("nmf2", kl=best["kullback-leibler"], frobenius=best["frobenius"])
