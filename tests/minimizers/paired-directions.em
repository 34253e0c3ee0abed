# rule: W M-EIG closed-form
# rule: R M-EIG closed-form
# the greatest weight takes the direction of the least eigenvalue: the least value is the sum of the products in opposite order
data B[D, D] = [[4, 1, 0], [1, 2, 0.5], [0, 0.5, 7]]
data a[Q] = [1, 3]
data x[N, D] = [[1, 2, 0], [0, 1, 1], [3, 0, 1], [1, -1, 2]]
data v[D] = [4, 0.5, 2]
param W[Q, D] in orthogonal
param R[D, D] in orthogonal
minimize sum{q} a[q] * sum{d, e} W[q, d] * B[d, e] * W[q, e] + sum{i, f in D} (sum{d} R[f, d] * x[i, d])^2 / v[f]
fit
data l[D] = eigenvalues(B)
data m[D] = eigenvalues(array{d in D, e in D} sum{i} x[i, d] * x[i, e])
print sum{q} a[q] * sum{d, e} W[q, d] * B[d, e] * W[q, e] - 3 * l[1] - l[2]
print sum{i, f in D} (sum{d} R[f, d] * x[i, d])^2 / v[f] - m[1] / 0.5 - m[2] / 2 - m[3] / 4
