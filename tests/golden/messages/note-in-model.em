# A remark about the library's loss says which fit it means; no loss is -0
use nmf
data v[I, J] = [[0, 0], [0, 0]]
fit m = nmf(v, K = 1)
