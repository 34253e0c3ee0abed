# status: 1
# words as numbers, a number for what is missing, and a word that is none of them
data hours[N] = csv("files/words.csv", columns = "hours", missing = -1)
data sex[N] = csv("files/words.csv", columns = "sex", words = "f, m")
print hours, sex
data again[N] = csv("files/words.csv", columns = "sex", words = "f")
