# status: 1
print loss
