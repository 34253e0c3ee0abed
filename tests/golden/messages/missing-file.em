# status: 1
data x[N, D] = csv("no-such-file.csv")
