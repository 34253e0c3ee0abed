# A map from a table of distances: by road, between 21 European cities, in kilometres (the Cambridge Encyclopaedia). Roads are
# no straight lines, so no map fits them all; multidimensional scaling finds the one that fits best.
use mds
data d[C, C] = csv("eurodist.csv")
fit map = mds(d / 1000) with restarts = 20
print map.stress                                # Kruskal's: 0 is perfect, 0.1 fair

# Coordinates, in thousands of kilometres. A map may be moved, turned and mirrored, so here it is about its centre, with Stockholm
# (20) north of it and Lisbon (12) in the west.
let centre = mean{c} map.x[c]
let north = map.x[20] - centre
let up = north / |north|
let right = [up[2], -up[1]]
let west = dot(right, map.x[12] - centre)
let side = if west < 0 then right else -right
data place[C, K] = array{c in C, k in 1..2} (if k == 1 then dot(side, map.x[c] - centre) else dot(up, map.x[c] - centre))
print place[18], place[19], place[12], place[1]      # Paris, Rome, Lisbon, Athens

# Where does the map lie most? The pair for which the road is longest, compared with the map, among cities 300 km apart or more:
data detour[C, C] = array{i, j} (if d[i, j] > 300 then d[i, j] / 1000 / map.distance[i, j] else 0)
let from = argmax{i} max{j} detour[i, j]
let to = argmax{j} detour[from, j]
print from, to, d[from, to], min{c} (d[from, c] + d[c, to])

# From Cologne to Geneva 1662 km, says the table, but by way of Lyons it is only half of that. A misprint, which the map has found. A
# weight of 0 leaves the pair out; then the map says how far it is.
fit mended = mds(d / 1000, weight = array{i in C, j in C} (if (i == from or j == from) and (i == to or j == to) then 0 else 1)) with restarts = 20
print mended.stress, 1000 * mended.distance[6, 8]
