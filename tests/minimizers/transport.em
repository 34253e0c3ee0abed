# rule: P M-TRANSPORT inner-solver
# rule: R M-TRANSPORT inner-solver
# cells are products of a factor of the row, one of the column and exp(-cost / e); with next to no entropy the plan is the cheapest one, which is known
data c[I, J] = [[0, 1, 4], [1, 0, 1], [4, 1, 0.5], [2, 2, 2]]
data a[I] = [0.3, 0.2, 0.4, 0.1]
data b[J] = [0.5, 0.3, 0.2]
param P[I, J] in transport(a, b)
param R[I, J] in transport(a, b)
minimize sum{i, j} (c[i, j] * P[i, j] + 0.5 * P[i, j] * log(P[i, j])) + sum{i, j} (c[i, j] * R[i, j] + 0.00001 * R[i, j] * log(R[i, j]))
fit
print array{i in I} (sum{j} P[i, j] - a[i]), array{j in J} (sum{i} P[i, j] - b[j]), array{i in I} (sum{j} R[i, j] - a[i]), array{j in J} (sum{i} R[i, j] - b[j])
print array{i in I, j in J} (log(P[i, j] * P[1, 1] / (P[i, 1] * P[1, j])) + (c[i, j] + c[1, 1] - c[i, 1] - c[1, j]) / 0.5)
print sum{i, j} c[i, j] * R[i, j] - 0.6
