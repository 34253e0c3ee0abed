/* parse.h: from text to tree. The one door to this module, besides the tree itself (ast.h).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SYNTAX_PARSE_H
#define MAJORANT_SYNTAX_PARSE_H
#include "base/diag.h"
#include "syntax/ast.h"

/* The statements of a source, as a BLOCK; those that do not parse are reported and left out, so look at diags->errors.
 * NULL only if the text cannot be read at all. The tree lives in the arena and points into the source. */
Node *parse_source(Arena *, const Source *, DiagList *);

/* The same of blocks of clauses, with these clauses alone (their words; NULL ends the list): for whoever looks at many blocks and needs
 * few. What is wrong in the other clauses is not seen. */
Node *parse_outline(Arena *, const Source *, const char *const *words, DiagList *);

/* the statements in a piece of a source that was taken in before, such as one block of an outline, with all of its clauses */
Node *parse_part(Arena *, Span, DiagList *);

/* Does the text end in the middle of a statement or a block, so that the next line belongs to it? */
bool parse_is_incomplete(const char *text, size_t len);

#endif
