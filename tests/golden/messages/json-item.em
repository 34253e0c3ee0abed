# status: 1
data b[I, J] = json("files/two.json")
data c[N] = json("files/two.json", item = "a\"b")
print b, c
data d[M] = json("files/two.json")
