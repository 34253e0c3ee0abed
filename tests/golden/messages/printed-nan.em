# what has no value is printed, and told
let v = [1, -1]
print log(-1), log(v)
