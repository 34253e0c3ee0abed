# reference.R: the data and the reference values of the tests of the patterns, made by R alone: run it in this folder,
#
#   Rscript reference.R && python3 reference.py
#
# Data are those of R's packages datasets, MASS and survival, or drawn here. A reference is a package's answer, a closed form, or
# the minimum that R's general optimisers find for the loss written out again; local minima are sought from many starts.
# want/NAME.csv: a name and a value a row; the tests read them by their place.
# SPDX-License-Identifier: GPL-3.0-or-later
library(MASS); library(survival)
set.seed(20)
dir.create("want", showWarnings = FALSE); dir.create("data", showWarnings = FALSE)
data_file <- function(name, d) write.csv(d, file.path("data", paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
want <- function(name, ...) {
  v <- c(...)
  d <- data.frame(name = names(v), value = formatC(v, digits = 15, format = "g"))
  write.csv(d, file.path("want", paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
}
named <- function(prefix, v) setNames(as.vector(v), paste0(prefix, seq_along(v)))
# the least value of f from several starts, by two methods after one another until nothing changes
least <- function(f, starts) {
  best <- NULL
  for (s in starts) {
    o <- optim(s, f, method = "BFGS", control = list(maxit = 10000, reltol = 1e-15))
    for (i in 1:20) {
      n <- optim(optim(o$par, f, method = "Nelder-Mead", control = list(maxit = 20000, reltol = 1e-16))$par, f, method = "BFGS",
                 control = list(maxit = 10000, reltol = 1e-15))
      done <- o$value - n$value < 1e-11 * abs(o$value)
      if (n$value < o$value) o <- n
      if (done) break
    }
    if (is.null(best) || o$value < best$value) best <- o
  }
  best
}

# ---- regression
m <- mtcars[, c("mpg", "wt", "hp", "qsec")]
data_file("cars", m)
X <- as.matrix(m[, -1]); y <- m$mpg; n <- nrow(X)
f <- lm(y ~ X); v <- mean(resid(f)^2)
want("linear_regression", loss = n / 2 * (log(2 * pi * v) + 1), v = v, intercept = coef(f)[[1]], named("b", coef(f)[-1]),
     named("se", sqrt(diag(vcov(f)) * (n - 4) / n)), fitted1 = fitted(f)[[1]])
w <- (1:n) / n
g <- lm(y ~ X, weights = w)
want("weighted_regression", intercept = coef(g)[[1]], named("b", coef(g)[-1]))
Xc <- scale(X, scale = FALSE); yc <- y - mean(y)
b <- drop(solve(crossprod(Xc) + 3 * diag(3), crossprod(Xc, yc)))
want("ridge", loss = sum((yc - Xc %*% b)^2) / 2 + 1.5 * sum(b^2), intercept = mean(y) - sum(colMeans(X) * b), named("b", b))
line <- function(p) y - p[1] - X %*% p[-1]
huber <- function(r, d) ifelse(abs(r) <= d, r^2 / 2, d * abs(r) - d^2 / 2)
h <- least(function(p) sum(huber(line(p), 1)), list(coef(f)))
want("huber_regression", loss = h$value, intercept = h$par[1], named("b", h$par[-1]))
s <- least(function(p) -sum(dt(line(p[1:4]) / exp(p[5]), 4, log = TRUE) - p[5]), list(c(coef(f), 1)))
want("student_regression", loss = s$value, intercept = s$par[[1]], named("b", s$par[2:4]), v = exp(2 * s$par[[5]]))

i <- infert[, c("case", "spontaneous", "induced", "age")]
data_file("infert", i)
f <- glm(case ~ spontaneous + induced + age, binomial, i, epsilon = 1e-14)
want("logistic_regression", loss = -as.numeric(logLik(f)), intercept = coef(f)[[1]], named("b", coef(f)[-1]), named("se", sqrt(diag(vcov(f)))),
     fitted1 = fitted(f)[[1]])
q <- data.frame(days = quine$Days, boy = quine$Sex == "M", aboriginal = quine$Eth == "A", slow = quine$Lrn == "SL") * 1
data_file("quine", q)
f <- glm(days ~ ., poisson, q, epsilon = 1e-14)
want("poisson_regression", loss = -as.numeric(logLik(f)), intercept = coef(f)[[1]], named("b", coef(f)[-1]), named("se", sqrt(diag(vcov(f)))))
f <- glm.nb(days ~ ., q, control = glm.control(epsilon = 1e-14, maxit = 200))
want("negbinomial_regression", loss = -as.numeric(logLik(f)), intercept = coef(f)[[1]], named("b", coef(f)[-1]), r = f$theta)
u <- data.frame(claims = Insurance$Claims, holders = Insurance$Holders, group = as.numeric(Insurance$Group), age = as.numeric(Insurance$Age))
data_file("insurance", u)
f <- glm(claims ~ group + age + offset(log(holders)), poisson, u, epsilon = 1e-14)
want("exposure", loss = -as.numeric(logLik(f)), intercept = coef(f)[[1]], named("b", coef(f)[-1]))
data_file("iris", cbind(iris[, 1:4], species = as.numeric(iris$Species)))

# ---- mixtures: EM from many starts
em <- function(logdens, mstep, K, n, starts = 30) {
  best <- NULL
  for (s in seq_len(starts)) {
    r <- matrix(rexp(n * K)^3, n); r <- r / rowSums(r)
    old <- Inf
    for (it in 1:20000) {
      w <- colMeans(r); p <- mstep(r)
      if (is.null(p)) { old <- Inf; break }
      l <- sapply(1:K, function(k) log(w[k]) + logdens(p, k))
      top <- apply(l, 1, max); r <- exp(l - top); total <- rowSums(r); loss <- -sum(top + log(total)); r <- r / total
      if (!is.finite(loss)) { old <- Inf; break }
      if (abs(old - loss) < 1e-13 * abs(loss)) break
      old <- loss
    }
    if (is.finite(old) && (is.null(best) || loss < best$loss)) best <- list(loss = loss, w = w, p = p)
  }
  best
}
x <- as.matrix(faithful)
data_file("faithful", x)
mahal <- function(p, k) mahalanobis(x, p$mu[k, ], p$S[[k]])
gauss <- em(function(p, k) -0.5 * mahal(p, k) - 0.5 * log(det(p$S[[k]])) - log(2 * pi),
            function(r) list(mu = t(r) %*% x / colSums(r), S = lapply(1:2, function(k) cov.wt(x, r[, k], method = "ML")$cov)), 2, nrow(x))
o <- order(gauss$p$mu[, 1])
want("mixture", loss = gauss$loss, named("w", gauss$w[o]), named("mu", t(gauss$p$mu[o, ])))
tmix <- em(function(p, k) { d <- mahal(p, k); lgamma(3) - lgamma(2) - log(4 * pi) - 0.5 * log(det(p$S[[k]])) - 3 * log(1 + d / 4) },
     function(r) {                        # the M-step to its end: an iteration of its own over the scale variables
       mu <- t(r) %*% x / colSums(r); S <- lapply(1:2, function(k) cov.wt(x, r[, k], method = "ML")$cov)
       for (i in 1:200) {
         q <- sapply(1:2, function(k) 6 / (4 + mahalanobis(x, mu[k, ], S[[k]])))
         mu <- t(r * q) %*% x / colSums(r * q)
         S <- lapply(1:2, function(k) { d <- sweep(x, 2, mu[k, ]); crossprod(d * r[, k] * q[, k], d) / sum(r[, k]) })
       }
       list(mu = mu, S = S)
     }, 2, nrow(x), starts = 6)
o <- order(tmix$p$mu[, 1])
want("student_mixture", loss = tmix$loss, named("w", tmix$w[o]), named("m", t(tmix$p$mu[o, ])))

counts <- ifelse(runif(200) < 0.4, rpois(200, 2), rpois(200, 9))
times <- ifelse(runif(300) < 0.5, rexp(300, 5), rexp(300, 0.3))
data_file("counts", data.frame(y = counts)); data_file("times", data.frame(t = times))
e <- em(function(p, k) dpois(counts, p[k], log = TRUE), function(r) colSums(r * counts) / colSums(r), 2, 200)
o <- order(e$p); want("poisson_mixture", loss = e$loss, named("w", e$w[o]), named("m", e$p[o]))
e <- em(function(p, k) dexp(times, p[k], log = TRUE), function(r) colSums(r) / colSums(r * times), 2, 300)
o <- order(e$p); want("exponential_mixture", loss = e$loss, named("w", e$w[o]), named("rate", e$p[o]))
class <- runif(300) < 0.35
bits <- sapply(1:6, function(j) rbinom(300, 1, ifelse(class, 0.85 - 0.05 * j, 0.1 + 0.05 * j)))
data_file("bits", bits)
e <- em(function(p, k) drop(bits %*% log(p[k, ]) + (1 - bits) %*% log(1 - p[k, ])), function(r) t(r) %*% bits / colSums(r), 2, 300)
o <- order(e$p[, 1]); want("bernoulli_mixture", loss = e$loss, named("w", e$w[o]), named("p", t(e$p[o, ])))
votes <- t(sapply(1:150, function(i) rmultinom(1, 20, if (i <= 60) c(5, 3, 1, 1) else c(1, 2, 4, 3))))
data_file("votes", votes)
e <- em(function(p, k) drop(votes %*% log(p[k, ])) + lgamma(21) - rowSums(lgamma(votes + 1)), function(r) { s <- t(r) %*% votes; s / rowSums(s) }, 2, 150)
o <- order(e$p[, 1]); want("multinomial_mixture", loss = e$loss, named("w", e$w[o]), named("p", t(e$p[o, ])))
answers <- sapply(1:5, function(j) ifelse(class, sample(1:3, 300, TRUE, c(6, 3, 1)), sample(1:3, 300, TRUE, c(1, 3, 6))))
data_file("answers", answers)
e <- em(function(p, k) rowSums(sapply(1:5, function(j) log(p[answers[, j], j, k]))),
        function(r) { p <- array(0, c(3, 5, 2)); for (k in 1:2) for (j in 1:5) for (c in 1:3) p[c, j, k] <- sum(r[answers[, j] == c, k]) / sum(r[, k]); p }, 2, 300)
o <- order(e$p[1, 1, ]); want("latent_classes", loss = e$loss, named("w", e$w[o]), named("first", e$p[1, , o]))
xr <- runif(200, -2, 2); yr <- ifelse(runif(200) < 0.6, 1 + 2 * xr, 3 - xr) + rnorm(200) / 3
data_file("lines", data.frame(x = xr, y = yr))
e <- em(function(p, k) dnorm(yr, p$a[k] + p$b[k] * xr, sqrt(p$v[k]), log = TRUE),
        function(r) { f <- lapply(1:2, function(k) lm(yr ~ xr, weights = r[, k])); list(a = sapply(f, function(g) coef(g)[[1]]), b = sapply(f, function(g) coef(g)[[2]]),
                      v = sapply(1:2, function(k) sum(r[, k] * resid(f[[k]])^2) / sum(r[, k]))) }, 2, 200)
o <- order(e$p$b); want("mixture_regression", loss = e$loss, named("w", e$w[o]), named("a", e$p$a[o]), named("b", e$p$b[o]), named("v", e$p$v[o]))

# ---- comparisons
# citations among four statistical journals, 1987 to 1988: row cited by column (S. M. Stigler, Statistical Science 9, 1994)
cites <- matrix(c(714, 730, 498, 221, 33, 425, 68, 17, 320, 813, 1072, 142, 284, 276, 325, 188), 4, byrow = TRUE)
data_file("citations", cites)
pairs <- t(combn(4, 2))
D <- t(apply(pairs, 1, function(p) { d <- numeric(4); d[p] <- c(1, -1); d }))
wins <- cbind(apply(pairs, 1, function(p) cites[p[1], p[2]]), apply(pairs, 1, function(p) cites[p[2], p[1]]))
f <- glm(wins ~ D[, -4] - 1, binomial, epsilon = 1e-14)
s <- exp(c(coef(f), 0)); s <- s / sum(s)
want("bradley_terry", loss = -sum(wins * cbind(log(fitted(f)), log(1 - fitted(f)))), named("share", s))
ranks <- t(sapply(1:60, function(i) order(rexp(5) / c(5, 4, 3, 2, 1))))
data_file("ranks", ranks)
luce <- function(S) function(q) { p <- exp(c(0, q)); -sum(apply(ranks, 1, function(r) { left <- sum(p); l <- 0
  for (s in 1:S) { l <- l + log(p[r[s]] / left); left <- left - p[r[s]] }; l })) }
full <- least(luce(4), list(numeric(4))); part <- least(luce(2), list(numeric(4)))
share <- function(q) { p <- exp(c(0, q)); p / sum(p) }
want("plackett_luce", loss = full$value, named("share", share(full$par)), partial = part$value, named("partial", share(part$par)))

# ---- matrices
v <- matrix(rpois(8 * 6, 8) + 1, 8); data_file("table", v)
fit1 <- outer(rowSums(v), colSums(v)) / sum(v)
sv <- svd(v)$d
is1 <- least(function(p) { f <- outer(exp(p[1:8]), exp(c(0, p[9:13]))); sum(v / f + log(f)) }, list(c(log(rowMeans(v)), log(colMeans(v)[-1] / colMeans(v)[1]))))
want("nmf", kl = sum(fit1 - v * log(fit1)), fitted11 = fit1[1, 1], frobenius = sum(sv[-1]^2), itakura = is1$value)
hair <- apply(HairEyeColor, 1:2, sum); data_file("hair", hair)
plsa <- local({ best <- Inf
  for (s in 1:60) { phi <- matrix(rexp(8), 4); phi <- sweep(phi, 2, colSums(phi), "/"); th <- matrix(rexp(8), 2); th <- sweep(th, 2, colSums(th), "/"); old <- Inf
    for (it in 1:50000) { q <- hair / (phi %*% th); np <- phi * (q %*% t(th)); nt <- th * (t(phi) %*% q); phi <- sweep(np, 2, colSums(np), "/"); th <- sweep(nt, 2, colSums(nt), "/")
      l <- -sum(hair * log(phi %*% th)); if (old - l < 1e-14 * abs(l)) break; old <- l }
    best <- min(best, l) }
  best })
want("plsa", loss = plsa)
d <- as.matrix(eurodist) / 1000; data_file("eurodist", d)
low <- lower.tri(d)
stress <- function(p) { z <- matrix(p, 21); sum((d[low] - as.matrix(dist(z))[low])^2) }
slope <- function(p) { z <- matrix(p, 21); e <- as.matrix(dist(z)); g <- 2 * (e - d) / (e + diag(21)); diag(g) <- 0; as.vector(rowSums(g) * z - g %*% z) }
z <- optim(as.vector(cmdscale(d)), stress, slope, method = "BFGS", control = list(maxit = 100000, reltol = 1e-15))
e <- as.matrix(dist(matrix(z$par, 21)))
want("mds", loss = z$value, stress = sqrt(z$value / sum(e[low]^2)), paris_rome = e[which(rownames(d) == "Paris"), which(rownames(d) == "Rome")],
     i = which(rownames(d) == "Paris"), j = which(rownames(d) == "Rome"))
g <- least(function(c) sum(sqrt(rowSums(sweep(as.matrix(swiss[, 1:3]), 2, c)^2))), list(colMeans(swiss[, 1:3])))
data_file("swiss", swiss)
want("geometric_median", loss = g$value, named("c", g$par))
a <- as.matrix(attitude); data_file("attitude", a)
S <- cov(a) * 29 / 30
ev <- eigen(S); l <- ev$values; U <- ev$vectors[, 1:2]; v2 <- mean(l[3:7])
C <- U %*% diag(l[1:2] - v2) %*% t(U) + v2 * diag(7)
nll <- function(C) 30 / 2 * (7 * log(2 * pi) + log(det(C)) + sum(diag(solve(C, S))))
want("ppca", loss = nll(C), v = v2, c11 = C[1, 1], c12 = C[1, 2])
fa <- factanal(a, 2, rotation = "none", control = list(nstart = 20, opt = list(factr = 10)))
sd <- sqrt(diag(S)); L <- sd * fa$loadings; V <- fa$uniquenesses * diag(S); C <- L %*% t(L) + diag(V)
want("factor", loss = nll(C), named("v", V), c12 = C[1, 2])

# ---- clusters
k <- kmeans(iris[, 1:4], 3, nstart = 100, iter.max = 100)
want("kmeans", loss = k$tot.withinss, named("size", sort(k$size)))
el <- sort(faithful$eruptions)
split <- sapply(1:271, function(j) sum(abs(el[1:j] - median(el[1:j]))) + sum(abs(el[-(1:j)] - median(el[-(1:j)]))))
want("kmedians", loss = min(split), smaller = min(which.min(split), 272 - which.min(split)))
un <- as.matrix(iris[, 1:4]); un <- un / sqrt(rowSums(un^2))
sph <- min(sapply(1:50, function(s) { c <- un[sample(150, 2), ]; old <- Inf
  repeat { g <- un %*% t(c); k <- max.col(g, "first"); l <- sum(1 - g[cbind(1:150, k)]); if (old - l < 1e-14) return(l); old <- l
    c <- t(sapply(1:2, function(j) { v <- colSums(un[k == j, , drop = FALSE]); v / sqrt(sum(v^2)) })) } }))
want("spherical_kmeans", loss = sph)

# ---- distributions
er <- faithful$waiting; pr <- (iris$Petal.Length - 0.5) / 7; bu <- infert$age
data_file("samples", data.frame(x = er[1:150], p = pr))
x <- er[1:150]
f <- least(function(p) -sum(dgamma(x, exp(p[1]), exp(p[2]), log = TRUE)), list(c(3, -1))); want("gamma", loss = f$value, shape = exp(f$par[1]), rate = exp(f$par[2]))
f <- least(function(p) -sum(dweibull(x, exp(p[1]), exp(p[2]), log = TRUE)), list(c(1, 4))); want("weibull", loss = f$value, shape = exp(f$par[1]), scale = exp(f$par[2]))
f <- least(function(p) -sum(dbeta(pr, exp(p[1]), exp(p[2]), log = TRUE)), list(c(0, 0))); want("beta", loss = f$value, a = exp(f$par[1]), b = exp(f$par[2]))
f <- least(function(p) -sum(dnbinom(quine$Days, exp(p[1]), mu = exp(p[2]), log = TRUE)), list(c(0, 2))); want("negbinomial", loss = f$value, m = exp(f$par[2]), r = exp(f$par[1]))
dir <- t(sapply(1:80, function(i) { g <- rgamma(3, c(2, 5, 1)); g / sum(g) })); data_file("shares", dir)
f <- least(function(p) { a <- exp(p); -sum(lgamma(sum(a)) - sum(lgamma(a)) + log(dir) %*% (a - 1)) }, list(c(0, 0, 0))); want("dirichlet", loss = f$value, named("a", exp(f$par)))
tt <- rt(200, 3) * 2 + 1; data_file("heavy", data.frame(x = tt))
f <- least(function(p) -sum(dt((tt - p[1]) / exp(p[2]), exp(p[3]), log = TRUE) - p[2]), list(c(1, 0, 1))); want("student", loss = f$value, df = exp(f$par[3]), m = f$par[1], v = exp(2 * f$par[2]))

# ---- zeros, censoring
zi <- ifelse(runif(200) < 0.3, 0, rpois(200, 3)); zx <- rnorm(200); zr <- ifelse(runif(200) < plogis(-1 + zx), 0, rpois(200, exp(1 + zx / 2)))
data_file("zeros", data.frame(y = zi, x = zx, yr = zr))
f <- least(function(q) { p <- plogis(q[1]); -sum(log(ifelse(zi == 0, p, 0) + (1 - p) * dpois(zi, exp(q[2])))) }, list(c(0, 0))); want("zero_inflated", loss = f$value, p = plogis(f$par[1]), m = exp(f$par[2]))
f <- least(function(q) { p <- plogis(q[3] + q[4] * zx); -sum(log(ifelse(zr == 0, p, 0) + (1 - p) * dpois(zr, exp(q[1] + q[2] * zx)))) }, list(c(1, 0, 0, 0)))
want("zero_inflated_regression", loss = f$value, intercept = f$par[1], b = f$par[2], zero_intercept = f$par[3], zero_b = f$par[4])
ge <- data.frame(time = gehan$time, event = gehan$cens, treated = as.numeric(gehan$treat == "6-MP")); data_file("gehan", ge)
f <- survreg(Surv(time, event) ~ 1, ge, dist = "weibull", control = list(rel.tolerance = 1e-14))
want("weibull_survival", loss = -f$loglik[1], shape = 1 / f$scale, scale = exp(coef(f)[[1]]), at12 = exp(-(12 / exp(coef(f)[[1]]))^(1 / f$scale)))
f <- survreg(Surv(time, event) ~ 1, ge, dist = "exponential"); want("exponential_survival", loss = -f$loglik[1], rate = exp(-coef(f)[[1]]))
f <- survreg(Surv(time, event) ~ treated, ge, dist = "exponential", control = list(rel.tolerance = 1e-14)); want("exponential_regression", loss = -f$loglik[2], intercept = -coef(f)[[1]], b = -coef(f)[[2]])
f <- survreg(Surv(time, event) ~ treated, ge, dist = "weibull", control = list(rel.tolerance = 1e-14))
want("weibull_regression", loss = -f$loglik[2], intercept = coef(f)[[1]], b = coef(f)[[2]], shape = 1 / f$scale)
data_file("tobin", tobin)
f <- survreg(Surv(durable, durable > 0, type = "left") ~ age + quant, tobin, dist = "gaussian", control = list(rel.tolerance = 1e-14))
want("tobit", loss = -f$loglik[2], intercept = coef(f)[[1]], named("b", coef(f)[-1]), v = f$scale^2)
