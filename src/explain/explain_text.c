/* explain_text.c: the page of a derivation as plain text: labels in a margin, words broken at 110 columns, formulas in
 * the language's own notation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain.h"
#include "explain/print.h"
#include "expr/print.h"
#include <string.h>

enum { MARGIN = 12, WIDTH = 110 };

static const char *const relation_text[] = { [RELATION_IS] = "=", [RELATION_AT_MOST] = "<=", [RELATION_FALLS] = "falls with", [RELATION_TOUCHES] = "~", [RELATION_BECOMES] = "<-" };

static void put_pieces(Buf *out, const Pieces *pieces)
{
  for (int i = 0; i < pieces->len; i++) {
    const Piece *p = &pieces->data[i];
    if (p->kind == PIECE_PARTIAL) buf_printf(out, "d %s / d ", p->words);
    else if (p->words) buf_put(out, p->words);
    if (p->math) expr_print_vectors(out, p->math, p->kind == PIECE_CONDITION);
  }
}

static size_t columns(const char *text, size_t n)           /* characters of UTF-8 */
{
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

static void new_line(Buf *out, int indent)
{
  buf_putc(out, '\n');
  for (int i = 0; i < indent; i++) buf_putc(out, ' ');
}

/* breaks at blanks */
static void put_words(Buf *out, const char *text, int indent)
{
  size_t column = (size_t)indent;
  while (*text) {
    size_t blanks = strspn(text, " "), n = strcspn(text + blanks, " "), width = columns(text + blanks, n);
    if (column + blanks + width > WIDTH && column > (size_t)indent) {
      new_line(out, indent);
      column = (size_t)indent;
    } else {
      buf_putn(out, text, blanks);
      column += blanks;
    }
    buf_putn(out, text + blanks, n);
    column += width;
    text += blanks + n;
  }
}

/* Where to break a formula that does not fit into `room` columns: before the last sign at the least depth of brackets. 0: nowhere */
static size_t formula_break(const char *text, size_t room)
{
  int depth = 0, least = 1000;
  size_t best = 0;
  for (size_t i = 0; text[i] && columns(text, i) < room; i++) {
    if (strchr("([{", text[i])) depth++;
    else if (strchr(")]}", text[i])) depth--;
    bool sign = text[i] == ' ' && strchr("+-*/", text[i + 1]) && text[i + 1] && text[i + 2] == ' ';
    if (!sign && strncmp(text + i, " then ", 6) && strncmp(text + i, " else ", 6)) continue;
    bool product = text[i + 1] == '*' || text[i + 1] == '/';
    int cost = 2 * depth + product;
    if (columns(text, i) * 3 < room || cost > least) continue;
    least = cost;
    best = i;
  }
  return best;
}

static void put_broken(Buf *out, const char *text, int column, int indent)
{
  while (columns(text, strlen(text)) + (size_t)column > WIDTH) {
    size_t at = formula_break(text, (size_t)(WIDTH - column));
    if (!at) break;
    buf_putn(out, text, at);
    new_line(out, indent);
    column = indent;
    text += at + 1;
  }
  buf_put(out, text);
}

static void put_formula(Buf *out, const PageRow *row)
{
  Buf left = { 0 }, right = { 0 };
  put_pieces(&left, &row->left);
  put_pieces(&right, &row->right);
  int column = MARGIN + 2 + (int)columns(buf_text(&left), left.len) + 4;
  buf_put(out, left.len ? "  " : "      ");
  put_broken(out, buf_text(&left), MARGIN + 2, MARGIN + 6);
  bool fits = (size_t)column + columns(buf_text(&right), right.len) <= WIDTH;
  if (left.len && !fits) {
    new_line(out, MARGIN + 4);
    column = MARGIN + 7;
  } else if (left.len) {
    buf_putc(out, ' ');
  }
  buf_printf(out, "%s ", relation_text[row->relation]);
  put_broken(out, buf_text(&right), column, MARGIN + 8);
  buf_free(&left);
  buf_free(&right);
}

static void print_page(Buf *out, const Page *page)
{
  for (int i = 0; i < page->rows.len; i++) {
    const PageRow *row = &page->rows.data[i];
    buf_printf(out, "%-*s", MARGIN, row->label ? row->label : "");
    if (row->relation == RELATION_NONE) {
      Buf words = { 0 };
      put_pieces(&words, &row->left);
      put_words(out, buf_text(&words), MARGIN);
      buf_free(&words);
    } else {
      put_formula(out, row);
    }
    buf_putc(out, '\n');
  }
}

void derive_print_text(Buf *out, const Derivation *d) { print_page(out, page_of(d)); }
void alternatives_print_text(Buf *out, const Alternatives *a) { print_page(out, page_of_alternatives(a)); }
