# status: 1
# of the multiples of the unit matrix only one has a given determinant
param B[2, 2] in spd(det = 1) spherical
