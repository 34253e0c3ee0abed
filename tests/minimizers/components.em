# Loadings and the noise beside them at once, told by labels; and loadings alone, beside noise that is known.
# rule: s M-PPCA closed-form
# rule: W M-PPCA closed-form
# rule: V M-FA-W closed-form
data z[N] = [1, 1, 1, 2, 2, 2]
data x[N, D] = [[2, 0, 0], [0, 1, 0], [0, 0, 1], [0, 3, 0], [1, 0, 0], [0, 0, 1]]
data S[D, D] = [[9, 0, 0], [0, 4, 0], [0, 0, 1]]
data c[D] = [1, 2, 3]
let Q = 1
let K = 2
param W[K, D, Q]
param s[K] > 0
param V[Q, D]
minimize sum{i} (logdet(array{d in D, e in D} (sum{q} W[z[i], d, q] * W[z[i], e, q] + s[z[i]] * (d == e))) +
                 quad(x[i], inv(array{d in D, e in D} (sum{q} W[z[i], d, q] * W[z[i], e, q] + s[z[i]] * (d == e))))) +
         logdet(array{d in D, e in D} (sum{q} V[q, d] * V[q, e] + c[d] * (d == e))) +
         sum{d, e} S[d, e] * inv(array{d in D, e in D} (sum{q} V[q, d] * V[q, e] + c[d] * (d == e)))[d, e]
fit
print s[1] - 1 / 3, s[2] - 1 / 3, W[1, 1, 1]^2 - 1, W[2, 2, 1]^2 - 8 / 3, V[1, 1]^2 - 8, V[1, 2]
derive
