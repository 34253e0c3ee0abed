# linear models and their penalties
use regression
data x[N, P] = csv("data/cars.csv", columns = "wt, hp, qsec")
data y[N] = csv("data/cars.csv", columns = "mpg")

data linear[V] = csv("want/linear_regression.csv", columns = "value")
fit m = linear_regression(x, y)
print m.loss - linear[1], m.v - linear[2], m.intercept - linear[3], m.b - linear[4..6], m.fitted[1] - linear[11], m.predict(x)[1] - linear[11]
let s = se(m.intercept)
print s - linear[7], se(m.b) - linear[8..10]
let centred = array{i, p} (x[i, p] - mean(x[:, p]))
fit m = linear_regression(centred, y - mean(y), constant = false)
print m.loss - linear[1], m.b - linear[4..6]

data weighted[W] = csv("want/weighted_regression.csv", columns = "value")
fit m = linear_regression(x, y, weight = array{i in N} (i / N))
print m.intercept - weighted[1], m.b - weighted[2..4]

data ridge_want[R] = csv("want/ridge.csv", columns = "value")
fit m = ridge(x, y, l2 = 3)
print m.loss - ridge_want[1], m.intercept - ridge_want[2], m.b - ridge_want[3..5]

data lasso_want[L] = csv("want/lasso.csv", columns = "value")
fit m = lasso(x, y, l1 = 20) with tol = 1e-14, iters = 20000
print m.loss - lasso_want[1], m.intercept - lasso_want[2], m.b - lasso_want[3..5]
fit m = regression(x, y, l1 = 20) with tol = 1e-14, iters = 200000, accel = anderson
print m.loss - lasso_want[1]

data net[E] = csv("want/elastic_net.csv", columns = "value")
fit m = elastic_net(x, y, l1 = 20, l2 = 3) with tol = 1e-14, iters = 20000
print m.loss - net[1], m.intercept - net[2], m.b - net[3..5]

data quantile[Q] = csv("want/quantile_regression.csv", columns = "value")
fit m = quantile_regression(x, y, tau = 0.8) with tol = 1e-13, iters = 20000
print (m.loss - quantile[1]) / 10, (m.b - quantile[3..5]) / 10
data least[A] = csv("want/absolute_regression.csv", columns = "value")
fit m = regression(x, y, misfit = absolute) with tol = 1e-13, iters = 20000
print (m.loss - least[1]) / 10

data huber_want[H] = csv("want/huber_regression.csv", columns = "value")
fit m = huber_regression(x, y, delta = 1) with tol = 1e-13
print m.loss - huber_want[1], m.intercept - huber_want[2], m.b - huber_want[3..5]

data student_want[S] = csv("want/student_regression.csv", columns = "value")
fit m = student_regression(x, y, df = 4) with tol = 1e-13
print m.loss - student_want[1], m.intercept - student_want[2], m.b - student_want[3..5], m.v - student_want[6]
