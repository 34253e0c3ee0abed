/* majorant.c: the public interface over the session. Only names that begin with majorant_ leave the shared library.
 *
 * Within a call the calling thread has a decimal point, whatever the host's locale says: numbers in texts read and write alike everywhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "majorant.h"
#include "session/session.h"
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Majorant {
  Session *session;
  FILE *out, *err;
  char *out_text, *err_text;               /* of the streams */
  size_t out_size, err_size;
  locale_t points, host;                   /* the host's locale with a decimal point; while a call lasts, what the thread had */
};

const char *majorant_version(void) { return PACKAGE_VERSION; }

static void begin(Majorant *m)
{
  m->host = uselocale(m->points);
  rewind(m->out);
  rewind(m->err);
  m->session->status = 0;
}

static int done(Majorant *m)
{
  session_report(m->session);
  fputc(0, m->out);
  fputc(0, m->err);
  fflush(m->out);
  fflush(m->err);
  uselocale(m->host);
  return session_status(m->session);
}

Majorant *majorant_new(void) { return majorant_open(NULL); }

Majorant *majorant_open(char **why)
{
  Majorant *m = calloc(1, sizeof *m);
  if (why) *why = NULL;
  if (!m) return NULL;
  locale_t own = duplocale(LC_GLOBAL_LOCALE);
  m->points = own ? newlocale(LC_NUMERIC_MASK, "C", own) : NULL;
  if (own && !m->points) freelocale(own);
  if (m->points) m->host = uselocale(m->points);
  m->out = open_memstream(&m->out_text, &m->out_size);
  m->err = open_memstream(&m->err_text, &m->err_size);
  if (m->points && m->out && m->err) m->session = session_new(&(SessionOptions){ .quiet = true }, m->out, m->err);
  if (m->session && done(m) == 0) return m;
  if (m->points) uselocale(m->host);
  if (why && m->session) *why = strdup(m->err_text);
  majorant_free(m);
  return NULL;
}

void majorant_free(Majorant *m)
{
  if (!m) return;
  session_free(m->session);
  if (m->out) fclose(m->out);
  if (m->err) fclose(m->err);
  free(m->out_text);
  free(m->err_text);
  if (m->points) freelocale(m->points);
  free(m);
}

int majorant_run_text(Majorant *m, const char *name, const char *text)
{
  begin(m);
  session_run_text(m->session, name, text);
  return done(m);
}

int majorant_run_file(Majorant *m, const char *path)
{
  begin(m);
  session_run_file(m->session, path);
  return done(m);
}

/* one statement of this kind out of a text made here; NULL with a message */
static const Node *parse_one(Session *s, const char *text, NodeKind kind, const char *wanted)
{
  Source *source = source_from_text(s->arena, "majorant.h", ".", text, strlen(text));
  const Node *block = parse_source(s->arena, source, &s->diags);
  if (block && s->diags.errors == 0 && block->nkids == 1 && block->kid[0]->kind == kind) return block->kid[0];
  if (s->diags.errors == 0) diag_add(&s->diags, (Span){ source, 0, (int)source->len }, MSG_C_STATEMENT, wanted);
  return NULL;
}

/* an array of this size that can be; NULL with a message */
static Array *new_array(Session *s, int naxes, const int64_t *size, const double *numbers)
{
  const char *wrong = naxes < 0 || naxes > ARRAY_MAX_AXES ? arena_printf(s->arena, "majorant_put: an array has 0 to %d axes", ARRAY_MAX_AXES) : naxes > 0 && !size ? "majorant_put: the sizes of the axes are missing" : NULL;
  for (int i = 0; i < naxes && !wrong; i++)
    if (size[i] < 1) wrong = arena_printf(s->arena, "majorant_put: axis %d has the size %lld; the least is 1", i + 1, (long long)size[i]);
  if (!wrong && !numbers) wrong = "majorant_put: the numbers are missing";
  Array *a = wrong ? NULL : array_new(naxes, size);
  for (int64_t i = 0; a && i < array_count(a) && !wrong; i++)
    if (isnan(numbers[i])) wrong = arena_printf(s->arena, "majorant_put: number %lld of %lld is none (NaN): there are no missing values", (long long)i + 1, (long long)array_count(a));
  if (wrong) array_unref(a), a = NULL;
  if (wrong) diag_add(&s->diags, (Span){ 0 }, MSG_C_STATEMENT, wrong);
  else if (!a) diag_add(&s->diags, (Span){ 0 }, MSG_NO_MEMORY);
  return a;
}

int majorant_put(Majorant *m, const char *declaration, int naxes, const int64_t *size, const double *numbers)
{
  Session *s = m->session;
  begin(m);
  const Node *n = parse_one(s, arena_printf(s->arena, "data %s = 0", declaration), NODE_DATA, "majorant_put: a declaration is a name with its axes, x[N, D]");
  Array *a = n ? new_array(s, naxes, size, numbers) : NULL;
  if (a) {
    memcpy(a->data, numbers, (size_t)array_count(a) * sizeof *numbers);
    sema_data_array(s->sema, n, a);
  } else s->status = 1;
  return done(m);
}

int majorant_get(Majorant *m, const char *expression, MajorantArray *out)
{
  Session *s = m->session;
  *out = (MajorantArray){ 0 };
  begin(m);
  const Node *n = parse_one(s, arena_strdup(s->arena, expression), NODE_EXPR, "majorant_get: an expression is wanted, such as the name of a parameter");
  Value v = n ? sema_value(s->sema, n->kid[0]) : value_bad((Span){ 0 });
  Array *a = v.kind == VALUE_BAD ? NULL : sema_evaluate(s->sema, &v);
  Array *dense = !a ? NULL : a->sparse ? array_dense(a) : array_ref(a);
  size_t bytes = dense ? (size_t)array_count(dense) * sizeof *out->data : 0;
  if (dense && (out->data = malloc(bytes ? bytes : 1))) {
    out->naxes = dense->naxes;
    for (int i = 0; i < dense->naxes; i++) out->size[i] = dense->size[i];
    memcpy(out->data, dense->data, bytes);
  } else {
    s->status = 1;                         /* whatever sema said, or did not */
    if (a) diag_add(&s->diags, (Span){ 0 }, MSG_NO_MEMORY);
  }
  array_unref(dense);
  array_unref(a);
  return done(m);
}

void majorant_array_free(MajorantArray *a)
{
  free(a->data);
  *a = (MajorantArray){ 0 };
}

const char *majorant_messages(const Majorant *m) { return m->err_text; }
const char *majorant_output(const Majorant *m) { return m->out_text; }
