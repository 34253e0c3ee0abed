/* scan.c: statements, brackets, bars and words. One pass over the raw tokens with a stack of what is open.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "syntax/lex.h"
#include "grammar/parser.h"
#include <string.h>

/* What is open: a bracket by its own character; besides these: */
enum { OPEN_NORM = '|', OPEN_STEPS = 'S' /* the braces of alternate, in which lines end steps */,
       OPEN_INTERVAL = 'I' /* after `in`: ( and [ may close with the other */ };

typedef struct Open { int what; Span span; } Open;

typedef struct Scan {
  Lex lex;
  Arena *arena;             /* of the tokens */
  Tokens out;
  VEC(Open) open;
  int first;                /* of the current statement in out.token */
  bool bad;                 /* the current statement was reported */
  bool newline;             /* one or more since the last token */
  int newline_at;
  int block;                /* IN_… while between a block's head and its end */
  bool in_model;
  int clause;               /* index of the clause word of the current statement, -1: none */
} Scan;

static Token *last_token(Scan *s)
{
  return s->out.token.len > s->first ? &s->out.token.data[s->out.token.len - 1] : NULL;
}

static void push(Scan *s, Token t, int kind, Span span)
{
  t.kind = kind;
  t.span = span;
  vec_push(s->arena, &s->out.token, t);
}

static void push_token(Scan *s, int kind, Span span)
{
  push(s, s->lex.token, kind, span);
}

/* a token that no text stands for */
static void push_mark(Scan *s, int kind, int at)
{
  push(s, (Token){0}, kind, (Span){ s->lex.source, at, at });
}

static Open *innermost(Scan *s)
{
  return s->open.len ? &s->open.data[s->open.len - 1] : NULL;
}

static bool is_open(Scan *s, int what)
{
  return s->open.len && innermost(s)->what == what;
}

/* lines and semicolons separate here: nothing is open, or only the braces of alternate */
static bool at_top(Scan *s)
{
  return !s->open.len || is_open(s, OPEN_STEPS);
}

/* The first message of a statement; NULL where it had one already, which then says enough. */
#define REPORT(s, ...) ((s)->bad ? (Diag *)NULL : ((s)->bad = true, diag_add((s)->lex.diags, __VA_ARGS__)))
#define HINT(s, d, ...) do { Diag *d_ = (d); if (d_) diag_hint((s)->lex.diags, d_, __VA_ARGS__); } while (0)
#define NOTE(s, d, ...) do { Diag *d_ = (d); if (d_) diag_note((s)->lex.diags, d_, __VA_ARGS__); } while (0)

/* ---- what the last token leaves behind */

/* An operand has just ended: an operator may follow, and no operand. */
static bool after_operand(Scan *s)
{
  const Token *t = last_token(s);
  if (!t) return false;
  switch (t->kind) {
  case TK_NAME: case TK_NUMBER: case TK_STRING: case TK_INF: case ')': case ']': case TK_BAR_CLOSE: case TK_END: case TK_BAD:
    return true;
  case ':': return is_open(s, '[');               /* x[:, d] */
  default: return false;
  }
}

static bool can_end(Scan *s)
{
  const Token *t = last_token(s);
  if (!t) return false;
  switch (t->kind) {
  case TK_FIT: case TK_DERIVE: case TK_GRAD: case TK_CHECK: case TK_FUNCTION: return true;
  case '}': return s->out.token.data[s->first].kind == TK_ALTERNATE;      /* else a binder, whose body follows */
  default: return after_operand(s);
  }
}

/* ---- ends */

static void end_statement(Scan *s, int at)
{
  Token *last = last_token(s);
  if (last) {
    Statement st = { s->first, s->out.token.len - s->first, s->bad };
    Token *first = &s->out.token.data[s->first];
    if (first->kind == TK_MODEL) s->in_model = true;
    if (first->kind == TK_END) {
      if (s->block) s->block = 0;
      else s->in_model = false;
    }
    vec_push(s->arena, &s->out.statement, st);
    push_mark(s, 0, at);
  }
  s->first = s->out.token.len;
  s->bad = false;
  s->clause = -1;
  s->open.len = 0;
}

static const char *spelling(int what)
{
  return what == '(' ? "'('" : what == '[' ? "'['" : what == '{' || what == OPEN_STEPS ? "'{'" : what == OPEN_NORM ? "the norm" : "the interval";
}

/* Something is open where the statement must end; why is for the reader: the text up to there. */
static void report_open(Scan *s, const char *why)
{
  Open *o = innermost(s);
  Diag *d = REPORT(s, o->span, MSG_SYNTAX_OPEN, spelling(o->what), why);
  if (o->what != OPEN_NORM && o->what != OPEN_INTERVAL) HINT(s, d, "close it with '%c'", o->what == '(' ? ')' : o->what == '[' ? ']' : '}');
  if (o->what == OPEN_INTERVAL) HINT(s, d, "close it with ')' or ']'");
  if (o->what == OPEN_NORM) HINT(s, d, "a bar where an operand is expected opens a norm; a norm stands on one line: |x[i] - c|");
}

static void end_line(Scan *s)
{
  if (is_open(s, OPEN_STEPS)) {
    if (last_token(s)->kind != ';' && last_token(s)->kind != '{') push_mark(s, ';', s->newline_at);
  } else {
    end_statement(s, s->newline_at);
  }
}

/* The newlines before the token that comes now: they end the statement, or they are nothing. */
static void settle_newline(Scan *s, int kind, bool starter)
{
  if (!s->newline) return;
  s->newline = false;
  if (!last_token(s)) return;
  if (is_open(s, OPEN_NORM)) {
    report_open(s, "at the end of its line");
    while (is_open(s, OPEN_NORM)) s->open.len--;
  }
  if (at_top(s)) {
    bool goes_on = s->block && (kind == TK_WHERE || kind == TK_ELSE);
    if ((can_end(s) && !goes_on) || starter) end_line(s);
  } else if (starter) {
    report_open(s, "where the next statement begins");
    end_statement(s, s->newline_at);
  }
}

/* ---- brackets and bars */

static void push_open(Scan *s, int what, Span span)
{
  if (s->open.len == NEST_MAX) {
    Diag *d = REPORT(s, span, MSG_SYNTAX_NESTING, NEST_MAX);
    HINT(s, d, "name inner parts with 'let' or 'fn'");
  }
  Open o = { what, span };
  vec_push(s->arena, &s->open, o);
}

static void open_bracket(Scan *s, int kind, Span span)
{
  Token *t = last_token(s);
  int what = kind;
  if (kind != '{' && t && (t->kind == TK_IN || t->kind == TK_CLAUSE_RANGE)) what = OPEN_INTERVAL;
  if (kind == '{' && t && t->kind == TK_NAME) {
    if (s->out.token.len - 1 == s->first && !strcmp(t->name->text, "alternate")) {
      t->kind = TK_ALTERNATE;
      what = OPEN_STEPS;
    } else {
      t->kind = TK_BINDER;
    }
  }
  push_open(s, what, span);
  push_token(s, kind, span);
}

static bool closes(int what, int kind)
{
  switch (what) {
  case '(': return kind == ')';
  case '[': return kind == ']';
  case '{': case OPEN_STEPS: return kind == '}';
  case OPEN_INTERVAL: return kind == ')' || kind == ']';
  default: return false;
  }
}

static void close_bracket(Scan *s, int kind, Span span)
{
  char here[4] = { '\'', (char)kind, '\'', 0 };
  while (is_open(s, OPEN_NORM)) {
    Diag *d = REPORT(s, innermost(s)->span, MSG_SYNTAX_OPEN, "the norm", "where its bracket closes");
    HINT(s, d, "a bar where an operand is expected opens a norm, otherwise it is the bar of 'given'");
    s->open.len--;
  }
  Open *o = innermost(s);
  if (!o) {
    Diag *d = REPORT(s, span, MSG_SYNTAX_STRAY, here);
    HINT(s, d, "delete it, or open it before");
  } else {
    if (!closes(o->what, kind)) {
      Diag *d = REPORT(s, span, MSG_SYNTAX_MISMATCH, here, spelling(o->what));
      NOTE(s, d, o->span, "it was opened here");
    }
    s->open.len--;
  }
  push_token(s, kind, span);
}

static void put_bar(Scan *s, Span span)
{
  if (!after_operand(s)) {
    push_open(s, OPEN_NORM, span);
    push_token(s, TK_BAR_OPEN, span);
  } else if (is_open(s, OPEN_NORM)) {
    s->open.len--;
    s->lex.token.number = 2;
    push_token(s, TK_BAR_CLOSE, span);
  } else {
    push_token(s, TK_BAR, span);
  }
}

/* |v|_1: the name touches the bar */
static bool take_power(Scan *s, Span span)
{
  Token *t = last_token(s);
  const char *name = s->lex.token.name->text;
  if (!t || t->kind != TK_BAR_CLOSE || t->span.end != span.begin || name[0] != '_') return false;
  if (strcmp(name, "_1") != 0) {
    Diag *d = REPORT(s, span, MSG_SYNTAX_NORM_KIND, name + 1);
    HINT(s, d, "there are |v|, the Euclidean norm, and |v|_1, the sum of absolute values");
  }
  t->number = 1;
  t->span.end = span.end;
  return true;
}

/* ---- words */

/* after these a TAIL word is a keyword although no operand stands before it: `fit with`, `subject to` */
static bool takes_tail(int kind)
{
  return kind == TK_FIT || kind == TK_DERIVE || kind == TK_GRAD || kind == TK_CHECK || kind == TK_SUBJECT;
}

/* In a block of clauses: does a clause begin with this word? At the start of a statement, or where no operand can stand. */
static const BlockWord *find_clause(Scan *s, const char *text)
{
  if (!s->block || s->open.len || !(!last_token(s) || s->newline || after_operand(s))) return NULL;
  if (last_token(s) && s->newline && (last_token(s)->kind == TK_END || !can_end(s))) return NULL;      /* behind `end` the block is closed */
  const BlockWord *w = word_find_clause(text);
  return w && (w->blocks & s->block) ? w : NULL;
}

/* `majorizer jensen` at the start of a statement: the first name becomes a keyword when the second one comes */
static void settle_head(Scan *s)
{
  Token *t = last_token(s);
  if (!t || t->kind != TK_NAME || s->out.token.len - 1 != s->first) return;
  const BlockWord *head = word_find_head(t->name->text);
  if (!head || head->token == TK_ALTERNATE) return;
  t->kind = head->token;
  if (head->blocks) s->block = head->blocks;
}

static void put_word(Scan *s, Span span)
{
  const char *text = s->lex.token.name->text;
  const Word *w = word_find(text);
  if (last_token(s) && last_token(s)->kind == '.') {                /* m.loss */
    settle_newline(s, TK_NAME, false);
    push_token(s, TK_NAME, span);
    return;
  }
  bool starter = w && w->class == WORD_STATEMENT;
  if (starter && s->open.len) settle_newline(s, w->token, true);
  Token *before = last_token(s);
  const BlockWord *clause = find_clause(s, text);
  if (clause) {
    s->newline = false;
    if (before) end_statement(s, before->span.end);
    s->clause = s->out.token.len;
    int kind = clause->token;
    bool touches = s->lex.source->text[span.end] == '[';
    push_token(s, kind == TK_CLAUSE_EXPR && touches ? TK_CLAUSE_EXPR_OF : kind, span);
    return;
  }
  int kind = TK_NAME;
  if (w && w->class != WORD_TAIL) kind = w->token;
  else if (w && (after_operand(s) || (before && takes_tail(before->kind)))) kind = w->token;
  settle_newline(s, kind, starter);
  if (kind == TK_END && (s->block || s->in_model) && !s->open.len) end_statement(s, span.begin);   /* `shape convex end` */
  before = last_token(s);
  if (w && w->class == WORD_TAIL && !before) kind = TK_NAME;        /* the newline ended the statement with the operand */
  if (before && (kind == TK_NAME || kind == TK_FUNCTION)) {
    settle_head(s);
    if (before->kind != TK_BAR_CLOSE || !take_power(s, span)) push_token(s, kind, span);
  } else {
    push_token(s, kind, span);
  }
}

/* ---- the pass */

static void put_raw(Scan *s, int kind, Span span)
{
  if (kind == TK_NEWLINE) {
    if (!s->newline) s->newline_at = span.begin;
    s->newline = true;
    return;
  }
  if (kind == TK_NAME) {
    put_word(s, span);
    return;
  }
  settle_newline(s, kind, false);
  switch (kind) {
  case ';':
    if (is_open(s, OPEN_NORM)) {
      report_open(s, "before the ';'");
      while (is_open(s, OPEN_NORM)) s->open.len--;
    }
    if (s->open.len) push_token(s, ';', span);
    else end_statement(s, span.begin);
    break;
  case '(': case '[': case '{': open_bracket(s, kind, span); break;
  case ')': case ']': case '}': close_bracket(s, kind, span); break;
  case TK_BAR: put_bar(s, span); break;
  case ':':
    if (!s->open.len && s->clause >= 0 && s->out.token.data[s->clause].kind == TK_CLAUSE_FOR)
      s->out.token.data[s->clause].kind = TK_CLAUSE_FOR_UNKNOWNS;
    push_token(s, kind, span);
    break;
  case TK_BAD:
    s->bad = true;                                                 /* the lexer has said why */
    push_token(s, kind, span);
    break;
  default: push_token(s, kind, span);
  }
}

Tokens scan_text(Arena *arena, Arena *tokens, Span text, DiagList *diags)
{
  const Source *source = text.source;
  Scan s = { .lex = { .arena = arena, .source = source, .diags = diags, .at = text.begin, .end = text.end }, .arena = tokens, .clause = -1 };
  void *scanner;
  if (!text.begin && source->len >= 3 && !memcmp(source->text, "\xEF\xBB\xBF", 3)) s.lex.at = 3;       /* a byte order mark */
  if (lexer_start(&s.lex, &scanner)) {
    diag_add(diags, (Span){ source, 0, 0 }, MSG_SYNTAX_MEMORY);
    return s.out;
  }
  for (int before = diags->errors; diags->errors - before < ERRORS_MAX;) {
    s.lex.token = (Token){0};
    s.lex.bad = s.bad && !s.newline;
    int kind = lexer_next(scanner);
    if (!kind) break;
    put_raw(&s, kind, (Span){ source, s.lex.begin, s.lex.at });
  }
  lexer_stop(scanner);

  bool only_norm = is_open(&s, OPEN_NORM);
  s.out.incomplete = !only_norm && (s.open.len || (last_token(&s) && !can_end(&s)));
  if (s.open.len) report_open(&s, only_norm ? "at the end of its line" : "at the end of the text");
  int end = text.end;
  while (end > 0 && source->text[end - 1] == '\n') end--;
  end_statement(&s, last_token(&s) ? last_token(&s)->span.end : end);
  s.out.incomplete |= s.block || s.in_model;
  return s.out;
}
