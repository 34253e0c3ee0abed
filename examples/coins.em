# Two coins, five rounds of ten tosses, and nobody wrote down which coin was tossed in a round
# (Do and Batzoglou, Nature Biotechnology 26, 2008). Heads in each round:
data h[I] = [5, 9, 8, 4, 7]
let K = 2

param p[K] in (0, 1) init [0.6, 0.5]
minimize -sum{i} log sum{k} 0.5 * binomial(h[i] | 10, p[k])

derive
fit with tol = 1e-12
print p
