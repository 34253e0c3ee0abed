# status: 1
# names that other programs have, and what to write here
let S = eye(2)
print trace(S)
print ln(2)
param a init random
