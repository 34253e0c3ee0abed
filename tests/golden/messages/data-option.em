# status: 1
# an argument that a reader does not have
data hours[N] = csv("files/words.csv", skip = 1)
