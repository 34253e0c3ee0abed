# rule: z M-LABEL closed-form
# rule: m M-QUAD closed-form
# K-means with labels as a parameter: two clear groups; the labels are whole numbers
data x[N] = [1, 1.1, 0.9, 5, 5.2, 4.9]
let K = 2
param z[N] in 1..K init kmeanspp(x)
param m[K]
minimize sum{i} (x[i] - m[z[i]])^2
fit
print m[z[1]] - 1, m[z[5]] - 5.1 + 0.2/3, abs(z[1] - z[2]) + abs(z[4] - z[6]), abs(z[1] - z[4]) - 1, z[3] - z[1]
