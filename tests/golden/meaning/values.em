# numbers, arrays, slices, tables
let K = 3
data x[N, D] = [[1, 2.5], [3, -4], [5e-3, 6e10]]
print K / 2, x, x[2], x[:, 1], x[2..3, 2], eye(K), "a string"
data S[K2, D, D] = [[[2, 1], [1, 3]], [[4, 0], [0, 1]]]
print S, inv(S[1]), logdet(S), mean{i} x[i], argmin{i} |x[i]|
let long = array{i in 1..100} i^2
print long
print outer(ones(2), array{i in 1..40} (i / 7))
