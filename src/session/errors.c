/* errors.c: se(p): the standard errors of the latest fit that found p, computed when they are first asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include "fit/errors.h"

Array *session_errors(void *context, const Symbol *param, Span span)
{
  Session *s = context;
  Fitted *fitted = NULL;
  int at = 0;
  for (Fitted *f = s->fits; f; f = f->next)
    for (int i = 0; i < f->result->nparams; i++)
      if (f->result->param[i] == param) { fitted = f; at = i; }
  if (!fitted) {
    diag_add(&s->diags, span, MSG_NO_FIT_OF, param->name->text);
    return NULL;
  }
  if (!fitted->errors) {
    Array **errors = ARENA_ARRAY(s->arena, Array *, fitted->result->nparams);
    if (!fit_standard_errors(s->pool, s->rules, fitted->loss, fitted->result, s->options.threads, span, errors, &s->diags)) return NULL;
    fitted->errors = errors;
  }
  return array_ref(fitted->errors[at]);
}
