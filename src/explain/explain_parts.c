/* explain_parts.c: parts of a long formula that return in it get names, as on paper: the formula with xi[t] in it, then
 * "where xi[t] = …". Parts are compared up to the names of their indices, so that one definition serves wherever the part
 * stands, on the whole page. Nothing but the page sees these names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain_writer.h"
#include "expr/print.h"
#include <string.h>

/* A formula that fits its line stays whole; a part is named if that saves SAVED characters; what has more nodes is not searched. */
enum { LINE = 100, SAVED = 30, PART_LEAST = 24, NODES_MOST = 3000, NAMES_MOST = 20000 };

/* in letters, which begin with all bytes but 10xxxxxx */
static size_t length(const Expr *e)
{
  Buf b = { 0 };
  size_t n = 0;
  expr_print_vectors(&b, e, false);
  for (size_t i = 0; i < b.len; i++) n += ((unsigned char)b.text[i] & 0xc0) != 0x80;
  buf_free(&b);
  return n;
}

/* |u|^2, dot(u, v) and the like: what is added up there is not read as one part */
static bool is_vector_notation(const Expr *e)
{
  if (e->kind != X_REDUCE || e->op != R_SUM) return false;
  Buf b = { 0 };
  expr_print_vectors(&b, e, false);
  bool is_sum = b.len > 3 && !memcmp(b.text, "sum", 3);
  buf_free(&b);
  return !is_sum;
}

/* ---- a part up to its indices ---------------------------------------------------------------------------------------------- */

/* the nth index over this axis in all keys */
static Index *place(Writer *w, Axis *axis, int nth)
{
  for (int i = 0; i < w->places.len; i++)
    if (w->places.data[i]->axis == axis && nth-- == 0) return w->places.data[i];
  Index *fresh = index_new(w->pool, axis->name, axis);
  vec_push(w->arena, &w->places, fresh);
  return fresh;
}

/* numbers, indices and entries are short, conditions want to be read, and of a quotient the divisor is named */
static bool may_have_name(const Expr *e)
{
  double power;
  switch ((ExprKind)e->kind) {
  case X_ADD: case X_MUL: case X_CALL: case X_IF: case X_REDUCE: case X_MATRIX: return e->nfree <= ARRAY_MAX_AXES;
  case X_POW: return e->nfree <= ARRAY_MAX_AXES && !(expr_number(e->arg[1], &power) && power < 0);
  default: return false;
  }
}

/* the part with the keys' indices for its own: to[i] for e->free[i] */
static const Expr *key_of(Writer *w, const Expr *e, Index *to[])
{
  const Expr *value[ARRAY_MAX_AXES];
  for (int i = 0; i < e->nfree; i++) {
    int nth = 0;
    for (int k = 0; k < i; k++) nth += e->free[k]->axis == e->free[i]->axis;
    to[i] = place(w, e->free[i]->axis, nth);
    value[i] = expr_index(w->pool, to[i]);
  }
  return expr_subst_indices(w->pool, e, e->nfree, e->free, value);
}

/* ---- which part ---------------------------------------------------------------------------------------------------------------- */

typedef struct Seen { const Expr *key, *first; int times; } Seen;
typedef struct Census { Writer *w; VEC(Seen) seen; int budget; } Census;

static void count(Census *c, const Expr *e, bool in_vectors)
{
  if (--c->budget < 0) return;
  if (may_have_name(e) && !in_vectors) {
    Index *to[ARRAY_MAX_AXES];
    const Expr *key = key_of(c->w, e, to);
    int at = 0;
    while (at < c->seen.len && c->seen.data[at].key != key) at++;
    if (at < c->seen.len) c->seen.data[at].times++;
    else vec_push(c->w->arena, &c->seen, ((Seen){ key, e, 1 }));
  }
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *opened[EXPR_OPEN_ARGS];
  if (e->nbound) expr_open(c->w->pool, e, fresh, opened);
  bool sum_of = e->kind == X_REDUCE && (in_vectors || is_vector_notation(e));
  for (int i = 0; i < e->nargs; i++) {
    const Expr *part = e->nbound ? opened[i] : e->arg[i];
    count(c, part, sum_of && i == 0 && (part->kind == X_MUL || part->kind == X_REDUCE));
  }
}

/* the longest part that stands more than once in the formulas; NULL: none is worth a name */
static const Seen *longest(Census *c, int n, const Expr *const *formula)
{
  const Seen *best = NULL;
  size_t most = 0;
  c->seen.len = 0;
  c->budget = NODES_MOST;
  for (int i = 0; i < n; i++) count(c, formula[i], false);
  if (c->budget < 0) return NULL;
  for (int i = 0; i < c->seen.len; i++) {
    const Seen *s = &c->seen.data[i];
    if (s->times < 2) continue;
    size_t chars = length(s->first);
    if (chars < PART_LEAST || chars * (size_t)(s->times - 1) < SAVED || chars <= most) continue;
    best = s;
    most = chars;
  }
  return best;
}

/* ---- its name ------------------------------------------------------------------------------------------------------------------ */

static bool is_name_in(const Expr *e, const Name *name, int *budget)
{
  if (--*budget < 0) return false;
  if (e->kind == X_ACCESS && e->u.sym->name == name) return true;
  for (int i = 0; i < e->nbound && e->hint; i++)
    if (e->hint[i] == name) return true;
  for (int i = 0; i < e->nargs; i++)
    if (is_name_in(e->arg[i], name, budget)) return true;
  return false;
}

static bool is_taken(Writer *w, const Name *name)
{
  int budget = NAMES_MOST;
  for (int i = 0; i < w->parts.len; i++)
    if (w->parts.data[i].symbol->name == name) return true;
  for (int i = 0; i < w->d->groups.len; i++) {
    const SurrogateGroup *g = &w->d->groups.data[i];
    for (int k = 0; k < g->steps.len; k++)
      for (int j = 0; j < g->steps.data[k].weights.len; j++)
        if (g->steps.data[k].weights.data[j]->name == name) return true;
    for (int k = 0; k < g->blocks.len; k++)
      for (int j = 0; j < g->blocks.data[k].coefs.len; j++)
        if (g->blocks.data[k].coefs.data[j].stat->name == name) return true;
  }
  return is_name_in(w->d->loss->value, name, &budget);
}

static const Name *part_name(Writer *w)
{
  static const char *const letters[] = { "xi", "eta", "zeta" };
  for (int number = 1;; number++)
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
      const Name *name = name_of(number == 1 ? letters[i] : arena_printf(w->arena, "%s%d", letters[i], number));
      if (!is_taken(w, name)) return name;
    }
}

static Part *name_part(Writer *w, const Seen *s)
{
  Part p = { .key = s->key, .first = s->first };
  Axis *axis[ARRAY_MAX_AXES];
  for (int i = 0; i < s->first->nfree; i++) axis[i] = s->first->free[i]->axis;
  p.symbol = symbol_new(w->pool, SYM_ATOM, part_name(w), s->first->nfree, axis);
  vec_push(w->arena, &w->parts, p);
  return &w->parts.data[w->parts.len - 1];
}

/* ---- the formula with the names ------------------------------------------------------------------------------------------------ */

typedef struct PutNames { Writer *w; int from; } PutNames;

static const Expr *put_name(Pool *pool, const Expr *e, void *context)
{
  const PutNames *c = context;
  Index *to[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  if (!may_have_name(e)) return e;
  const Expr *key = key_of(c->w, e, to);
  for (int i = c->from; i < c->w->parts.len; i++) {
    if (c->w->parts.data[i].key != key) continue;
    for (int k = 0; k < e->nfree; k++) at[k] = expr_index(pool, e->free[k]);
    return expr_access(pool, c->w->parts.data[i].symbol, at);
  }
  return e;
}

/* for the parts since the nth */
static const Expr *with_names(Writer *w, const Expr *e, int from)
{
  PutNames c = { w, from };
  return from < w->parts.len ? expr_map_down(w->pool, e, put_name, &c) : e;
}

const Expr *page_with_names(Writer *w, const Expr *e) { return with_names(w, e, 0); }

const Expr *page_in_parts(Writer *w, const Expr *e)
{
  int from = w->parts.len, n = 1;
  if (length(e) <= LINE) return with_names(w, e, w->recent);
  VEC(const Expr *) formula = { 0 };
  Census census = { .w = w };
  vec_push(w->arena, &formula, page_with_names(w, e));
  for (const Seen *s; length(formula.data[0]) > LINE && (s = longest(&census, n, formula.data)); n = formula.len) {
    Part *part = name_part(w, s);
    for (int i = 0; i < n; i++) formula.data[i] = with_names(w, formula.data[i], w->parts.len - 1);
    vec_push(w->arena, &formula, part->first);
  }
  for (int i = from; i < w->parts.len; i++) w->parts.data[i].shown = formula.data[1 + i - from];
  return formula.data[0];
}

void page_parts(Writer *w)
{
  bool first = true;
  for (; w->defined < w->parts.len; w->defined++, first = false) {
    Part *p = &w->parts.data[w->defined];
    const Expr *at[ARRAY_MAX_AXES];
    Naming names = { .pool = w->pool, .context = p->shown };
    naming_add_free(&names, p->first);
    for (int i = 0; i < p->first->nfree; i++) at[i] = expr_index(w->pool, p->first->free[i]);
    PageRow *row = page_row(w, NULL);
    row->relation = RELATION_IS;
    page_say(w, &row->left, first ? "where %m" : "and %m", naming_apply(&names, expr_access(w->pool, p->symbol, at)));
    page_math(w, &row->right, naming_apply(&names, p->shown));
  }
}
