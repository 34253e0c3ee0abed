# 150 irises of three species, four measurements each (E. Anderson 1935; R. A. Fisher, Annals of Eugenics 7, 1936). Suppose that
# nobody had told us the species: how many kinds are there, and which flower is of which?
use mixture
use factor
data x[N, D]    = csv("iris.csv", columns = "sepal_length, sepal_width, petal_length, petal_width")
data species[N] = csv("iris.csv", columns = "species")

# Mixtures of 1, 2 and 3 normal distributions. The loss can only fall with more of them, so each parameter is charged
# log(N) / 2: Schwarz's criterion, the lower the better. A component has one weight, four means, ten covariances.
fit one   = mixture(x, K = 1)
fit two   = mixture(x, K = 2) with restarts = 10
fit three = mixture(x, K = 3) with restarts = 20
print one.loss + 14 * log(N) / 2, two.loss + 29 * log(N) / 2, three.loss + 44 * log(N) / 2

# Two, says the criterion: setosa stands alone, the others run into each other. With three components, how many
# flowers of each species are together in one of them? (Components come in any order. One start ends on flowers that
# measure the same, where the loss has no bound: it is left out.)
print array{s in 1..3} max{k in 1..3} sum{i} (species[i] == s) * (three.label[i] == k)

# How sure is the model of each flower? The least sure one, its species, and the probability of its group:
let unsure = argmin{i} max{k} three.responsibility[i, k]
print unsure, species[unsure], max{k} three.responsibility[unsure, k]

# Heavier tails make single odd flowers count less.
fit robust = student_mixture(x, K = 3, df = 4) with restarts = 5
print robust.loss, array{s in 1..3} max{k in 1..3} sum{i} (species[i] == s) * (robust.label[i] == k)

# The four measurements are nearly two numbers: what do two principal components leave?
fit plane = ppca(x, K = 2) with iters = 5000
print plane.v, 4 * plane.v / tr(plane.covariance)
