# Points that a reflection maps exactly: of the rotations the best turns the direction round that costs least. In two and three dimensions.
# rule: R M-PROCRUSTES closed-form
# rule: S M-PROCRUSTES closed-form
data m[D, D] = [[-3, 0, 0], [0, 2, 0], [0, 0, 1]]
data n[E, E] = [[0, 2], [1, 0]]
param R[D, D] in rotation
param S[E, E] in rotation
minimize -(sum{d, e in D} m[d, e] * R[d, e]) - sum{e, f in E} n[e, f] * S[e, f]
fit
print R[1, 1] + 1, R[2, 2] - 1, R[3, 3] + 1, S[1, 2] - 1, S[2, 1] + 1
derive
