# status: 1
param a init 1
print a
