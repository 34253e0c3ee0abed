/* facts_why.c: one line of proof for a range: what the leaves that decided it are known to be, and from where.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include "base/buf.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const domain_word[] = {
  [DOMAIN_REAL] = "real", [DOMAIN_INTERVAL] = "its domain", [DOMAIN_SIMPLEX] = "simplex", [DOMAIN_SPD] = "positive definite",
  [DOMAIN_ORTHOGONAL] = "orthogonal", [DOMAIN_RANK] = "rank", [DOMAIN_TRANSPORT] = "transport", [DOMAIN_BALL] = "ball", [DOMAIN_SPHERE] = "sphere", [DOMAIN_ORDERED] = "ordered",
  [DOMAIN_ZEROSUM] = "zero sum", [DOMAIN_LABEL] = "label",
};

typedef struct Why { Facts *facts; Buf text; Map seen; Arena *arena; int parts; bool full; } Why;

enum { WHY_PARTS = 6 };

/* true the first time that this key is met and there is room */
static bool begin(Why *w, const void *key)
{
  if (map_get(&w->seen, key)) return false;
  map_put(w->arena, &w->seen, key, w);
  if (w->parts == WHY_PARTS) { if (!w->full) buf_put(&w->text, ", …"); w->full = true; return false; }
  if (w->parts++) buf_put(&w->text, ", ");
  return true;
}

/* an end of a range in at most six digits, moved outward (side -1: down) where it has more: what is said is true, and short */
static void say_end(Buf *b, double end, int side)
{
  enum { DIGITS = 6 };
  char text[40];
  if (!isfinite(end)) { buf_number(b, end); return; }
  snprintf(text, sizeof text, "%.*g", DIGITS, end);
  double said = strtod(text, NULL);
  if ((said - end) * side < 0) {
    snprintf(text, sizeof text, "%.*g", DIGITS, said + side * pow(10, floor(log10(fabs(end))) - DIGITS + 1));
    said = strtod(text, NULL);
  }
  buf_number(b, said);
}

static void say_both(Buf *b, const Range *r)
{
  buf_put(b, r->lo_open ? " in (" : " in [");
  say_end(b, r->lo, -1);
  buf_put(b, ", ");
  say_end(b, r->hi, 1);
  buf_putc(b, r->hi_open ? ')' : ']');
}

static void say_bounds(Buf *b, const Range *r)
{
  if (isfinite(r->lo) && (r->lo >= 0 || !isfinite(r->hi))) {
    buf_put(b, r->lo_open ? " > " : " >= ");
    say_end(b, r->lo, -1);
  } else if (isfinite(r->hi) && (r->hi <= 0 || !isfinite(r->lo))) {
    buf_put(b, r->hi_open ? " < " : " <= ");
    say_end(b, r->hi, 1);
  } else say_both(b, r);
}

static void say_symbol(Why *w, const Expr *e)
{
  const Symbol *s = e->u.sym;
  Range r = facts_range(w->facts, e);
  if ((!isfinite(r.lo) && !isfinite(r.hi)) || !begin(w, s)) return;
  buf_put(&w->text, s->name->text);
  if (s->kind == SYM_PARAM && s->domain.kind == DOMAIN_INTERVAL && isfinite(r.lo) && isfinite(r.hi)) say_both(&w->text, &r);
  else say_bounds(&w->text, &r);
  const Symbol *from = s->kind == SYM_TOUCH && s->twin ? s->twin : s;
  if (s->kind == SYM_DATA || s->kind == SYM_LET) {
    buf_put(&w->text, r.lo >= 0 || !isfinite(r.hi) ? " (data: least value " : " (data: greatest value ");
    bool least = r.lo >= 0 || !isfinite(r.hi);
    say_end(&w->text, least ? r.lo : r.hi, least ? -1 : 1);
    buf_putc(&w->text, ')');
  } else if (s->def) buf_put(&w->text, " (by its definition)");
  else buf_printf(&w->text, " (%s)", domain_word[from->domain.kind]);
}

static void say(Why *w, const char *what) { if (begin(w, what)) buf_put(&w->text, what); }

/* descends to the leaves; stops where a node gives the reason by itself */
static void collect(Why *w, const Expr *e)
{
  if (e->nargs == 0 && e->kind != X_ACCESS) return;
  if (map_get(&w->seen, e)) return;
  double power;
  QuadForm q;
  switch ((ExprKind)e->kind) {
  case X_ACCESS: say_symbol(w, e); return;
  case X_CALL: {
    const Function *fn = e->u.fn;
    if (fn->nargs == 1 && fn->range_lo >= 0) {
      if (!begin(w, fn)) return;
      buf_put(&w->text, fn->name->text);
      Range r = range_between(fn->range_lo > 0 ? 0 : fn->range_lo, fn->range_lo_open && fn->range_lo == 0, fn->range_hi, fn->range_hi_open);
      if (isfinite(r.hi)) say_both(&w->text, &r);
      else say_bounds(&w->text, &r);
      return;
    }
    break;
  }
  case X_POW:
    if (expr_number(e->arg[1], &power) && fmod(power, 2) == 0 && facts_range(w->facts, e->arg[0]).lo < 0) { say(w, "squares >= 0"); return; }
    break;
  case X_CMP: say(w, "a condition is 0 or 1"); return;
  case X_REDUCE:
    if (facts_quad_form(w->facts, e, &q)) { say(w, "a quadratic form with a positive definite matrix >= 0"); return; }
    map_put(w->arena, &w->seen, e, w);
    collect(w, e->arg[0]);
    return;
  case X_MATRIX:
    if (isfinite(facts_range(w->facts, e).lo)) say(w, "the diagonal of a positive definite matrix > 0");
    return;
  case X_IF:
    map_put(w->arena, &w->seen, e, w);
    collect(w, e->arg[1]);
    collect(w, e->arg[2]);
    return;
  default: break;
  }
  map_put(w->arena, &w->seen, e, w);
  for (int k = 0; k < e->nargs; k++) collect(w, e->arg[k]);
}

const char *facts_why_range(Facts *f, const Expr *e)
{
  const char *known = map_get(&f->common->reasons, e);
  if (known) return known;
  Range r = facts_range(f, e);
  Why w = { .facts = f, .arena = arena_new() };
  if (!isfinite(r.lo) && !isfinite(r.hi)) buf_put(&w.text, "nothing is known of its sign");
  else if (r.lo == r.hi) { buf_put(&w.text, "it is "); buf_number(&w.text, r.lo); }
  else collect(&w, e);
  char *text = arena_strdup(f->pool->arena, buf_text(&w.text));
  map_put(f->pool->arena, &f->common->reasons, e, text);
  buf_free(&w.text);
  arena_free(w.arena);
  return text;
}
