data n[W, Y] = [[3, 1, 0], [2, 2, 1], [0, 1, 4]]
let Z = 2
param phi[W | Z]
param theta[Z | Y]
minimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]
derive as latex
