/* ast_print.c: trees as text: the dump of --dump=ast, and a statement or expression as a person would write it.
 * What ast_to_text prints reads back as the same tree.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "grammar/parser.h"
#include "syntax/ast.h"
#include "syntax/scan.h"
#include <math.h>
#include <string.h>

/* ---- the dump: one node a line: kind, name, fields, @from-to (to is the first place behind); kids two spaces further in, '-' for none */

static void put_string(Buf *b, const char *s)
{
  buf_putc(b, '"');
  for (; *s; s++)
    switch (*s) {
    case '"': buf_put(b, "\\\""); break;
    case '\\': buf_put(b, "\\\\"); break;
    case '\n': buf_put(b, "\\n"); break;
    case '\t': buf_put(b, "\\t"); break;
    default: buf_putc(b, *s);
    }
  buf_putc(b, '"');
}

static void put_span(Buf *b, Span s)
{
  if (!s.source) return;
  int line, column, last, end;
  source_position(s.source, s.begin, &line, &column);
  source_position(s.source, s.end, &last, &end);
  buf_printf(b, " @%d:%d-%d:%d", line, column, last, end);
}

static void dump(Buf *b, const Node *n, int indent)
{
  buf_printf(b, "%*s", indent, "");
  if (!n) {
    buf_put(b, "-\n");
    return;
  }
  buf_put(b, node_kind_word(n->kind));
  if (n->name) buf_printf(b, " %s", n->name->text);
  if (n->op) buf_printf(b, " %s", op_text(n->op));
  if (n->string) {
    buf_putc(b, ' ');
    put_string(b, n->string);
  }
  if (n->kind == NODE_NUMBER || n->kind == NODE_NORM) {
    buf_putc(b, ' ');
    buf_number(b, n->number);
  }
  if (n->kind == NODE_NUMBER && n->exact && n->den != 1) buf_printf(b, " = %lld/%lld", (long long)n->num, (long long)n->den);
  if (n->bar) buf_printf(b, " %c%d", n->separator, n->bar);
  if (n->bare) buf_put(b, " bare");
  if (n->kind == NODE_DOMAIN_INTERVAL) buf_printf(b, " %c%c", n->open_low ? '(' : '[', n->open_high ? ')' : ']');
  put_span(b, n->span);
  buf_putc(b, '\n');
  for (int i = 0; i < n->nkids; i++) dump(b, n->kid[i], indent + 2);
}

void ast_dump(Buf *b, const Node *n)
{
  dump(b, n, 0);
}

/* ---- text */

typedef enum { LEVEL_IF, LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_SUM, LEVEL_TERM, LEVEL_UNARY, LEVEL_POWER, LEVEL_POSTFIX } Level;

/* begins with a binder, perhaps behind minus signs and functions: goes on to the right as far as a product does */
static bool is_binder(const Node *n)
{
  return n->kind == NODE_BINDER || ((n->kind == NODE_NEGATE || (n->kind == NODE_CALL && n->bare)) && is_binder(n->kid[0]));
}

/* ends with a binder: a following '*' would belong to it */
static bool ends_open(const Node *n)
{
  return is_binder(n) || (n->kind == NODE_BINARY && (n->op == OP_MUL || n->op == OP_DIV) && is_binder(n->kid[1]));
}

static Level level_of(const Node *n)
{
  switch (n->kind) {
  case NODE_IF: return LEVEL_IF;
  case NODE_RANGE: return LEVEL_IF;
  case NODE_OR: return LEVEL_OR;
  case NODE_AND: return LEVEL_AND;
  case NODE_NOT: return LEVEL_NOT;
  case NODE_COMPARE: case NODE_MEMBER: return LEVEL_COMPARE;
  case NODE_BINDER: return LEVEL_TERM;
  case NODE_BINARY: return n->op == OP_POW ? LEVEL_POWER : n->op == OP_MUL || n->op == OP_DIV ? LEVEL_TERM : LEVEL_SUM;
  case NODE_NEGATE: return is_binder(n) ? LEVEL_TERM : LEVEL_UNARY;
  case NODE_CALL: return !n->bare ? LEVEL_POSTFIX : is_binder(n) ? LEVEL_TERM : LEVEL_UNARY;
  case NODE_NUMBER: return n->number < 0 ? LEVEL_UNARY : LEVEL_POSTFIX;
  default: return LEVEL_POSTFIX;
  }
}

static void put(Buf *b, const Node *n, Level least);

static void put_inside(Buf *b, const Node *n, bool brackets)
{
  if (brackets) buf_putc(b, '(');
  put(b, n, LEVEL_IF);
  if (brackets) buf_putc(b, ')');
}

static void put_list(Buf *b, Node *const *kid, int n, int bar, char separator)
{
  for (int i = 0; i < n; i++) {
    if (i && i == bar) buf_put(b, separator == '|' ? " | " : "; ");
    else if (i) buf_put(b, ", ");
    put(b, kid[i], LEVEL_IF);
  }
}

static void put_kids(Buf *b, const Node *n, int from)
{
  put_list(b, n->kid + from, n->nkids - from, n->bar, n->separator);
}

static void put_binary(Buf *b, const Node *n)
{
  const Node *l = n->kid[0], *r = n->kid[1];
  switch (n->op) {
  case OP_ADD: case OP_SUB:
    put(b, l, LEVEL_SUM);
    buf_printf(b, " %s ", op_text(n->op));
    put(b, r, LEVEL_TERM);
    break;
  case OP_POW:
    put(b, l, LEVEL_POSTFIX);
    buf_putc(b, '^');
    put_inside(b, r, level_of(r) < LEVEL_POWER && !(r->kind == NODE_NEGATE && !is_binder(r) && level_of(r->kid[0]) >= LEVEL_POWER));
    break;
  default:
    put_inside(b, l, level_of(l) < LEVEL_TERM || ends_open(l));
    buf_printf(b, level_of(l) == LEVEL_TERM || level_of(r) < LEVEL_POWER || n->op == OP_MUL ? " %s " : "%s", op_text(n->op));
    put_inside(b, r, level_of(r) < LEVEL_UNARY && !is_binder(r));
  }
}

/* what may follow a function without brackets */
static bool is_bare_argument(const Node *n, bool function)
{
  if (!function || n->kind == NODE_BINDER) return n->kind == NODE_BINDER;
  switch (n->kind) {
  case NODE_BINARY: return n->op == OP_POW && n->kid[0]->kind != NODE_BINARY && is_bare_argument(n->kid[0], true) && !(n->kid[0]->kind == NODE_CALL && n->kid[0]->bare);
  case NODE_CALL: return true;
  case NODE_INDEX: case NODE_FIELD: return is_bare_argument(n->kid[0], true) && level_of(n->kid[0]) == LEVEL_POSTFIX;
  case NODE_NUMBER: return n->number >= 0;
  default: return n->kind == NODE_NAME || n->kind == NODE_STRING || n->kind == NODE_NORM;
  }
}

static void put_call(Buf *b, const Node *n)
{
  const Word *w = word_find(n->name->text);
  bool function = w && w->class == WORD_FUNCTION;
  buf_put(b, n->name->text);
  if (n->bare && n->nkids == 1 && is_bare_argument(n->kid[0], function)) {
    buf_putc(b, ' ');
    put(b, n->kid[0], LEVEL_IF);
    return;
  }
  buf_putc(b, '(');
  put_kids(b, n, 0);
  buf_putc(b, ')');
}

static void put_binder(Buf *b, const Node *n)
{
  buf_printf(b, "%s{", n->name->text);
  put(b, n->kid[0], LEVEL_IF);
  if (n->kid[1]) {
    buf_put(b, " : ");
    put(b, n->kid[1], LEVEL_IF);
  }
  if (n->kid[2]) {
    buf_put(b, "; ");
    put(b, n->kid[2], LEVEL_IF);
  }
  buf_put(b, "} ");
  put(b, n->kid[3], LEVEL_TERM);
}

static void put_before(Buf *b, const char *text, const Node *n)
{
  if (!n) return;
  buf_put(b, text);
  put(b, n, LEVEL_IF);
}

static void put_domain(Buf *b, const Node *n, bool in)
{
  const char *word = in ? "in " : "";
  switch (n->kind) {
  case NODE_DOMAIN_BOUND:
    buf_printf(b, "%s ", op_text(n->op));
    put(b, n->kid[0], LEVEL_SUM);
    break;
  case NODE_DOMAIN_INTERVAL:
    buf_printf(b, "%s%c", word, n->open_low ? '(' : '[');
    put_list(b, n->kid, 2, 0, 0);
    buf_putc(b, n->open_high ? ')' : ']');
    break;
  case NODE_DOMAIN_LABEL:
    buf_put(b, word);
    put(b, n->kid[0], LEVEL_SUM);
    buf_put(b, "..");
    put(b, n->kid[1], LEVEL_SUM);
    break;
  case NODE_DOMAIN_SET:
    buf_printf(b, "%s%s", n->bare ? "" : word, n->name->text);
    if (n->nkids > 1) {
      buf_putc(b, '(');
      put_kids(b, n, 1);
      buf_putc(b, ')');
    }
    put_before(b, " ", n->kid[0]);
    break;
  default:
    for (int i = 0; i < n->nkids; i++) {
      if (i) buf_putc(b, ' ');
      put_domain(b, n->kid[i], in);
    }
  }
}

/* name[axes] domain */
static void put_declared(Buf *b, const char *word, const Node *n, const char *field)
{
  buf_printf(b, "%s%s%s", word, n->name->text, field);
  put_before(b, "", n->kid[0]);
}

static void put_clause(Buf *b, const Node *n)
{
  const Node *subject = n->kid[0], *value = n->kid[1];
  const BlockWord *w = word_find_clause(n->name->text);
  buf_put(b, n->name->text);
  if (n->string) {
    buf_putc(b, ' ');
    put_string(b, n->string);
    return;
  }
  if (subject && subject->kind == NODE_NUMBER) {
    buf_putc(b, '[');
    put(b, subject, LEVEL_IF);
    buf_putc(b, ']');
  } else if (subject) {
    put_before(b, " ", subject);
    buf_put(b, subject->kind == NODE_ARGUMENTS ? ":" : " =");
  }
  if (n->op) buf_printf(b, " %s", op_text(n->op));
  buf_put(b, w && w->token == TK_CLAUSE_IN ? " in " : " ");
  if (w && w->token == TK_CLAUSE_RANGE) put_domain(b, value, false);
  else put(b, value, LEVEL_IF);
  put_before(b, w && w->token == TK_CLAUSE_NEEDS ? " else " : " where ", n->kid[2]);
}

static void put_block(Buf *b, const Node *n, const char *word, int from)
{
  buf_printf(b, "%s %s", word, n->name->text);
  if (n->nkids && n->kid[0] && n->kid[0]->kind == NODE_ARGUMENTS && (n->kind == NODE_FUNCTION || n->kid[0]->nkids)) {
    buf_putc(b, '(');
    put(b, n->kid[0], LEVEL_IF);
    buf_putc(b, ')');
  }
  buf_putc(b, '\n');
  for (int i = from; i < n->nkids; i++) {
    buf_put(b, "  ");
    put(b, n->kid[i], LEVEL_IF);
    buf_putc(b, '\n');
  }
  buf_put(b, "end");
}

/* Statements that are a word, perhaps a name, and parts behind words of their own. Name, behind: what
 * stands around it; NULL: nothing, or no name. Declared: the name has axes, which are kid 0. */
typedef struct Wording { const char *word, *name, *behind; bool declared; const char *before[3]; } Wording;
static const Wording wording[NODE_KIND_COUNT] = {
  [NODE_LET] = { "let ", NULL, NULL, true, { NULL, " = " } },
  [NODE_DATA] = { "data ", NULL, NULL, true, { NULL, " ", " = " } },
  [NODE_NOISE] = { "noise ", NULL, NULL, true, { NULL, " ~ " } },
  [NODE_ARGUMENT] = { "", NULL, NULL, true, { NULL, " ", " = " } },
  [NODE_MINIMIZE] = { "minimize", NULL, NULL, false, { " ", " subject to ", " over " } },
  [NODE_MAXIMIZE] = { "maximize", NULL, NULL, false, { " ", " subject to ", " over " } },
  [NODE_LOSS] = { "loss ", "", NULL, false, { " = " } },
  [NODE_DERIVE] = { "derive", " ", NULL, false, { " ", " as ", " using " } },
  [NODE_GRAD] = { "grad", NULL, NULL, false, { " ", " wrt " } },
  [NODE_CHECK] = { "check", NULL, NULL, false, { " " } },
  [NODE_FIT] = { "fit", " ", " =", false, { " ", " using ", " with " } },
  [NODE_FIX] = { "fix ", NULL, NULL, false, { "", " = " } },
  [NODE_EXPR] = { "", NULL, NULL, false, { "" } },
  [NODE_SAMPLE] = { "", NULL, NULL, false, { "", " " } },
  [NODE_BOUND] = { "", "", NULL, false, { " in " } },
  [NODE_OPTION] = { "", "", NULL, false, { " = " } },
};

static void put_worded(Buf *b, const Node *n, const Wording *w)
{
  if (w->declared) put_declared(b, w->word, n, "");
  else buf_put(b, w->word);
  if (w->name && n->name) buf_printf(b, "%s%s%s", w->name, n->name->text, w->behind ? w->behind : "");
  for (int k = 0; k < n->nkids && k < 3; k++) {
    if (k == 2 && n->kind == NODE_ARGUMENT && n->string) { buf_putc(b, ' '); put_string(b, n->string); }
    if (w->before[k]) put_before(b, w->before[k], n->kid[k]);
  }
}

static void put_param(Buf *b, const Node *n)
{
  put_declared(b, "param ", n, n->kind == NODE_PARAM ? "" : ".args");
  put_before(b, " ", n->kid[1]);
  if (n->kid[2] && level_of(n->kid[2]) < LEVEL_SUM && n->kid[2]->kind != NODE_IF) {
    buf_put(b, " init (");
    put_before(b, "", n->kid[2]);
    buf_putc(b, ')');
  } else put_before(b, " init ", n->kid[2]);
  put_before(b, " ~ ", n->kid[3]);
  put_before(b, " subject to ", n->kid[4]);
}

/* Statements and their parts; expressions are below. False: not one of these. */
static bool put_statement(Buf *b, const Node *n)
{
  if (wording[n->kind].word) { put_worded(b, n, &wording[n->kind]); return true; }
  switch (n->kind) {
  case NODE_BLOCK:
    for (int i = 0; i < n->nkids; i++) {
      put(b, n->kid[i], LEVEL_IF);
      buf_putc(b, '\n');
    }
    break;
  case NODE_PARAM: case NODE_PARAM_ARGS: put_param(b, n); break;
  case NODE_FN: buf_printf(b, "fn %s(", n->name->text); put(b, n->kid[0], LEVEL_IF); put_before(b, ") = ", n->kid[1]); break;
  case NODE_ALTERNATE:
    for (int i = 0; i < n->nkids; i++) put_before(b, i ? "; " : "alternate { ", n->kid[i]);
    buf_put(b, " }");
    break;
  case NODE_PRINT: buf_put(b, "print "); put_kids(b, n, 0); break;
  case NODE_PLOT: case NODE_SAVE:
    buf_put(b, n->kind == NODE_PLOT ? "plot " : "save ");
    put_kids(b, n, 0);
    if (n->string) {
      buf_put(b, " to ");
      put_string(b, n->string);
    }
    break;
  case NODE_USE:
    buf_put(b, "use ");
    if (n->string) put_string(b, n->string);
    else buf_put(b, n->name->text);
    break;
  case NODE_MODEL:
    buf_printf(b, "model %s(", n->name->text);
    put(b, n->kid[0], LEVEL_IF);
    buf_put(b, ")\n");
    put_before(b, "", n->kid[1]);
    buf_put(b, "end");
    break;
  case NODE_REQUIRE:
    put_before(b, "require ", n->kid[0]);
    buf_put(b, ", ");
    put_string(b, n->string);
    put_before(b, ", ", n->kid[1]);
    break;
  case NODE_MAJORIZER: case NODE_MINIMIZER: case NODE_CHART: put_block(b, n, node_kind_word(n->kind), 0); break;
  case NODE_FUNCTION: put_block(b, n, node_kind_word(n->kind), 1); break;
  case NODE_CLAUSE: put_clause(b, n); break;
  case NODE_AXES: buf_putc(b, '['); put_kids(b, n, 0); buf_putc(b, ']'); break;
  case NODE_ARGUMENTS: case NODE_OPTIONS: case NODE_NAMES: case NODE_CHECKS: case NODE_BOUNDS: put_kids(b, n, 0); break;
  case NODE_DOMAIN_BOUND: case NODE_DOMAIN_INTERVAL: case NODE_DOMAIN_LABEL: case NODE_DOMAIN_SET: case NODE_DOMAIN_ALL:
    put_domain(b, n, true);
    break;
  default: return false;
  }
  return true;
}

static void put(Buf *b, const Node *n, Level least)
{
  if (put_statement(b, n)) return;
  bool brackets = level_of(n) < least;
  if (brackets) buf_putc(b, '(');
  switch (n->kind) {
  case NODE_NUMBER: buf_number(b, n->number); break;
  case NODE_STRING: put_string(b, n->string); break;
  case NODE_NAME: buf_put(b, n->name->text); break;
  case NODE_ALL: buf_putc(b, ':'); break;
  case NODE_CALL: put_call(b, n); break;
  case NODE_INDEX:
    put(b, n->kid[0], LEVEL_POSTFIX);
    buf_putc(b, '[');
    put_kids(b, n, 1);
    buf_putc(b, ']');
    break;
  case NODE_FIELD:
    put(b, n->kid[0], LEVEL_POSTFIX);
    buf_putc(b, '.');
    if (n->nkids > 1) put_call(b, n->kid[1]);
    else buf_put(b, n->name->text);
    break;
  case NODE_BINARY: put_binary(b, n); break;
  case NODE_NEGATE: buf_putc(b, '-'); put_inside(b, n->kid[0], level_of(n->kid[0]) < LEVEL_UNARY && !is_binder(n->kid[0])); break;
  case NODE_COMPARE:
    put(b, n->kid[0], LEVEL_SUM);
    buf_printf(b, " %s ", op_text(n->op));
    put(b, n->kid[1], LEVEL_SUM);
    break;
  case NODE_MEMBER: put(b, n->kid[0], LEVEL_SUM); buf_putc(b, ' '); put_domain(b, n->kid[1], true); break;
  case NODE_OR: put(b, n->kid[0], LEVEL_OR); buf_put(b, " or "); put(b, n->kid[1], LEVEL_AND); break;
  case NODE_AND: put(b, n->kid[0], LEVEL_AND); buf_put(b, " and "); put(b, n->kid[1], LEVEL_NOT); break;
  case NODE_NOT: buf_put(b, "not "); put(b, n->kid[0], LEVEL_NOT); break;
  case NODE_IF: put_before(b, "if ", n->kid[0]); put_before(b, " then ", n->kid[1]); put_before(b, " else ", n->kid[2]); break;
  case NODE_NORM: buf_putc(b, '|'); put(b, n->kid[0], LEVEL_IF); buf_put(b, n->number == 1 ? "|_1" : "|"); break;
  case NODE_BINDER: put_binder(b, n); break;
  case NODE_RANGE: put(b, n->kid[0], LEVEL_SUM); buf_put(b, ".."); put(b, n->kid[1], LEVEL_SUM); break;
  case NODE_MAP: put(b, n->kid[0], LEVEL_POSTFIX); buf_put(b, " -> "); put(b, n->kid[1], LEVEL_POSTFIX); break;
  case NODE_ARRAY: buf_putc(b, '['); put_kids(b, n, 0); buf_putc(b, ']'); break;
  default: buf_putc(b, '?');
  }
  if (brackets) buf_putc(b, ')');
}

void ast_to_text(Buf *b, const Node *n)
{
  put(b, n, LEVEL_IF);
}
