# status: 1
# slips of those who come from other programs
import kmeans
param m[K = 2]
param x, y
