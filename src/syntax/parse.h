/* parse.h: from text to tree. The one door to this module, besides the tree itself (ast.h).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SYNTAX_PARSE_H
#define MAJORANT_SYNTAX_PARSE_H
#include "base/diag.h"
#include "syntax/ast.h"

/* The statements of a source, as a BLOCK; those that do not parse are reported and left out, so look at diags->errors.
 * NULL only if the text cannot be read at all. The tree lives in the arena and points into the source. */
Node *parse_source(Arena *, const Source *, DiagList *);

/* Does the text end in the middle of a statement or a block, so that the next line belongs to it? */
bool parse_is_incomplete(const char *text, size_t len);

#endif
