# words of an argument stand behind its domain, before its default
fn peak(x | m, s > 0 "it has no width" = 1) = exp(-|x - m| / s) / (2 * s)
print peak(1 | 0, 2), peak(1 | 0)
