# Haplotypes of two genes
# chapter: mixtures
data n[A, B] = [[20, 12, 3], [14, 18, 6], [2, 7, 9]]
let H = 4
param p[H] in simplex
minimize -(n[1, 1] * log(p[1]^2) + n[1, 2] * log(2 * p[1] * p[2]) + n[1, 3] * log(p[2]^2) + n[2, 1] * log(2 * p[1] * p[3]) + n[2, 2] * log(2 * p[1] * p[4] + 2 * p[2] * p[3]) + n[2, 3] * log(2 * p[2] * p[4]) + n[3, 1] * log(p[3]^2) + n[3, 2] * log(2 * p[3] * p[4]) + n[3, 3] * log(p[4]^2))
fit with restarts = 5, tol = 1e-13
