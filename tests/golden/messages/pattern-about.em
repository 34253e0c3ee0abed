# status: 1
use smacof
