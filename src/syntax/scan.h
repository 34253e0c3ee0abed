/* scan.h: from text to tokens, statement by statement.
 *
 * The scanner proper (grammar/lexer.l) knows characters; this module knows lines, brackets and bars: where a statement ends,
 * whether a bar opens a norm, closes one or is the conditional bar, which words are keywords where they stand. After it
 * the grammar needs no context. A statement in which something of this is wrong is reported here and marked bad.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SYNTAX_SCAN_H
#define MAJORANT_SYNTAX_SCAN_H
#include "base/diag.h"
#include "base/name.h"
#include "base/vec.h"
#include <stdbool.h>
#include <stdint.h>

/* tokens are numbered by the grammar (grammar/parser.h); 0 ends a statement */
typedef struct Token {
  int kind;
  Span span;
  const Name *name;                  /* words of every kind */
  const char *string;                /* strings, escapes resolved */
  double number;                     /* numbers; the power of a norm on its closing bar */
  bool exact; int64_t num, den;
} Token;

typedef struct Statement {
  int first, ntokens;                /* in Tokens.token; the token at first + ntokens has kind 0 */
  bool bad;                          /* already reported */
} Statement;

typedef struct Tokens {
  VEC(Token) token;
  VEC(Statement) statement;
  bool incomplete;                   /* the text ends inside brackets, after an operator or in a block: more lines may follow */
} Tokens;

/* kinds of blocks of clauses */
enum { IN_MAJORIZER = 1, IN_MINIMIZER = 2, IN_FUNCTION = 4, IN_CHART = 8, IN_ANY = 15 };
enum { NEST_MAX = 200, ERRORS_MAX = 50 /* of one source; then reading stops */ };

/* the text of the span; the tokens lie in `tokens`, what trees keep of them (strings) in `arena` */
Tokens scan_text(Arena *arena, Arena *tokens, Span text, DiagList *);

/* the tables of words.def */
typedef enum { WORD_STATEMENT, WORD_RESERVED, WORD_TAIL, WORD_FUNCTION } WordClass;
typedef struct Word { const char *text; int token; WordClass class; } Word;
typedef struct BlockWord { const char *text; int token, blocks; } BlockWord;
const Word *word_find(const char *text);                           /* NULL: an ordinary name */
const Word *word_at(int);                                          /* 0, 1, ... until NULL; for completion and for "did you mean" */
const BlockWord *word_find_head(const char *text), *word_find_clause(const char *text), *word_head_at(int), *word_clause_at(int);
/* the statement that a misspelt word may mean (`minimise sum{i} x[i]` reads as a call of a function), or NULL */
const Name *word_nearest_statement(const Name *);

#endif
