# rule: k R-NEWTON inner-solver
# rule: s M-POWER-LOG closed-form
# The scale put in as (mean x^k)^(1/k): what is left is convex in the shape.
data x[N] = [1, 0.2, 5, 3, 0.7]
param k > 0 init 6
param s > 0 init 0.1
minimize -sum{i} log weibull(x[i] | k, s)
fit with tol = 1e-15
print s - (mean{i} x[i]^k)^(1 / k), sum{i} (log(x[i]) + 1 / k) - N * (sum{i} x[i]^k * log(x[i])) / (sum{i} x[i]^k)
