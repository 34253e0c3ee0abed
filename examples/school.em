# Days absent from school of 146 children in Walgett, New South Wales (S. Quine; M. Aitkin, Journal of the Royal Statistical
# Society A 141, 1978). Which distribution do such counts have, and who stays away?
use regression
use mixture
data days[N] = csv("quine.csv", columns = "days")
data x[N, P] = csv("quine.csv", columns = "boy, aboriginal, slow, f1, f2, f3")

# Mean and variance of the counts: Poisson's distribution has them equal.
print mean(days), mean{i} (days[i] - mean(days))^2

# With the children's attributes in the mean, is the rest Poisson? Akaike's criterion: the loss plus the number of parameters.
fit even   = poisson_regression(x, days)
fit spread = negbinomial_regression(x, days)
print even.loss + 7, spread.loss + 8

# Far from it. So the negative binomial model; factors on the mean, with two standard errors below and above:
let error = se(spread.b)
print array{p in P} exp(spread.b[p])
print array{p in P} exp(spread.b[p] - 2 * error[p]), array{p in P} exp(spread.b[p] + 2 * error[p])

# Only the second factor, that of aboriginal children, is clear of 1. What it means in days, for a girl, an average learner, of
# the youngest age:
print spread.predict([[0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]])

# Another reading of the spread: there are kinds of children that nobody wrote down. A mixture of Poisson distributions needs
# several of them to explain the counts, without any attribute: weights and means of four kinds, which need 7 numbers.
fit kinds = mixture(days, K = 4, family = poisson) with restarts = 20
print kinds.loss + 7, max(kinds.m), min(kinds.m)
