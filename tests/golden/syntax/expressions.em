# status: 1
# What people write who come from other languages.
param x = 3
param p init 0.5 in (0, 1)
y = 3
f(x) = x^2
print sum(i) x[i]
print sum i x[i]
print 2x + 1
print a < b < c
print 2 * if a then b else c
print sum{i} if a then b else c
print log -x
print x[1:3]
print a | b
let loss = 3
let log = 3
parm q
fit with iters 100
let z = 1 let u = 2
minimize a
  + b
print 3 +
