# several configurations turned to one consensus, which is itself found: not put into the rotations, whose products are no numbers
data c[S, L, D] = [[[0, 1], [2, 0], [1, 1]], [[1, 0], [0, -2], [1, -1.2]], [[0.7, 0.7], [1.4, -1.4], [1.5, 0.1]]]
param R[S, D, D] in rotation
param m[L, D]
minimize sum{s, l, d} ((sum{e in D} c[s, l, e] * R[s, e, d]) - m[l, d])^2 + 0.1 * |m - c[1]|^2
check
