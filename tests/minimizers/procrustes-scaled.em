# rule: R M-PROCRUSTES closed-form
# rule: t M-QUAD closed-form
# A rotation with scale and shift: the shift goes with the rotation, whatever the scale is, so that no start leads elsewhere. What is least is
# known: the sum of the singular values of the centred cross product, squared, over the centred squares.
data x[N, D] = [[1, 2], [3, -1], [0, 1]]
data y[N, D] = [[5, 1], [1, 6], [4, 4]]
param R[D, D] in orthogonal
param s > 0
param t[D]
minimize sum{i, d} (y[i, d] - s * (sum{e} x[i, e] * R[e, d]) - t[d])^2
fit with tol = 1e-15
let u[N, D] = array{i, d} (x[i, d] - mean{j in N} x[j, d])
let v[N, D] = array{i, d} (y[i, d] - mean{j in N} y[j, d])
print (sum{i, d} (y[i, d] - s * (sum{e} x[i, e] * R[e, d]) - t[d])^2) - sum{i, d} v[i, d]^2 + nuclear(matmul(transpose(u), v))^2 / sum{i, d} u[i, d]^2
