/* utf8.c: decoding and widths.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

uint32_t utf8_decode(const char *text, size_t n, int *bytes)
{
  const unsigned char *p = (const unsigned char *)text;
  static const struct { unsigned char mask, lead; uint32_t least; } form[] = {
    { 0x80, 0x00, 0 }, { 0xE0, 0xC0, 0x80 }, { 0xF0, 0xE0, 0x800 }, { 0xF8, 0xF0, 0x10000 },
  };
  *bytes = 1;
  for (int length = 1; length <= 4; length++) {
    if ((p[0] & form[length - 1].mask) != form[length - 1].lead) continue;
    if ((size_t)length > n) return UTF8_BAD;
    uint32_t c = p[0] & ~(uint32_t)form[length - 1].mask;
    for (int i = 1; i < length; i++) {
      if ((p[i] & 0xC0) != 0x80) return UTF8_BAD;
      c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < form[length - 1].least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return UTF8_BAD;
    *bytes = length;
    return c;
  }
  return UTF8_BAD;
}

static int in_ranges(const uint32_t (*range)[2], int n, uint32_t c)
{
  for (int i = 0; i < n; i++)
    if (c >= range[i][0] && c <= range[i][1]) return 1;
  return 0;
}

int utf8_width(uint32_t c)
{
  static const uint32_t none[][2] = {
    { 0x300, 0x36F }, { 0x483, 0x489 }, { 0x591, 0x5BD }, { 0x610, 0x61A }, { 0x64B, 0x65F }, { 0x1AB0, 0x1AFF },
    { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2064 }, { 0x20D0, 0x20FF },
    { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF },
  };
  static const uint32_t wide[][2] = {
    { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
    { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
  };
  if (c < 0x300) return 1;
  if (in_ranges(none, (int)(sizeof none / sizeof *none), c)) return 0;
  return in_ranges(wide, (int)(sizeof wide / sizeof *wide), c) ? 2 : 1;
}

int utf8_columns(const char *text, size_t n)
{
  int columns = 0, bytes;
  for (size_t i = 0; i < n; i += (size_t)bytes) columns += utf8_width(utf8_decode(text + i, n - i, &bytes));
  return columns;
}
