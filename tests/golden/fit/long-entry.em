# A function of one entry is kept as it is, however many terms it has.
data y[N] = [1, 2, 3]
param b > 0 init 0.1
minimize sum{i} (y[i] + 1) * sqrt(b^2 + b^3 + b^4 + b^5 + b^6 + b^7 + b^8 + b^9 + b^10 + b^11 + b^12 + b^13 + b^14 + b^15 + b^16 + b^17 + b^18 + 1) - 3*b
fit
print b
