#!/bin/sh
# ends.sh: how runs end where rounding decides on the digits, so that golden files cannot hold them: whether they converge, and what is said.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

# run NAME: what tests/ends/NAME.em says
run () { "$majorant" "$srcdir/tests/ends/$1.em" 2>&1; }
lines () { printf '%s\n' "$1" | grep -c "$2"; }

out=$(run city-block)
like "distances that come to 0 in the shares of a sum: the fit converges" "$out" '^loss = 0\.[0-9]+ after [0-9]+ iterations, converged'

out=$(run limit-at-infinity)
is "best degrees of freedom at infinity: all three ways say so" "$(lines "$out" 'it goes on falling while nu goes to infinity')" 3
is "none of them converges, and all come near" "$(lines "$out" '^plain = 22\.366[0-9]* after [0-9]* iterations, not converged')" 3

out=$(run precision-grows)
is "nearly singular data, and data in small units, have a precision" "$(lines "$out" '^loss = .* iterations, converged')" 2
like "of data on a plane it grows without end" "$out" 'S grows without end, to [0-9]e\+1[0-9] times its size at the start, and its inverse becomes singular'

out=$(run exact-fit)
is "squares that all vanish: both ways converge" "$(lines "$out" '^factors = .* iterations, converged')" 2
is "that rounding leaves no digits of nothing is not told" "$(lines "$out" 'rounding')" 0

out=$(run cross-border)
is "on the border of a ball of absolute values a step on the loss ends where the closed form does" "$(lines "$out" '^loss = 30\.23724488 after [0-9]* iterations, converged')" 2
like "with the same zeros" "$out" '= 3$'

out=$(run far-data)
like "data far from 0 beside their spread are told, of a mixture, too" "$out" 'column 1 of x lies 5e\+10 times its spread from 0: of the 16 digits of its numbers the first 11 are alike'
is "whole numbers are not: all their digits are their own" "$(lines "$out" 'column 1 of n lies')" 0
is "both ways converge" "$(lines "$out" '^[a-z]* = .* iterations, converged')" 2

out=$(run symmetric-trace)
is "the trace of a square, and a sum of squares, end alike" "$(lines "$out" '^[a-z]* = 2\.7804631[89][0-9]* after [0-9]* iterations, converged')" 2
done_testing
