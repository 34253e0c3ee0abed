# status: 1
use mixtrue
