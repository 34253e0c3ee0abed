/* parse.c: the statements of a source one after the other, put together to models and blocks of clauses.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "syntax/parse.h"
#include "grammar/parser.h"
#include "syntax/lex.h"
#include "syntax/parser.h"
#include <string.h>

enum { DEPTH_MAX = 2000 };             /* of a tree; whoever walks a tree by recursion relies on it */

/* A model or a block of clauses whose end has not come yet. */
typedef struct Frame {
  Node *head;                          /* NULL: its head did not parse; the inside is still read for its errors */
  Token at;                            /* its keyword */
  List inside;
} Frame;

typedef struct Build {
  Arena *arena, *lists;                /* of trees; of what is in the making */
  DiagList *diags;
  const Tokens *tokens;
  const char *const *words;            /* the clauses that are wanted; NULL: all */
  Frame frame[3];                      /* the source, a model, a block of clauses; each may be the innermost */
  int depth;
} Build;

static bool is_clause_block(int kind)
{
  return kind == TK_MAJORIZER || kind == TK_MINIMIZER || kind == TK_FUNCTION_BLOCK || kind == TK_CHART;
}

static bool is_clause(int kind)
{
  return kind >= TK_CLAUSE_TEXT && kind <= TK_CLAUSE_BOUND;
}

/* NULL with a message, or (end) NULL without */
static Node *parse_statement(Build *b, const Statement *s)
{
  Parser p = { .arena = b->arena, .lists = b->lists, .diags = b->diags, .token = &b->tokens->token.data[s->first] };
  if (s->bad || yyparse(&p) || !p.result) return NULL;
  if (p.result->depth > DEPTH_MAX) {
    Diag *d = diag_add(b->diags, p.result->span, MSG_SYNTAX_DEEP);
    diag_hint(b->diags, d, "name parts of it with 'let' or 'fn'");
    return NULL;
  }
  return p.result;
}

static void add(Build *b, Node *n)
{
  vec_push(b->lists, &b->frame[b->depth].inside.node, n);
}

static void open_frame(Build *b, Node *head, const Token *at)
{
  b->frame[++b->depth] = (Frame){ .head = head, .at = *at };
}

static void close_frame(Build *b, const Token *end)
{
  Frame *f = &b->frame[b->depth--];
  Node *head = f->head;
  if (!head) return;
  int n = f->inside.node.len;
  Node **inside = f->inside.node.data;
  if (end) head->span = span_join(head->span, end->span);
  if (head->kind == NODE_MODEL) {
    Span body = n ? span_join(inside[0]->span, inside[n - 1]->span) : head->at;
    head->kid[1] = node_new(b->arena, NODE_BLOCK, body, n, inside);
    add(b, head);
    return;
  }
  VEC(Node *) kids = {0};
  for (int i = 0; i < head->nkids; i++) vec_push(b->lists, &kids, head->kid[i]);
  for (int i = 0; i < n; i++) vec_push(b->lists, &kids, inside[i]);
  Node *block = node_new(b->arena, head->kind, head->span, kids.len, kids.data);
  block->name = head->name;
  block->at = head->at;
  add(b, block);
}

static void report_end_missing(Build *b)
{
  const Token *at = &b->frame[b->depth].at;
  Diag *d = diag_add(b->diags, at->span, MSG_SYNTAX_END_MISSING, at->name->text);
  diag_hint(b->diags, d, "write 'end' on a line of its own behind its last line");
}

static void report_clause(Build *b, const Token *t)
{
  Frame *f = &b->frame[b->depth];
  int in = word_find_head(f->at.name->text)->blocks;
  const Name *names[32];
  int n = 0;
  Buf all = {0};
  for (int i = 0; word_clause_at(i) && n < 32; i++)
    if (word_clause_at(i)->blocks & in) {
      buf_printf(&all, "%s%s", n ? ", " : "", word_clause_at(i)->text);
      names[n++] = name_of(word_clause_at(i)->text);
    }
  int len = t->span.end - t->span.begin;
  const char *text = arena_printf(b->arena, "'%.*s'", len, t->span.source->text + t->span.begin);
  Diag *d = diag_add(b->diags, t->span, MSG_SYNTAX_CLAUSE, f->at.name->text, text);
  const Name *near = t->name ? name_nearest(t->name, names, n) : NULL;
  if (near) diag_hint(b->diags, d, "did you mean '%s'?", near->text);
  else diag_hint(b->diags, d, "its clauses are %s; 'end' closes it", buf_text(&all));
  buf_free(&all);
}

static bool is_wanted(const Build *b, const char *clause)
{
  const char *const *w = b->words;
  while (w && *w && strcmp(*w, clause)) w++;
  return !w || *w;
}

static void put_statement(Build *b, const Statement *s)
{
  const Token *first = &b->tokens->token.data[s->first];
  bool in_clauses = b->depth && is_clause_block(b->frame[b->depth].at.kind);
  if (first->kind == TK_END) {
    parse_statement(b, s);
    if (b->depth) {
      close_frame(b, first);
    } else {
      Diag *d = diag_add(b->diags, first->span, MSG_SYNTAX_END_STRAY);
      diag_hint(b->diags, d, "it closes a 'model' or a block of rules");
    }
    return;
  }
  if (in_clauses && !is_clause(first->kind)) {
    if (!first->name || first->kind == TK_NAME || first->kind == TK_FUNCTION) {
      if (!s->bad) report_clause(b, first);
      return;
    }
    report_end_missing(b);
    close_frame(b, NULL);
  }
  if (in_clauses && is_clause(first->kind) && !is_wanted(b, first->name->text)) return;
  if (first->kind == TK_MODEL && b->depth) {
    report_end_missing(b);
    close_frame(b, NULL);
  }
  int line, column;
  source_position(first->span.source, first->span.begin, &line, &column);
  if (first->kind == '-' && s->first && column > 1) {          /* `minimize a`, and below it `  - b` */
    Diag *d = diag_add(b->diags, first->span, MSG_SYNTAX_CONTINUED);
    diag_hint(b->diags, d, "a line goes on inside brackets or after an operator: end the line above with the '-'");
  }
  Node *n = parse_statement(b, s);
  if (first->kind == TK_MODEL || is_clause_block(first->kind)) open_frame(b, n, first);
  else if (n) add(b, n);
}

/* Scanning comes before parsing, reading is from top to bottom: the messages behind `last` in the order of their places. */
static void sort_messages(DiagList *diags, Diag *last)
{
  Diag *d = last ? last->next : diags->first, *sorted = NULL;
  while (d) {
    Diag *next = d->next, **at = &sorted;
    while (*at && (*at)->span.begin <= d->span.begin) at = &(*at)->next;
    d->next = *at;
    *at = d;
    d = next;
  }
  if (last) last->next = sorted;
  else diags->first = sorted;
  for (diags->last = diags->first; diags->last && diags->last->next;) diags->last = diags->last->next;
}

static Node *parse_text(Arena *arena, Span text, const char *const *words, DiagList *diags)
{
  Diag *last = diags->last;
  int before = diags->errors;
  Arena *lists = arena_new();
  Tokens tokens = scan_text(arena, lists, text, diags);
  Build b = { .arena = arena, .lists = lists, .diags = diags, .tokens = &tokens, .words = words };
  for (int i = 0; i < tokens.statement.len && diags->errors - before < ERRORS_MAX; i++)
    put_statement(&b, &tokens.statement.data[i]);
  bool many = diags->errors - before >= ERRORS_MAX;
  while (b.depth) {
    if (!many) report_end_missing(&b);
    close_frame(&b, NULL);
  }
  sort_messages(diags, last);
  if (many) diag_add(diags, diags->last->span, MSG_SYNTAX_MANY);
  Node *block = node_new(arena, NODE_BLOCK, text, b.frame[0].inside.node.len, b.frame[0].inside.node.data);
  arena_free(lists);
  return block;
}

static Span all_of(const Source *source) { return (Span){ source, 0, (int)source->len }; }

Node *parse_outline(Arena *arena, const Source *source, const char *const *words, DiagList *diags)
{
  return lex_check_text(source, diags) ? parse_text(arena, all_of(source), words, diags) : NULL;
}

Node *parse_source(Arena *arena, const Source *source, DiagList *diags) { return parse_outline(arena, source, NULL, diags); }
Node *parse_part(Arena *arena, Span text, DiagList *diags) { return parse_text(arena, text, NULL, diags); }

bool parse_is_incomplete(const char *text, size_t len)
{
  Arena *arena = arena_new();
  DiagList diags = { .arena = arena };
  Tokens tokens = scan_text(arena, arena, all_of(source_from_text(arena, "", ".", text, len)), &diags);
  bool incomplete = tokens.incomplete;
  arena_free(arena);
  return incomplete;
}
