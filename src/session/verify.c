/* verify.c: --verify=FILE: a certificate is replayed (certificate/certificate.h), then the surrogates that came of it are
 * held against the loss by numbers, at random feasible points with random data that have the certified facts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"
#include "session/session.h"
#include "certificate/certificate.h"
#include <math.h>
#include <string.h>

enum { ELEMENTS_MOST = 200000, SEED = 1 };

static double draw(Random *random, const Symbol *s, int64_t entry)
{
  ValueRange r = { s->least, s->greatest, s->integer };
  if (s->place) r = s->place[entry % s->axis[s->naxes - 1]->size];
  else if (!s->range_known) return random_normal(random);
  double x = r.least + (r.greatest - r.least) * random_uniform(random);
  return r.integer ? fmin(r.least + floor((r.greatest - r.least + 1) * random_uniform(random)), r.greatest) : x;
}

/* A positive (semi)definite matrix with entries in the range: every entry near c, which is 0 or of one sign with the range, and
 * more on the diagonal. Where the range holds both signs, small entries beside the diagonal of any sign. */
static void draw_definite(Random *random, const Symbol *s, double *m, int64_t n)
{
  double least = fmax(s->least, 0), room = s->greatest - least, base = least + room / 2 * random_uniform(random);
  double spread = s->integer ? 0 : fmin(-s->least, s->greatest) / (double)n;
  if (s->integer) base = least;
  for (int64_t i = 0; i < n; i++) {
    double more = (s->greatest - base) * (0.5 + random_uniform(random) / 2);
    m[i * n + i] = s->integer ? s->greatest : base + more;
    for (int64_t j = 0; j < i; j++) {
      double x = spread > 0 ? spread * (random_uniform(random) - 0.5) : base;
      m[i * n + j] = m[j * n + i] = x;
    }
  }
}

/* false: too large, or no memory */
static bool draw_data(Declared *names)
{
  double elements = 0;
  for (int i = 0; i < names->symbols.len; i++) {
    double size = 1;
    for (int a = 0; a < names->symbols.data[i]->naxes; a++) size *= (double)names->symbols.data[i]->axis[a]->size;
    elements += size;
  }
  if (!(elements <= ELEMENTS_MOST)) return false;
  for (int i = 0; i < names->symbols.len; i++) {
    Symbol *s = names->symbols.data[i];
    int64_t size[ARRAY_MAX_AXES];
    if (s->kind != SYM_DATA) continue;
    Random random = random_stream(SEED, random_purpose("verify"), (uint64_t)i);
    for (int a = 0; a < s->naxes; a++) size[a] = s->axis[a]->size;
    if (!(s->value = array_new(s->naxes, size))) return false;
    int64_t count = array_count(s->value), n = s->definite ? size[s->naxes - 1] : 0;
    if (s->definite) for (int64_t k = 0; k < count; k += n * n) draw_definite(&random, s, s->value->data + k, n);
    else for (int64_t k = 0; k < count; k++) s->value->data[k] = draw(&random, s, k);
  }
  return true;
}

static void free_data(Declared *names)
{
  for (int i = 0; i < names->symbols.len; i++) {
    Symbol *s = names->symbols.data[i];
    if (s->kind != SYM_DATA) continue;
    array_unref(s->value);
    s->value = NULL;
  }
}

static bool test_numbers(Session *s, Derivation *d, Buf *report)
{
  bool ok = true;
  if (d->groups.len == 0) return true;
  Declared *names = declared_rename(s->pool, d->loss);
  if (draw_data(names)) ok = fit_check_derivation(s->pool, d, false, SEED, s->options.threads, report, &s->diags);
  else buf_put(report, "numbers: not tested, the arrays are too large for that\n");
  free_data(names);
  declared_restore(s->pool, names);
  if (!ok) buf_put(report, "not valid: the numbers speak against a surrogate\n");
  return ok;
}

void session_verify(Session *s, const char *path)
{
  char *error = NULL;
  Source *source = source_from_file(s->arena, path, &error);
  if (!source) diag_add(&s->diags, (Span){ 0 }, MSG_FILE_READ, path, error);
  if (source && session_load_rules(s)) {
    Buf report = { 0 };
    Derivation *d = certificate_check(s->pool, s->sema, s->rules, source->text, source->len, &s->diags, &report);
    bool ok = d && test_numbers(s, d, &report);
    if (ok) buf_put(&report, "valid\n");
    else s->status = 1;
    fputs(buf_text(&report), s->out);
    buf_free(&report);
  }
  session_report(s);
}
