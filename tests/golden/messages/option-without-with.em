# status: 1
# An option that lacks its `with` reads like the name of a result: the mend says where options stand.
param a
minimize (a - 1)^2
fit accel = squarem
