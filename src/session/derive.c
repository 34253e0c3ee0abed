/* derive.c: derive, grad, check.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/certificate.h"
#include "explain/print.h"
#include "session/session.h"
#include "fit/rate.h"
#include <string.h>

static void put(Session *s, Buf *buf)
{
  FILE *f = s->options.json ? s->err : s->out;
  fputs(buf_text(buf), f);
  if (buf->len && buf->text[buf->len - 1] != '\n') fputc('\n', f);
  buf_free(buf);
}

static const struct { const char *word; void (*print)(Buf *, const Derivation *); void (*print_all)(Buf *, const Alternatives *); } formats[] = {
  { "text", derive_print_text, alternatives_print_text }, { "latex", derive_print_latex, alternatives_print_latex },
  { "json", derive_print_json, alternatives_print_json } };

bool session_is_format(const char *word)
{
  for (size_t k = 0; k < sizeof formats / sizeof *formats; k++)
    if (strcmp(formats[k].word, word) == 0) return true;
  return false;
}

/* `derive all`, unless a loss has that name; `derive all NAME` */
static bool asks_for_all(const Session *s, const Node *n)
{
  if (n->name) return true;
  if (!n->kid[0] || n->kid[0]->kind != NODE_NAME || strcmp(n->kid[0]->name->text, "all") != 0) return false;
  for (int i = 0; i < s->losses.named.len; i++)
    if (s->losses.named.data[i]->name == n->kid[0]->name) return false;
  return true;
}

static bool derive_all(Session *s, const Node *n, const Name *const *rule, void (*print)(Buf *, const Alternatives *))
{
  Loss *loss = session_find_loss(s, n->name ? n->kid[0] : NULL, n->span);
  Alternatives all = { 0 };
  const char *why = NULL;
  Buf buf = { 0 };
  if (!loss || !derive_alternatives(s->pool, s->rules, loss, rule, &all, &s->diags)) return false;
  Rates *rates = rates_new(s->pool, s->rules, loss, s->options.threads, &why);
  for (int i = 0; i < all.len; i++) all.data[i].rate = rates ? rates_predict(rates, all.data[i].d) : (Rate){ .why = why };
  rates_free(rates);
  print(&buf, &all);
  put(s, &buf);
  session_tell_unused(s, all.data[0].d, n->kid[2]);
  return true;
}

bool session_derive(Session *s, const Node *n)
{
  size_t k = 0;
  const Name *const *rule;
  if (n->kid[1])
    while (k < sizeof formats / sizeof *formats && strcmp(formats[k].word, n->kid[1]->name->text) != 0) k++;
  if (k == sizeof formats / sizeof *formats)
    return diag_hint(&s->diags, diag_add(&s->diags, n->kid[1]->span, MSG_UNKNOWN, "format", n->kid[1]->name->text), "there are text, latex and json"), false;
  if (n->name && strcmp(n->name->text, "all") != 0)
    return diag_hint(&s->diags, diag_add(&s->diags, n->span, MSG_UNKNOWN, "word", n->name->text), "derive %s, or derive all %s", n->kid[0]->name->text, n->kid[0]->name->text), false;
  if (!session_load_rules(s) || !session_read_using(s, n->kid[2], &rule)) return false;
  if (asks_for_all(s, n)) return derive_all(s, n, rule, formats[k].print_all);
  Loss *loss = session_find_loss(s, n->kid[0], n->span);
  if (!loss) return false;
  DeriveOptions o = { .method = "auto", .use_rule = rule };
  Derivation *d = derive_loss(s->pool, s->rules, loss, &o, &s->diags);
  Buf buf = {0};
  if (!d) return false;
  formats[k].print(&buf, d);
  put(s, &buf);
  session_tell_unused(s, d, n->kid[2]);
  return true;
}

bool session_grad(Session *s, const Node *n)
{
  Loss *loss = session_find_loss(s, n->kid[0], n->span);
  const Symbol *param = NULL;
  if (!loss || (n->kid[1] && !(param = sema_param_symbol(s->sema, n->kid[1])))) return false;
  Buf buf = {0};
  derive_print_gradient(&buf, s->pool, loss, param);
  put(s, &buf);
  return true;
}

bool session_check(Session *s, const Node *n)
{
  Loss *loss = session_find_loss(s, n->kid[0], n->span);
  if (!loss || !session_load_rules(s)) return false;
  Buf buf = {0};
  bool ok = fit_check(s->pool, s->rules, loss, 1, s->options.threads, &buf, &s->diags);
  put(s, &buf);
  if (!ok && s->diags.errors == 0) diag_add(&s->diags, n->span, MSG_CHECK_FAILED);
  return ok;
}
