# a quotient of two quadratic forms: a descent surrogate, then the eigenvector
data C[D, D] = [[2, 1, 0], [1, 3, 1], [0, 1, 5]]
data B[D, D] = [[2, -1, 0], [-1, 1, 0.1], [0, 0.1, 3]]
param u[D] in sphere
minimize quad(u, C) / quad(u, B)
derive
check
fit
