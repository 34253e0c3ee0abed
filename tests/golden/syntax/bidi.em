# status: 1
let user = "a‮"
print user user
