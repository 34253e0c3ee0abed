/* decimal.h: w * 10^e with doubles, where that can be done exactly without long arithmetic; the callers have a slow way besides.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_DECIMAL_H
#define MAJORANT_BASE_DECIMAL_H
#include <stdbool.h>
#include <stdint.h>

/* the double next to w * 10^e; false: not decided here */
bool decimal_value(uint64_t w, int e, double *value);
/* the fewest digits, at least 15 before trailing zeros are taken off, that read back as x > 0: x is near w * 10^e; *digits
 * is the number of digits that were looked at. False: not decided here */
bool decimal_digits(double x, uint64_t *w, int *e, int *digits);

#endif
