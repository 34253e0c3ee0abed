/* certificate_names.c: what a loss is declared over, under names that can be read again; see certificate.h.
 *
 * Names in an expression are for people: two axes may share one (a model's own N beside the script's), a literal's axis has
 * none, an array written in place is named after its text. In a certificate a name must stand for one thing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/certificate.h"
#include "expr/function.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const domain_kind_word[DOMAIN_KINDS] = {
  [DOMAIN_REAL] = "real", [DOMAIN_INTERVAL] = "interval", [DOMAIN_SIMPLEX] = "simplex", [DOMAIN_SPD] = "spd",
  [DOMAIN_ORTHOGONAL] = "orthogonal", [DOMAIN_BALL] = "ball", [DOMAIN_SPHERE] = "sphere", [DOMAIN_ORDERED] = "ordered",
  [DOMAIN_ZEROSUM] = "zerosum", [DOMAIN_RANK] = "rank", [DOMAIN_TRANSPORT] = "transport", [DOMAIN_LABEL] = "label" };
const char *const definite_word[2] = { "semidefinite", "definite" };
const char *const spd_shape_word[SPD_SHAPES] = { [SHAPE_FULL] = "full", [SHAPE_DIAGONAL] = "diagonal", [SHAPE_SPHERICAL] = "spherical" };

typedef VEC(const Axis *) HiddenAxes;             /* of ranges: called like their index, which hides the name in the binder's body */
typedef struct Finder { Arena *arena; Declared *d; bool *seen; HiddenAxes hidden; } Finder;

static void see_axis(Finder *f, Axis *axis)
{
  for (int i = 0; i < f->d->axes.len; i++)
    if (f->d->axes.data[i] == axis) return;
  vec_push(f->arena, &f->d->axes, axis);
}

static void see_symbol(Finder *f, Symbol *s)
{
  for (int i = 0; i < f->d->symbols.len; i++)
    if (f->d->symbols.data[i] == s) return;
  vec_push(f->arena, &f->d->symbols, s);
  for (int a = 0; a < s->naxes; a++) see_axis(f, s->axis[a]);
  if (s->domain.labels) see_axis(f, s->domain.labels);
}

static void see(Finder *f, const Expr *e)
{
  if (f->seen[e->id]) return;
  f->seen[e->id] = true;
  if (e->kind == X_ACCESS) see_symbol(f, e->u.sym);
  if (e->kind == X_AXIS) see_axis(f, e->u.axis);
  if (e->kind == X_INDEX) see_axis(f, e->u.index->axis);
  for (int i = 0; i < e->nbound; i++) {
    see_axis(f, e->u.bound[i]->axis);
    if (e->u.bound[i]->name == e->u.bound[i]->axis->name) vec_push(f->arena, &f->hidden, e->u.bound[i]->axis);
  }
  for (int i = 0; i < e->nargs; i++) see(f, e->arg[i]);
}

static int by_axis(const void *a, const void *b) { return (*(Axis *const *)a)->id - (*(Axis *const *)b)->id; }
static int by_symbol(const void *a, const void *b) { return (*(Symbol *const *)a)->id - (*(Symbol *const *)b)->id; }

static bool is_word(const char *s)
{
  if (!isalpha((unsigned char)*s) && *s != '_' && !((unsigned char)*s & 0x80)) return false;
  for (; *s; s++)
    if (!isalnum((unsigned char)*s) && *s != '_' && !((unsigned char)*s & 0x80)) return false;
  return true;
}

static bool is_taken(const Declared *d, int naxes, int nsymbols, const Name *name)
{
  for (int i = 0; i < naxes; i++)
    if (d->axes.data[i]->name == name) return true;
  for (int i = 0; i < nsymbols; i++)
    if (d->symbols.data[i]->name == name) return true;
  return false;
}

static bool is_hidden(const Declared *d, const HiddenAxes *hidden, const Axis *axis)
{
  for (int i = 0; i < d->symbols.len; i++)
    for (int a = 0; a < d->symbols.data[i]->naxes; a++)
      if (d->symbols.data[i]->axis[a] == axis) return false;              /* an index takes it from the array, without its name */
  for (int i = 0; i < hidden->len; i++)
    if (hidden->data[i] == axis) return true;
  return false;
}

static const Name *own_name(Pool *pool, const Declared *d, int naxes, int nsymbols, const Name *wanted, const char *stem)
{
  if (wanted && is_word(wanted->text)) {
    if (!is_taken(d, naxes, nsymbols, wanted)) return wanted;
    stem = wanted->text;
  }
  for (int i = wanted && stem == wanted->text ? 2 : 1;; i++) {
    const Name *name = name_of(arena_printf(pool_arena(pool), "%s_%d", stem, i));
    if (!is_taken(d, d->axes.len, d->symbols.len, name)) return name;
  }
}

static void rename_symbol(Pool *pool, Symbol *s, const Name *name)
{
  s->name = name;
  if (s->kind == SYM_PARAM) symbol_touch(pool, s)->name = name;
}

Declared *declared_rename(Pool *pool, const Loss *loss)
{
  Arena *arena = pool_arena(pool);
  Declared *d = ARENA_NEW(arena, Declared);
  Finder f = { .arena = arena, .d = d, .seen = ARENA_ARRAY(arena, bool, pool_nodes(pool) + 1) };
  see(&f, loss->value);
  if (d->axes.len) qsort(d->axes.data, (size_t)d->axes.len, sizeof *d->axes.data, by_axis);
  if (d->symbols.len) qsort(d->symbols.data, (size_t)d->symbols.len, sizeof *d->symbols.data, by_symbol);
  for (int i = 0; i < d->symbols.len; i++) {
    Symbol *s = d->symbols.data[i];
    vec_push(arena, &d->symbol_name, s->name);
    rename_symbol(pool, s, own_name(pool, d, 0, i, s->name, "array"));
  }
  for (int i = 0; i < d->axes.len; i++) {
    vec_push(arena, &d->axis_name, d->axes.data[i]->name);
    const Name *wanted = is_hidden(d, &f.hidden, d->axes.data[i]) ? NULL : d->axes.data[i]->name;
    d->axes.data[i]->name = own_name(pool, d, i, d->symbols.len, wanted, "axis");
  }
  return d;
}

void declared_restore(Pool *pool, Declared *d)
{
  for (int i = 0; i < d->axes.len; i++) d->axes.data[i]->name = d->axis_name.data[i];
  for (int i = 0; i < d->symbols.len; i++) rename_symbol(pool, d->symbols.data[i], d->symbol_name.data[i]);
}

static bool is_name_char(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* the length of `name` where it stands at `at` by itself; 0: it does not */
static size_t stands_at(const char *text, const char *at, const char *name)
{
  size_t n = strlen(name);
  if (strncmp(at, name, n) || (at > text && is_name_char(at[-1]) && is_name_char(*name))) return 0;
  return is_name_char(name[n - 1]) && is_name_char(at[n]) ? 0 : n;
}

const char *declared_words(Pool *pool, const Declared *d, const char *text)
{
  Buf out = { 0 };
  for (const char *at = text; *at;) {
    size_t n = 0;
    const Name *name = NULL;
    for (int i = 0; i < d->symbols.len && !n; i++) {
      name = d->symbols.data[i]->name;
      if (d->symbol_name.data[i] && d->symbol_name.data[i] != name) n = stands_at(text, at, d->symbol_name.data[i]->text);
    }
    for (int i = 0; i < d->axes.len && !n; i++) {
      name = d->axes.data[i]->name;
      if (d->axis_name.data[i] && d->axis_name.data[i] != name) n = stands_at(text, at, d->axis_name.data[i]->text);
    }
    if (n) buf_put(&out, name->text);
    else buf_putc(&out, *at);
    at += n ? n : 1;
  }
  const char *words = arena_strdup(pool_arena(pool), buf_text(&out));
  buf_free(&out);
  return words;
}
