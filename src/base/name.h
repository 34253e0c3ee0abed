/* name.h: interned names. The same spelling is the same pointer, so names are compared with ==.
 * Interned names live as long as the program and are shared by all threads (guarded inside).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_NAME_H
#define MAJORANT_BASE_NAME_H
#include <stddef.h>

typedef struct Name { unsigned hash; int len; char text[]; } Name;

const Name *name_of(const char *text);
const Name *name_of_n(const char *text, size_t len);
/* the candidate nearest to `want` in edit distance, NULL if none is near enough to be meant; for "did you mean" */
const Name *name_nearest(const Name *want, const Name *const *candidates, int n);

#endif
