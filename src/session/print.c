/* print.c: print, and bare expressions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include <math.h>
#include <string.h>

const char *session_text(Session *s, const Node *n)
{
  Buf buf = {0};
  ast_to_text(&buf, n);
  const char *text = arena_strdup(s->arena, buf_text(&buf));
  buf_free(&buf);
  return text;
}

static void keep(Session *s, Printed p)
{
  Printed *copy = arena_copy(s->arena, &p, sizeof p);
  *s->last_printed = copy;
  s->last_printed = &copy->next;
}

/* what is printed may be no number: the logarithm of a negative one, inf - inf */
static void warn_of_nan(Session *s, const Node *n, const char *text, const Array *a)
{
  int64_t count = a->sparse ? a->stored : array_count(a), i = 0;
  while (i < count && !isnan(a->data[i])) i++;
  if (i < count) diag_add(&s->diags, n->span, MSG_PRINTED_NAN, text, array_place(s->arena, a, i));
}

static bool print_one(Session *s, const Node *n)
{
  Value v = sema_value(s->sema, n);
  Printed p = { .text = session_text(s, n) };
  if (v.kind == VALUE_BAD) return false;
  if (v.kind == VALUE_STRING) {
    p.string = v.string;
    if (s->options.json) keep(s, p);
    else fprintf(s->out, "%s\n", v.string);
    return true;
  }
  p.array = sema_evaluate(s->sema, &v);
  if (!p.array) return false;
  warn_of_nan(s, n, p.text, p.array);
  p.naxes = v.nopen;
  for (int i = 0; i < v.nopen; i++) p.axis[i] = v.open[i]->axis->name->text;
  if (s->options.json) keep(s, p);
  else {
    table_print(s->out, p.text, p.naxes, p.axis, p.array);
    array_unref(p.array);
  }
  return true;
}

bool session_print(Session *s, const Node *n)
{
  for (int i = 0; i < n->nkids; i++)
    if (!print_one(s, n->kid[i])) return false;
  return true;
}
