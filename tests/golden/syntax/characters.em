# status: 1
# Characters and literals that mean nothing.
let a = 2 × 3
let b = “text”
let c = 'text'
let d = "open
let e = "a\qb"
let f = 1. + 2
let g = .5
let h = 1e999
let i = x² - 1
let j = a && b
let k = x ** 2
