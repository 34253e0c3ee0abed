# rule: P M-TRANSPORT inner-solver
# A plan of linear cost alone, by steps that an entropy holds near the last plan, less and less: with costs (i - j)^2 the best one is that of the
# north-west corner.
data a[I] = [0.3, 0.45, 0.25]
data b[J] = [0.2, 0.2, 0.5, 0.1]
param P[I, J] in transport(a, b)
minimize sum{i, j} (i - j)^2 * P[i, j]
fit
print abs(P[1, 1] - 0.2), abs(P[1, 2] - 0.1), abs(P[2, 2] - 0.1), abs(P[2, 3] - 0.35), abs(P[3, 3] - 0.15), abs(P[3, 4] - 0.1)
