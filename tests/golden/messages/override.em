# args: --set J=3
# status: 1
let K = 2
