/* formed.c: see formed.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/formed.h"
#include "rules/conditions.h"
#include "rules/rows.h"
#include "rules/rule_read.h"

/* each function of one matrix by the same key */
static const Expr *key_of(Pool *pool, const Expr *e)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  if (e->op == MAT_LOGDET) return e;
  expr_open(pool, e, fresh, arg);
  return expr_matrix(pool, MAT_LOGDET, 1, &fresh[0], &fresh[1], arg[0], NULL, NULL);
}

/* the place of the index among the access's subscripts; -1: it is nowhere, or not alone there */
static int place_of(const Expr *access, const Index *i)
{
  int place = -1;
  for (int a = 0; a < access->nargs; a++) {
    if (!expr_has_free(access->arg[a], i)) continue;
    if (place >= 0 || access->arg[a]->kind != X_INDEX) return -1;
    place = a;
  }
  return place;
}

/* subscripts that tell matrices apart are indices or labels, each once */
static bool tells_apart(const Formed *f)
{
  for (int a = 0; a < f->first->nargs; a++)
    for (int k = 0; k < a; k++)
      if (f->first->arg[a] == f->first->arg[k]) return false;
  return true;
}

/* the second unknown is a number for each matrix */
static bool is_beside(const Formed *f, const Expr *second)
{
  if (second->kind != X_ACCESS || second->u.sym->kind != SYM_PARAM || second->u.sym == f->first->u.sym) return false;
  if (second->nargs != f->first->u.sym->naxes - (f->columns < 0 ? 1 : 2)) return false;
  for (int i = 0; i < second->nargs; i++) {
    bool among = false;
    for (int a = 0; a < f->first->nargs; a++) among |= a != f->rows && a != f->columns && f->first->arg[a] == second->arg[i];
    for (int k = 0; k < i; k++) among &= second->arg[k] != second->arg[i];
    if (!among) return false;
  }
  return true;
}

static void drop_hole(Bindings *b, const Name *name)
{
  int n = 0;
  for (int i = 0; i < b->nholes; i++)
    if (b->hole[i].name != name) b->hole[n++] = b->hole[i];
  b->nholes = n;
}

static bool second_serves(const Minimizer *m, const Symbol *param)
{
  if (!m->second) return false;
  const Minimizer alone = { .domain = m->second->domain };
  return row_serves(&alone, param) == SERVES;
}

bool formed_fits(Pool *pool, Facts *facts, const Minimizer *m, const RowTerm *t, const Expr *e, Formed *out)
{
  *out = (Formed){ .row = m, .columns = -1, .b = { .pool = pool, .facts = facts } };
  if (!atom_is_formed(t->form) || e->kind != X_MATRIX || (e->op != MAT_LOGDET && e->op != MAT_INV) || e->nbound != 2) return false;
  out->key = key_of(pool, e);
  if (!match(&out->b, t->atom, out->key, NULL, NULL)) return false;
  const HoleBinding *w = bindings_hole(&out->b, m->unknown->name), *s = m->second ? bindings_hole(&out->b, m->second->name) : NULL;
  if (!w || w->npieces || w->nargs != m->naxes || w->value->kind != X_ACCESS || w->value->u.sym->kind != SYM_PARAM) return false;
  out->first = w->value;
  out->rows = place_of(w->value, w->arg[0]);
  if (m->naxes > 1) out->columns = place_of(w->value, w->arg[1]);
  if (out->rows < 0 || (m->naxes > 1 && out->columns < 0) || !tells_apart(out) || row_serves(m, out->first->u.sym) != SERVES) return false;
  if (m->second) {
    if (!s || !is_beside(out, s->value) || !second_serves(m, s->value->u.sym)) return false;
    out->second = s->value;
  }
  drop_hole(&out->b, m->unknown->name);
  for (int i = 0; i < out->b.nholes; i++)
    if (out->b.hole[i].npieces || expr_has_symbol(out->b.hole[i].value, out->first->u.sym)) return false;
  return true;
}

static bool speaks_of_unbound(Bindings *b, const Expr *e)
{
  if (e->kind == X_HOLE && e->nargs == 0 && !bindings_hole(b, e->u.name)) return true;
  if (e->kind == X_HOLE && e->nargs && e->arg[0]->kind != X_HOLE && !bindings_hole(b, e->u.name)) return true;
  for (int i = 0; i < e->nargs; i++)
    if (speaks_of_unbound(b, e->arg[i])) return true;
  return false;
}

/* the row's conditions on what the matrix holds; those on coefficients are not known yet */
static bool matrix_serves(Formed *f)
{
  for (int i = 0; i < condition_count(f->row->where); i++) {
    const Expr *c = condition_at(f->row->where, i);
    if (!speaks_of_unbound(&f->b, c) && !conditions_hold(&f->b, c, NULL, NULL)) return false;
  }
  return true;
}

bool formed_of(Pool *pool, const Rules *rules, Facts *facts, const Expr *e, const Symbol *param, Formed *out)
{
  const Minimizer *m;
  for (int at = 0; (m = rows_next(rules, param, &at));)
    for (int k = 0; k < m->terms.len; k++)
      if (formed_fits(pool, facts, m, &m->terms.data[k], e, out) && out->first->u.sym == param) return true;
  return false;
}

bool formed_stays(Pool *pool, const Rules *rules, Facts *facts, const Expr *e, const Symbol *param, bool *joint)
{
  const Minimizers *rows = rules_minimizers(rules);
  Formed f;
  *joint = false;
  for (int i = 0; i < rows->len; i++) {
    const Minimizer *m = rows->data[i];
    if ((row_serves(m, param) != SERVES && !second_serves(m, param)) || !rule_read(m->text.reading, READ_FORM)) continue;
    for (int k = 0; k < m->terms.len; k++) {
      if (!formed_fits(pool, facts, m, &m->terms.data[k], e, &f)) continue;
      bool first = f.first->u.sym == param, second = f.second && f.second->u.sym == param;
      if ((!first && !(second && facts_is_active(facts, f.first))) || !matrix_serves(&f)) continue;
      *joint = second;
      return true;
    }
  }
  return false;
}
