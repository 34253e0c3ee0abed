# status: 1
# Brackets and bars that do not match; each statement is told about once, the next one is read.
data n[T, T] = [
  [0, 1],
  [2, 3]
let a = (1 + 2]
let b = 3)
let c = |1 - 2
let d = f(|x - 1)
let e = |x|_3
print sum{i x[i]
print a b
