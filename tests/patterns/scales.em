# the same data in other units lead to the same fit: starts know the scale of the data
use distribution
use factor
use mixture
use mixture_regression
data x[N, D] = csv("data/faithful.csv")
data a[R, E] = csv("data/attitude.csv")
data u[M, P] = csv("data/lines.csv", columns = "x")
data v[M] = csv("data/lines.csv", columns = "y")
data t[T] = csv("data/times.csv")
data heavy[H] = csv("data/heavy.csv")
data normal_want[A] = csv("want/mixture.csv", columns = "value")
data student_want[B] = csv("want/student_mixture.csv", columns = "value")
data ppca_want[C] = csv("want/ppca.csv", columns = "value")
data lines_want[F] = csv("want/mixture_regression.csv", columns = "value")
data exponential_want[G] = csv("want/exponential_mixture.csv", columns = "value")
data one_want[I] = csv("want/student.csv", columns = "value")

let small = 1e-5
fit m = mixture(x * small, K = 2) with restarts = 5
print (m.loss - 2 * N * log(small) - normal_want[1]) / 100
fit m = student_mixture(x * small, K = 2) with restarts = 5
print (m.loss - 2 * N * log(small) - student_want[1]) / 100
fit m = ppca(a * small, K = 2) with iters = 5000
print (m.loss - 7 * R * log(small) - ppca_want[1]) / 100
fit m = mixture_regression(u, v * small, K = 2) with restarts = 10
print (m.loss - M * log(small) - lines_want[1]) / 100
fit m = mixture(t * small, K = 2, family = exponential) with restarts = 5
print (m.loss - T * log(small) - exponential_want[1]) / 100
fit m = distribution(heavy * small, family = student)
print (m.loss - H * log(small) - one_want[1]) / 100

let large = 1e5
fit m = mixture(x * large, K = 2) with restarts = 5
print (m.loss - 2 * N * log(large) - normal_want[1]) / 100
fit m = student_mixture(x * large, K = 2) with restarts = 5
print (m.loss - 2 * N * log(large) - student_want[1]) / 100
fit m = ppca(a * large, K = 2) with iters = 5000
print (m.loss - 7 * R * log(large) - ppca_want[1]) / 100
fit m = mixture_regression(u, v * large, K = 2) with restarts = 10
print (m.loss - M * log(large) - lines_want[1]) / 100
fit m = mixture(t * large, K = 2, family = exponential) with restarts = 5
print (m.loss - T * log(large) - exponential_want[1]) / 100
fit m = distribution(heavy * large, family = student)
print (m.loss - H * log(large) - one_want[1]) / 100
