# status: 1
# what gzip packed is unpacked as it is read; what breaks off, or another program packed, is told
data x[N] = csv("files/packed.csv.gz")
print x
data y[M] = "files/packed.csv.gz"
print y
data z[K] = csv("files/packed.csv.bz2")
