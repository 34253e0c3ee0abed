/* naming.c: index names that read well; see naming.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/naming.h"
#include <ctype.h>

enum { NODES_MOST = 20000 };              /* larger expressions are not searched to the end: names only get less fitting */

static bool names_symbol(const Expr *e, const Name *name, int *budget)
{
  if (--*budget < 0) return false;
  if (e->kind == X_ACCESS && e->u.sym->name == name) return true;
  for (int i = 0; i < e->nargs; i++)
    if (names_symbol(e->arg[i], name, budget)) return true;
  return false;
}

static bool is_free_name(const Naming *n, const Name *name)
{
  int budget = NODES_MOST;
  for (int i = 0; i < n->n; i++)
    if (n->to[i]->u.index->name == name) return false;
  if (n->context && names_symbol(n->context, name, &budget)) return false;
  for (int i = 0; n->block && i < n->block->coefs.len; i++)
    if (names_symbol(n->block->coefs.data[i].stat->def, name, &budget)) return false;
  return true;
}

/* d, e, f, … for d; q2, q3, … for longer names */
static const Name *free_name(const Naming *n, const Name *wanted)
{
  bool letter = wanted->len == 1 && islower((unsigned char)wanted->text[0]);
  if (is_free_name(n, wanted)) return wanted;
  for (int step = 1; letter && step < 26; step++) {
    char next[2] = { (char)('a' + (wanted->text[0] - 'a' + step) % 26), 0 };
    if (is_free_name(n, name_of(next))) return name_of(next);
  }
  for (int number = 2;; number++) {
    const Name *next = name_of(arena_printf(pool_arena(n->pool), "%s%d", wanted->text, number));
    if (is_free_name(n, next)) return next;
  }
}

void naming_add(Naming *n, Index *index, const Name *wanted)
{
  for (int i = 0; i < n->n; i++)
    if (n->from[i] == index) return;
  if (n->n == NAMING_MOST) return;
  const Name *name = free_name(n, wanted ? wanted : name_of("i"));
  n->from[n->n] = index;
  n->to[n->n++] = expr_index(n->pool, index_new(n->pool, name, index->axis));
}

void naming_add_free(Naming *n, const Expr *e)
{
  for (int i = 0; i < e->nfree; i++) naming_add(n, e->free[i], e->free[i]->name);
}

/* ---- what the user calls the index at a parameter's axis --------------------------------------------------------------- */

typedef struct Names { const struct Names *up; const Index *index; const Name *name; } Names;

/* but for `made`, which was made up where the text has none (|B|^2); it may be NULL */
static const Name *name_at(const Expr *e, const Symbol *param, int axis, const Names *names, const Name *made, int *budget)
{
  if (--*budget < 0) return NULL;
  if (e->kind == X_ACCESS && e->u.sym == param && e->arg[axis]->kind == X_INDEX) {
    for (; names; names = names->up)
      if (names->index == e->arg[axis]->u.index) return names->name == made ? NULL : names->name;
    return NULL;
  }
  Names bound[2 * ARRAY_MAX_AXES];
  const Names *inner = names;
  for (int i = 0; i < e->nbound && e->hint; i++) {
    bound[i] = (Names){ inner, e->u.bound[i], e->hint[i] };
    inner = &bound[i];
  }
  const Name *found = NULL;
  for (int i = 0; i < e->nargs && !found; i++) found = name_at(e->arg[i], param, axis, inner, made, budget);
  return found;
}

void naming_add_own(Naming *n, const Loss *loss, const Symbol *param, Index *const *own)
{
  for (int a = 0; a < param->naxes; a++) {
    int budget = NODES_MOST;
    const Name *axis = param->axis[a]->name, *made = axis_named(param->axis[a]) ? NULL : name_of("i");
    const Name *name = name_at(loss->value, param, a, NULL, made, &budget);
    char letter[2] = { (char)tolower((unsigned char)axis->text[0]), 0 };
    naming_add(n, own[a], name ? name : name_of(islower((unsigned char)letter[0]) ? letter : "i"));
  }
}

const Expr *naming_apply(const Naming *n, const Expr *e) { return e ? expr_subst_indices(n->pool, e, n->n, n->from, n->to) : NULL; }
