# A component that is no covariance: the bound is refused, with the condition that fails.
data y[N] = [1.2, 0.3, -0.5]
data G[N, N] = [[0, 1, 0], [1, 0, 0], [0, 0, 1]]
param a > 0 init 0.1
param b > 0 init 2
minimize quad(y, inv(a * G + b * eye(N)))
derive
