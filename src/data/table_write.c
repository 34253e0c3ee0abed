/* table_write.c: writes csv, tsv and json files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buf.h"
#include "data/formats.h"
#include "data/json_out.h"
#include <string.h>

/* a header's field; quoted where the reader would otherwise take it apart or trim it */
static void put_name(Buf *b, const char *name, const char *suffix, char separator)
{
  bool quote = !*name || strpbrk(name, "\"\r\n") || strchr(name, separator) || *name == ' ' || name[strlen(name) - 1] == ' ';
  if (quote) buf_putc(b, '"');
  for (const char *p = name; *p; p++) {
    if (*p == '"') buf_putc(b, '"');
    buf_putc(b, *p);
  }
  buf_put(b, suffix);
  if (quote) buf_putc(b, '"');
}

static int64_t columns_of(const Array *a) { return a->naxes == 2 ? a->size[1] : 1; }

static void write_side_by_side(Output *out, char separator)
{
  Buf b = {0};
  int64_t rows = out->items[0].array->naxes ? out->items[0].array->size[0] : 1;
  for (int64_t r = out->header ? -1 : 0; r < rows; r++) {
    for (int i = 0; i < out->nitems; i++) {
      const Array *a = out->items[i].array;
      const char *name = out->items[i].name ? out->items[i].name : "";
      for (int64_t c = 0; c < columns_of(a); c++) {
        char suffix[24] = "";
        if (a->naxes == 2) snprintf(suffix, sizeof suffix, "_%lld", (long long)c + 1);
        if (i || c) buf_putc(&b, separator);
        if (r < 0) put_name(&b, name, suffix, separator);
        else buf_number(&b, a->data[r * columns_of(a) + c]);
      }
    }
    buf_putc(&b, '\n');
    output_drain(out, &b, false);
  }
  output_drain(out, &b, true);
}

/* an array of three axes or more: its indices and its value on each line */
static void write_long(Output *out, char separator)
{
  const DataItem *item = &out->items[0];
  const Array *a = item->array;
  Buf b = {0};
  for (int k = 0; out->header && k < a->naxes; k++) {
    char number[24];
    snprintf(number, sizeof number, "axis_%d", k + 1);
    put_name(&b, item->axes ? item->axes[k] : number, "", separator);
    buf_putc(&b, separator);
  }
  if (out->header) {
    put_name(&b, item->name ? item->name : "value", "", separator);
    buf_putc(&b, '\n');
  }
  int64_t index[ARRAY_MAX_AXES] = {0};
  for (int64_t i = 0; i < a->stored; i++) {
    for (int k = 0; k < a->naxes; k++) buf_printf(&b, "%lld%c", (long long)index[k] + 1, separator);
    buf_number(&b, a->data[i]);
    buf_putc(&b, '\n');
    output_drain(out, &b, false);
    for (int k = a->naxes - 1; k >= 0 && ++index[k] == a->size[k]; k--) index[k] = 0;
  }
  output_drain(out, &b, true);
}

static void write_table(Output *out, char separator)
{
  if (out->items[0].array->naxes > 2) write_long(out, separator);
  else write_side_by_side(out, separator);
}

void csv_write(Output *out) { write_table(out, ','); }
void tsv_write(Output *out) { write_table(out, '\t'); }

void json_write(Output *out)
{
  JsonOut j;
  json_begin(&j, out->file);
  if (out->nitems > 1) json_open_object(&j);
  for (int i = 0; i < out->nitems; i++) {
    if (out->nitems > 1) json_key(&j, out->items[i].name ? out->items[i].name : "");
    json_nested(&j, out->items[i].array);
  }
  if (out->nitems > 1) json_close(&j);
  json_end(&j);                                       /* a failure shows in the stream */
}
