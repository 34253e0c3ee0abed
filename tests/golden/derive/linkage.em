# What is maximised keeps the user's sign.
data y[G] = [125, 18, 20, 34]
param t in (0, 1) init 0.5
maximize y[1] * log(1/2 + t/4) + (y[2] + y[3]) * log((1 - t)/4) + y[4] * log(t/4)
derive
grad wrt t
