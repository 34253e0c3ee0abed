/* diag.c: collecting messages and printing them with the lines they speak of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/diag.h"
#include "base/buf.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct { Severity severity; const char *format; } messages[MSG_COUNT] = {
#define MESSAGE(id, severity, format) [MSG_##id] = { severity, format },
#include "base/messages.def"
#undef MESSAGE
};

Diag *diag_add(DiagList *list, Span span, MessageId id, ...)
{
  Diag *d = ARENA_NEW(list->arena, Diag);
  d->id = id;
  d->severity = messages[id].severity;
  d->span = span;
  va_list args;
  va_start(args, id);
  d->text = arena_vprintf(list->arena, messages[id].format, args);
  va_end(args);
  if (list->last) list->last->next = d;
  else list->first = d;
  list->last = d;
  list->errors += d->severity == SEVERITY_ERROR;
  list->warnings += d->severity == SEVERITY_WARNING;
  return d;
}

static void add_part(DiagList *list, Diag *d, bool is_hint, Span span, const char *fmt, va_list args)
{
  DiagPart *part = ARENA_NEW(list->arena, DiagPart), **end = &d->parts;
  part->is_hint = is_hint;
  part->span = span;
  part->text = arena_vprintf(list->arena, fmt, args);
  while (*end) end = &(*end)->next;
  *end = part;
}

void diag_note(DiagList *list, Diag *d, Span span, const char *fmt, ...)
{
  va_list args;
  va_start(args, fmt);
  add_part(list, d, false, span, fmt, args);
  va_end(args);
}

void diag_hint(DiagList *list, Diag *d, const char *fmt, ...)
{
  va_list args;
  va_start(args, fmt);
  add_part(list, d, true, (Span){0}, fmt, args);
  va_end(args);
}

void diag_clear(DiagList *list)
{
  list->first = list->last = NULL;
  list->errors = list->warnings = 0;
}

bool diag_wants_colour(FILE *out)
{
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  return !(no && *no) && term && strcmp(term, "dumb") != 0 && isatty(fileno(out));
}

enum { TAB = 8, WIDEST_LINE = 120, LEFT_OF_SPAN = 40, MOST_LINES = 4 };

typedef struct Paint { const char *bold, *mark, *reset; } Paint;

/* One line of the source as a terminal shows it, and below it the marks. Both are cut to a window around the first
 * mark when the line is long. Control characters become '?', so that a file cannot steer the terminal. */
static void print_line(FILE *out, const Source *s, int line, int begin, int end, bool first, int digits, Paint paint)
{
  int from = s->line_start[line], to = line + 1 < s->nlines ? s->line_start[line + 1] - 1 : (int)s->len;
  if (to > from && s->text[to - 1] == '\r') to--;
  if (begin < from) begin = from;
  if (!first)
    while (begin < to && (s->text[begin] == ' ' || s->text[begin] == '\t')) begin++;
  if (begin > to) begin = to;
  if (end > to) end = to;
  if (end < begin) end = begin;

  int begin_column = 0, end_column = 0, width = 0, bytes, window = 0;
  for (int pass = 0; pass < 2; pass++) {
    Buf shown = {0};
    int column = 0;
    for (int i = from; i <= to; i += bytes) {
      if (i == begin) begin_column = column;
      if (i == end) end_column = column;
      bytes = 1;
      if (i == to) break;
      uint32_t c = utf8_decode(s->text + i, (size_t)(to - i), &bytes);
      int w = c == '\t' ? TAB - column % TAB : utf8_width(c);
      bool inside = column >= window && column + w <= window + WIDEST_LINE;
      if (inside && c == '\t') buf_printf(&shown, "%*s", w, "");
      else if (inside && (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == UTF8_BAD)) buf_putc(&shown, '?');
      else if (inside) buf_putn(&shown, s->text + i, (size_t)bytes);
      else if (w && column < window && column + w > window) buf_printf(&shown, "%*s", column + w - window, "");
      column += w;
    }
    width = column;
    if (pass == 0 && width > WIDEST_LINE) {          /* now that the columns are known, once more through the window */
      if (begin_column > LEFT_OF_SPAN) window = begin_column - LEFT_OF_SPAN;
      if (window > width - WIDEST_LINE) window = width - WIDEST_LINE;
    } else {
      pass = 1;
    }
    if (pass == 1)
      fprintf(out, "  %*d | %s%s%s\n", digits, line + 1, window ? "…" : "", buf_text(&shown), width > window + WIDEST_LINE ? "…" : "");
    buf_free(&shown);
  }
  int marks = end_column - begin_column, room = window + WIDEST_LINE - begin_column;
  if (marks > room) marks = room;
  if (marks < 1) marks = 1;
  fprintf(out, "  %*s | %*s%s", digits, "", begin_column - window + (window > 0), "", paint.mark);
  for (int i = 0; i < marks; i++) fputc(i == 0 && first ? '^' : '~', out);
  fprintf(out, "%s\n", paint.reset);
}

static void print_span(FILE *out, Span span, Paint paint)
{
  const Source *s = span.source;
  int begin = span.begin, end = span.end, len = (int)s->len, first, last, column;
  if (begin < 0) begin = 0;
  if (begin > len) begin = len;
  if (end < begin) end = begin;
  if (end > len) end = len;
  while (end > begin && (s->text[end - 1] == '\n' || s->text[end - 1] == '\r')) end--;
  source_position(s, begin, &first, &column);
  source_position(s, end, &last, &column);
  int digits = snprintf(NULL, 0, "%d", last);
  for (int line = first; line <= last; line++) {
    if (last - first >= MOST_LINES && line == first + 1) {
      fprintf(out, "  %*s | …\n", digits, "");
      line = last;
    }
    print_line(out, s, line - 1, begin, end, line == first, digits, paint);
  }
}

static void print_place(FILE *out, Span span)
{
  int line, column;
  source_position(span.source, span.begin, &line, &column);
  fprintf(out, "%s:%d:%d: ", span.source->name, line, column);
}

void diag_print(const DiagList *list, FILE *out, bool colour)
{
  static const struct { const char *word, *paint; } severity[] = {
    [SEVERITY_ERROR] = { "error", "\33[1;31m" },
    [SEVERITY_WARNING] = { "warning", "\33[1;35m" },
    [SEVERITY_NOTE] = { "note", "\33[1;36m" },
  };
  const char *bold = colour ? "\33[1m" : "", *reset = colour ? "\33[0m" : "";
  for (const Diag *d = list->first; d; d = d->next) {
    Paint paint = { bold, colour ? severity[d->severity].paint : "", reset };
    fputs(paint.bold, out);
    if (d->span.source) print_place(out, d->span);
    else fputs("majorant: ", out);
    fprintf(out, "%s%s%s:%s %s\n", reset, paint.mark, severity[d->severity].word, reset, d->text);
    if (d->span.source) print_span(out, d->span, paint);
    for (const DiagPart *p = d->parts; p; p = p->next) {
      Paint quiet = { bold, colour ? (p->is_hint ? "\33[1;32m" : "\33[1;36m") : "", reset };
      const char *word = p->is_hint ? "hint" : "note";
      if (p->span.source) {
        fputs(bold, out);
        print_place(out, p->span);
        fprintf(out, "%s%s%s:%s %s\n", reset, quiet.mark, word, reset, p->text);
        print_span(out, p->span, quiet);
      } else {
        fprintf(out, "    %s%s:%s %s\n", quiet.mark, word, reset, p->text);
      }
    }
  }
}
