# The middle of two distributions by Jensen's and Shannon's distance
# chapter: programs
data p[K] = [0.32, 0.21, 0.08, 0.05, 0.34]
data q[K] = [0.1, 0.5, 0.2, 0.15, 0.05]
param m[K] in simplex
fn half(a, b) = a * log(2 * a / (a + b))
minimize 0.3 * (sum{k} (half(p[k], m[k]) + half(m[k], p[k]))) + 0.7 * (sum{k} (half(q[k], m[k]) + half(m[k], q[k])))
fit with tol = 1e-13
