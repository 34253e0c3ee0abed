/* lex.c: names, numbers and strings out of their characters, and what to say of characters that are none of these.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "syntax/lex.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "grammar/parser.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Blocks of Unicode that are letters (and the marks and digits of their scripts), coarsely: what matters is that
 * operators, quotation marks, spaces and emoji are not among them. */
static const struct { uint32_t first, last; } letters[] = {
  {0xAA, 0xAA}, {0xB5, 0xB5}, {0xBA, 0xBA}, {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2C1}, {0x370, 0x374}, {0x376, 0x37D},
  {0x37F, 0x383}, {0x386, 0x386}, {0x388, 0x3F5}, {0x3F7, 0x481}, {0x48A, 0x559}, {0x560, 0x588}, {0x5D0, 0x5F2},
  {0x620, 0x669}, {0x66E, 0x6D3}, {0x6D5, 0x6D5}, {0x6E5, 0x6FC}, {0x710, 0x963}, {0x966, 0x13FF}, {0x1401, 0x166C},
  {0x166F, 0x167F}, {0x1681, 0x169A}, {0x16A0, 0x17D3}, {0x1820, 0x1FFC}, {0x2071, 0x2071}, {0x207F, 0x207F},
  {0x2090, 0x209C}, {0x2102, 0x2102}, {0x2107, 0x2107}, {0x210A, 0x2113}, {0x2115, 0x2115}, {0x2119, 0x211D},
  {0x2124, 0x2124}, {0x2126, 0x2126}, {0x2128, 0x2128}, {0x212A, 0x212D}, {0x212F, 0x2139}, {0x213C, 0x213F},
  {0x2145, 0x2149}, {0x2C00, 0x2DFF}, {0x3005, 0x3006}, {0x3031, 0x3035}, {0x3041, 0x31FF}, {0x3400, 0x9FFF},
  {0xA000, 0xD7FB}, {0xF900, 0xFDFB}, {0xFE70, 0xFEFC}, {0xFF21, 0xFF3A}, {0xFF41, 0xFF5A}, {0xFF66, 0xFFDC},
  {0x10000, 0x1CFFF}, {0x1D400, 0x1D6C0}, {0x1D6C2, 0x1D6DA}, {0x1D6DC, 0x1D6FA}, {0x1D6FC, 0x1D714}, {0x1D716, 0x1D734},
  {0x1D736, 0x1D74E}, {0x1D750, 0x1D76E}, {0x1D770, 0x1D788}, {0x1D78A, 0x1D7A8}, {0x1D7AA, 0x1D7C2}, {0x1D7C4, 0x1D7CB},
  {0x1DF00, 0x1EEBB}, {0x20000, 0x323AF},
};

/* what people type for what they mean; "" for a mend: the character is only strange, not a likely slip */
static const struct { const char *text, *mend; } slips[] = {
  {"−", "write '-'"}, {"–", "write '-'"}, {"—", "write '-'"}, {"×", "write '*'"}, {"·", "write '*'"}, {"⋅", "write '*'"},
  {"÷", "write '/'"}, {"≤", "write '<='"}, {"≥", "write '>='"}, {"≠", "write '!='"}, {"→", "write '->'"},
  {"∈", "write 'in'"}, {"∞", "write 'inf'"}, {"²", "write '^2'"}, {"³", "write '^3'"}, {"√", "write 'sqrt(…)'"},
  {"∑", "write 'sum{i} …'"}, {"∏", "write 'prod{i} …'"}, {"∥", "write '|'"}, {"‖", "write '|'"}, {"…", "write '..'"},
  {"“", "write '\"'"}, {"”", "write '\"'"}, {"„", "write '\"'"}, {"‘", "write '\"'"}, {"’", "write '\"'"},
  {"\u00A0", "this is a no-break space: write an ordinary one"}, {"\u3000", "this is a wide space: write an ordinary one"},
  {"\u200B", "it is invisible: delete it"}, {"\uFEFF", "it is invisible: delete it"}, {"\u0302", "marks on letters cannot stand in names"},
  {"**", "a power is written '^'"}, {"//", "a comment begins with '#'"}, {"%", "a comment begins with '#'"},
  {":=", "write '='"}, {"=<", "write '<='"}, {"<>", "write '!='"}, {"&&", "write 'and'"}, {"&", "write 'and'"},
  {"!", "write 'not', or '!=' for 'is not'"}, {"+=", "values do not change: there is only 'let NAME = …'"},
  {"-=", "values do not change: there is only 'let NAME = …'"}, {"*=", "values do not change: there is only 'let NAME = …'"},
  {"/=", "'is not' is written '!='"}, {"\\", "lines go on without it inside brackets or after an operator"},
  {"@", "the product of matrices is matmul(A, B), of vectors dot(a, b)"}, {"%*%", "the product of matrices is matmul(A, B), of vectors dot(a, b)"},
  {"'", "the transpose is 'transpose(A)', and strings stand in \"…\""},
};

static Span here(const Lex *lex, int begin, int end)
{
  return (Span){ lex->source, begin, end };
}

static bool is_letter(uint32_t c)
{
  for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
    if (c <= letters[i].last) return c >= letters[i].first;
  return false;
}

int lex_name(Lex *lex, const char *text, int len)
{
  int n = 0, bytes;
  for (; n < len; n += bytes) {
    bytes = 1;
    if ((unsigned char)text[n] >= 0x80 && !is_letter(utf8_decode(text + n, (size_t)(len - n), &bytes))) break;
  }
  if (n) lex->token.name = name_of_n(text, (size_t)n);
  return n;
}

/* Decimal literals of up to 15 digits are fractions with a power of ten below; cancelled, so that 0.5 is 1/2. */
static void set_fraction(Token *t, const char *text)
{
  int64_t num = 0, den = 1;
  int digits = 0, scale = 0;
  const char *c = text;
  for (bool point = false; (*c >= '0' && *c <= '9') || *c == '.'; c++) {
    if (*c == '.') {
      point = true;
      continue;
    }
    if (num || *c != '0') digits++;
    if (digits > 15) return;
    num = 10 * num + (*c - '0');
    scale -= point;
  }
  if (*c == 'e' || *c == 'E') {
    long e = strtol(c + 1, NULL, 10);
    if (labs(e) > 15) return;
    scale += (int)e;
  }
  for (; scale > 0; scale--) {
    if (num > INT64_C(100000000000000)) return;
    num *= 10;
  }
  for (; scale < 0; scale++) {
    if (num % 10 == 0) {
      num /= 10;
      continue;
    }
    if (den > INT64_C(100000000000000)) return;
    den *= 10;
  }
  int64_t a = num, b = den;
  while (b) {
    int64_t rest = a % b;
    a = b;
    b = rest;
  }
  t->exact = true;
  t->num = num / a;
  t->den = den / a;
}

int lex_number(Lex *lex, const char *text)
{
  lex->token.number = number_read(text, NULL);
  if (isinf(lex->token.number)) {
    if (!lex->bad) diag_add(lex->diags, here(lex, lex->begin, lex->at), MSG_SYNTAX_NUMBER_LARGE);
    lex->bad = true;
    return TK_BAD;
  }
  set_fraction(&lex->token, text);
  return TK_NUMBER;
}

int lex_bad_number(Lex *lex, const char *text, int len)
{
  if (!lex->bad) {
    Diag *d = diag_add(lex->diags, here(lex, lex->begin, lex->at), MSG_SYNTAX_NUMBER_POINT);
    if (text[0] == '.') diag_hint(lex->diags, d, "write '0%.*s'", len, text);
    else diag_hint(lex->diags, d, "write '%.*s0', or '%.*s' for a whole number", len, text, len - 1, text);
  }
  lex->bad = true;
  return TK_BAD;
}

int lex_string(Lex *lex, const char *text, int len)
{
  char *out = arena_alloc(lex->arena, (size_t)len), *to = out;
  for (int i = 1; i < len - 1; i++) {
    if (text[i] != '\\') {
      *to++ = text[i];
      continue;
    }
    static const char escapes[][2] = { {'"', '"'}, {'\\', '\\'}, {'n', '\n'}, {'t', '\t'} };
    size_t e = 0;
    i++;
    while (e < 4 && escapes[e][0] != text[i]) e++;
    if (e < 4) {
      *to++ = escapes[e][1];
      continue;
    }
    if (!lex->bad) {
      int bytes;
      utf8_decode(text + i, (size_t)(len - i), &bytes);
      Diag *d = diag_add(lex->diags, here(lex, lex->begin + i - 1, lex->begin + i + bytes), MSG_SYNTAX_ESCAPE);
      diag_hint(lex->diags, d, "a backslash itself is written '\\\\'");
    }
    lex->bad = true;
    return TK_BAD;
  }
  *to = 0;
  lex->token.string = out;
  return TK_STRING;
}

int lex_open_string(Lex *lex)
{
  if (!lex->bad) {
    Diag *d = diag_add(lex->diags, here(lex, lex->begin, lex->at), MSG_SYNTAX_STRING_OPEN);
    diag_hint(lex->diags, d, "a '\"' inside a string is written '\\\"', the end of a line '\\n'");
  }
  lex->bad = true;
  return TK_BAD;
}

int lex_bad_char(Lex *lex, const char *text, int len)
{
  int bytes = len;
  uint32_t c = 0;
  if ((unsigned char)text[0] >= 0x80) c = utf8_decode(text, (size_t)len, &bytes);
  if (lex->bad) return bytes;
  lex->bad = true;
  Span span = here(lex, lex->begin, lex->begin + bytes);
  if (text[0] == '\'' && bytes > 1) {
    Diag *d = diag_add(lex->diags, span, MSG_SYNTAX_QUOTE);
    diag_hint(lex->diags, d, "write \"%.*s\"", bytes - 2, text + 1);
    return bytes;
  }
  bool shown = c ? c != 0xA0 && c != 0xFEFF && utf8_width(c) > 0 : (unsigned char)text[0] >= 0x20 && text[0] != 0x7F;
  Diag *d = shown && !c ? diag_add(lex->diags, span, MSG_SYNTAX_CHAR, bytes, text)
          : shown       ? diag_add(lex->diags, span, MSG_SYNTAX_CHAR_UNICODE, bytes, text, (unsigned)c)
                        : diag_add(lex->diags, span, MSG_SYNTAX_CHAR_HIDDEN, c ? (unsigned)c : (unsigned char)text[0]);
  for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
    if (strlen(slips[i].text) == (size_t)bytes && !memcmp(slips[i].text, text, (size_t)bytes))
      diag_hint(lex->diags, d, "%s", slips[i].mend);
  return bytes;
}

/* marks that make a terminal or an editor show a line in another order than it is read */
static bool is_bidi_control(uint32_t c)
{
  return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool lex_check_text(const Source *s, DiagList *diags)
{
  int bytes;
  bool warned = false;
  for (int i = 0; i < (int)s->len; i += bytes) {
    bytes = 1;
    unsigned char first = (unsigned char)s->text[i];
    if (first < 0x80) continue;
    uint32_t c = utf8_decode(s->text + i, s->len - (size_t)i, &bytes);
    Span span = { s, i, i + bytes };
    if (c == UTF8_BAD && bytes == 1) {
      Diag *d = diag_add(diags, span, MSG_SYNTAX_UTF8, first, i);
      diag_hint(diags, d, "save the text as UTF-8");
      return false;
    }
    if (is_bidi_control(c) && !warned) {
      diag_add(diags, span, MSG_SYNTAX_BIDI, (unsigned)c);
      warned = true;
    }
  }
  return true;
}
