# Powers of senders: logarithms of signal over noise, with a price
# chapter: programs
data g[S, S] = csv("data/gains.csv")
param p[S] > 0 init 1
minimize -(sum{r} log(g[r, r] * p[r])) + (sum{r} log(0.1 + sum{s : s != r} g[r, s] * p[s])) + 0.5 * sum{s} p[s]
fit with tol = 1e-13, iters = 5000
