# A form that is not definite, on a sphere: shifted until its tangent serves.
data A[D, D] = [[1, 1, 0], [1, -3, 0.5], [0, 0.5, 2]]
param u[D] in sphere init [0.6, 0.64, 0.48]
minimize quad(u, A) + 2 * u[1]
derive
check
