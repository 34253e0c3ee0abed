# status: 1
# s goes to 0 for ever, while t has come to rest: what rests would hide it on the way of both
data w[N] = [0.5, 0.6, 0.7, 0.4]
param t >= 0 init 0.7
param s > 0 init 1
minimize sum{i} (digamma(1 + sqrt(s)) / 2 + w[i] * log(s)) + (t - 2)^2
fit
