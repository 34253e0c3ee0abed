# rule: S M-SPD-RATIO one-dimensional
# rule: T M-SPD-RATIO one-dimensional
# the least value over the ends t and 3 t of the eigenvalues, on a fine grid of t, must not lie below; without a need the free answer stays
data A[K, D, D] = [[[4, 1], [1, 2]], [[0.5, 0.3], [0.3, 9]], [[1, 0], [0, 0]]]
data n[K] = [2, 3, 1]
data t[G] = array{g in 1..20000} (g / 5000)
param S[K, D, D] in spd(ratio = 3)
param T[D, D] in spd(ratio = 100)
minimize sum{k} (n[k] * logdet(S[k]) + sum{d, e} A[k, d, e] * inv(S[k])[d, e]) + 2 * logdet(T) + sum{d, e} A[1, d, e] * inv(T)[d, e]
fit
data l[K, D] = array{k in K, d in D} (eigenvalues(A[k])[d] / n[k])
data c[G] = array{g in G} sum{k, d} n[k] * (log(min(max(l[k, d], t[g]), 3 * t[g])) + l[k, d] / min(max(l[k, d], t[g]), 3 * t[g]))
let best = min{g} c[g]
let found = sum{k} (n[k] * logdet(S[k]) + sum{d, e} A[k, d, e] * inv(S[k])[d, e])
print max(found - best, 0), min(found - best + 1e-6, 0)
print eigenvalues(S[2])[2] / eigenvalues(S[3])[1] - 3
print T[1, 1] - 2, T[1, 2] - 0.5, T[2, 2] - 1
