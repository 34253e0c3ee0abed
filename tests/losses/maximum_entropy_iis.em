# Maximum entropy by generalised iterative scaling
# chapter: programs
let G = 21
let F = 3
data q[G] = array{g in G} ((g - 11) / 5)
data f[G, F] = array{g in G, f in F} q[g]^f
data c[F] = [0.3, 0.9, 0.4]
param l[F] init 0
minimize log(sum{g} exp(dot(f[g], l))) - dot(c, l) + 0.01 * |l|^2
fit using iterative_scaling with tol = 1e-12, iters = 20000
