# status: 1
param S[3, 2] in spd
