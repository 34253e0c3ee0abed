# status: 1
print "é"
