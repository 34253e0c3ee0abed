# status: 1
use lasso
