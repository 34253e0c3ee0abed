# rows in balls that meet in their columns (sparse coding): each row's length is what the ball bounds
data X[N, P] = [[1, 2, 0.5], [0.3, -1, 2], [2, 1, 1], [-1, 0.4, 0.2]]
let K = 2
param D[K, P] in ball(1)
param a[N, K]
minimize 0.5 * |X - matmul(a, D)|^2 + 0.4 * |a|_1
check
