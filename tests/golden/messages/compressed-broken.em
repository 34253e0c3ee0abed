# status: 1
# a file that gzip packed, and that breaks off
data x[N] = csv("files/broken.csv.gz")
