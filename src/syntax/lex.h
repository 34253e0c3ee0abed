/* lex.h: the border between the scanner that flex makes and scan.c, which alone calls it.
 *
 * Raw tokens: names are not yet looked up, every bar is TK_BAR, every newline TK_NEWLINE. Wrong characters, strings and
 * numbers are reported as they are met, one for a statement (`bad` is reset by scan.c), and come as TK_BAD.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SYNTAX_LEX_H
#define MAJORANT_SYNTAX_LEX_H
#include "syntax/scan.h"

typedef struct Lex {
  Arena *arena;                      /* of strings */
  const Source *source;
  DiagList *diags;
  int end;                           /* of the text that is read */
  int begin, at;                     /* bytes of the current token; at is where the next one begins */
  bool bad;                          /* something was reported since this was last reset */
  Token token;                       /* name, string, number of the current token */
} Lex;

/* made by flex */
int lexer_start(Lex *, void **scanner);                         /* 0: done; else out of memory */
int lexer_next(void *scanner);                                  /* the kind; 0 at the end */
void lexer_stop(void *scanner);

/* used by lexer.l, defined in lex.c; they fill in lex->token and give the kind */
int lex_number(Lex *, const char *text);
int lex_string(Lex *, const char *text, int len);
int lex_open_string(Lex *);
int lex_bad_number(Lex *, const char *text, int len);
/* how many bytes of a run of letters, digits and bytes above 127 are a name, which is then set; 0: it begins with no letter */
int lex_name(Lex *, const char *text, int len);
int lex_bad_char(Lex *, const char *text, int len);             /* how many bytes the wrong character takes */

/* reports the first byte that is no UTF-8 (false) and warns of characters that reorder text on the screen */
bool lex_check_text(const Source *, DiagList *);

#endif
