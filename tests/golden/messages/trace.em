print trace
