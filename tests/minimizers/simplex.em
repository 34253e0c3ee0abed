# rule: p M-SIMPLEX-LOG closed-form
# rule: q M-SIMPLEX-LINEAR closed-form
# rule: r M-SIMPLEX-ENT closed-form
# rule: s M-SIMPLEX-POW closed-form
# rule: t M-SIMPLEX-POW closed-form
# rule: u M-PROJ-SIMPLEX closed-form
data c[K] = [1, 2, 0.5, 4]
param p[K] in simplex
param q[K] in simplex
param r[K] in simplex
param s[K] in simplex
param t[K] in simplex
param u[K] in simplex
minimize -sum{k} c[k] * log(p[k]) + sum{k} c[k] * q[k] + sum{k} (2 * r[k] * log(r[k]) + c[k] * r[k]) + sum{k} c[k] * s[k]^1.5 + sum{k} c[k] / t[k] + sum{k} (u[k] - c[k] / 5)^2
fit
print max{k} abs(p[k] - c[k] / 7.5)
print q[1], q[2], q[3] - 1, q[4]
print max{k} abs(r[k] - exp(-c[k] / 2) / sum{l in K} exp(-c[l] / 2))
print max{k} abs(s[k] - c[k]^(-2) / sum{l in K} c[l]^(-2))
print max{k} abs(t[k] - sqrt(c[k]) / sum{l in K} sqrt(c[l]))
print u[1] - 0.2 + 0.1333333333333333, u[2] - 0.4 + 0.1333333333333333, u[3], u[4] - 0.8 + 0.1333333333333333
