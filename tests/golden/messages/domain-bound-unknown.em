param q[3] in simplex(ceiling = 0.9)
