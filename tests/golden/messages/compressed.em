# status: 1
data x[N] = csv("files/packed.csv.gz")
