/* number.h: decimal numbers out of text, fast and correctly rounded, whatever the locale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DATA_NUMBER_H
#define MAJORANT_DATA_NUMBER_H

typedef enum { NUMBER_NONE, NUMBER_OK, NUMBER_RANGE } NumberStatus;   /* RANGE: written like a number, too large for a double */

/* Reads the longest number at `p`: [+-] digits [. digits] [e [+-] digits], or inf, in any case. The text must end with a byte
 * that is in no number (a NUL will do). *end is the first byte behind it. No white space is skipped; no hexadecimal, no nan. */
NumberStatus number_scan(const char *p, const char **end, double *value);

#endif
