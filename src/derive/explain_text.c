/* explain_text.c: the page of a derivation as plain text: labels in a margin, words broken at 110 columns, formulas in
 * the language's own notation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/explain.h"
#include "expr/print.h"
#include <string.h>

enum { MARGIN = 12, WIDTH = 110 };

static const char *const relation_text[] = { [RELATION_IS] = "=", [RELATION_AT_MOST] = "<=", [RELATION_BECOMES] = "<-" };

static void put_pieces(Buf *out, const Pieces *pieces)
{
  for (int i = 0; i < pieces->len; i++) {
    const Piece *p = &pieces->data[i];
    if (p->kind == PIECE_PARTIAL) buf_printf(out, "d %s / d ", p->words);
    else if (p->words) buf_put(out, p->words);
    if (p->math) expr_print(out, p->math);
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
static void put_wrapped(Buf *out, const char *text, int indent)
{
  size_t column = (size_t)indent;
  for (bool first = true; *text; first = false) {
    size_t n = strcspn(text, " ");
    size_t width = columns(text, n);
    if (!first && column + 1 + width > WIDTH) { new_line(out, indent); column = (size_t)indent; }
    else if (!first) { buf_putc(out, ' '); column++; }
    buf_putn(out, text, n);
    column += width;
    text += n + (text[n] == ' ');
  }
}

static void put_formula(Buf *out, const PageRow *row)
{
  Buf left = { 0 }, right = { 0 };
  put_pieces(&left, &row->left);
  put_pieces(&right, &row->right);
  buf_put(out, "  ");
  buf_put(out, buf_text(&left));
  bool fits = MARGIN + 2 + columns(buf_text(&left), left.len) + columns(buf_text(&right), right.len) + 4 <= WIDTH;
  if (fits) buf_putc(out, ' ');
  else new_line(out, MARGIN + 4);
  buf_printf(out, "%s ", relation_text[row->relation]);
  buf_put(out, buf_text(&right));
  buf_free(&left);
  buf_free(&right);
}

void derive_print_text(Buf *out, const Derivation *d)
{
  const Page *page = page_of(d);
  for (int i = 0; i < page->rows.len; i++) {
    const PageRow *row = &page->rows.data[i];
    buf_printf(out, "%-*s", MARGIN, row->label ? row->label : "");
    if (row->relation == RELATION_NONE) {
      Buf words = { 0 };
      put_pieces(&words, &row->left);
      put_wrapped(out, buf_text(&words), MARGIN);
      buf_free(&words);
    } else {
      put_formula(out, row);
    }
    buf_putc(out, '\n');
  }
}
