/* stdlib_path.h: where the rules, functions, densities and patterns lie.
 *
 * In this order: the folder named by the environment variable MAJORANT_STDLIB; the source tree's stdlib, when the program
 * runs from its build tree; the installed one; ../share/majorant/stdlib beside a program that was moved. Knows nothing of
 * what is in there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_STDLIB_PATH_H
#define MAJORANT_BASE_STDLIB_PATH_H
#include "base/arena.h"

const char *stdlib_folder(Arena *);                                  /* no slash at its end; it may not exist */
const char *stdlib_file(Arena *, const char *name);                  /* stdlib_folder/name */

/* all files below stdlib_folder/folder with the given ending, with their sub-folders, sorted by name, as full paths;
 * returns their number, -1 and *error (in the arena) when the folder cannot be read */
int stdlib_list(Arena *, const char *folder, const char *ending, const char ***paths, char **error);

#endif
