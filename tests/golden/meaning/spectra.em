# eigenvalues, singular values, ranks, and what is built of them; slopes against differences
data S[D, D] = [[2, 1, 0], [1, 3, 1], [0, 1, 5]]
data X[Q, E] = [[1, 2, 3, 4], [0, 1, 0, 1], [2, 2, 2, 9]]
print eigenvalues(S), lambda_min(S), lambda_max(S)
print (sum{d, k} |sum{e} S[d, e] * eigenvectors(S)[e, k] - eigenvalues(S)[k] * eigenvectors(S)[d, k]|) < 1e-12
print singular_values(X), singular_values(transpose(X)), nuclear(X), schatten(X | 2) - sum{q, e} X[q, e]^2 < 1e-12
print (sum{q, e} |recompose(X, singular_values(X))[q, e] - X[q, e]|) < 1e-12, (sum{q, e} |recompose(X, ones(Q))[q, e] - polar(X)[q, e]|) < 1e-12
print ranks(X[3]), ranks(-X), sum_smallest{e; 2} X[3, e], sum_largest{q, e; 3} X[q, e], sum_smallest{e : e > 1; 2} X[1, e], sum_largest(X, 2), sum_smallest{e in 2..4; 9} X[1, e]
param a
loss f1 = (sum{k} eigenvalues(array{d in D, e in D} (S[d, e] + a * (d == e)))[k]^2)
grad f1
param Z[Q, E]
loss f2 = nuclear(Z)
grad f2
loss f3 = lambda_max(array{d in D, e in D} (S[d, e] * a))
grad f3
loss f4 = sum_largest{q, e; 2} Z[q, e]^2
grad f4
