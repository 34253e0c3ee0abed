# responses that are no measurements: shares, counts, classes
use regression

data xi[I, P] = csv("data/infert.csv", columns = "spontaneous, induced, age")
data case[I] = csv("data/infert.csv", columns = "case")
data logistic_want[L] = csv("want/logistic_regression.csv", columns = "value")
fit m = logistic_regression(xi, case) with tol = 1e-14
print m.loss - logistic_want[1], m.intercept - logistic_want[2], m.b - logistic_want[3..5], se(m.intercept) - logistic_want[6], se(m.b) - logistic_want[7..9], m.fitted[1] - logistic_want[10]

data xq[Q, R] = csv("data/quine.csv", columns = "boy, aboriginal, slow")
data days[Q] = csv("data/quine.csv", columns = "days")
data poisson_want[M] = csv("want/poisson_regression.csv", columns = "value")
fit m = poisson_regression(xq, days) with tol = 1e-14
print m.loss - poisson_want[1], m.intercept - poisson_want[2], m.b - poisson_want[3..5], se(m.intercept) - poisson_want[6], se(m.b) - poisson_want[7..9]
print m.fitted[1] - m.predict(xq)[1]

data negbinomial_want[B] = csv("want/negbinomial_regression.csv", columns = "value")
fit m = negbinomial_regression(xq, days) with tol = 1e-14
print m.loss - negbinomial_want[1], m.intercept - negbinomial_want[2], m.b - negbinomial_want[3..5], m.r - negbinomial_want[6]

data xs[N, S] = csv("data/insurance.csv", columns = "group, age")
data claims[N] = csv("data/insurance.csv", columns = "claims")
data holders[N] = csv("data/insurance.csv", columns = "holders")
data exposure_want[E] = csv("want/exposure.csv", columns = "value")
fit m = poisson_regression(xs, claims, exposure = holders) with tol = 1e-14
print m.loss - exposure_want[1], m.intercept - exposure_want[2], m.b - exposure_want[3..4]

data xf[F, D] = csv("data/iris.csv", columns = "Sepal.Length, Sepal.Width, Petal.Length, Petal.Width")
data species[F] = csv("data/iris.csv", columns = "species")
data multinomial_want[W] = csv("want/multinomial_regression.csv", columns = "value")
fit m = multinomial_regression(xf, species, l2 = 1) with tol = 1e-14, iters = 20000, accel = anderson
print m.loss - multinomial_want[1], m.b[1] - multinomial_want[2..5], m.b[3] - multinomial_want[10..13], m.fitted[51] - multinomial_want[14..16]
print m.label[1] - 1, m.label[150] - 3
