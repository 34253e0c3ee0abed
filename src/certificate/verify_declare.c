/* verify_declare.c: the axes, arrays and loss of a certificate; see verify_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/verify_internal.h"
#include <math.h>
#include <string.h>

Axis *verify_axis(const Checker *c, const char *name)
{
  for (int i = 0; i < c->axes.len; i++)
    if (!strcmp(c->certificate->axes.data[i].name, name)) return c->axes.data[i];
  return NULL;
}

Symbol *verify_symbol(const Checker *c, const char *name)
{
  for (int i = 0; i < c->symbols.len; i++)
    if (!strcmp(c->symbols.data[i]->name->text, name)) return c->symbols.data[i];
  return NULL;
}

static bool declare_axes(Checker *c)
{
  for (int i = 0; i < c->certificate->axes.len; i++) {
    const CertAxis *a = &c->certificate->axes.data[i];
    if (!(a->size >= 1 && a->size < 1e15 && a->size == floor(a->size))) return verify_fail(c, "declarations: the axis %s has no size", a->name);
    if (verify_axis(c, a->name)) return verify_fail(c, "declarations: there are two axes %s", a->name);
    Axis *axis = axis_new(c->pool, a->bare ? NULL : name_of(a->name), (int64_t)a->size);
    vec_push(c->arena, &c->axes, axis);
    reread_axis(c->declared, name_of(a->name), axis);
  }
  return true;
}

/* does the declaration say nothing against itself? */
static bool domain_is_one(const Domain *d, int naxes)
{
  bool numbers = d->kind == DOMAIN_REAL || d->kind == DOMAIN_INTERVAL || d->kind == DOMAIN_LABEL;
  if (d->axes >> naxes || (d->kind == DOMAIN_SPD && __builtin_popcount(d->axes) != 2) || d->lo > d->hi) return false;
  if (numbers != !d->axes) return false;
  if (d->det != 0 && !(domain_has_det(d) && isfinite(d->det) && !domain_is_floored(d) && d->shape != SHAPE_SPHERICAL)) return false;
  if (d->kind == DOMAIN_REAL && (isfinite(d->lo) || isfinite(d->hi))) return false;
  if (d->kind == DOMAIN_SIMPLEX && !(d->lo >= 0 && d->lo < d->hi && d->hi <= 1)) return false;
  return !numbers || ((isfinite(d->lo) || d->lo_open) && (isfinite(d->hi) || d->hi_open));
}

/* lives as long as the arena; NULL: not one number for each entry */
static Array *fixed_entries(Checker *c, const CertSymbol *s, Axis *const *axis)
{
  Array *a = ARENA_NEW(c->arena, Array);
  *a = (Array){ .refs = 1, .naxes = s->axes.len };
  for (int i = 0; i < s->axes.len; i++) a->size[i] = axis[i]->size;
  if (array_count(a) != s->fixed.len) return NULL;
  a->data = (double *)(((uintptr_t)arena_alloc(c->arena, (size_t)s->fixed.len * sizeof *a->data + 64) + 63) & ~(uintptr_t)63);
  memcpy(a->data, s->fixed.data, (size_t)s->fixed.len * sizeof *a->data);
  return a;
}

static bool declare_symbol(Checker *c, const CertSymbol *s)
{
  Axis *axis[ARRAY_MAX_AXES];
  if (s->axes.len > ARRAY_MAX_AXES) return verify_fail(c, "declarations: %s has too many axes", s->name);
  for (int a = 0; a < s->axes.len; a++)
    if (!(axis[a] = verify_axis(c, s->axes.data[a]))) return verify_fail(c, "declarations: there is no axis %s, which %s has", s->axes.data[a], s->name);
  if (verify_symbol(c, s->name)) return verify_fail(c, "declarations: there are two arrays %s", s->name);
  Symbol *sym = symbol_new(c->pool, s->param ? SYM_PARAM : SYM_DATA, name_of(s->name), s->axes.len, axis);
  if (s->bar != -1 && !(s->bar >= 1 && s->bar < s->axes.len && s->bar == floor(s->bar))) return verify_fail(c, "declarations: the bar of %s stands between no axes", s->name);
  sym->bar = (int)s->bar;
  if (s->param) {
    if (!domain_is_one(&s->domain, s->axes.len)) return verify_fail(c, "declarations: the domain of %s is none", s->name);
    sym->domain = s->domain;
    sym->domain.labels = s->labels ? verify_axis(c, s->labels) : NULL;
    Param p = { .sym = sym, .chosen = s->chosen };
    if (s->fixed.len && !(p.fixed = fixed_entries(c, s, axis))) return verify_fail(c, "declarations: not every entry of %s is fixed or free", s->name);
    Param *grown = ARENA_ARRAY(c->arena, Param, c->loss->nparams + 1);
    if (c->loss->nparams) memcpy(grown, c->loss->param, (size_t)c->loss->nparams * sizeof p);
    grown[c->loss->nparams++] = p;
    c->loss->param = grown;
  } else {
    sym->range_known = isfinite(s->least) && isfinite(s->greatest);
    sym->least = s->least;
    sym->greatest = s->greatest;
    sym->integer = s->integer;
    sym->definite = s->definite;
    if (s->places.len && (s->axes.len < 2 || s->places.len != axis[s->axes.len - 1]->size)) return verify_fail(c, "declarations: %s has not as many places as ranges", s->name);
    for (int k = 0; k < s->places.len; k++)
      if (!(s->places.data[k].least <= s->places.data[k].greatest)) return verify_fail(c, "declarations: place %d of %s has no values", k + 1, s->name);
    sym->place = s->places.len ? s->places.data : NULL;
    if (s->definite && (s->axes.len < 2 || axis[s->axes.len - 1]->size != axis[s->axes.len - 2]->size)) return verify_fail(c, "declarations: %s has no square matrices", s->name);
    if (s->definite && !(sym->range_known && s->greatest >= 0)) return verify_fail(c, "declarations: %s cannot be %s", s->name, definite_word[s->definite - 1]);
    if (sym->range_known && s->integer && (s->least != floor(s->least) || s->greatest != floor(s->greatest)))
      return verify_fail(c, "declarations: %s is said to hold whole numbers between %g and %g", s->name, s->least, s->greatest);
    if (sym->range_known && s->least > s->greatest) return verify_fail(c, "declarations: %s has no values between %g and %g", s->name, s->least, s->greatest);
  }
  vec_push(c->arena, &c->symbols, sym);
  reread_symbol(c->declared, sym->name, sym);
  return true;
}

bool verify_declare(Checker *c)
{
  c->declared = reread_new(c->sema, NULL);
  c->loss = ARENA_NEW(c->arena, Loss);
  c->loss->name = name_of(c->certificate->name);
  c->loss->maximize = c->certificate->maximize;
  if (!declare_axes(c)) return false;
  for (int i = 0; i < c->certificate->symbols.len; i++)
    if (!declare_symbol(c, &c->certificate->symbols.data[i])) return false;
  c->loss->value = reread(c->declared, "loss", c->certificate->loss);
  if (!c->loss->value) return verify_fail(c, "the loss cannot be read");
  for (int i = 0; i < c->loss->nparams; i++)
    if (!expr_has_symbol(c->loss->value, c->loss->param[i].sym)) return verify_fail(c, "the loss does not hold the parameter %s", c->loss->param[i].sym->name->text);
  if (c->loss->nparams == 0 || c->loss->nparams > LOSS_MAX_PARAMS) return verify_fail(c, "the loss has %d parameters", c->loss->nparams);
  for (int i = 0; i < c->loss->nparams; i++) symbol_touch(c->pool, c->loss->param[i].sym);
  return true;
}

bool verify_all_shared_out(Checker *c)
{
  for (int i = 0; i < c->loss->nparams; i++) {
    const char *name = c->loss->param[i].sym->name->text;
    int times = 0;
    for (int g = 0; g < c->certificate->groups.len; g++)
      for (int k = 0; k < c->certificate->groups.data[g].params.len; k++) times += !strcmp(c->certificate->groups.data[g].params.data[k], name);
    for (int k = 0; k < c->certificate->jointly.len; k++) times += !strcmp(c->certificate->jointly.data[k], name);
    if (times != 1) return verify_fail(c, "groups: %s is updated %s", name, times ? "more than once" : "nowhere");
  }
  return true;
}
