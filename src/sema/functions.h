/* functions.h: fills the pool's table of functions from `function` blocks (stdlib/functions.em, and a user's own).
 * The notation of the blocks is in doc/RULES.md; derivatives, coordinates and conditions are expressions in HOLEs that are
 * named as the function's arguments.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_FUNCTIONS_H
#define MAJORANT_SEMA_FUNCTIONS_H
#include "sema/sema.h"

/* Enters the blocks of a file: all names first, so that their expressions may mention each other. */
bool functions_add(Sema *, const Node *file);
bool functions_load(Sema *, const char *path);

#endif
