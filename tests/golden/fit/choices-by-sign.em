# expectiles and check functions, as papers write them: the choice by the sign of a residual is one function of it
data x[N] = [0, 1, 2, 3, 4, 5]
data y[N] = [1, 2, 6, 1, 4, 9]
param a
param b
loss named = sum{i} pinball(y[i] - a - b * x[i]; 0.8)
loss weight = sum{i} (if y[i] >= a + b * x[i] then 0.8 else 0.2) * |a + b * x[i] - y[i]|
loss slopes = sum{i} (if y[i] > a + b * x[i] then 0.8 * (y[i] - a - b * x[i]) else 0.2 * (a + b * x[i] - y[i]))
loss check_function = sum{i} (y[i] - a - b * x[i]) * (0.8 - (y[i] < a + b * x[i]))
loss expectile = sum{i} |0.8 - (y[i] < a + b * x[i])| * (y[i] - a - b * x[i])^2
loss both = sum{i} (0.8 * (y[i] >= a + b * x[i]) + 0.2 * (y[i] < a + b * x[i])) * (y[i] - a - b * x[i])^2
loss branches = sum{i} (if y[i] > a + b * x[i] then 0.8 * (y[i] - a - b * x[i])^2 else 0.2 * (y[i] - a - b * x[i])^2)
fit named with require = majorizer, tol = 1e-12
fit weight with require = majorizer, tol = 1e-12
fit slopes with require = majorizer, tol = 1e-12
fit check_function with require = majorizer, tol = 1e-12
fit expectile with require = majorizer, tol = 1e-12
fit both with require = majorizer, tol = 1e-12
fit branches with require = majorizer, tol = 1e-12
