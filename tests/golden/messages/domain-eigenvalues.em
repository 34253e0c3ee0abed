param S[2, 2] in spd(floor = 2, ceiling = 1)
