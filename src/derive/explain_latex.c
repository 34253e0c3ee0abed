/* explain_latex.c: the page of a derivation for LaTeX with amsmath and for MathJax alike: running words with formulas in
 * \( \), and each run of displayed formulas as one align*. Words with characters that LaTeX reads as commands are set in
 * math mode, where both agree on the escapes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/explain.h"
#include "expr/print.h"
#include <string.h>

enum { LONG = 95 };                       /* characters of a formula as text, beyond which it is broken at its relation */

static const char *const relation_latex[] = { [RELATION_IS] = "=", [RELATION_AT_MOST] = "\\le", [RELATION_BECOMES] = "\\leftarrow" };

/* ---- words ---------------------------------------------------------------------------------------------------------------- */

static bool is_name_byte(unsigned char c) { return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

static bool is_special(const char *word, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if ((unsigned char)word[i] >= 0x80 || memchr("_^{}$%&#~\\<>|*", word[i], 14)) return true;
  return false;
}

/* a word that holds letters which are none of ASCII's goes through the printer of names, which knows the Greek ones */
static void put_name(Buf *out, Pool *pool, const char *name, size_t n)
{
  bool ascii = true;
  for (size_t i = 0; i < n; i++) ascii &= (unsigned char)name[i] < 0x80;
  if (ascii) buf_putn(out, name, n);
  else expr_print_latex(out, name_as_math(pool, name_of_n(name, n)));
}

static void put_special(Buf *out, Pool *pool, const char *word, size_t n)
{
  static const char prime[] = "ʹ";
  buf_put(out, "\\(\\mathrm{");
  for (size_t i = 0; i < n;) {
    size_t end = i;
    if (n - i >= 2 && !memcmp(word + i, prime, 2)) { buf_put(out, "'"); i += 2; continue; }
    while (end < n && is_name_byte((unsigned char)word[end]) && memcmp(word + end, prime, 2)) end++;
    if (end > i) { put_name(out, pool, word + i, end - i); i = end; continue; }
    if (word[i] == '<' && i + 1 < n && word[i + 1] == '=') { buf_put(out, " \\le "); i += 2; continue; }
    if (word[i] == '>' && i + 1 < n && word[i + 1] == '=') { buf_put(out, " \\ge "); i += 2; continue; }
    if (word[i] == '\\') buf_put(out, "\\backslash ");
    else if (word[i] == '^') buf_put(out, "\\hat{\\ }");
    else if (word[i] == '<' || word[i] == '>') buf_printf(out, " %c ", word[i]);
    else if (word[i] == '~') buf_put(out, "\\sim ");
    else { if (strchr("_{}$%&#", word[i])) buf_putc(out, '\\'); buf_putc(out, word[i]); }
    i++;
  }
  buf_put(out, "}\\)");
}

static void put_words(Buf *out, Pool *pool, const char *text)
{
  while (*text) {
    size_t n = strcspn(text, " ");
    if (is_special(text, n)) put_special(out, pool, text, n);
    else buf_putn(out, text, n);
    text += n;
    for (; *text == ' '; text++) buf_putc(out, ' ');
  }
}

static void put_math(Buf *out, const Piece *p)
{
  if (p->kind == PIECE_PARTIAL) buf_printf(out, "\\frac{\\partial %s}{\\partial ", p->words);
  if (p->kind == PIECE_CONDITION) expr_print_latex_condition(out, p->math);
  else expr_print_latex(out, p->math);
  if (p->kind == PIECE_PARTIAL) buf_putc(out, '}');
}

static void put_running(Buf *out, Pool *pool, const Pieces *pieces)
{
  for (int i = 0; i < pieces->len; i++) {
    const Piece *p = &pieces->data[i];
    if (p->kind == PIECE_WORDS) { put_words(out, pool, p->words); continue; }
    buf_put(out, "\\(");
    put_math(out, p);
    buf_put(out, "\\)");
  }
}

/* ---- formulas ------------------------------------------------------------------------------------------------------------- */

static bool is_bracket(const char *words) { return strspn(words, "()=,") == strlen(words); }

static void put_display(Buf *out, Pool *pool, const Pieces *pieces)
{
  for (int i = 0; i < pieces->len; i++) {
    const Piece *p = &pieces->data[i];
    if (p->kind != PIECE_WORDS) { put_math(out, p); continue; }
    if (is_bracket(p->words)) { buf_put(out, p->words); continue; }
    if (!strncmp(p->words, " + ", 3)) { buf_put(out, " + "); }
    buf_put(out, "\\text{");
    put_words(out, pool, !strncmp(p->words, " + ", 3) ? p->words + 3 : p->words);
    buf_putc(out, '}');
  }
}

static size_t text_length(const Pieces *pieces)
{
  Buf b = { 0 };
  for (int i = 0; i < pieces->len; i++)
    if (pieces->data[i].math) expr_print(&b, pieces->data[i].math);
  size_t n = b.len;
  buf_free(&b);
  return n;
}

static void put_row(Buf *out, Pool *pool, const PageRow *row)
{
  bool broken = row->left.len && text_length(&row->left) + text_length(&row->right) > LONG;
  if (broken) buf_put(out, "&");
  put_display(out, pool, &row->left);
  buf_put(out, broken ? " \\\\\n&\\quad " : " &");
  buf_printf(out, "%s ", relation_latex[row->relation]);
  put_display(out, pool, &row->right);
}

void page_print_latex(Buf *out, const Page *page)
{
  bool display = false;
  for (int i = 0; i < page->rows.len; i++) {
    const PageRow *row = &page->rows.data[i];
    if (display && (row->label || row->relation == RELATION_NONE)) { buf_put(out, "\n\\end{align*}\n"); display = false; }
    if (row->label) buf_printf(out, "%s\\(\\textbf{%s}\\)\n", i ? "\n" : "", row->label);
    if (row->relation == RELATION_NONE) {
      put_running(out, page->pool, &row->left);
      buf_putc(out, '\n');
      continue;
    }
    buf_put(out, display ? " \\\\\n" : "\\begin{align*}\n");
    display = true;
    put_row(out, page->pool, row);
  }
  if (display) buf_put(out, "\n\\end{align*}\n");
}

void derive_print_latex(Buf *out, const Derivation *d) { page_print_latex(out, page_of(d)); }
void alternatives_print_latex(Buf *out, const Alternatives *a) { page_print_latex(out, page_of_alternatives(a)); }
