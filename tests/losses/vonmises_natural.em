# Von Mises in its natural parameters
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "angle")
let D = 2
data z[N, D] = array{i in N, d in D} (if d == 1 then cos(x[i]) else sin(x[i]))
param u[D] init 0.5
minimize sum{i} (log_besseli0(|u|) - dot(u, z[i]))
fit with tol = 1e-12
