# args: --dump=ast
derive
derive l
derive as json
derive l using a, b as latex
derive l as latex using a, b
derive all
derive all l using a
