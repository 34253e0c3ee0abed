/* functions.c: the library's function blocks; see functions.h.
 *
 * Two passes: names and kernels first, so that derivative expressions may call functions that stand further down.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stdlib_path.h"
#include "sema/functions.h"
#include "sema/internal.h"
#include "syntax/parse.h"
#include <math.h>

typedef struct Reader { Sema *s; Function *f; PatternScope *scope; const Node *clause; } Reader;

static bool read_interval(Reader *r, const Node *condition, double *lo, double *hi, bool *lo_open, bool *hi_open)
{
  Sema *s = r->s;
  if (condition->kind == NODE_MEMBER && condition->kid[1]->kind == NODE_DOMAIN_INTERVAL) {
    const Node *d = condition->kid[1];
    *lo_open = d->open_low;
    *hi_open = d->open_high;
    return sema_number(s, d->kid[0], lo) && sema_number(s, d->kid[1], hi);
  }
  if (condition->kind == NODE_AND)
    return read_interval(r, condition->kid[0], lo, hi, lo_open, hi_open) && read_interval(r, condition->kid[1], lo, hi, lo_open, hi_open);
  if (condition->kind == NODE_COMPARE && condition->kid[0]->kind == NODE_NAME && condition->kid[0]->name == r->f->arg[0]) {
    double x;
    if (!sema_number(s, condition->kid[1], &x)) return false;
    if (condition->op == OP_GT || condition->op == OP_GE) { *lo = x; *lo_open = condition->op == OP_GT; return true; }
    if (condition->op == OP_LT || condition->op == OP_LE) { *hi = x; *hi_open = condition->op == OP_LT; return true; }
  }
  diag_hint(s->diags, diag_add(s->diags, condition->span, MSG_NOT_A_CONDITION, span_text(s, condition->span)), "x > 0, x in [0, 1]");
  return false;
}

static FunctionShape *add_shape(Reader *r, unsigned flags, const Expr *coordinate, const Node *where)
{
  FunctionShape *shape = ARENA_NEW(r->s->arena, FunctionShape), **last = &r->f->shapes;
  bool open;
  *shape = (FunctionShape){ .flags = flags, .coordinate = coordinate, .lo = -INFINITY, .hi = INFINITY };
  if (where && !read_interval(r, where, &shape->lo, &shape->hi, &open, &open)) return NULL;
  while (*last) last = &(*last)->next;
  return *last = shape;
}

static const struct { const char *word; unsigned flag; } shapes[] = {
  { "increasing", SHAPE_INCREASING }, { "decreasing", SHAPE_DECREASING }, { "convex", SHAPE_CONVEX }, { "concave", SHAPE_CONCAVE },
  { "affine", SHAPE_CONVEX | SHAPE_CONCAVE }, { "even", SHAPE_EVEN } };
enum { SHAPES = sizeof shapes / sizeof *shapes };

static unsigned shape_flag(const char *word)
{
  for (int i = 0; i < SHAPES; i++)
    if (strcmp(shapes[i].word, word) == 0) return shapes[i].flag;
  return 0;
}

static bool clause_domain(Reader *r)
{
  Function *f = r->f;
  return read_interval(r, r->clause->kid[1], &f->domain_lo, &f->domain_hi, &f->domain_lo_open, &f->domain_hi_open);
}

static bool clause_range(Reader *r)
{
  Domain d;
  if (!domain_of(r->s, r->clause->kid[1], 0, NULL, -1, &d)) return false;
  r->f->range_lo = d.lo;
  r->f->range_hi = d.hi;
  r->f->range_lo_open = d.lo_open;
  r->f->range_hi_open = d.hi_open;
  return true;
}

static bool clause_derivative(Reader *r)
{
  int64_t k = 1;
  const Node *c = r->clause;
  if (c->kid[0] && !sema_integer(r->s, c->kid[0], &k)) return false;
  if (k < 1 || k > r->f->nargs) return diag_add(r->s->diags, c->span, MSG_ARGUMENT_COUNT, r->f->name->text, r->f->nargs, (int)k), false;
  r->f->derivative[k - 1] = sema_pattern(r->s, c->kid[1], r->scope);
  return r->f->derivative[k - 1] != NULL;
}

static bool clause_shape(Reader *r)
{
  unsigned flags = 0;
  const Node *names = r->clause->kid[1];
  for (int i = 0; i < names->nkids; i++) {
    unsigned f = shape_flag(names->kid[i]->name->text);
    if (!f) return diag_add(r->s->diags, names->kid[i]->span, MSG_UNKNOWN, "shape", names->kid[i]->name->text), false;
    flags |= f;
  }
  return add_shape(r, flags, NULL, r->clause->kid[2]) != NULL;
}

static bool clause_coordinate(Reader *r)
{
  const Expr *coordinate = sema_pattern(r->s, r->clause->kid[1], r->scope);
  return coordinate && add_shape(r, shape_flag(r->clause->name->text), coordinate, r->clause->kid[2]);
}

static bool clause_curvature(Reader *r)
{
  double x;
  if (r->clause->kid[2]) return true;                  /* a bound on a part of the domain is of no use yet */
  if (!sema_number(r->s, r->clause->kid[1], &x)) return false;
  if (r->clause->op == OP_LE || r->clause->op == OP_LT) r->f->curvature_hi = x;
  else r->f->curvature_lo = x;
  return true;
}

static bool clause_definition(Reader *r) { return (r->f->definition = sema_pattern(r->s, r->clause->kid[1], r->scope)) != NULL; }
static bool clause_logarithm(Reader *r) { return (r->f->logarithm = sema_pattern(r->s, r->clause->kid[1], r->scope)) != NULL; }
static bool clause_rest(Reader *r) { return (r->f->logarithm_rest = sema_pattern(r->s, r->clause->kid[1], r->scope)) != NULL; }
static bool clause_evaluate(Reader *r) { r->f->kernel = r->clause->string; return true; }
static bool clause_latex(Reader *r) { r->f->latex = r->clause->string; return true; }
static bool clause_limit(Reader *r) { r->f->limit = r->clause->string; return true; }
static bool clause_text(Reader *r) { (void)r; return true; }

static const struct { const char *word; bool first_pass; bool (*read)(Reader *); } clauses[] = {
  { "evaluate", true, clause_evaluate }, { "latex", true, clause_latex }, { "limit", true, clause_limit },
  { "logarithm", false, clause_logarithm }, { "logarithm_rest", false, clause_rest },
  { "definition", false, clause_definition }, { "domain", false, clause_domain }, { "range", false, clause_range },
  { "derivative", false, clause_derivative }, { "shape", false, clause_shape }, { "concave", false, clause_coordinate },
  { "convex", false, clause_coordinate }, { "affine", false, clause_coordinate }, { "curvature", false, clause_curvature },
  { "id", false, clause_text }, { "because", false, clause_text }, { "source", false, clause_text }, { "check", false, clause_text },
  { "order", false, clause_text } };
enum { CLAUSES = sizeof clauses / sizeof *clauses };

static bool read_clauses(Sema *s, const Node *block, Function *f, bool first_pass)
{
  Reader r = { s, f, pattern_scope_new(s), NULL };
  for (int i = 1; i < block->nkids; i++) {
    int k = 0;
    r.clause = block->kid[i];
    while (k < CLAUSES && strcmp(clauses[k].word, r.clause->name->text) != 0) k++;
    if (k == CLAUSES) return diag_add(s->diags, r.clause->at, MSG_UNKNOWN, "clause", r.clause->name->text), false;
    if (clauses[k].first_pass == first_pass && !clauses[k].read(&r)) return false;
  }
  return true;
}

static Function *enter(Sema *s, const Node *block)
{
  const Node *arguments = block->kid[0];
  int nargs = arguments ? arguments->nkids : 0;
  if (nargs < 1 || nargs > FUNCTION_MAX_ARGS) return diag_add(s->diags, block->span, MSG_TOO_MANY_ARGUMENTS, FUNCTION_MAX_ARGS), NULL;
  if (function_find(s->pool, block->name->text)) return diag_add(s->diags, block->at, MSG_FUNCTION_TWICE, block->name->text), NULL;
  Function *f = function_new(s->pool, block->name, nargs);
  for (int i = 0; i < nargs; i++) f->arg[i] = arguments->kid[i]->name;
  return read_clauses(s, block, f, true) ? f : NULL;
}

bool functions_add(Sema *s, const Node *file)
{
  Function **f = ARENA_ARRAY(s->arena, Function *, file->nkids + 1);
  for (int i = 0; i < file->nkids; i++)
    if (file->kid[i]->kind == NODE_FUNCTION && !(f[i] = enter(s, file->kid[i]))) return false;
  for (int i = 0; i < file->nkids; i++)
    if (f[i] && !read_clauses(s, file->kid[i], f[i], false)) return false;
  return true;
}

bool functions_load(Sema *s, const char *path)
{
  char *error = NULL;
  Source *source = source_from_file(s->arena, path, &error);
  if (!source) {
    Diag *d = diag_add(s->diags, (Span){0}, MSG_FILE_READ, path, error);
    diag_hint(s->diags, d, "the standard library is missing: set MAJORANT_STDLIB to its folder");
    return false;
  }
  const Node *file = parse_source(s->arena, source, s->diags);
  return file && s->diags->errors == 0 && functions_add(s, file);
}
