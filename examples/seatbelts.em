# Did the seat belt law save lives? Front seat passengers killed or seriously injured on the roads of Great Britain, month by
# month from 1969 to 1984. Belts became compulsory in the front seats on 31 January 1983 (A. C. Harvey and J. Durbin, Journal of
# the Royal Statistical Society A 149, 1986). Rear seats were not concerned: they show what would have happened anyway.
use regression
data front[N] = csv("seatbelts.csv", columns = "front")
data rear[N]  = csv("seatbelts.csv", columns = "rear")
data law[N]   = csv("seatbelts.csv", columns = "law")
data month[N] = csv("seatbelts.csv", columns = "month")
data kms[N]   = csv("seatbelts.csv", columns = "kms")            # kilometres driven
data price[N] = csv("seatbelts.csv", columns = "PetrolPrice")

# The columns: the law; years since 1969; petrol; two waves for the seasons. All act on the log of the mean.
let P = 7
data x[N, P] = array{i in N, p in P} (
  if p == 1 then law[i] else
  if p == 2 then (i - 1) / 12 else
  if p == 3 then log(price[i] / 0.1) else
  if p == 4 then cos(2 * pi * month[i] / 12) else
  if p == 5 then sin(2 * pi * month[i] / 12) else
  if p == 6 then cos(4 * pi * month[i] / 12) else
  sin(4 * pi * month[i] / 12))

# Poisson's distribution first. If it fitted, the squared residuals would be as large as the means.
fit even = poisson_regression(x, front, exposure = kms / 1000)
print mean{i} (front[i] - even.fitted[i])^2 / even.fitted[i]

# They are several times as large, so its standard errors are too small to be believed. The negative binomial distribution has
# a parameter r for what months differ by besides: its variance is m + m^2 / r.
fit belts = negbinomial_regression(x, front, exposure = kms / 1000)
print belts.r, se(belts.r)

# The law's effect: by which factor, and between which bounds (two standard errors)?
let effect = belts.b[1]
let error  = se(belts.b)[1]
print exp(effect), exp(effect - 2 * error), exp(effect + 2 * error)

# In the rear seats, nothing of the kind: there it became no safer.
fit others = negbinomial_regression(x, rear, exposure = kms / 1000)
print exp(others.b[1]), exp(others.b[1] - 2 * se(others.b)[1]), exp(others.b[1] + 2 * se(others.b)[1])

# What would have happened in the 23 months since, without the law? The same months with 0 in the first column:
data without[N, P] = array{i in N, p in P} (if p == 1 then 0 else x[i, p])
print sum{i} law[i] * (belts.predict(without)[i] * kms[i] / 1000 - front[i])
