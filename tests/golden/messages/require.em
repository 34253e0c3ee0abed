# status: 1
data y[N] = [1, 1]
require min(y) > 0, "all is well here"
require max(y) > min(y), "y is constant"
print y
