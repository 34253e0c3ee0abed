/* certificate_read.c: JSON to records; see certificate_read.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/certificate_read.h"
#ifndef HAVE_JANSSON

Certificate *certificate_read(Arena *arena, const char *text, size_t len, const char **why)
{
  (void)arena, (void)text, (void)len;
  *why = "this program was built without jansson, which reads certificates; install it (Debian: libjansson-dev), then configure and make anew";
  return NULL;
}

#else
#include <jansson.h>
#include <math.h>
#include <string.h>

typedef struct Reader { Arena *arena; const char *where, *why; } Reader;       /* why: the first fault */

static void fault(Reader *r, const char *field, const char *what)
{
  if (!r->why) r->why = arena_printf(r->arena, "%s: '%s' is not there, or no %s", r->where, field, what);
}

static const char *optional_text(Reader *r, const json_t *o, const char *field)
{
  const json_t *v = json_object_get(o, field);
  if (!v || (!json_is_string(v) && !json_is_null(v))) fault(r, field, "text");
  return json_is_string(v) ? arena_strdup(r->arena, json_string_value(v)) : NULL;
}

/* of a field that few have */
static const char *text_if_there(Reader *r, const json_t *o, const char *field) { return json_object_get(o, field) ? optional_text(r, o, field) : NULL; }

static const char *text_of(Reader *r, const json_t *o, const char *field)
{
  const char *text = optional_text(r, o, field);
  if (!text) fault(r, field, "text");
  return text ? text : "";
}

static bool flag_of(Reader *r, const json_t *o, const char *field)
{
  const json_t *v = json_object_get(o, field);
  if (!json_is_boolean(v)) fault(r, field, "truth value");
  return json_is_true(v);
}

static double number_or(Reader *r, const json_t *o, const char *field, double absent)
{
  const json_t *v = json_object_get(o, field);
  if (!json_is_number(v) && !json_is_null(v)) fault(r, field, "number");
  return json_is_number(v) ? json_number_value(v) : absent;
}

static double number_of(Reader *r, const json_t *o, const char *field)
{
  double x = number_or(r, o, field, NAN);
  if (isnan(x)) fault(r, field, "number");
  return x;
}

static const json_t *list_of(Reader *r, const json_t *o, const char *field)
{
  const json_t *v = json_object_get(o, field);
  if (!json_is_array(v)) fault(r, field, "list");
  return v;
}

typedef VEC(const char *) Words;
static Words words_of(Reader *r, const json_t *o, const char *field)
{
  Words words = { 0 };
  const json_t *list = list_of(r, o, field);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *v = json_array_get(list, i);
    if (!json_is_string(v)) { fault(r, field, "list of names"); break; }
    const char *word = arena_strdup(r->arena, json_string_value(v));
    vec_push(r->arena, &words, word);
  }
  return words;
}

static CertIndices indices_of(Reader *r, const json_t *o)
{
  CertIndices indices = { 0 };
  const json_t *list = list_of(r, o, "indices");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *v = json_array_get(list, i);
    CertIndex index = { text_of(r, v, "name"), text_of(r, v, "axis") };
    vec_push(r->arena, &indices, index);
  }
  return indices;
}

static CertProofs proofs_of(Reader *r, const json_t *o, const char *field)
{
  CertProofs proofs = { 0 };
  const json_t *list = list_of(r, o, field);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *v = json_array_get(list, i);
    CertProof p = { .condition = text_of(r, v, "condition"), .proof = text_of(r, v, "proof") };
    if (json_object_get(v, "indices")) p.indices = indices_of(r, v);
    vec_push(r->arena, &proofs, p);
  }
  return proofs;
}

typedef VEC(CertDefinition) Definitions;
static Definitions definitions_of(Reader *r, const json_t *o, const char *field)
{
  Definitions definitions = { 0 };
  const json_t *list = list_of(r, o, field);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *v = json_array_get(list, i);
    CertDefinition d = { .symbol = text_of(r, v, "symbol"), .name = text_of(r, v, "name"), .definition = text_of(r, v, "definition"), .indices = indices_of(r, v) };
    if (json_object_get(v, "of")) d.of = optional_text(r, v, "of");
    vec_push(r->arena, &definitions, d);
  }
  return definitions;
}

#define TAKE(to, from) do { (to).data = (from).data; (to).len = (from).len; (to).cap = (from).cap; } while (0)

static int word_number(Reader *r, const json_t *o, const char *field, const char *const *words, int n)
{
  const char *word = text_of(r, o, field);
  for (int i = 0; i < n; i++)
    if (!strcmp(words[i], word)) return i;
  fault(r, field, "word that is known");
  return 0;
}

static CertSymbol symbol_of(Reader *r, const json_t *o)
{
  static const char *const kinds[] = { "data", "param" };
  CertSymbol s = { .param = word_number(r, o, "kind", kinds, 2) == 1, .name = text_of(r, o, "name"), .bar = number_of(r, o, "bar") };
  Words axes = words_of(r, o, "axes");
  TAKE(s.axes, axes);
  if (s.param) {
    const json_t *d = json_object_get(o, "domain");
    double coupled = number_of(r, d, "coupled");
    s.domain.kind = (DomainKind)word_number(r, d, "kind", domain_kind_word, DOMAIN_KINDS);
    s.domain.lo = number_or(r, d, "least", -INFINITY);
    s.domain.hi = number_or(r, d, "greatest", INFINITY);
    s.labels = text_if_there(r, d, "labels");
    s.domain.lo_open = flag_of(r, d, "above_least");
    s.domain.hi_open = flag_of(r, d, "below_greatest");
    s.domain.ratio = json_object_get(d, "ratio") ? number_of(r, d, "ratio") : 0;
    s.domain.det = json_object_get(d, "determinant") ? number_of(r, d, "determinant") : 0;
    if (s.domain.ratio > 0) s.domain.together = (1u << s.axes.len) - 1;
    s.domain.shape = (SpdShape)word_number(r, d, "shape", spd_shape_word, SPD_SHAPES);
    if (!(coupled >= 0 && coupled < 1 << ARRAY_MAX_AXES && coupled == floor(coupled))) fault(r, "coupled", "set of axes");
    else s.domain.axes = (unsigned)coupled;
    const char *start = text_if_there(r, o, "start");
    s.chosen = start && strcmp(start, "random") != 0;
    const json_t *fixed = json_object_get(o, "fixed");
    for (size_t i = 0; i < json_array_size(fixed); i++) {
      const json_t *v = json_array_get(fixed, i);
      if (!json_is_number(v) && !json_is_null(v)) fault(r, "fixed", "list of numbers");
      double x = json_is_number(v) ? json_number_value(v) : NAN;
      vec_push(r->arena, &s.fixed, x);
    }
  } else {
    s.least = number_or(r, o, "least", NAN);
    s.greatest = number_or(r, o, "greatest", NAN);
    s.integer = flag_of(r, o, "integer");
    const json_t *places = json_object_get(o, "places");
    for (size_t i = 0; i < json_array_size(places); i++) {
      const json_t *p = json_array_get(places, i);
      ValueRange range = { number_of(r, p, "least"), number_of(r, p, "greatest"), flag_of(r, p, "integer") };
      vec_push(r->arena, &s.places, range);
    }
    if (optional_text(r, o, "matrices")) s.definite = 1 + word_number(r, o, "matrices", definite_word, 2);
  }
  return s;
}

static CertStep step_of(Reader *r, const json_t *o)
{
  CertStep s = { .rule = text_of(r, o, "rule"), .name = text_of(r, o, "name"), .before = text_of(r, o, "before"), .after = text_of(r, o, "after"),
                 .because = optional_text(r, o, "because"), .source = optional_text(r, o, "source"),
                 .exact = flag_of(r, o, "exact"), .skip = number_of(r, o, "skip"), .indices = indices_of(r, o),
                 .conditions = proofs_of(r, o, "conditions") };
  Definitions weights = definitions_of(r, o, "weights");
  TAKE(s.weights, weights);
  return s;
}

static CertBlock block_of(Reader *r, const json_t *o)
{
  CertBlock b = { .param = text_of(r, o, "param"), .update = text_of(r, o, "update"), .rule = text_of(r, o, "rule"),
                  .name = optional_text(r, o, "name"), .relaxed = optional_text(r, o, "relaxed"),
                  .chart = optional_text(r, o, "chart"), .target = text_of(r, o, "target"), .formula = text_of(r, o, "formula"),
                  .needs = optional_text(r, o, "needs"), .bounded = optional_text(r, o, "bounded"),
                  .attained = text_if_there(r, o, "attained"), .plain = text_if_there(r, o, "plain"), .spare = text_if_there(r, o, "spare"),
                  .root = text_if_there(r, o, "root"), .equation = text_if_there(r, o, "equation"), .lowest = text_if_there(r, o, "lowest"),
                  .start = text_if_there(r, o, "start"), .because = optional_text(r, o, "because"),
                  .highest = text_if_there(r, o, "highest"), .majorizer = flag_of(r, o, "majorizer"), .together = number_of(r, o, "together"),
                  .indices = indices_of(r, o), .conditions = proofs_of(r, o, "conditions") };
  Definitions coefs = definitions_of(r, o, "coefficients");
  TAKE(b.coefs, coefs);
  return b;
}

static CertGroup group_of(Reader *r, const json_t *o, int number)
{
  const char *where = r->where = arena_printf(r->arena, "group %d", number);
  CertGroup g = { .strict = flag_of(r, o, "strict"), .apart = flag_of(r, o, "apart"), .descent = json_is_true(json_object_get(o, "descent")), .solver = json_is_true(json_object_get(o, "solver")), .whole = json_is_true(json_object_get(o, "whole")),
                  .entries = json_is_true(json_object_get(o, "entries")), .convex = json_is_true(json_object_get(o, "convex")), .kinks = json_is_true(json_object_get(o, "kinks")), .type = text_if_there(r, o, "type"), .surrogate = text_of(r, o, "surrogate"), .factors = proofs_of(r, o, "factors") };
  Words params = words_of(r, o, "params");
  TAKE(g.params, params);
  const json_t *steps = list_of(r, o, "steps"), *blocks = list_of(r, o, "blocks");
  for (size_t i = 0; i < json_array_size(steps) && !r->why; i++) {
    r->where = arena_printf(r->arena, "%s, step %zu", where, i + 1);
    CertStep s = step_of(r, json_array_get(steps, i));
    vec_push(r->arena, &g.steps, s);
  }
  for (size_t i = 0; i < json_array_size(blocks) && !r->why; i++) {
    r->where = arena_printf(r->arena, "%s, update %zu", where, i + 1);
    CertBlock b = block_of(r, json_array_get(blocks, i));
    vec_push(r->arena, &g.blocks, b);
  }
  return g;
}

static void read_declarations(Reader *r, const json_t *o, Certificate *c)
{
  const json_t *axes = list_of(r, o, "axes"), *symbols = list_of(r, o, "symbols");
  for (size_t i = 0; i < json_array_size(axes) && !r->why; i++) {
    const json_t *v = json_array_get(axes, i);
    CertAxis a = { text_of(r, v, "name"), number_of(r, v, "size"), json_is_true(json_object_get(v, "bare")) };
    vec_push(r->arena, &c->axes, a);
  }
  for (size_t i = 0; i < json_array_size(symbols) && !r->why; i++) {
    CertSymbol s = symbol_of(r, json_array_get(symbols, i));
    vec_push(r->arena, &c->symbols, s);
  }
}

Certificate *certificate_read(Arena *arena, const char *text, size_t len, const char **why)
{
  json_error_t error;
  json_t *o = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
  if (!o) {
    *why = arena_printf(arena, "this is no JSON: line %d: %s", error.line, error.text);
    return NULL;
  }
  if (!json_is_object(o) || !json_object_get(o, "certificate")) {
    json_decref(o);
    *why = "this is no certificate; `derive as json` writes one";
    return NULL;
  }
  Reader r = { .arena = arena, .where = "certificate" };
  Certificate *c = ARENA_NEW(arena, Certificate);
  c->format = number_of(&r, o, "certificate");
  if (!r.why && c->format != CERTIFICATE_FORMAT)
    r.why = arena_printf(arena, "the certificate has format %g; this version reads format %d", c->format, CERTIFICATE_FORMAT);
  c->name = text_of(&r, o, "name");
  c->loss = text_of(&r, o, "loss");
  c->maximize = flag_of(&r, o, "maximize");
  read_declarations(&r, o, c);
  Words use_rule = words_of(&r, o, "using"), jointly = words_of(&r, o, "jointly");
  TAKE(c->use_rule, use_rule);
  TAKE(c->jointly, jointly);
  c->jointly_rule = optional_text(&r, o, "jointly_rule");
  c->jointly_update = optional_text(&r, o, "jointly_update");
  const json_t *groups = list_of(&r, o, "groups");
  for (size_t i = 0; i < json_array_size(groups) && !r.why; i++) {
    CertGroup g = group_of(&r, json_array_get(groups, i), (int)i + 1);
    vec_push(arena, &c->groups, g);
  }
  json_decref(o);
  *why = r.why;
  return r.why ? NULL : c;
}
#endif
