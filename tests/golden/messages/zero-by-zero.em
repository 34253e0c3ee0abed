# status: 1
let a = 0
print 1 / a, 0 / a
