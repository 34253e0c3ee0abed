# rule: m M-CIRCLE closed-form
# rule: n M-CIRCLE closed-form
data a[I] = [3, 2.5, -2.8]
param m
param n
minimize -sum{i} cos(a[i] - m) - cos(n) + 2 * sin(n)
fit
print sin(m) - sum{i} sin(a[i]) / sqrt((sum{i} sin(a[i]))^2 + (sum{i} cos(a[i]))^2)
print cos(m) - sum{i} cos(a[i]) / sqrt((sum{i} sin(a[i]))^2 + (sum{i} cos(a[i]))^2)
print sin(n) + 2 / sqrt(5)
