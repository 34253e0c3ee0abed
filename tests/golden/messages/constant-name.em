# status: 1
param pi[3] in simplex
