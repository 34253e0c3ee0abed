/* plot.c: plot: numbers as curves, points or cells, and surrogate(p): the loss with surrogates that touch it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include "fit/line.h"
#include "session/picture.h"
#include <math.h>
#include <string.h>

/* ---- surrogate(p), surrogate(p[2, 1]) ------------------------------------------------------------------------------------------- */

static bool is_surrogate(const Node *n) { return n->kind == NODE_CALL && n->nkids == 1 && !strcmp(n->name->text, "surrogate"); }

/* the parameter of a name in the newest loss that has it */
static const Param *find_param(const Loss *loss, const Name *name)
{
  for (int i = 0; loss && i < loss->nparams; i++)
    if (loss->param[i].sym->name == name) return &loss->param[i];
  return NULL;
}

static const Param *find_in_losses(Session *s, const Node *place, Loss **loss)
{
  const Param *p = NULL;
  if (place->kind == NODE_FIELD) {
    for (const ResultLoss *r = s->results; r && !p; r = r->next)
      if (place->kid[0]->kind == NODE_NAME && r->name == place->kid[0]->name) p = find_param(*loss = r->loss, place->name);
  } else if (place->kind == NODE_NAME) {
    p = find_param(*loss = s->losses.main, place->name);
    for (int i = s->losses.named.len - 1; i >= 0 && !p; i--) p = find_param(*loss = s->losses.named.data[i], place->name);
  }
  if (p) return p;
  Diag *d = diag_add(&s->diags, place->span, MSG_PLOT_PARAM, session_text(s, place));
  diag_hint(&s->diags, d, "surrogate(p) or surrogate(p[1, 2]) draws along an entry of a parameter p; of a model m, surrogate(m.p)");
  return NULL;
}

/* the seed of the latest fit of this loss */
static uint64_t seed_of(const Session *s, const Loss *loss)
{
  uint64_t seed = 1;
  for (const Fitted *f = s->fits; f; f = f->next)
    if (f->loss == loss) seed = f->result->seed;
  return seed;
}

/* subscripts are numbers, one for each axis; without them the entry that the fit moved most. -1 after a message */
static int64_t find_entry(Session *s, const Node *place, const Loss *loss, const Symbol *p)
{
  int64_t entry = 0, at;
  if (place->kind != NODE_INDEX) return fit_moved_entry(s->pool, loss, p, seed_of(s, loss), &s->diags);
  if (place->nkids - 1 != p->naxes)
    return diag_add(&s->diags, place->span, MSG_PLOT_SUBSCRIPTS, p->name->text, p->naxes, p->naxes == 1 ? "" : "s"), -1;
  for (int a = 0; a < p->naxes; a++) {
    if (!sema_integer(s->sema, place->kid[a + 1], &at)) return -1;
    if (at < 1 || at > p->axis[a]->size)
      return diag_add(&s->diags, place->kid[a + 1]->span, MSG_INDEX_RANGE, p->name->text, p->axis[a]->name->text, (long long)p->axis[a]->size), -1;
    entry = entry * p->axis[a]->size + at - 1;
  }
  return entry;
}

static const char *entry_name(Session *s, const Symbol *p, int64_t entry)
{
  const char *text = "";
  for (int a = p->naxes - 1; a >= 0; a--) {
    text = arena_printf(s->arena, "%lld%s%s", (long long)(entry % p->axis[a]->size + 1), *text ? ", " : "", text);
    entry /= p->axis[a]->size;
  }
  return *text ? arena_printf(s->arena, "%s[%s]", p->name->text, text) : p->name->text;
}

/* y from the loss's own range: surrogates may leave it */
static void set_range(const SurrogateLine *line, Picture *p)
{
  double low = INFINITY, high = -INFINITY;
  for (int k = 0; k < LINE_POINTS; k++) {
    if (!isfinite(line->loss[k])) continue;
    low = fmin(low, line->loss[k]);
    high = fmax(high, line->loss[k]);
  }
  for (int i = 0; i < line->ntouches; i++) { low = fmin(low, line->least[i]); high = fmax(high, line->least[i]); }
  p->ylow = low - 0.08 * (high - low);
  p->yhigh = high + 0.08 * (high - low);
}

static bool draw_surrogate(Session *s, const Node *n, const char *path)
{
  enum { SERIES = LINE_TOUCHES + 3 };
  const Node *place = n->kid[0], *base = place->kind == NODE_INDEX ? place->kid[0] : place;
  static const char *const ordinal[LINE_TOUCHES] = { "first", "second", "third" };
  Loss *loss = NULL;
  const Param *param = find_in_losses(s, base, &loss);
  if (!param || !session_load_rules(s)) return false;
  int64_t entry = find_entry(s, place, loss, param->sym);
  SurrogateLine *line = ARENA_NEW(s->arena, SurrogateLine);
  if (entry < 0 || !fit_surrogate_line(s->pool, s->rules, loss, param->sym, entry, seed_of(s, loss), s->options.threads, n->span, line, &s->diags)) return false;
  Series series[SERIES];
  double x[2 * LINE_TOUCHES], y[2 * LINE_TOUCHES];
  int count = 0;
  const char *name = entry_name(s, param->sym, entry), *what = loss->maximize ? "objective" : "loss";
  series[count++] = (Series){ what, DRAW_THICK, LINE_POINTS, line->x, line->loss, NULL };
  for (int i = 0; i < line->ntouches; i++) {
    series[count++] = (Series){ arena_printf(s->arena, "%s surrogate", ordinal[i]), DRAW_LINE, LINE_POINTS, line->x, line->surrogate[i], NULL };
    x[2 * i] = x[2 * i + 1] = line->touch[i + 1];
    y[2 * i] = line->least[i];
    y[2 * i + 1] = line->at_touch[i + 1];
  }
  if (line->ntouches) {
    series[count++] = (Series){ NULL, DRAW_DROP, 2 * line->ntouches, x, y, NULL };
    series[count++] = (Series){ "touching", DRAW_POINTS, line->ntouches, line->touch, line->at_touch, NULL };
  } else {
    diag_add(&s->diags, n->span, MSG_PLOT_NO_SURROGATE, param->sym->name->text);
  }
  Picture p = { .title = arena_printf(s->arena, line->ntouches ? "%s along %s: surrogates that touch it, each where the one before is %s" : "%s along %s",
                                      loss->maximize ? "Objective" : "Loss", name, loss->maximize ? "greatest" : "least"),
                .xlabel = name, .ylabel = what, .nseries = count, .series = series };
  set_range(line, &p);
  return picture_draw(s->arena, &p, path, s->options.json ? s->err : s->out, n->span, &s->diags);
}

/* ---- numbers -------------------------------------------------------------------------------------------------------------------------- */

typedef struct Drawing { Session *s; VEC(Series) series; VEC(Array *) arrays; const char *xlabel, *ylabel; bool cells; } Drawing;

static double *counted(Session *s, int64_t n)
{
  double *x = ARENA_ARRAY(s->arena, double, n);
  for (int64_t i = 0; i < n; i++) x[i] = (double)(i + 1);
  return x;
}

/* a vector is a curve; a matrix with two columns, points; another matrix, cells: rows down, columns to the right */
static bool add_values(Drawing *d, const Node *n)
{
  Session *s = d->s;
  Value v = sema_value(s->sema, n);
  Array *a = v.kind == VALUE_BAD || v.kind == VALUE_STRING ? NULL : sema_evaluate(s->sema, &v);
  if (!a) return v.kind == VALUE_STRING ? diag_add(&s->diags, n->span, MSG_PLOT_AXES, session_text(s, n)), false : false;
  vec_push(s->arena, &d->arrays, a);
  int64_t count = array_count(a);
  Series t = { session_text(s, n), DRAW_LINE, count, NULL, a->data, NULL };
  if (v.nopen == 1) {
    t.x = counted(s, count);
    d->xlabel = v.open[0]->axis->name->text;
  } else if (v.nopen == 2) {
    int64_t rows = a->size[0], columns = a->size[1];
    double *x = ARENA_ARRAY(s->arena, double, count), *y = ARENA_ARRAY(s->arena, double, count);
    t.style = columns == 2 ? DRAW_POINTS : DRAW_CELLS;
    for (int64_t i = 0; i < rows; i++)
      for (int64_t j = 0; j < columns; j++) {
        if (columns == 2) { (j ? y : x)[i] = a->data[2 * i + j]; continue; }
        x[i * columns + j] = (double)(j + 1);
        y[i * columns + j] = (double)(i + 1);
      }
    t.x = x;
    t.y = y;
    if (columns == 2) t.n = rows;
    else {
      t.z = a->data;
      d->cells = true;
      d->xlabel = v.open[1]->axis->name->text;
      d->ylabel = v.open[0]->axis->name->text;
    }
  } else {
    diag_hint(&s->diags, diag_add(&s->diags, n->span, MSG_PLOT_AXES, t.title), "a vector is drawn as a curve, a matrix with two columns as points, another matrix as cells");
    return false;
  }
  vec_push(s->arena, &d->series, t);
  return true;
}

static bool draw_values(Session *s, const Node *n, const char *path)
{
  Drawing d = { .s = s };
  bool ok = true;
  for (int i = 0; i < n->nkids && ok; i++) ok = add_values(&d, n->kid[i]);
  Picture p = { .xlabel = d.xlabel, .ylabel = d.ylabel, .nseries = d.series.len, .series = d.series.data, .upside_down = d.cells };
  ok = ok && picture_draw(s->arena, &p, path, s->options.json ? s->err : s->out, n->span, &s->diags);
  for (int i = 0; i < d.arrays.len; i++) array_unref(d.arrays.data[i]);
  return ok;
}

bool session_plot(Session *s, const Node *n)
{
  const char *path = n->string ? session_path(s, n, n->string) : NULL;
  for (int i = 0; i < n->nkids; i++) {
    if (!is_surrogate(n->kid[i])) continue;
    if (n->nkids > 1) return diag_add(&s->diags, n->kid[i]->span, MSG_PLOT_ALONE), false;
    return draw_surrogate(s, n->kid[i], path);
  }
  return draw_values(s, n, path);
}
