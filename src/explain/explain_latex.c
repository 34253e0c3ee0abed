/* explain_latex.c: the page of a derivation for LaTeX with amsmath and for MathJax alike: running words with formulas in
 * \( \), and each run of displayed formulas as one align*. Words with characters that LaTeX reads as commands are set in
 * math mode, where both agree on the escapes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain.h"
#include "explain/print.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

/* letters of 5.5 pt in a line of 345 pt, the width of LaTeX's article; a longer formula is broken at its relation, then at signs */
enum { ROOM = 62, INDENT = 4 };

static const char *const relation_latex[] = { [RELATION_IS] = "=", [RELATION_AT_MOST] = "\\le", [RELATION_FALLS] = "\\text{ falls with }", [RELATION_TOUCHES] = "\\approx", [RELATION_BECOMES] = "\\leftarrow" };

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

/* u^2/(2 s) and |u|, but not least_squares */
static bool is_formula(const char *word, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (memchr("^|<>*", word[i], 5)) return true;
  return false;
}

/* a name of a formula: one letter is set as mathematics, more as a word */
static void put_formula_name(Buf *out, Pool *pool, const char *name, size_t n)
{
  bool one = n == 1 || (name[0] >= '0' && name[0] <= '9');
  if (!one) buf_put(out, "\\mathrm{");
  put_name(out, pool, name, n);
  if (!one) buf_putc(out, '}');
}

static void put_special(Buf *out, Pool *pool, const char *word, size_t n)
{
  static const char prime[] = "ʹ";
  bool formula = is_formula(word, n);
  buf_put(out, formula ? "\\(" : "\\(\\mathrm{");
  for (size_t i = 0; i < n;) {
    size_t end = i;
    if (n - i >= 2 && !memcmp(word + i, prime, 2)) { buf_put(out, "'"); i += 2; continue; }
    while (end < n && is_name_byte((unsigned char)word[end]) && memcmp(word + end, prime, 2)) end++;
    if (end > i) { (formula ? put_formula_name : put_name)(out, pool, word + i, end - i); i = end; continue; }
    if (word[i] == '<' && i + 1 < n && word[i + 1] == '=') { buf_put(out, " \\le "); i += 2; continue; }
    if (word[i] == '>' && i + 1 < n && word[i + 1] == '=') { buf_put(out, " \\ge "); i += 2; continue; }
    size_t power = word[i] == '^' ? i + 1 : n;
    while (power < n && is_name_byte((unsigned char)word[power])) power++;
    if (word[i] == '^' && power > i + 1) {
      buf_put(out, "^{");
      put_formula_name(out, pool, word + i + 1, power - i - 1);
      buf_putc(out, '}');
      i = power;
      continue;
    }
    if (word[i] == '\\') buf_put(out, "\\backslash ");
    else if (word[i] == '^') buf_put(out, "\\hat{\\ }");
    else if (word[i] == '<' || word[i] == '>') buf_printf(out, " %c ", word[i]);
    else if (word[i] == '~') buf_put(out, "\\sim ");
    else { if (strchr("_{}$%&#", word[i])) buf_putc(out, '\\'); buf_putc(out, word[i]); }
    i++;
  }
  buf_put(out, formula ? "\\)" : "}\\)");
}

/* the word at `text`: to the next blank, further where a bracket of a formula is open there: u^2/(2 s) */
static size_t word_length(const char *text)
{
  size_t n = strcspn(text, " "), to = n;
  if (!is_formula(text, n)) return n;
  for (int open = 0, i = 0;; i++) {
    if ((size_t)i == to) {
      if (open <= 0) return to;
      if (!text[to]) return n;
      to += 1 + strcspn(text + to + 1, " ");
    }
    open += (text[i] == '(') - (text[i] == ')');
  }
}

/* what follows a word and is none of it: a comma, the end of a sentence */
static size_t marks_behind(const char *text, size_t n)
{
  size_t marks = 0;
  while (marks + 1 < n && strchr(",.:;", text[n - 1 - marks])) marks++;
  return marks;
}

static void put_words(Buf *out, Pool *pool, const char *text)
{
  while (*text) {
    size_t n = word_length(text), marks = marks_behind(text, n);
    if (is_special(text, n - marks)) {
      put_special(out, pool, text, n - marks);
      buf_putn(out, text + n - marks, marks);
    } else buf_putn(out, text, n);
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

/* After "  [" stands the name of a rule, alone or with a comma behind it: its words are set apart, so that a line can end between them.
 * Its length; 0: it is none (a reason: `y_new in (0, 1)`) */
static size_t rule_name_length(const Pieces *pieces, int i)
{
  const Piece *p = &pieces->data[i], *before = p - 1;
  if (i == 0 || p->kind != PIECE_WORDS || before->kind != PIECE_WORDS) return 0;
  size_t behind = strlen(before->words), n = 0;
  if (!behind || before->words[behind - 1] != '[') return 0;
  while (p->words[n] == '_' || (is_name_byte((unsigned char)p->words[n]) && (unsigned char)p->words[n] < 0x80)) n++;
  return !p->words[n] || p->words[n] == ',' ? n : 0;
}

static void put_running(Buf *out, Pool *pool, const Pieces *pieces)
{
  for (int i = 0; i < pieces->len; i++) {
    const Piece *p = &pieces->data[i];
    size_t name = rule_name_length(pieces, i);
    for (size_t k = 0; k < name; k++) buf_putc(out, p->words[k] == '_' ? ' ' : p->words[k]);
    if (name) { put_words(out, pool, p->words + name); continue; }
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

/* ---- lines: a long formula goes on below, at signs that stand in no fraction, power or subscript ------------------------------- */

static double width_of(const char **p, const char *end);
static bool starts(const char *p, const char *end, const char *word) { return (size_t)(end - p) >= strlen(word) && !memcmp(p, word, strlen(word)); }

/* a distinction of cases is as wide as its widest line. *p is behind \begin{cases}, then behind its \end{cases} */
static double width_of_cases(const char **p, const char *end)
{
  double widest = 0;
  const char *from = *p;
  for (int depth = 1; *p < end && depth > 0; ++*p) {
    bool leaves = starts(*p, end, "\\end{cases}"), line = depth == 1 && starts(*p, end, "\\\\");
    if (starts(*p, end, "\\begin{cases}")) depth++;
    if (leaves) depth--;
    if (!line && depth > 0) { if ((*p)[0] == '\\' && (*p)[1] == '\\') ++*p; continue; }
    const char *row = from;
    widest = fmax(widest, width_of(&row, *p));
    if (leaves) { *p += strlen("\\end{cases}"); break; }
    from = *p += 1;
  }
  return widest + 3;
}

/* functions are as long as their names; relations and arrows have space on both sides */
static double width_of_command(const char *word, size_t n)
{
  static const struct { const char *word; double width; } known[] = {
    { "log", 3 }, { "exp", 3.3 }, { "sum", 3.2 }, { "prod", 3 }, { "max", 4 }, { "min", 3.7 }, { "det", 3 }, { "le", 3 }, { "ge", 3 }, { "leftarrow", 3.6 }, { "cdot", 1.8 },
    { "qquad", 3.7 }, { "quad", 1.9 }, { "top", 1.4 }, { "partial", 1.1 }, { "infty", 2 }, { "land", 2.6 }, { "lor", 2.6 } };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strlen(known[i].word) == n && !memcmp(known[i].word, word, n)) return known[i].width;
  return 1.3;
}

/* The width of [*p, end) in letters, about: commands are a letter or so, scripts narrow, of a fraction the wider part counts */
static double width_of(const char **p, const char *end)
{
  double width = 0, script = 1;
  while (*p < end && **p != '}') {
    char c = *(*p)++;
    double one = 0;
    if (c == '\\') {
      const char *word = *p;
      while (*p < end && (((unsigned char)**p | 0x20) >= 'a' && ((unsigned char)**p | 0x20) <= 'z')) ++*p;
      size_t n = (size_t)(*p - word);
      if (n == 0) { ++*p; continue; }
      if (n == 5 && starts(*p, end, "{cases}") && !memcmp(word, "begin", 5)) {
        *p += strlen("{cases}");
        width += script * width_of_cases(p, end);
        script = 1;
        continue;
      }
      if (n == 4 && !memcmp(word, "frac", 4) && *p < end) {
        ++*p;
        double top = width_of(p, end);
        *p += *p < end;
        *p += *p < end;
        one = fmax(top, width_of(p, end)) + 0.5;
        *p += *p < end;
      } else if (!((n == 4 && !memcmp(word, "left", 4)) || (n == 5 && !memcmp(word, "right", 5)) || (n == 12 && !memcmp(word, "operatorname", 12)) ||
                   (n == 4 && !memcmp(word, "text", 4)) || (n == 6 && !memcmp(word, "mathrm", 6)))) {
        one = width_of_command(word, n);
      }
    } else if (c == '{') {
      one = width_of(p, end);
      *p += *p < end;
    } else if (c == '_' || c == '^') {
      script = 0.6;
      continue;
    } else if (c == '+' || c == '=' || c == '-' || c == '<' || c == '>') {
      one = 2.8;
    } else if (c == '(' || c == ')' || c == '[' || c == ']' || c == ',' || c == '|') {
      one = 0.8;
    } else if (c != ' ') {
      one = 1;
    }
    width += script * one;
    script = 1;
  }
  return width;
}

static double width(const char *from, const char *end) { return width_of(&from, end); }

/* ---- what is too wide for a line and stands in braces, where no line can break ------------------------------------------------------ */

/* behind the brace that closes the one behind which p stands */
static const char *behind_brace(const char *p)
{
  for (int depth = 1; *p && depth > 0; p++) {
    if (*p == '\\' && p[1]) p++;
    else if (*p == '{') depth++;
    else if (*p == '}') depth--;
  }
  return p;
}

static const char *behind_cases(const char *p)
{
  for (int depth = 1; *p; p++) {
    if (!strncmp(p, "\\begin{cases}", 13)) depth++;
    if (!strncmp(p, "\\end{cases}", 11) && --depth == 0) return p + 11;
  }
  return p;
}

static void put_in_brackets(Buf *out, const char *from, const char *end)
{
  bool simple = !memchr(from, ' ', (size_t)(end - from));
  buf_put(out, simple ? "" : "\\left(");
  buf_putn(out, from, (size_t)(end - from));
  buf_put(out, simple ? "" : "\\right)");
}

/* Of the first distinction of cases [from, end) each condition goes to a line of its own. */
static void put_cases_high(Buf *out, const char *from, const char *end)
{
  int depth = 0;
  for (const char *p = from; p < end; p++) {
    if (!strncmp(p, "\\begin{cases}", 13)) depth++;
    if (!strncmp(p, "\\end{cases}", 11)) depth--;
    if (depth == 1 && !strncmp(p, " & \\text{", 9)) { buf_put(out, " \\\\ \\quad "); p += 2; }
    else buf_putc(out, *p);
  }
}

/* A wide fraction is written on one line, with a stroke, a wide root as a power of brackets, so that lines can break in them; wide cases grow
 * higher. *done: nothing was to do */
static void put_narrower(Buf *out, const char *text, double room, bool *done)
{
  *done = true;
  for (const char *p = text; *p; p++) {
    if (*p == '{') { const char *end = behind_brace(p + 1); buf_putn(out, p, (size_t)(end - p)); p = end - 1; continue; }
    bool fraction = !strncmp(p, "\\frac{", 6), root = !strncmp(p, "\\sqrt{", 6), cases = !strncmp(p, "\\begin{cases}", 13);
    const char *end = fraction ? behind_brace(behind_brace(p + 6) + 1) : root ? behind_brace(p + 6) : cases ? behind_cases(p + 13) : p;
    if (!fraction && !root && !cases) { buf_putc(out, *p); continue; }
    if (width(p, end) <= room || (cases && !strstr(p, " & \\text{"))) buf_putn(out, p, (size_t)(end - p));
    else if (fraction) {
      const char *below = behind_brace(p + 6) + 1;
      put_in_brackets(out, p + 6, below - 2);
      buf_put(out, " / ");
      put_in_brackets(out, below, end - 1);
      *done = false;
    } else if (root) {
      put_in_brackets(out, p + 6, end - 1);
      buf_put(out, "^{1/2}");
      *done = false;
    } else put_cases_high(out, p, end);
    p = end - 1;
  }
}

/* a factor that is a sum of its own begins here, behind another factor */
static bool is_product(const char *text, const char *p)
{
  bool factor = !strncmp(p, " \\sum", 5) || !strncmp(p, " \\begin{cases}", 14) || !strncmp(p, " \\left(\\operatorname", 20);
  return factor && p > text && !strchr("+-={(/", p[-1]);
}

/* Where to go on below so that what stands before fits: the last sign, or else product, with the fewest brackets around it; not too
 * near the beginning, if it can be helped, and never at it, where the line broke before; where nothing fits, the first sign of all. NULL: there is none. *open: how many \left are open
 * there */
static const char *break_of(const char *text, double room, int *open)
{
  const char *best = NULL, *early = NULL;
  int brace = 0, left = 0, plain = 0, least = 1000, early_open = 0;      /* plain: brackets that do not grow, which no line should end in */
  for (const char *p = text; *p; p++) {
    if (!strncmp(p, "\\begin{", 7)) brace++;
    if (!strncmp(p, "\\end{", 5)) brace--;
    if (*p == '{') brace++;
    else if (*p == '}') brace--;
    else if (!strncmp(p, "\\left", 5) && strncmp(p, "\\leftarrow", 10)) left++;
    else if (!strncmp(p, "\\right", 6)) left--;
    else if ((*p == '(' || *p == ')') && !(p - text >= 5 && !strncmp(p - 5, "\\left", 5)) && !(p - text >= 6 && !strncmp(p - 6, "\\right", 6))) plain += *p == '(' ? 1 : -1;
    else if (p > text && brace == 0 && *p == ' ' && (((p[1] == '+' || p[1] == '-' || p[1] == '/') && p[2] == ' ') || is_product(text, p))) {
      double w = width(text, p);
      int cost = 2 * (left + plain) + is_product(text, p);
      if (w < room / 3 ? left + plain == 0 : w > room && !best && !early) { early = p; early_open = left; }
      if (w > room) break;
      if (cost > least || w < room / 3) continue;
      least = cost;
      best = p;
      *open = left;
    }
  }
  if (!best && early) { best = early; *open = early_open; }
  return best;
}

/* brackets that are open at a break are closed by nothing, and opened again by nothing */
static void put_broken(Buf *out, const char *text, double room, double below)
{
  int open = 0, before = 0;
  const char *at;
  while (width(text, text + strlen(text)) > room && (at = break_of(text, room, &open))) {
    int closing = before + open;
    buf_putn(out, text, (size_t)(at - text));
    for (int i = 0; i < closing; i++) buf_put(out, " \\right.");
    buf_put(out, " \\\\\n&\\qquad ");
    for (int i = 0; i < closing; i++) buf_put(out, "\\left. ");
    buf_put(out, is_product(text, at) ? "{} \\cdot" : "{}");
    text = at;
    before = closing;
    room = below - INDENT;
  }
  buf_put(out, text);
}

/* words behind the formula go below it where they would not fit beside */
static void put_with_words(Buf *out, const char *text, double room, double below)
{
  const char *words = strstr(text, "\\text{    ");
  if (!words) { put_broken(out, text, room, below); return; }
  Buf formula = { 0 }, lines = { 0 };
  buf_putn(&formula, text, (size_t)(words - text));
  put_broken(&lines, buf_text(&formula), room, below);
  const char *all = buf_text(&lines), *line = strrchr(all, '\n');
  double last = width(line ? line : all, all + strlen(all)) + width(words, words + strlen(words));
  buf_put(out, all);
  if (last > (line ? below - INDENT : room)) buf_put(out, " \\\\\n&\\qquad ");
  buf_put(out, words);
  buf_free(&formula);
  buf_free(&lines);
}

static void put_lines(Buf *out, const char *text, double room, double below)
{
  Buf now = { 0 };
  bool done = false;
  buf_put(&now, text);
  for (int round = 0; round < 8 && !done; round++) {
    Buf next = { 0 };
    put_narrower(&next, buf_text(&now), below - INDENT, &done);
    buf_free(&now);
    now = next;
  }
  put_with_words(out, buf_text(&now), room, below);
  buf_free(&now);
}

static double width_of_left(Pool *pool, const PageRow *row)
{
  Buf left = { 0 };
  put_display(&left, pool, &row->left);
  double w = width(buf_text(&left), buf_text(&left) + left.len);
  buf_free(&left);
  return w;
}

/* The left sides of a display share a column, as wide as the widest; one that takes more than a third of the line stands by itself above its
 * right side. */
static bool is_apart(double left) { return 3 * left > ROOM; }

static double width_of_column(Pool *pool, const PageRow *row, int n)
{
  double widest = 0;
  for (int i = 0; i < n && row[i].relation != RELATION_NONE && (i == 0 || !row[i].label); i++) {
    double w = width_of_left(pool, &row[i]);
    if (!is_apart(w)) widest = fmax(widest, w);
  }
  return widest;
}

static void put_row(Buf *out, Pool *pool, const PageRow *row, double column)
{
  Buf left = { 0 }, right = { 0 };
  put_display(&left, pool, &row->left);
  put_display(&right, pool, &row->right);
  double room = ROOM - column;
  bool broken = row->left.len && is_apart(width(buf_text(&left), buf_text(&left) + left.len));
  if (broken) buf_put(out, "&");
  put_lines(out, buf_text(&left), room, room);
  buf_put(out, broken ? " \\\\\n&\\quad " : " &");
  buf_printf(out, "%s ", relation_latex[row->relation]);
  put_lines(out, buf_text(&right), room - (broken ? 5 : 3), room);
  buf_free(&left);
  buf_free(&right);
}

static void print_page(Buf *out, const Page *page)
{
  bool display = false;
  double column = 0;
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
    if (!display) column = width_of_column(page->pool, row, page->rows.len - i);
    display = true;
    put_row(out, page->pool, row, column);
  }
  if (display) buf_put(out, "\n\\end{align*}\n");
}

void derive_print_latex(Buf *out, const Derivation *d) { print_page(out, page_of(d)); }
void alternatives_print_latex(Buf *out, const Alternatives *a) { print_page(out, page_of_alternatives(a)); }
