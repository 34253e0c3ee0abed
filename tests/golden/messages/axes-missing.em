# status: 1
data y = [1, 2, 3]
