# Powers of senders: the sum of rates, with a price
# chapter: programs
data g[S, S] = csv("data/gains.csv")
param p[S] > 0 init 1
minimize -(sum{r} log(0.1 + sum{s} g[r, s] * p[s])) + (sum{r} log(0.1 + sum{s : s != r} g[r, s] * p[s])) + 0.2 * sum{s} p[s]
fit with tol = 1e-13, iters = 5000
