# Weeks in remission of 42 children with leukaemia, half of them on 6-mercaptopurine, in matched pairs (Freireich and others
# 1963; E. A. Gehan, Biometrika 52, 1965). When the trial ended, twelve were still well: their times are censored. All that is
# known of them is that remission lasted at least so long, and the likelihood says just that.
use survival
data weeks[N]    = csv("gehan.csv", columns = "weeks")
data relapse[N]  = csv("gehan.csv", columns = "relapse")          # 0: censored
data drug[N, P]  = csv("gehan.csv", columns = "drug")

# One rate of relapse for each group: the log of the rate is linear in the treatment.
fit m = exponential_regression(drug, weeks, relapse)
print m.rate([[0], [1]])

# By how much does the drug slow relapses down, and how sure is that? A factor, and two standard errors around it:
print exp(m.b[1]), exp(m.b[1] - 2 * se(m.b)[1]), exp(m.b[1] + 2 * se(m.b)[1])

# Is a constant rate good enough? Weibull's distribution has it as the special case shape = 1. A model of our own takes one
# scale for each group and one shape; the last two lines make the curves that m2.survives(12, 1) reads.
model weibull_groups(t[N] > 0, event[N] in [0, 1], group[N], G = 2)
  param shape > 0 init 1
  param scale[G] > 0 init mean(t)
  minimize sum{i} ((t[i] / scale[group[i]])^shape -
    event[i] * (log(shape) - shape * log(scale[group[i]]) + (shape - 1) * log(t[i])))
  fn survives(u, g) = exp(-(u / scale[g])^shape)
end
fit m2 = weibull_groups(weeks, relapse, array{i} (1 + drug[i, 1]))
print m2.shape, se(m2.shape)

# Twice the gain in log-likelihood is about chi-squared with one degree of freedom: 3.84 would be significant.
print 2 * (m.loss - m2.loss)

# The share that is still well after a quarter and after half a year, without the drug and with it:
print m2.survives(13, 1), m2.survives(13, 2), m2.survives(26, 1), m2.survives(26, 2)
