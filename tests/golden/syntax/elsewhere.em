# status: 1
# What people write who come from other programs.
y ~ normal(0, 1)
let K <- 3
let L == 3
loss = 2
let A = [1, 2; 3, 4]
let s = sum{i=1..3} i
let b = A @ A
let c = A %*% A
import numpy
subject to sum(b) == 1
