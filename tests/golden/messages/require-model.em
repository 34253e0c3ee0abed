# what a model asks of its data
# status: 1
use plackett_luce
data r[N, S] in 1..3 = [[1, 2, 2], [3, 1, 2]]
fit m = plackett_luce(r)
