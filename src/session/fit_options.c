/* fit_options.c: what stands behind `with` and `using`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include "derive/alternatives.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

typedef enum { OPTION_INT, OPTION_SEED, OPTION_NUMBER, OPTION_WORD, OPTION_FLAG } OptionKind;

static const struct { const char *name; OptionKind kind; size_t offset; double least, most; const char *doc, *others; } fit_options[] = {
#define OPTION(name, kind, field, least, most, doc, others) { name, OPTION_##kind, offsetof(FitOptions, field), least, most, doc, others },
#include "session/fit_options.def"
#undef OPTION
};
enum { FIT_OPTIONS = sizeof fit_options / sizeof *fit_options };

const char *session_fit_option(int i, const char **doc)
{
  if (i >= FIT_OPTIONS) return NULL;
  if (doc) *doc = fit_options[i].doc;
  return fit_options[i].name;
}

bool session_is_fit_option(const Name *name)
{
  for (int i = 0; i < FIT_OPTIONS; i++)
    if (!strcmp(fit_options[i].name, name->text)) return true;
  return false;
}

const char *session_fit_option_value(int option, int i)
{
  return option < FIT_OPTIONS && fit_options[option].kind == OPTION_WORD ? fit_option_value(fit_options[option].name, i) : NULL;
}

/* the mend of a wrong word: the one that is meant by it elsewhere (or NULL), the nearest one that there is, and all of them */
static void hint_words(Session *s, Diag *d, const Name *wrong, const Name *meant, const Name *const *right, int count)
{
  Buf all = { 0 };
  for (int i = 0; i < count; i++) buf_printf(&all, "%s%s", i ? ", " : "", right[i]->text);
  const Name *near = meant ? NULL : name_nearest(wrong, right, count);
  for (int i = 0; i < count && !near; i++) near = right[i] == meant ? meant : NULL;
  if (near) diag_hint(&s->diags, d, "did you mean '%s'? There are: %s", near->text, buf_text(&all));
  else diag_hint(&s->diags, d, "there are: %s", buf_text(&all));
  buf_free(&all);
}

static bool refuse_word(Session *s, const char *option, const Node *n, const char *word)
{
  enum { MOST = 16 };
  const Name *values[MOST];
  int count = 0;
  for (const char *v; count < MOST && (v = fit_option_value(option, count)); count++) values[count] = name_of(v);
  hint_words(s, diag_add(&s->diags, n->span, MSG_FIT_OPTION, word, option), name_of(word), NULL, values, count);
  return false;
}

static bool read_word(Session *s, const char *option, const Node *n, const char **word)
{
  if (n->kind != NODE_NAME && n->kind != NODE_STRING) return diag_add(&s->diags, n->span, MSG_NOT_A_WORD), false;
  *word = n->kind == NODE_NAME ? n->name->text : n->string;
  for (int i = 0; fit_option_value(option, i); i++)
    if (!strcmp(fit_option_value(option, i), *word)) return true;
  return refuse_word(s, option, n, *word);
}

/* the option that other programs call so, or NULL */
static const Name *option_called(const Name *name)
{
  for (int k = 0; k < FIT_OPTIONS; k++)
    for (const char *at = fit_options[k].others; (at = strstr(at, name->text)); at += name->len)
      if ((at == fit_options[k].others || at[-1] == ' ') && (at[name->len] == ' ' || !at[name->len])) return name_of(fit_options[k].name);
  return NULL;
}

static bool read_option(Session *s, const Node *n, FitOptions *o)
{
  int k = 0;
  while (k < FIT_OPTIONS && strcmp(fit_options[k].name, n->name->text) != 0) k++;
  if (k == FIT_OPTIONS) {
    const Name *names[FIT_OPTIONS];
    for (int i = 0; i < FIT_OPTIONS; i++) names[i] = name_of(fit_options[i].name);
    hint_words(s, diag_add(&s->diags, n->span, MSG_UNKNOWN, "option", n->name->text), n->name, option_called(n->name), names, FIT_OPTIONS);
    return false;
  }
  void *field = (char *)o + fit_options[k].offset;
  const Node *value = n->kid[0];
  if (fit_options[k].kind == OPTION_WORD) return read_word(s, fit_options[k].name, value, field);
  double x;
  if (!sema_number(s->sema, value, &x)) return false;
  bool whole = fit_options[k].kind == OPTION_INT || fit_options[k].kind == OPTION_SEED;
  double least = fit_options[k].least, most = fit_options[k].most;
  if (!(x >= least) || (whole && x != floor(x)))
    return diag_add(&s->diags, value->span, MSG_OPTION_VALUE, n->name->text, whole ? "a whole number" : "a number", least), false;
  if (x > most) return diag_add(&s->diags, value->span, MSG_OPTION_MOST, n->name->text, most), false;
  switch (fit_options[k].kind) {
  case OPTION_INT: *(int *)field = (int)x; break;
  case OPTION_SEED: *(uint64_t *)field = (uint64_t)x; break;
  case OPTION_FLAG: *(bool *)field = x != 0; break;
  default: *(double *)field = x; break;
  }
  return true;
}

bool session_read_options(Session *s, const Node *options, FitOptions *o)
{
  fit_options_default(o);
  o->threads = s->options.threads;
  o->trace_iterations = s->options.trace >> TRACE_ITER & 1;
  o->time = s->options.time;
  o->err = s->err;
  for (int i = 0; options && i < options->nkids; i++)
    if (!read_option(s, options->kid[i], o)) return false;
  return true;
}

/* those that have the word in their names, at most six; NULL: none */
static const char *names_with(Session *s, const Name *word, const Name *const *names, int count)
{
  const char *found = NULL;
  for (int i = 0, n = 0; i < count && n < 6; i++) {
    if (!strstr(names[i]->text, word->text) || (found && strstr(found, names[i]->text))) continue;
    found = found ? arena_printf(s->arena, "%s, %s", found, names[i]->text) : names[i]->text;
    n++;
  }
  return found;
}

/* the rules behind `using`, as a NULL-terminated list */
bool session_read_using(Session *s, const Node *names, const Name *const **rules)
{
  *rules = NULL;
  if (!names) return true;
  const Name **list = ARENA_ARRAY(s->arena, const Name *, names->nkids + 1);
  VEC(const Name *) known = {0};
  for (int i = 0; i < rules_choices(s->rules); i++) vec_push(s->arena, &known, rules_name(s->rules, i));
  for (int k = 0; k < names->nkids; k++) {
    list[k] = names->kid[k]->name;
    bool found = false;
    for (int i = 0; i < known.len; i++) found |= known.data[i] == list[k];
    if (found) continue;
    Diag *d = diag_add(&s->diags, names->kid[k]->span, MSG_UNKNOWN, "rule", list[k]->text);
    const Name *near = name_nearest(list[k], known.data, known.len);
    const char *like = near ? NULL : names_with(s, list[k], known.data, known.len);
    if (near) diag_hint(&s->diags, d, "did you mean '%s'?", near->text);
    else if (like) diag_hint(&s->diags, d, "the library has %s", like);
    else diag_hint(&s->diags, d, "`derive all` lists the rules that fit, by their names");
    return false;
  }
  *rules = list;
  return true;
}

/* names behind `using` that came to nothing */
void session_tell_unused(Session *s, const Derivation *d, const Node *using)
{
  for (int i = 0; d && using && i < using->nkids; i++) {
    if (derive_uses(d, using->kid[i]->name)) continue;
    bool own = d->method && strcmp(d->method, "auto") != 0;
    Diag *note = diag_add(&s->diags, using->kid[i]->span, MSG_RULE_UNUSED, using->kid[i]->name->text);
    if (own) diag_hint(&s->diags, note, "method = %s takes no rules", d->method);
    else diag_hint(&s->diags, note, "it has the form of no term that is to be bounded, or its conditions are not proved; `derive all` lists the rules that fit");
  }
}
