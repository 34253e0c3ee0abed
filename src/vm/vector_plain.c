/* vector_plain.c: the kernels of vector.h in vectors of 2 doubles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define W 2
#define NAME "plain"
#define TABLE vector_plain
#include "vm/vector_body.h"
