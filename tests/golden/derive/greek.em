# Names of other letters.
data y[N] = [2, 0, 3, 1]
param λ > 0 init 1
minimize -sum{i} log poisson(y[i] | λ)
derive
derive as latex
