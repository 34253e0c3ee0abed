/* utf8.h: characters of a UTF-8 text and the columns that they take on a terminal; independent of the locale.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_UTF8_H
#define MAJORANT_BASE_UTF8_H
#include <stddef.h>
#include <stdint.h>

enum { UTF8_BAD = 0xFFFD };

/* the character at text (at most n bytes, n > 0) and its number of bytes; UTF8_BAD and 1 where the bytes are no UTF-8 */
uint32_t utf8_decode(const char *text, size_t n, int *bytes);
int utf8_width(uint32_t c);                             /* 0, 1 or 2 columns */
int utf8_columns(const char *text, size_t n);           /* of a text without tabs and newlines */

#endif
