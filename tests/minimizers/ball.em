# rule: v M-PROJ-BALL closed-form
# rule: w M-PROJ-BALL closed-form
# rule: s M-SPHERE closed-form
data h[D] = [3, 4]
param v[D] in ball(2)
param w[D] in ball(7)
param s[D] in sphere
minimize sum{d} (v[d] - h[d])^2 + sum{d} (w[d] - h[d])^2 - sum{d} h[d] * s[d]
fit
print v[1] - 1.2, v[2] - 1.6, w[1] - 3, w[2] - 4, s[1] - 0.6, s[2] - 0.8
