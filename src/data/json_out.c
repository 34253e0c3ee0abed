/* json_out.c: the streaming JSON writer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/json_out.h"
#include "base/utf8.h"
#include <math.h>
#include <string.h>

enum { DRAIN_FROM = 1 << 16 };

static void drain(JsonOut *j)
{
  if (j->buf.len && fwrite(j->buf.text, 1, j->buf.len, j->file) != j->buf.len) j->failed = true;
  buf_clear(&j->buf);
}

void json_begin(JsonOut *j, FILE *file)
{
  *j = (JsonOut){ .file = file };
}

bool json_end(JsonOut *j)
{
  bool whole = j->depth == 0 && !j->after_key;
  buf_putc(&j->buf, '\n');
  drain(j);
  buf_free(&j->buf);
  return fflush(j->file) == 0 && !j->failed && whole;
}

/* a comma where one is due */
static void before_value(JsonOut *j)
{
  if (j->buf.len >= DRAIN_FROM) drain(j);
  if (j->depth && !j->after_key) {
    if (j->level[j->depth - 1].filled) buf_put(&j->buf, ", ");
    j->level[j->depth - 1].filled = true;
  }
  j->after_key = false;
}

static void open_level(JsonOut *j, char open, char close)
{
  before_value(j);
  buf_putc(&j->buf, open);
  if (j->depth == JSON_MAX_DEPTH) {
    j->failed = true;
    return;
  }
  j->level[j->depth].close = close;
  j->level[j->depth++].filled = false;
}

void json_open_object(JsonOut *j) { open_level(j, '{', '}'); }
void json_open_array(JsonOut *j) { open_level(j, '[', ']'); }

void json_close(JsonOut *j)
{
  if (j->depth == 0) {
    j->failed = true;
    return;
  }
  buf_putc(&j->buf, j->level[--j->depth].close);
}

static void put_string(JsonOut *j, const char *text)
{
  buf_putc(&j->buf, '"');
  size_t n = strlen(text);
  int bytes;
  for (const char *p = text, *end = text + n; p < end; p += bytes) {
    uint32_t c = utf8_decode(p, (size_t)(end - p), &bytes);
    if (c == '"' || c == '\\') buf_printf(&j->buf, "\\%c", (int)c);
    else if (c == '\n') buf_put(&j->buf, "\\n");
    else if (c == '\t') buf_put(&j->buf, "\\t");
    else if (c < 0x20 || c == 0x7F) buf_printf(&j->buf, "\\u%04x", (unsigned)c);
    else if (c == UTF8_BAD) buf_put(&j->buf, "\xEF\xBF\xBD");
    else buf_putn(&j->buf, p, (size_t)bytes);
  }
  buf_putc(&j->buf, '"');
}

void json_key(JsonOut *j, const char *key)
{
  before_value(j);
  put_string(j, key);
  buf_put(&j->buf, ": ");
  j->after_key = true;
}

void json_string(JsonOut *j, const char *text)
{
  before_value(j);
  put_string(j, text);
}

void json_number(JsonOut *j, double x)
{
  before_value(j);
  if (isfinite(x)) buf_number(&j->buf, x);
  else buf_put(&j->buf, "null");
}

void json_integer(JsonOut *j, int64_t n)
{
  before_value(j);
  buf_printf(&j->buf, "%lld", (long long)n);
}

void json_bool(JsonOut *j, bool b)
{
  before_value(j);
  buf_put(&j->buf, b ? "true" : "false");
}

void json_null(JsonOut *j)
{
  before_value(j);
  buf_put(&j->buf, "null");
}

void json_numbers(JsonOut *j, const double *x, int64_t count)
{
  json_open_array(j);
  for (int64_t i = 0; i < count; i++) json_number(j, x[i]);
  json_close(j);
}

void json_nested(JsonOut *j, const Array *a)
{
  if (a->naxes == 0) {
    json_number(j, a->data[0]);
    return;
  }
  int64_t index[ARRAY_MAX_AXES] = {0}, count = array_count(a);
  int opened = 0;                 /* levels that are open */
  for (int64_t i = 0; i < count; i++) {
    while (opened < a->naxes) json_open_array(j), opened++;
    json_number(j, a->sparse ? array_at(a, index) : a->data[i]);
    for (int k = a->naxes - 1; k >= 0 && ++index[k] == a->size[k]; k--) {
      index[k] = 0;
      json_close(j);
      opened--;
    }
  }
}
