/* ast.c: making and comparing nodes; the tables of kinds and operators.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "syntax/ast.h"
#include <string.h>

static const char *const words[] = {
#define NODE(kind, word, doc) word,
  NODE_KINDS(NODE)
#undef NODE
};
static const char *const ops[] = {
  "",
#define OPERATOR(op, text) text,
  OPERATORS(OPERATOR)
#undef OPERATOR
};

const char *node_kind_word(NodeKind kind) { return words[kind]; }
const char *op_text(Op op) { return ops[op]; }

Node *node_new(Arena *arena, NodeKind kind, Span span, int nkids, Node *const *kids)
{
  Node *n = arena_alloc(arena, sizeof(Node) + (size_t)nkids * sizeof(Node *));
  n->kind = kind;
  n->span = n->at = span;
  n->nkids = nkids;
  n->depth = 1;
  for (int i = 0; i < nkids; i++) {
    n->kid[i] = kids[i];
    if (kids[i] && kids[i]->depth >= n->depth) n->depth = kids[i]->depth + 1;
  }
  return n;
}

static bool same_text(const char *a, const char *b)
{
  return a == b || (a && b && !strcmp(a, b));
}

bool ast_equal(const Node *a, const Node *b)
{
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->op != b->op || a->name != b->name || !same_text(a->string, b->string) || a->number != b->number ||
      a->exact != b->exact || a->bar != b->bar || a->separator != b->separator || a->bare != b->bare ||
      a->open_low != b->open_low || a->open_high != b->open_high || a->nkids != b->nkids)
    return false;
  for (int i = 0; i < a->nkids; i++)
    if (!ast_equal(a->kid[i], b->kid[i])) return false;
  return true;
}
