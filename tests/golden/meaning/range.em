# A range is an array of whole numbers, also as data
let K = 2
let r = K .. K + 2
data y[N] = 0..3
print r, sum{i} r[i]^2, y, 1..2
