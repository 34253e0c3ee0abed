# one distribution for a sample; zeros and censoring
use distribution
use survival
use zero_inflated

data x[N] = csv("data/samples.csv", columns = "x")
data p[N] = csv("data/samples.csv", columns = "p")
data gamma_want[A] = csv("want/gamma.csv", columns = "value")
fit m = distribution(x, family = gamma) with tol = 1e-15, iters = 20000, accel = qn
print m.loss - gamma_want[1], (m.shape - gamma_want[2]) / 100, m.rate - gamma_want[3]
data weibull_want[B] = csv("want/weibull.csv", columns = "value")
fit m = distribution(x, family = weibull) with tol = 1e-15
print m.loss - weibull_want[1], (m.shape - weibull_want[2]) / 10, (m.scale - weibull_want[3]) / 10
data beta_want[C] = csv("want/beta.csv", columns = "value")
fit m = distribution(p, family = beta) with tol = 1e-15, iters = 20000
print m.loss - beta_want[1], m.a - beta_want[2], m.b - beta_want[3]
data days[Q] = csv("data/quine.csv", columns = "days")
data negbinomial_want[D] = csv("want/negbinomial.csv", columns = "value")
fit m = distribution(days, family = negbinomial) with tol = 1e-15, iters = 20000
print m.loss - negbinomial_want[1], (m.m - negbinomial_want[2]) / 10, m.r - negbinomial_want[3]
data shares[S, K] = csv("data/shares.csv")
data dirichlet_want[E] = csv("want/dirichlet.csv", columns = "value")
fit m = distribution(shares, family = dirichlet) with tol = 1e-15, iters = 20000
print m.loss - dirichlet_want[1], m.a - dirichlet_want[2..4]
data heavy[H] = csv("data/heavy.csv")
data student_want[F] = csv("want/student.csv", columns = "value")
fit m = distribution(heavy, family = student) with tol = 1e-15
print m.loss - student_want[1], (m.df - student_want[2]) / 10, m.m - student_want[3], m.v - student_want[4]
print m.density(m.m) - student(m.m | m.df, m.m, m.v)

data y[Z] = csv("data/zeros.csv", columns = "y")
data yr[Z] = csv("data/zeros.csv", columns = "yr")
data zx[Z, P] = csv("data/zeros.csv", columns = "x")
data zeros_want[G] = csv("want/zero_inflated.csv", columns = "value")
fit m = zero_inflated(y) with tol = 1e-15
print m.loss - zeros_want[1], m.p - zeros_want[2], m.m - zeros_want[3]
data zip_want[I] = csv("want/zero_inflated_regression.csv", columns = "value")
fit m = zero_inflated_regression(zx, yr) with tol = 1e-15
print m.loss - zip_want[1], m.intercept - zip_want[2], m.b[1] - zip_want[3], m.zero_intercept - zip_want[4], m.zero_b[1] - zip_want[5]

data t[U] = csv("data/gehan.csv", columns = "time")
data event[U] = csv("data/gehan.csv", columns = "event")
data treated[U, V] = csv("data/gehan.csv", columns = "treated")
data w_want[J] = csv("want/weibull_survival.csv", columns = "value")
fit m = weibull_survival(t, event) with tol = 1e-15
print m.loss - w_want[1], m.shape - w_want[2], (m.scale - w_want[3]) / 10, m.survives(12) - w_want[4]
data e_want[L] = csv("want/exponential_survival.csv", columns = "value")
fit m = exponential_survival(t, event)
print m.loss - e_want[1], m.rate - e_want[2], m.survives(0) - 1
data r_want[M] = csv("want/exponential_regression.csv", columns = "value")
fit m = exponential_regression(treated, t, event) with tol = 1e-15
print m.loss - r_want[1], m.intercept - r_want[2], m.b[1] - r_want[3], m.rate([[0]])[1] - exp(r_want[2])
data wr_want[Y] = csv("want/weibull_regression.csv", columns = "value")
fit m = weibull_regression(treated, t, event) with tol = 1e-15
print m.loss - wr_want[1], m.intercept - wr_want[2], m.b[1] - wr_want[3], m.shape - wr_want[4], m.scale([1]) - exp(wr_want[2] + wr_want[3])
print m.survives([0], 0.0001) - exp(-(0.0001 / exp(wr_want[2]))^wr_want[4])
data durable[O] = csv("data/tobin.csv", columns = "durable")
data tx[O, R] = csv("data/tobin.csv", columns = "age, quant")
data t_want[T] = csv("want/tobit.csv", columns = "value")
fit m = tobit(tx, durable) with tol = 1e-15
print m.loss - t_want[1], (m.intercept - t_want[2]) / 10, m.b - t_want[3..4], (m.v - t_want[5]) / 100
