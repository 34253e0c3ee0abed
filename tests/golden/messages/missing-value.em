# there are no missing values
# status: 1
data x[N] = [1, NaN, 3]
