# Total variation of a picture
# chapter: geometry
data y[R, C] = csv("data/picture.csv")
param x[R, C] init y
minimize 1/2 * (sum{r, c} (y[r, c] - x[r, c])^2) + 0.3 * sum{r in 2..R, c in 2..C} sqrt((x[r, c] - x[r-1, c])^2 + (x[r, c] - x[r, c-1])^2)
fit with tol = 1e-12, iters = 5000
