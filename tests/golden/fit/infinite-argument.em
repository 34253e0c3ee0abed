# best values at infinity, told by the densities' arguments and by functions: counts that spread too little, directions and numbers that are equal;
# words of one's own
data y[N] = [1, 2, 1, 2, 2, 1, 3, 1]
param r > 0
param m > 0
minimize -(sum{i} log negbinomial(y[i] | m, r))
fit with iters = 200
data x[N] = [2, 2, 2, 2, 2, 2, 2, 2]
param k > 0
minimize -(sum{i} log weibull(x[i] | k, 2))
fit
fn tight(x | a > 0 "a sharper law fits ever better") = 1 / a + 0 * x
param a > 0 init 1
minimize tight(1 | a)
fit
