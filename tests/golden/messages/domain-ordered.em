# status: 1
param x[3] ordered > 3 < 2
