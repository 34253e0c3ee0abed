/* unknown.c: what to say of a name that nothing declares: the nearest one, what other programs call so, where it would be declared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include "syntax/scan.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* how a name stands in its text */
typedef struct Standing {
  char behind;                 /* the next character that is no blank */
  bool assigned;               /* x <- 3 */
  bool alone;                  /* it is all of its statement, but for an empty pair of brackets */
  bool subscript;              /* x[…] */
} Standing;

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80; }
static bool ends_statement(char c) { return c == 0 || c == '\n' || c == '\r' || c == ';' || c == '#'; }

/* the bracket that is open before `at` in its statement is that of a subscript */
static bool in_subscript(const char *text, int at)
{
  int depth = 0;
  for (int i = at - 1; i > 0 && text[i] != ';' && text[i] != '\n'; i--) {
    if (strchr(")]}", text[i])) depth++;
    else if (strchr("([{", text[i]) && --depth < 0) return text[i] == '[' && (is_word(text[i - 1]) || text[i - 1] == ']');
  }
  return false;
}

static Standing standing_of(Span span)
{
  if (!span.source) return (Standing){ 0 };
  const char *text = span.source->text, *behind = text + span.end;
  int before = span.begin - 1;
  while (before >= 0 && (text[before] == ' ' || text[before] == '\t')) before--;
  while (*behind == ' ') behind++;
  Standing at = { .behind = *behind, .assigned = !strncmp(behind, "<-", 2), .subscript = in_subscript(text, span.begin) };
  if (!strncmp(behind, "()", 2)) behind += 2;
  at.alone = (before < 0 || text[before] == '\n' || text[before] == ';') && ends_statement(*behind);
  return at;
}

/* words that other programs have; see elsewhere.def for the marks behind a name */
static bool hint_at_word(Sema *s, Diag *d, const Name *name, const char *marks)
{
  static const char *const missing[] = { "nan", "na", "null", "none", "missing" };
  for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
    if (!strcasecmp(name->text, missing[i])) {
      diag_hint(s->diags, d, "there are no missing values: leave the entry out of the sum, by a weight of 0 or a condition, and write a number in its place");
      return true;
    }
  static const struct { const char *name, *hint; } elsewhere[] = {
#define ELSEWHERE(name, hint) { name, hint },
#include "sema/elsewhere.def"
#undef ELSEWHERE
  };
  size_t length = strlen(name->text);
  for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
    const char *mark = elsewhere[i].name + length;
    if (strncmp(name->text, elsewhere[i].name, length) != 0 || (*mark && (mark[1] || !strchr(marks, *mark)))) continue;
    diag_hint(s->diags, d, "%s", elsewhere[i].hint);
    return true;
  }
  for (int i = 0; s->source && s->source(i); i++)
    if (!strcmp(name->text, s->source(i))) {
      diag_hint(s->diags, d, "a file is read by a declaration of its own: data y[N] = %s(\"…\")", name->text);
      return true;
    }
  return false;
}

static const Name *nearest(Sema *s, const Name *name, bool model)
{
  VEC(const Name *) seen = {0};
  for (const Scope *scope = model ? s->scope : NULL; scope; scope = scope->outer)
    for (const Binding *b = scope->first; b; b = b->next)
      if (b->kind == BIND_MODEL) vec_push(s->arena, &seen, b->name);
  if (model) return name_nearest(name, seen.data, seen.len);
  for (const Scope *scope = s->scope; scope; scope = scope->outer) {
    for (const Binding *b = scope->first; b; b = b->next) vec_push(s->arena, &seen, b->name);
    for (const AxisEntry *a = scope->axes; a; a = a->next) vec_push(s->arena, &seen, a->alias ? a->alias : a->axis->name);
  }
  for (const Binding *b = s->library->first; b; b = b->next) vec_push(s->arena, &seen, b->name);
  for (int i = 0; i < builtin_count; i++) vec_push(s->arena, &seen, name_of(builtin_table[i].name));
  for (int i = 0; i < function_count(s->pool); i++) vec_push(s->arena, &seen, function_at(s->pool, i)->name);
  return name_nearest(name, seen.data, seen.len);
}

/* where a name that resembles none would come from */
static void hint_at_declaration(Sema *s, Diag *d, const Name *name, const Standing *at)
{
  if (at->subscript) diag_hint(s->diags, d, "an index stands in the braces of a binder: sum{%s} …; one entry for each is array{%s} …", name->text, name->text);
  else if (s->in_loss && at->behind == '(') diag_hint(s->diags, d, "a function of your own is declared above: fn %s(x) = …", name->text);
  else if (s->in_loss)
    diag_hint(s->diags, d, "declare it above: 'param %s%s' if it is to be found, 'data' or 'let' if it is known", name->text, at->behind == '[' ? "[…]" : "");
}

void sema_unknown(Sema *s, Span span, const Name *name, const char *what)
{
  Diag *d = diag_add(s->diags, span, MSG_UNKNOWN, what, name->text);
  Standing at = standing_of(span);
  const Name *near = at.alone ? word_nearest_statement(name) : NULL;
  if (hint_at_word(s, d, name, at.alone ? "!(" : at.behind == '(' ? "(" : "")) return;
  if (at.assigned) {
    diag_hint(s->diags, d, "a value is named with 'let': let %s = …", name->text);
    return;
  }
  if (near || (near = nearest(s, name, !strcmp(what, "model")))) diag_hint(s->diags, d, "did you mean '%s'?", near->text);
  for (const Scope *scope = s->scope; scope; scope = scope->outer)
    for (const Binding *b = scope->first; b; b = b->next)
      if (b->kind == BIND_RESULT && scope_find_here(b->fields, name)) {
        diag_hint(s->diags, d, "the result of the fit has it: %s.%s", b->name->text, name->text);
        return;
      }
  for (int i = 0; i < s->closed.len; i++)
    if (s->closed.data[i] == name) {
      diag_hint(s->diags, d, "the body of a binder ends at a + or - of its own level: put it in brackets, sum{%s} (…)", name->text);
      break;
    }
  if (!d->parts && strcmp(what, "axis") != 0) hint_at_declaration(s, d, name, &at);
}

void sema_no_fields(Sema *s, Span span, const char *base, const Name *field)
{
  Diag *d = diag_add(s->diags, span, MSG_NO_FIELDS, base);
  if (builtin_find(field) || function_find(s->pool, field->text)) diag_hint(s->diags, d, "functions stand before what they are of: %s(%s)", field->text, base);
  else hint_at_word(s, d, field, ".");
}
