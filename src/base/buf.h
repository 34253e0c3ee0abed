/* buf.h: a growing string on the heap, for printers. Free with buf_free.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_BUF_H
#define MAJORANT_BASE_BUF_H
#include <stddef.h>

typedef struct Buf { char *text; size_t len, cap; } Buf;       /* text is NUL-terminated once anything was added; {0} to start */

void buf_put(Buf *, const char *text);
void buf_putn(Buf *, const char *text, size_t n);
void buf_putc(Buf *, char);
void buf_printf(Buf *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_number(Buf *, double);          /* the shortest decimal that reads back as the same double; inf, -inf, nan; locale-free */
const char *buf_text(const Buf *);       /* "" if empty */
void buf_clear(Buf *);
void buf_free(Buf *);

double number_read(const char *text, char **end);       /* strtod in the C locale, always with a point */

#endif
