/* parse_errors.c: a token that does not fit: what was found, what was expected, and the mend where one is likely.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "grammar/parser.h"
#include "syntax/lex.h"
#include "syntax/parser.h"
#include <string.h>

typedef struct Report {
  Parser *p;
  const Token *token;                /* of the statement */
  int at;                            /* the one that does not fit */
  const int *expected;
  int nexpected;
} Report;

static bool expects(const Report *r, int kind)
{
  for (int i = 0; i < r->nexpected; i++)
    if (r->expected[i] == kind) return true;
  return false;
}

static bool is_one_of(int kind, const int *set)
{
  for (; *set; set++)
    if (*set == kind) return true;
  return false;
}

static const int operands[] = { TK_NUMBER, TK_STRING, TK_NAME, TK_FUNCTION, TK_BINDER, TK_INF, '(', '[', TK_BAR_OPEN, '-', TK_NOT, TK_IF, TK_LOSS, 0 };
static const int operators[] = { '+', '-', '*', '/', '^', '<', '>', TK_LE, TK_GE, TK_EQ, TK_NE, TK_AND, TK_OR, TK_IN, '.', '[', '(', TK_DOTS, 0 };
static const int declarations[] = { TK_PARAM, TK_DATA, TK_LET, 0 };
static const int comparisons[] = { '<', '>', TK_LE, TK_GE, TK_EQ, TK_NE, TK_IN, 0 };

/* ---- words for tokens */

static const char *kind_text(int kind)
{
  static const struct { int kind; const char *text; } texts[] = {
    {TK_NUMBER, "a number"}, {TK_STRING, "a string"}, {TK_NAME, "a name"}, {TK_FUNCTION, "a function"}, {TK_BINDER, "a binder"},
    {TK_BAR, "'|'"}, {TK_BAR_OPEN, "a norm"}, {TK_BAR_CLOSE, "'|'"}, {TK_DOTS, "'..'"}, {TK_ARROW, "'->'"}, {TK_LE, "'<='"},
    {TK_GE, "'>='"}, {TK_EQ, "'=='"}, {TK_NE, "'!='"},
    {'+', "'+'"}, {'-', "'-'"}, {'*', "'*'"}, {'/', "'/'"}, {'^', "'^'"}, {'<', "'<'"}, {'>', "'>'"}, {'=', "'='"}, {'(', "'('"},
    {')', "')'"}, {'[', "'['"}, {']', "']'"}, {'{', "'{'"}, {'}', "'}'"}, {',', "','"}, {';', "';'"}, {':', "':'"}, {'.', "'.'"}, {'~', "'~'"},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (texts[i].kind == kind) return texts[i].text;
  return NULL;
}

static void put_kind(Buf *out, int kind)
{
  const char *text = kind_text(kind);
  if (text) {
    buf_put(out, text);
    return;
  }
  for (int i = 0; word_at(i); i++)
    if (word_at(i)->token == kind) {
      buf_printf(out, "'%s'", word_at(i)->text);
      return;
    }
  buf_put(out, "something else");
}

/* Many tokens become few words: what is left of them, an expression, an operator, the end of the line; what is reserved is
 * not offered. */
static void put_expected(Buf *out, const Report *r)
{
  enum { MOST = 4 };
  static const int unoffered[] = { TK_BAD, TK_NEWLINE, TK_SUBJECT, TK_OVER, '~', TK_INF, 0 };
  const char *words[8];
  int nwords = 0, nkinds = 0, kinds[MOST];
  bool expression = expects(r, TK_NUMBER) && expects(r, '('), operator = expects(r, '*') || (expects(r, '+') && expects(r, '-'));
  bool domain = expects(r, TK_IN) && expects(r, TK_NAME) && !operator;
  if (expects(r, TK_LET) && expects(r, TK_PRINT)) {
    buf_put(out, "a statement");
    return;
  }
  for (int i = 0; i < r->nexpected && nkinds < MOST; i++) {
    int kind = r->expected[i];
    bool folded = !kind || is_one_of(kind, unoffered) || (expression && is_one_of(kind, operands)) ||
                  ((operator || domain) && (is_one_of(kind, operators) || kind == TK_NAME || kind == TK_BINDER));
    if (!folded || (domain && kind == '[')) kinds[nkinds++] = kind;
  }
  if (domain) words[nwords++] = "a domain";
  if (expression) words[nwords++] = expects(r, TK_IF) ? "an expression" : "an operand";
  if (operator) words[nwords++] = "an operator";
  if (expects(r, 0)) words[nwords++] = "the end of the line";
  int n = nwords + nkinds;
  for (int i = 0; i < n; i++) {
    if (i) buf_put(out, i == n - 1 ? " or " : ", ");
    if (i < nkinds) put_kind(out, kinds[i]);
    else buf_put(out, words[i - nkinds]);
  }
  if (!n) buf_put(out, "something else");
}

static const Word *keyword_at(const Token *t) { return t->name && t->kind != TK_NAME ? word_find(t->name->text) : NULL; }

static void put_found(Buf *out, const Token *t)
{
  enum { LONGEST = 30 };
  int len = t->span.end - t->span.begin, shown = len > LONGEST ? LONGEST : len;
  const char *text = t->span.source->text + t->span.begin;
  while (shown < len && shown > 0 && ((unsigned char)text[shown] & 0xC0) == 0x80) shown--;
  const Word *w = keyword_at(t);
  buf_put(out, t->kind == TK_STRING ? "the string " : w && w->class == WORD_FUNCTION ? "the function '" : w ? "the keyword '" : "'");
  buf_putn(out, text, (size_t)shown);
  buf_put(out, shown < len ? "…" : "");
  buf_put(out, t->kind == TK_STRING ? "" : "'");
}

/* ---- mends */

static bool after_operand(const Report *r)
{
  return r->at > 0 && expects(r, '*');
}

/* `sum(i) x[i]`, `sum i x[i]`: the name of the call or word just before, if it is one that binds */
static const Name *binder_before(const Report *r)
{
  static const char *const binders[] = { "sum", "prod", "mean", "min", "max", "logsumexp", "softmin", "argmin", "sum_smallest", "sum_largest", "array", NULL };
  int i = r->at - 1;
  if (r->token[i].kind == ')')
    for (int open = 0; i >= 0; i--) {
      open += (r->token[i].kind == ')') - (r->token[i].kind == '(');
      if (!open) {
        i--;
        break;
      }
    }
  if (i < 0 || !r->token[i].name) return NULL;
  for (int b = 0; binders[b]; b++)
    if (!strcmp(binders[b], r->token[i].name->text)) return r->token[i].name;
  return NULL;
}

/* another bar follows in the statement: the first one was to open a norm */
static bool is_bar_pair(const Report *r)
{
  for (int i = r->at + 1; r->token[i].kind; i++)
    if (r->token[i].kind == TK_BAR || r->token[i].kind == TK_BAR_OPEN || r->token[i].kind == TK_BAR_CLOSE) return true;
  return false;
}

/* Each of these knows mends of one kind, for a token that stands behind another; NULL: none of its own. */

static const char *mend_number(const Report *r)
{
  const Token *t = &r->token[r->at], *before = t - 1;
  if (before->kind == TK_NUMBER && t->name && t->span.begin == before->span.end) {
    char first = t->name->text[0];
    if (first == '_' && t->name->text[1] >= '0' && t->name->text[1] <= '9') return "digits are not grouped: 1000000, or 1e6";
    if (strchr("xXbB", first) && before->number == 0) return "numbers are written in the decimal system";
  }
  if (before->kind == '.' && r->at > 1 && before[-1].kind == TK_NUMBER) return "a decimal point has digits on both sides";
  return NULL;
}

static const char *mend_statement(const Report *r)
{
  const Token *t = &r->token[r->at], *before = t - 1;
  Arena *arena = r->p->arena;
  const Word *w = keyword_at(t);
  if (t->kind == TK_IF) return "put the 'if' in brackets: (if … then … else …)";
  if (r->token[0].kind == TK_IF && w && w->class == WORD_STATEMENT)
    return "'if … then … else …' is a value, not a statement: what is to be done stands line by line";
  if (r->at == 1 && r->token[0].kind == TK_NAME && is_one_of(t->kind, (int[]){ TK_NAME, '(', TK_NUMBER, 0 }) && (!strcmp(r->token[0].name->text, "for") || !strcmp(r->token[0].name->text, "while")))
    return "there are no loops: a binder goes over an axis, sum{i} … or array{i in N} …, and 'fit with restarts = 10' tries several starts";
  if (r->token[0].kind == TK_FIT && (t->kind == '(' || t->kind == TK_NUMBER || (t->kind == '=' && expects(r, TK_WITH))))
    return "options stand behind 'with', each with its '=': fit with iters = 10, seed = 1";
  if (t->kind == TK_NAME && before->kind == TK_TO && expects(r, TK_STRING)) return "a file's name stands in quotation marks: to \"a.csv\"";
  if (t->kind == TK_TO && r->token[0].kind == TK_DERIVE) return "a page goes to standard output: majorant model.em > page.tex";
  if (t->kind == '(' && r->at == 2 && is_one_of(r->token[0].kind, declarations)) return arena_printf(arena, "axes stand in square brackets: %s[…]", before->name->text);
  if (t->kind == ',' && r->at > 1 && (r->token[0].kind == TK_MINIMIZE || r->token[0].kind == TK_MAXIMIZE) && expects(r, 0))
    return "the loss is one expression; a constraint is a domain of its parameter: param b[P] >= 0";
  if (t->kind == ',' && before->kind == TK_NUMBER && r->at == 1 && expects(r, 0))
    return "a decimal point is a point; several values are printed by 'print 1, 5'";
  return NULL;
}

static const char *mend_mark(const Report *r)
{
  const Token *t = &r->token[r->at], *before = t - 1;
  Arena *arena = r->p->arena;
  if ((t->kind == ',' || t->kind == ']') && expects(r, ':') && expects(r, TK_NUMBER)) return "all of an axis is ':', as in x[:, 1]";
  if (t->kind == TK_IN && expects(r, TK_INIT)) return "the domain stands before 'init': param p in (0, 1) init 0.5";
  if (is_one_of(t->kind, comparisons) && after_operand(r) && !expects(r, TK_EQ) && expects(r, TK_AND))
    return "comparisons do not chain: write 'a < b and b < c'";
  if (r->token[0].kind == TK_NAME && !strcmp(r->token[0].name->text, "subject")) return "it ends the line of 'minimize', and is reserved: a constraint is a domain of its parameter, param w[K] in simplex";
  if (t->kind == '~') return "a density is written in the loss: minimize -sum{i} log normal(x[i] | m, v)";
  if (expects(r, '=') && !after_operand(r) && (t->kind == '<' || t->kind == TK_EQ)) return "it is written with '=': let K = 3";
  if (t->kind == '=' && before->kind == TK_LOSS) return "write 'minimize …', or give the loss a name: loss NAME = …";
  if (t->kind == '=' && expects(r, TK_IN) && expects(r, '}')) return "what an index runs over stands behind 'in': {i in 1..N}";
  if (t->kind == ';' && expects(r, ']')) return "a matrix is an array of rows: [[1, 2], [3, 4]]";
  if (t->kind == '=' && expects(r, ']') && before->kind == TK_NAME && is_one_of(r->token[0].kind, (int[]){ TK_PARAM, TK_DATA, 0 }))
    return arena_printf(arena, "the size of an axis is given before, let %s = 3, or stands alone: x[3]", before->name->text);
  if (t->kind == ',' && r->at == 2 && (r->token[0].kind == TK_PARAM || r->token[0].kind == TK_DATA)) return "each has a line of its own, or a statement behind ';': param x; param y";
  if (t->kind == '=' && r->token[0].kind == TK_PARAM) return "a start is given with 'init': param x init 1";
  if (t->kind == '=' && r->token[0].kind == TK_NAME && (r->at == 1 || before->kind == ']' || before->kind == ')'))
    return before->kind == ')' ? "a function is defined with 'fn': fn f(x) = …" : "a value is named with 'let': let x = …; equality is '=='";
  if (t->kind == '=' && expects(r, TK_EQ)) return "equality is '=='";
  return NULL;
}

static const char *mend_word(const Report *r)
{
  const Token *t = &r->token[r->at];
  Arena *arena = r->p->arena;
  const Name *near;
  const Word *w = keyword_at(t);
  if (r->at == 1 && r->token[0].kind == TK_NAME && t->kind != '=' && (near = word_nearest_statement(r->token[0].name)))
    return arena_printf(arena, "did you mean '%s'?", near->text);
  if (t->kind == TK_OVER && r->token[0].kind == TK_PARAM)
    return "a domain holds over the axes in front of the bar, param q[A | W, C] in simplex; without a bar, over the last";
  if (w && w->class == WORD_STATEMENT && expects(r, 0)) return "statements on one line are separated by ';'";
  if (w && expects(r, TK_NAME) && !after_operand(r) && (w->class == WORD_STATEMENT || !expects(r, TK_NUMBER)))
    return arena_printf(arena, "'%s' is %s: choose another name", w->text, w->class == WORD_FUNCTION ? "a built-in function" : "a keyword");
  return NULL;
}

/* an operand behind an operand */
static const char *mend_operand(const Report *r)
{
  const Token *t = &r->token[r->at], *before = t - 1;
  Arena *arena = r->p->arena;
  const Name *near;
  if (!is_one_of(t->kind, operands) || !after_operand(r)) return NULL;
  if ((near = binder_before(r))) return arena_printf(arena, "its index variables stand in braces: %s{i} …", near->text);
  if ((t->kind == TK_NUMBER || t->kind == '-') && (expects(r, ']') || expects(r, ',')) && !expects(r, 0) && before->kind == TK_NUMBER)
    return expects(r, ']') ? "entries are separated by commas: [1, 2, 3]" : "a comma separates the two ends: in [0, 1]";
  if (before->kind == TK_NUMBER && t->name) return arena_printf(arena, "a product needs its '*': %.*s * %s",
                                                                before->span.end - before->span.begin,
                                                                before->span.source->text + before->span.begin, t->name->text);
  if (r->at == 1 && before->kind == TK_NAME && (!strcmp(before->name->text, "import") || !strcmp(before->name->text, "from")))
    return arena_printf(arena, "a module of the library, or another script, is taken in with 'use': use %.*s", t->span.end - t->span.begin, t->span.source->text + t->span.begin);
  if (r->at == 1 && before->kind == TK_NAME) return "if a product is meant, write '*'; a statement begins with let, data, param, minimize, fit, print or another word of `help`";
  return "if a product is meant, write '*'";
}

/* bars, and what stands behind a function's name or before dots */
static const char *mend_bar(const Report *r)
{
  const Token *t = &r->token[r->at], *before = t - 1;
  Arena *arena = r->p->arena;
  if (t->kind == ':' && expects(r, TK_DOTS)) return "a range is written '1..3'";
  if (t->kind == TK_BAR && before->kind == TK_NAME && expects(r, '(') && t->span.begin > before->span.end)
    return arena_printf(arena, "the bar of 'given' stands inside (…) or […], once; if a norm is meant, write %s(|…|) or %s * |…|",
                        before->name->text, before->name->text);
  if (t->kind == TK_BAR && expects(r, 0) && is_one_of(before->kind, (int[]){ TK_NUMBER, ')', 0 }) && is_bar_pair(r))
    return "if a product with a norm is meant, write '*': 2 * |b|";
  if (t->kind == TK_BAR && after_operand(r))
    return "no norm is open here, so this is the bar of 'given', which stands inside (…) or […] once";
  if (t->kind == '{' && before->kind == TK_FUNCTION) return arena_printf(arena, "write %s(…)", before->name->text);
  if (t->kind == '-' && before->kind == TK_FUNCTION) return arena_printf(arena, "write %s(-…)", before->name->text);
  return NULL;
}

static const char *mend(const Report *r)
{
  static const char *(*const kinds[])(const Report *) = { mend_number, mend_statement, mend_mark, mend_word, mend_operand, mend_bar };
  if (!r->at) return is_one_of(r->token->kind, operators) ? "a line goes on only inside brackets or after an operator: end the line above with it" : NULL;
  const char *found = NULL;
  for (size_t i = 0; !found && i < sizeof kinds / sizeof *kinds; i++) found = kinds[i](r);
  return found;
}

/* how a statement is written, where nothing better is known of one that is broken off */
static const char *form_of(const Report *r)
{
  static const struct { const char *word, *form; } forms[] = {
#define TOPIC(name, words, line, more) { name, line },
#include "syntax/help.def"
#undef TOPIC
  };
  const Token *first = r->token;
  const Word *w = keyword_at(first);
  if (!w || w->class != WORD_STATEMENT || r->at > 2 || r->token[r->at].kind) return NULL;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (!strcmp(forms[i].word, w->text)) return forms[i].form;
  return NULL;
}

void parser_report(Parser *p, int at, const int *expected, int nexpected)
{
  Report r = { p, p->token, at, expected, nexpected };
  Buf want = {0}, found = {0};
  put_expected(&want, &r);
  const Token *t = &p->token[at];
  Diag *d;
  if (t->kind) {
    put_found(&found, t);
    d = diag_add(p->diags, t->span, MSG_SYNTAX_UNEXPECTED, buf_text(&want), buf_text(&found));
  } else {
    d = diag_add(p->diags, t->span, MSG_SYNTAX_ENDS, buf_text(&want));
  }
  const char *hint = mend(&r), *form = hint ? NULL : form_of(&r);
  if (hint) diag_hint(p->diags, d, "%s", hint);
  else if (form) diag_hint(p->diags, d, "it is written: %s", form);
  buf_free(&want);
  buf_free(&found);
}
