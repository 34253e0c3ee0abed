# Variance components
# chapter: location
let K = 2
data g[N] = csv("data/families.csv", columns = "group")
data y[N] = csv("data/families.csv", columns = "y")
data V[N, N] = array{i in N, j in N} (if g[i] == g[j] then 1 else 0)
param s[K] > 0 init 1
minimize logdet(s[1] * V + s[2] * eye(N)) + quad(y, inv(s[1] * V + s[2] * eye(N)))
fit with tol = 1e-12
