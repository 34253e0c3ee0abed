# Shares of three alleles behind four blood groups
data n[G] = [186, 38, 13, 284]
let A = 3
param p[A] in simplex init 1 / 3
minimize -(n[1] * log(p[1]^2 + 2 * p[1] * p[3]) + n[2] * log(p[2]^2 + 2 * p[2] * p[3]) + n[3] * log(2 * p[1] * p[2]) + n[4] * log(p[3]^2))
fit with tol = 1e-14, iters = 5000
print se(p)[1], se(p)[2], se(p)[3]
