# starts where the loss is stationary, but a maximum or a saddle: the run goes on from beside them
param a init 0
param x init 1
param y init 0
loss top = (a^2 - 1)^2
loss pass = x^2 - y^2 + y^4
fit top
fit pass
print |a|, |y|
