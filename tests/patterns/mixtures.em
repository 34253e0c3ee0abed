# mixtures of all kinds: groups are ordered as in the reference
use mixture
use latent_classes
use mixture_regression

data x[N, D] = csv("data/faithful.csv")
data normal_want[A] = csv("want/mixture.csv", columns = "value")
fit m = mixture(x, K = 2) with restarts = 5, tol = 1e-14
let i = if m.mu[1, 1] < m.mu[2, 1] then 1 else 2
let j = 3 - i
print m.loss - normal_want[1], m.w[i] - normal_want[2], m.mu[i] - normal_want[4..5], m.mu[j] - normal_want[6..7]
print m.responsibility[1] - posterior(k)[1], m.label[1] - j, sum(m.responsibility) - N

data student_want[B] = csv("want/student_mixture.csv", columns = "value")
fit m = student_mixture(x, K = 2, df = 4) with restarts = 5, tol = 1e-14
let i = if m.m[1, 1] < m.m[2, 1] then 1 else 2
let j = 3 - i
print m.loss - student_want[1], m.w[i] - student_want[2], (m.m[i] - student_want[4..5]) / 10, (m.m[j] - student_want[6..7]) / 10

data y[C] = csv("data/counts.csv")
data poisson_want[E] = csv("want/poisson_mixture.csv", columns = "value")
fit m = mixture(y, K = 2, family = poisson) with restarts = 5, tol = 1e-14
let i = if m.m[1] < m.m[2] then 1 else 2
print m.loss - poisson_want[1], m.w[i] - poisson_want[2], m.m[i] - poisson_want[4], m.m[3 - i] - poisson_want[5]

data t[T] = csv("data/times.csv")
data exponential_want[F] = csv("want/exponential_mixture.csv", columns = "value")
fit m = mixture(t, K = 2, family = exponential) with restarts = 5, tol = 1e-14
let i = if m.rate[1] < m.rate[2] then 1 else 2
print m.loss - exponential_want[1], m.w[i] - exponential_want[2], m.rate[i] - exponential_want[4], m.rate[3 - i] - exponential_want[5]

data bits[M, J] = csv("data/bits.csv")
data bernoulli_want[G] = csv("want/bernoulli_mixture.csv", columns = "value")
fit m = product_mixture(bits, K = 2) with restarts = 10, tol = 1e-14
let i = if m.p[1, 1] < m.p[2, 1] then 1 else 2
print m.loss - bernoulli_want[1], m.w[i] - bernoulli_want[2], m.p[i] - bernoulli_want[4..9], m.p[3 - i] - bernoulli_want[10..15]

data votes[U, V] = csv("data/votes.csv")
data multinomial_want[H] = csv("want/multinomial_mixture.csv", columns = "value")
fit m = mixture(votes, K = 2, family = multinomial) with restarts = 5, tol = 1e-14
let i = if m.p[1, 1] < m.p[2, 1] then 1 else 2
print m.loss - multinomial_want[1], m.w[i] - multinomial_want[2], m.p[i] - multinomial_want[4..7], m.p[3 - i] - multinomial_want[8..11]

data answers[O, Q] = csv("data/answers.csv")
data classes_want[L] = csv("want/latent_classes.csv", columns = "value")
fit m = latent_classes(answers, K = 2) with restarts = 10, tol = 1e-14
let i = if m.p[1, 1, 1] < m.p[1, 2, 1] then 1 else 2
print m.loss - classes_want[1], m.w[i] - classes_want[2], m.p[1, i] - classes_want[4..8], m.p[1, 3 - i] - classes_want[9..13]
print sum(m.responsibility) - O

data u[R, P] = csv("data/lines.csv", columns = "x")
data v[R] = csv("data/lines.csv", columns = "y")
data lines_want[W] = csv("want/mixture_regression.csv", columns = "value")
fit m = mixture_regression(u, v, K = 2) with restarts = 10, tol = 1e-14
let i = if m.b[1, 1] < m.b[2, 1] then 1 else 2
let j = 3 - i
print m.loss - lines_want[1], m.w[i] - lines_want[2], m.a[i] - lines_want[4], m.a[j] - lines_want[5], m.b[i, 1] - lines_want[6], m.b[j, 1] - lines_want[7], m.v[i] - lines_want[8], m.v[j] - lines_want[9]
print m.line([[0]])[1] - m.a
