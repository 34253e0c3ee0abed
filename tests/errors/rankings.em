# Bradley and Terry: log strengths that sum to 0
data n[I, I] = [[0, 5, 8, 9], [4, 0, 6, 7], [3, 5, 0, 6], [1, 3, 5, 0]]
param s[I] in zerosum init 0
minimize sum{i, j} n[i, j] * log(1 + exp(s[j] - s[i]))
fit with tol = 1e-13, iters = 20000
print se(s)[1], se(s)[2], se(s)[3], se(s)[4]
