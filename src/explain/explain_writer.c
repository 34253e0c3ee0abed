/* explain_writer.c: see explain_writer.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain_writer.h"
#include "expr/print.h"
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

enum { SHORT = 150, NODES_MOST = 20000 };

PageRow *page_row(Writer *w, const char *label)
{
  PageRow row = { .label = label };
  vec_push(w->arena, &w->page->rows, row);
  return &w->page->rows.data[w->page->rows.len - 1];
}

static void page_words(Writer *w, Pieces *p, const char *words)
{
  Piece piece = { PIECE_WORDS, words, NULL };
  if (words[0]) vec_push(w->arena, p, piece);
}

/* does it show a value at the current point? Weights and statistics only count as such */
static bool shows_touch(const Expr *e, int *budget)
{
  if (!e->has_touch || --*budget < 0) return false;
  if (e->kind == X_ACCESS && e->u.sym->kind == SYM_TOUCH) return true;
  for (int i = 0; i < e->nargs; i++)
    if (shows_touch(e->arg[i], budget)) return true;
  return false;
}

static void add_piece(Writer *w, Pieces *p, PieceKind kind, const Expr *e)
{
  Piece piece = { kind, NULL, e };
  int budget = NODES_MOST;
  w->touched = w->touched || shows_touch(e, &budget);
  vec_push(w->arena, p, piece);
}

void page_math(Writer *w, Pieces *p, const Expr *e) { add_piece(w, p, PIECE_MATH, e); }

void page_say(Writer *w, Pieces *p, const char *format, ...)
{
  va_list ap;
  va_start(ap, format);
  for (const char *at = format; *at;) {
    size_t n = strcspn(at, "%");
    if (n) page_words(w, p, arena_printf(w->arena, "%.*s", (int)n, at));
    at += n;
    if (!*at) break;
    if (at[1] == 'm') page_math(w, p, va_arg(ap, const Expr *));
    else if (at[1] == 'c') add_piece(w, p, PIECE_CONDITION, va_arg(ap, const Expr *));
    else if (at[1] == 's') page_words(w, p, va_arg(ap, const char *));
    else if (at[1] == 'd') page_words(w, p, arena_printf(w->arena, "%d", va_arg(ap, int)));
    at += 2;
  }
  va_end(ap);
}

PageRow *page_formula(Writer *w, const char *label, const Expr *left, Relation relation, const Expr *right)
{
  int at = w->page->rows.len;
  PageRow *row = page_row(w, label);
  row->relation = relation;
  if (left) page_math(w, &row->left, left);
  page_math(w, &row->right, page_in_parts(w, right));
  page_parts(w);
  return &w->page->rows.data[at];
}

bool page_is_short(Writer *w, const Expr *e)
{
  Buf b = { 0 };
  (void)w;
  expr_print_vectors(&b, e, false);
  bool is_short = b.len <= SHORT;
  buf_free(&b);
  return is_short;
}

/* "phi, theta and v", or with another word for the last */
void page_names_with(Writer *w, Pieces *p, int n, Symbol *const *symbol, const char *last)
{
  for (int i = 0; i < n; i++) {
    if (i) page_words(w, p, i == n - 1 ? last : ", ");
    page_math(w, p, name_as_math(w->pool, symbol[i]->name));
  }
}

void page_names(Writer *w, Pieces *p, int n, Symbol *const *symbol) { page_names_with(w, p, n, symbol, " and "); }

const char *page_capital(Writer *w, const char *sentence)
{
  char *s = arena_strdup(w->arena, sentence);
  s[0] = (char)toupper((unsigned char)s[0]);
  return s;
}

const char *page_rule_name(Writer *w, const RuleText *t)
{
  return t->id == t->name->text ? t->name->text : arena_printf(w->arena, "%s (%s)", t->name->text, t->id);
}

const char *page_rule_tag(Writer *w, const RuleText *t)
{
  const char *same = t->id == t->name->text ? "" : arena_printf(w->arena, ", %s", t->id);
  return arena_printf(w->arena, "%s%s%s%s", t->name->text, same, t->source ? "; " : "", t->source ? t->source : "");
}

/* "[jensen_log, R-JENSEN-LOG; source; needs phi >= 0: simplex]"; of a long condition the proof says enough */
void page_tag(Writer *w, Pieces *p, const RuleText *t, const Naming *names, int nproofs, const Proof *proof)
{
  int shown = 0;
  page_say(w, p, "[%s", page_rule_tag(w, t));
  for (int i = 0; i < nproofs; i++) {
    const Proof *f = &proof[i];
    bool seen = expr_is_num(f->condition, 1);
    for (int k = 0; k < i; k++) seen |= proof[k].condition == f->condition;
    if (seen) continue;
    page_say(w, p, shown++ ? "; " : "; needs ");
    const char *text = proof_text(w->arena, f);
    bool brief = strlen(text) <= CONDITION_SHORT || !f->why;
    if (brief && f->condition->has_hole) page_say(w, p, "%s", text);
    else if (brief) page_say(w, p, "%c", naming_apply(names, f->condition));
    if (f->why) page_say(w, p, brief ? ": %s" : "%s", f->why);
  }
  page_say(w, p, "]");
}
