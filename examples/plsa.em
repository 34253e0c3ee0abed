# Probabilistic latent semantic analysis of the King James Bible: 2,362 words in 1,189 chapters, ten topics.
# The counts are sparse; the iteration runs over the words that are there.
data n[W, Y] = mtx("kjv.mtx")                      # words by chapters
let Z = 10

param phi[W | Z]                                   # p(w|z): for each topic, sums to one over the words
param theta[Z | Y]                                 # p(z|y): for each chapter, sums to one over the topics
minimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]

derive
fit with iters = 100, seed = 1

# The most frequent word of each topic, as a line of kjv-words.txt; the words "lord" and "god" win often.
print array{z in Z} argmax{w} phi[w | z]
