# status: 1
param S[2, 2] in spd(floor = 2, ceiling = 1)
