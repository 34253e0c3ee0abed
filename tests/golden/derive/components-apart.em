# The same with the components written out, and one of them the identity; the sum of matrices is a plain sum of terms.
data y[N] = [1.2, 0.3, -0.5]
data G[N, N] = [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
param a > 0 init 1
param b > 0 init 2
minimize (logdet(a * G + b * eye(N)) + quad(y, inv(a * G + b * eye(N)))) / 2
derive
check
