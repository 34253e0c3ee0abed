# status: 1
print trace
