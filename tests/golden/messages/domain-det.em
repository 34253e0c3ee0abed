# status: 1
# a determinant of 0 is none
param A[2, 2] in spd(det = 0)
