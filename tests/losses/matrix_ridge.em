# Several responses with known noise, and a ridge
# chapter: regression
data z[N, D] = csv("data/scatter.csv")
data P[D, D] = [[2, 0.5, 0.1], [0.5, 1, 0.3], [0.1, 0.3, 4]]
data x[N, J] = array{i in N, j in 1..2} (if j == 1 then 1 else i / 50)
param B[D, J]
minimize sum{i} quad(array{d in D} (z[i, d] - sum{j} B[d, j] * x[i, j]), P) + 20 * |B|^2
fit
