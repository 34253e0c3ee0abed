# args: --set K=5 --output=json
let K = 2
data x[N, D] = [[1, 2], [3, 4]]
print K, x, sum{i} x[i], "text"
