/* parser.h: what the grammar (grammar/parser.y) and its caller (parse.c) share.
 *
 * The grammar sees one statement at a time: a wrong one cannot spoil the next. The heads of `model` and of blocks of
 * clauses, their `end`, and each clause are statements of their own; parse.c puts the blocks together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SYNTAX_PARSER_H
#define MAJORANT_SYNTAX_PARSER_H
#include "syntax/ast.h"
#include "syntax/scan.h"

typedef struct List { VEC(Node *) node; int bar; char separator; } List;

typedef struct Parser {
  Arena *arena;
  Arena *lists;                      /* of lists in the making; nodes have copies */
  DiagList *diags;
  const Token *token;                /* of this statement, the last one has kind 0 */
  int next;
  Node *result;
} Parser;

/* why a token could not follow; expected holds token kinds (parse_errors.c) */
void parser_report(Parser *, int at, const int *expected, int nexpected);

#endif
