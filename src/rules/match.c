/* match.c: matching of patterns; see match.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/match_internal.h"
#include "rules/rules_internal.h"
#include <math.h>
#include <string.h>

HoleBinding *bindings_hole(Bindings *b, const Name *name)
{
  for (int i = 0; i < b->nholes; i++)
    if (b->hole[i].name == name) return &b->hole[i];
  return NULL;
}

HoleBinding *bindings_set(Bindings *b, const Name *name, const Expr *value)
{
  HoleBinding *h = bindings_hole(b, name);
  if (!h) {
    if (b->nholes == MATCH_MAX_HOLES) return NULL;
    h = &b->hole[b->nholes++];
    memset(h, 0, sizeof *h);
    h->name = name;
  }
  h->value = value;
  return h;
}

AxisBinding *bindings_axis(Bindings *b, const Axis *pattern)
{
  for (int i = 0; i < b->naxes; i++)
    if (b->axis[i].pattern == pattern) return &b->axis[i];
  return NULL;
}

const Expr *bindings_mapped(const Bindings *b, const Index *from)
{
  for (int i = b->nmap - 1; i >= 0; i--)
    if (b->from[i] == from) return b->to[i];
  return NULL;
}

int bindings_mapped_all(const Bindings *b, const Index *from, const Expr **to)
{
  int n = 0;
  for (int i = 0; i < b->nmap && n < ARRAY_MAX_AXES; i++)
    if (b->from[i] == from) to[n++] = b->to[i];
  return n;
}

void bindings_map(Bindings *b, Index *from, const Expr *to)
{
  b->from[b->nmap] = from;
  b->to[b->nmap++] = to;
}

/* ---- structural matching ---------------------------------------------------------------------------------------------- */

static bool match_args(Bindings *b, const Expr *pattern, const Expr *target)
{
  if (pattern->nargs != target->nargs) return false;
  for (int i = 0; i < pattern->nargs; i++) {
    const Expr *p = pattern->arg[i], *t = target->arg[i];
    if (!p != !t) return false;
    if (p && !match(b, p, t, NULL, NULL)) return false;
  }
  return true;
}

/* d == e has no order */
static bool match_comparison(Bindings *b, const Expr *pattern, const Expr *target)
{
  Bindings saved = *b;
  if (match_args(b, pattern, target)) return true;
  if (pattern->op != C_EQ && pattern->op != C_NE) return false;
  *b = saved;
  return match(b, pattern->arg[0], target->arg[1], NULL, NULL) && match(b, pattern->arg[1], target->arg[0], NULL, NULL);
}

static const Expr *rest_of(Bindings *b, const Expr *like, const Expr *const *arg, const bool *used, int n)
{
  const Expr *left[64];
  int m = 0;
  for (int i = 0; i < n; i++)
    if (!used[i]) left[m++] = arg[i];
  if (m == 0) return NULL;
  return like->kind == X_ADD ? expr_add_n(b->pool, m, left) : expr_mul_n(b->pool, m, left);
}

/* u, a[z], prod{k} a[k]: may take several terms or factors at once */
static bool is_plain_hole(const Expr *e)
{
  if (e->kind == X_REDUCE && e->op == R_PROD) return true;
  for (int i = 0; i < e->nargs; i++)
    if (e->arg[i]->kind != X_INDEX) return false;
  return e->kind == X_HOLE;
}

/* does the rule ask for `constant` of this variable? */
static bool is_called_constant(const Bindings *b, const Expr *hole)
{
  for (int i = 0; b->where && i < condition_count(b->where); i++) {
    const Expr *c = condition_at(b->where, i);
    if (c->kind == X_HOLE && c->nargs == 1 && c->arg[0]->kind == X_HOLE && c->arg[0]->u.name == hole->u.name && !strcmp(c->u.name->text, "constant")) return true;
  }
  return false;
}

/* Is this variable to take all that is left, wherever it stands in the canonical order? One that is to be constant (c * u^2 is -u^2 / (2 s), too), and
 * the numerator of a quotient */
static bool takes_rest(const Bindings *b, const Expr *pattern, int i)
{
  const Expr *hole = pattern->arg[i], *other = pattern->arg[pattern->nargs - 1];
  if (hole->kind != X_HOLE || hole->nargs) return false;
  double power = 0;
  bool quotient = pattern->kind == X_MUL && pattern->nargs == 2 && other->kind == X_POW && is_plain_hole(other->arg[0]) && expr_number(other->arg[1], &power) && power < 0;
  return quotient || is_called_constant(b, hole);
}

/* the arguments in the order in which they are matched: what takes the rest at the end */
static const Expr *in_turn(const Bindings *b, const Expr *pattern, int at)
{
  int last = pattern->nargs - 1;
  if (is_plain_hole(pattern->arg[last])) return pattern->arg[at];
  while (last >= 0 && !takes_rest(b, pattern, last)) last--;
  if (last < 0) return pattern->arg[at];
  return at == pattern->nargs - 1 ? pattern->arg[last] : pattern->arg[at + (at >= last)];
}

/* the pattern's arguments that are no plain holes each take one of the target's; plain holes one each, the last the rest */
static bool match_commutative(Bindings *b, const Expr *pattern, int at, const Expr *target, bool *used, Accept accept, void *context)
{
  if (at == pattern->nargs) {
    for (int i = 0; i < target->nargs; i++)
      if (!used[i]) return false;
    return !accept || accept(b, context);
  }
  const Expr *p = in_turn(b, pattern, at);
  Bindings saved = *b;
  if (is_plain_hole(p) && at == pattern->nargs - 1) {
    const Expr *rest = rest_of(b, pattern, target->arg, used, target->nargs);
    return rest && match(b, p, rest, accept, context);
  }
  for (int i = 0; i < target->nargs; i++) {
    if (used[i]) continue;
    used[i] = true;
    bool all = at == pattern->nargs - 1;                    /* the last: its own candidates, as for f(u), are offered in turn */
    for (int k = 0; k < target->nargs; k++) all &= used[k];
    if (all ? match(b, p, target->arg[i], accept, context)
            : match(b, p, target->arg[i], NULL, NULL) && match_commutative(b, pattern, at + 1, target, used, accept, context)) return true;
    used[i] = false;
    *b = saved;
  }
  return false;
}

/* the body with the binder's condition in it: what is left out adds 0 to a sum and is never the least */
static const Expr *under_condition(Pool *p, ReduceOp op, const Expr *body, const Expr *cond)
{
  if (!cond || expr_is_num(cond, 1)) return body;
  if (op == R_SUM) return expr_mul(p, cond, body);
  return expr_if(p, cond, body, expr_num(p, op == R_PROD ? 1 : op == R_MAX || op == R_ARGMAX ? -INFINITY : INFINITY));
}

bool bindings_map_axis(Bindings *b, Axis *pattern, Axis *target, const Name *hint)
{
  AxisBinding *known = bindings_axis(b, pattern);
  if (known) return !known->npieces && known->ntargets == 1 && known->target[0] == target;
  if (b->naxes == MATCH_MAX_AXES) return false;
  b->axis[b->naxes++] = (AxisBinding){ .pattern = pattern, .ntargets = 1, .target = { target }, .hint = { hint } };
  return true;
}

/* Two variables cover this factor of a product: has the second the better right to it? The fewer indices, else by `constant` */
static bool takes_rather(Bindings *b, const Expr *second, const Expr *first, const Expr *factor)
{
  if (second->nargs != first->nargs) return second->nargs < first->nargs;
  bool one = is_called_constant(b, first), two = is_called_constant(b, second), active = facts_is_active(b->facts, factor);
  return one != two && two == !active;
}

/* x[k] * V[k, d, e] against one piece: each factor goes to the variable with the fewest indices that has all of its own */
static bool match_piece(Bindings *b, const Expr *pattern, const Expr *piece, int at)
{
  const Expr *const *hole = pattern->kind == X_MUL ? pattern->arg : &pattern;
  int nholes = pattern->kind == X_MUL ? pattern->nargs : 1, n = piece->kind == X_MUL && nholes > 1 ? piece->nargs : 1;
  for (int i = 0; i < nholes; i++) bindings_hole(b, hole[i]->u.name)->piece[at] = expr_num(b->pool, 1);
  for (int k = 0; k < n; k++) {
    const Expr *x = n > 1 ? piece->arg[k] : piece, *to = NULL;
    for (int i = 0; i < nholes; i++) {
      HoleBinding *h = bindings_hole(b, hole[i]->u.name);
      bool covers = true;
      for (int m = 0; m < b->nmap; m++) {
        if (b->to[m]->kind != X_INDEX || !expr_has_free(x, b->to[m]->u.index)) continue;
        bool among = false;
        for (int a = 0; a < h->nargs; a++) among |= h->arg[a] == b->to[m]->u.index;
        covers &= among;
      }
      if (covers && (!to || takes_rather(b, hole[i], to, x))) to = hole[i];
    }
    if (!to) return false;
    HoleBinding *best = bindings_hole(b, to->u.name);
    best->piece[at] = expr_mul(b->pool, best->piece[at], x);
  }
  return true;
}

/* the body of sum{k}, prod{k} against the terms or factors of a plain sum or product */
static bool match_pieces(Bindings *b, const Expr *body, Index *over, int npieces, const Expr *const *piece)
{
  const Expr *const *hole = body->kind == X_MUL ? body->arg : &body, *own = expr_index(b->pool, over);
  int nholes = body->kind == X_MUL ? body->nargs : 1;
  if (bindings_axis(b, over->axis) || b->naxes == MATCH_MAX_AXES) return false;
  for (int i = 0; i < nholes; i++) {
    if (hole[i]->kind != X_HOLE || hole[i]->nargs < 1) return false;
    HoleBinding *h = bindings_set(b, hole[i]->u.name, NULL);
    if (!h) return false;
    bool found = false;
    h->nargs = hole[i]->nargs;
    h->npieces = npieces;
    for (int a = 0; a < h->nargs; a++) {
      const Expr *arg = hole[i]->arg[a], *to = arg->kind == X_INDEX ? bindings_mapped(b, arg->u.index) : NULL;
      if (arg != own && (!to || to->kind != X_INDEX)) return false;
      found |= arg == own;
      h->arg[a] = arg == own ? over : to->u.index;
    }
    if (!found) return false;
  }
  b->axis[b->naxes++] = (AxisBinding){ .pattern = over->axis, .npieces = npieces };
  for (int k = 0; k < npieces; k++)
    if (!match_piece(b, body, piece[k], k)) return false;
  return true;
}

/* f(u): its argument has several candidates, and the conditions tell which */
static bool is_application(const Expr *e) { return e->kind == X_HOLE && e->nargs == 1 && e->arg[0]->kind != X_INDEX; }

/* the body of a binder of the pattern against that of one of the target, with what stands in front of that */
static bool match_opened(Bindings *b, const Expr *body, Index *over, const Expr *target, const Expr *front, Accept accept, void *context)
{
  Index *ti[1];
  const Expr *ta[4];
  facts_open(b->pool, b->facts, OPEN_MATCH, target, ti, ta);
  AxisBinding *known = bindings_axis(b, over->axis);
  if (known && (known->npieces || known->ntargets != 1 || known->target[0] != ti[0]->axis)) return false;
  if (!known) {
    if (b->naxes == MATCH_MAX_AXES) return false;
    b->axis[b->naxes++] = (AxisBinding){ .pattern = over->axis, .ntargets = 1, .target = { ti[0]->axis },
                                         .hint = { target->hint ? target->hint[0] : NULL }, .lo = ta[2], .hi = ta[3] };
  }
  bindings_map(b, over, expr_index(b->pool, ti[0]));
  const Expr *inside = under_condition(b->pool, (ReduceOp)target->op, ta[0], ta[1]);
  if (!expr_is_num(front, 1)) inside = expr_mul(b->pool, front, inside);
  bool candidates = is_application(body);
  bool ok = match(b, body, inside, candidates ? accept : NULL, candidates ? context : NULL);
  b->nmap--;
  return ok && (candidates || !accept || accept(b, context));
}

/* x[j] * b[j], one of them constant: sum{j} x[j] * b[j] is then any linear form, c * sum{j} x[j] * b[j] and x * b too */
static bool is_linear_form(const Bindings *b, const Expr *body)
{
  if (body->kind != X_MUL || body->nargs != 2 || body->arg[0]->kind != X_HOLE || body->arg[1]->kind != X_HOLE) return false;
  return is_called_constant(b, body->arg[0]) != is_called_constant(b, body->arg[1]);
}

/* a constant in front of a sum goes into each of its terms; one term alone is a sum of one */
static bool match_multiple(Bindings *b, const Expr *body, Index *over, const Expr *target)
{
  const Expr *sum = NULL, *term[MATCH_MAX_PIECES];
  int n = target->kind == X_MUL ? target->nargs : 0;
  for (int i = 0; i < n; i++) {
    if (!facts_is_active(b->facts, target->arg[i])) continue;
    if (sum) return false;
    sum = target->arg[i];
  }
  if (!sum) return facts_is_active(b->facts, target) && target->kind != X_REDUCE && match_pieces(b, body, over, 1, &target);
  const Expr *front = expr_div(b->pool, target, sum);
  if (sum->kind == X_REDUCE && sum->op == R_SUM) return match_opened(b, body, over, sum, front, NULL, NULL);
  if (sum->kind != X_ADD) return match_pieces(b, body, over, 1, &target);
  if (sum->nargs > MATCH_MAX_PIECES) return false;
  for (int k = 0; k < sum->nargs; k++) term[k] = expr_mul(b->pool, front, sum->arg[k]);
  return match_pieces(b, body, over, sum->nargs, term);
}

/* The terms of a sum put together so that none is negative, 1 - g + g * a as (1 - g) and g * a: a term of unknown sign joins the first
 * other that makes up for it. How many there are then; 0: no such way was found, or no term was put to another */
static int merged_terms(Bindings *b, const Expr *sum, const Expr **part)
{
  enum { MOST = 16 };
  int n = 0;
  if (sum->nargs > MOST) return 0;
  for (int k = 0; k < sum->nargs; k++) part[n++] = sum->arg[k];
  for (int k = 0; k < n; k++) {
    if (facts_is_nonnegative(b->facts, part[k])) continue;
    const Expr *both = NULL;
    int j = 0;
    for (; j < n; j++)
      if (j != k && facts_is_nonnegative(b->facts, both = expr_add(b->pool, part[j], part[k]))) break;
    if (j == n) return 0;
    part[j] = both;
    memmove(part + k, part + k + 1, (size_t)(--n - k) * sizeof *part);
    k = -1;                                                /* the places have moved */
  }
  return n < sum->nargs && n > 1 ? n : 0;
}

static bool match_binder(Bindings *b, const Expr *pattern, const Expr *target, Accept accept, void *context)
{
  Index *pi[1];
  const Expr *pa[4];
  bool sum = pattern->op == R_SUM, same = target->kind == X_REDUCE && target->op == pattern->op;
  if (same && sum && bindings_match_trace(b, pattern, target)) return !accept || accept(b, context);
  Bindings before = *b;
  facts_open(b->pool, b->facts, OPEN_PATTERN, pattern, pi, pa);
  if (same) return match_opened(b, pa[0], pi[0], target, expr_num(b->pool, 1), accept, context);
  bool ok = false, pieces = (sum && target->kind == X_ADD) || (pattern->op == R_PROD && target->kind == X_MUL);
  if (sum && target->kind != X_ADD && is_linear_form(b, pa[0])) ok = match_multiple(b, pa[0], pi[0], target);
  else ok = pieces && target->nargs <= MATCH_MAX_PIECES && match_pieces(b, pa[0], pi[0], target->nargs, target->arg);
  if (ok && (!accept || accept(b, context))) return true;
  if (!accept || !sum || !pieces) return false;
  const Expr *part[MATCH_MAX_PIECES];
  int n = merged_terms(b, target, part);
  *b = before;
  return n && match_pieces(b, pa[0], pi[0], n, part) && accept(b, context);
}

/* a hole with index arguments: bound on first sight to the body, with the target's indices as its arguments */
static bool match_indexed_hole(Bindings *b, const Expr *pattern, const Expr *target)
{
  HoleBinding *h = bindings_hole(b, pattern->u.name);
  Index *at[ARRAY_MAX_AXES];
  for (int i = 0; i < pattern->nargs; i++) {
    const Expr *to = bindings_mapped(b, pattern->arg[i]->u.index);
    if (!to || to->kind != X_INDEX) return false;
    at[i] = to->u.index;
  }
  for (int m = 0; m < b->nmap; m++) {                       /* all that it stands on must be among its arguments */
    bool among = b->to[m]->kind != X_INDEX || !expr_has_free(target, b->to[m]->u.index);
    for (int i = 0; i < pattern->nargs && !among; i++) among = at[i] == b->to[m]->u.index;
    if (!among) return false;
  }
  if (h) {
    if (h->npieces || h->nargs != pattern->nargs) return false;
    const Expr *to[ARRAY_MAX_AXES];
    for (int i = 0; i < h->nargs; i++) to[i] = expr_index(b->pool, at[i]);
    return expr_subst_indices(b->pool, h->value, h->nargs, h->arg, to) == target;
  }
  h = bindings_set(b, pattern->u.name, target);
  if (!h) return false;
  h->nargs = pattern->nargs;
  memcpy(h->arg, at, (size_t)pattern->nargs * sizeof *at);
  return true;
}

/* of max(u, v), min(u, v) the condition may be written in another form */
static bool match_choice(Bindings *b, const Expr *pattern, const Expr *target)
{
  Bindings saved = *b;
  if (match_args(b, pattern, target)) return true;
  *b = saved;
  int extreme = facts_if_extreme(b->facts, pattern);
  return extreme && extreme == facts_if_extreme(b->facts, target) && match(b, pattern->arg[1], target->arg[1], NULL, NULL) &&
         match(b, pattern->arg[2], target->arg[2], NULL, NULL);
}

static bool mentions_pattern_index(const Bindings *b, const Expr *target)
{
  for (int i = 0; i < b->nmap; i++)
    if (b->to[i]->kind == X_INDEX && expr_has_free(target, b->to[i]->u.index)) return true;
  return false;
}

/* x[k] * V[k, d, e]: each factor of the target goes to the variable with the fewest indices that has all of its own */
static bool match_by_indices(Bindings *b, const Expr *pattern, const Expr *target)
{
  enum { MOST = 4 };
  const Expr *part[MOST];
  if (pattern->nargs > MOST) return false;
  for (int i = 0; i < pattern->nargs; i++) {
    const Expr *h = pattern->arg[i];
    if (h->kind != X_HOLE || h->nargs == 0 || !is_plain_hole(h) || bindings_hole(b, h->u.name)) return false;
    part[i] = expr_num(b->pool, 1);
  }
  for (int k = 0; k < target->nargs; k++) {
    int best = -1;
    for (int i = 0; i < pattern->nargs; i++) {
      bool covers = true;
      for (int m = 0; m < b->nmap; m++) {
        if (b->to[m]->kind != X_INDEX || !expr_has_free(target->arg[k], b->to[m]->u.index)) continue;
        bool among = false;
        for (int a = 0; a < pattern->arg[i]->nargs; a++) among |= pattern->arg[i]->arg[a]->u.index == b->from[m];
        covers &= among;
      }
      if (covers && (best < 0 || takes_rather(b, pattern->arg[i], pattern->arg[best], target->arg[k]))) best = i;
    }
    if (best < 0) return false;
    part[best] = expr_mul(b->pool, part[best], target->arg[k]);
  }
  Bindings saved = *b;
  for (int i = 0; i < pattern->nargs; i++)
    if (!match_indexed_hole(b, pattern->arg[i], part[i])) { *b = saved; return false; }
  return true;
}

static bool match_plain_hole(Bindings *b, const Expr *pattern, const Expr *target)
{
  HoleBinding *h = bindings_hole(b, pattern->u.name);
  if (h) return h->value == target;
  return !mentions_pattern_index(b, target) && bindings_set(b, pattern->u.name, target);
}

/* -u, 2 * u: of a sum each term is multiplied, so that exp(-u) beside exp(u) is found in exp(a - b) + exp(b - a) */
static const Expr *multiple_hole(const Expr *pattern)
{
  if (pattern->kind != X_MUL || pattern->nargs != 2 || pattern->arg[0]->kind != X_NUM) return NULL;
  return pattern->arg[1]->kind == X_HOLE && pattern->arg[1]->nargs == 0 ? pattern->arg[1] : NULL;
}

static bool match_multiple_of_sum(Bindings *b, const Expr *pattern, const Expr *hole, const Expr *sum)
{
  const Expr *part[64], *factor = expr_div(b->pool, expr_num(b->pool, 1), pattern->arg[0]);
  if (sum->nargs > 64) return false;
  for (int i = 0; i < sum->nargs; i++) part[i] = expr_mul(b->pool, factor, sum->arg[i]);
  return match_plain_hole(b, hole, expr_add_n(b->pool, sum->nargs, part));
}

/* o + sum{j} x[j] * b[j] with a constant o: all constant terms of the target are o, which is 0 where there is none */
static const Expr *offset_of(const Bindings *b, const Expr *pattern)
{
  if (pattern->kind != X_ADD || pattern->nargs != 2) return NULL;
  for (int i = 0; i < 2; i++)
    if (pattern->arg[i]->kind == X_HOLE && pattern->arg[i]->nargs == 0 && is_called_constant(b, pattern->arg[i]) && pattern->arg[1 - i]->kind == X_REDUCE)
      return pattern->arg[i];
  return NULL;
}

static bool match_offset(Bindings *b, const Expr *pattern, const Expr *offset, const Expr *target)
{
  const Expr *still[64], *moving[64], *const *term = target->kind == X_ADD ? target->arg : &target;
  int nterms = target->kind == X_ADD ? target->nargs : 1, ns = 0, nm = 0;
  if (nterms > 64) return false;
  for (int i = 0; i < nterms; i++) {
    if (facts_is_active(b->facts, term[i])) moving[nm++] = term[i];
    else still[ns++] = term[i];
  }
  return nm > 0 && match_plain_hole(b, offset, expr_add_n(b->pool, ns, still)) &&
         match(b, pattern->arg[pattern->arg[0] == offset], expr_add_n(b->pool, nm, moving), NULL, NULL);
}

/* x + n with a constant n against one sum of both, sum{k} (x[k] + n[k]): the sum of what moves and that of what does not. NULL: nothing to part */
static const Expr *parted_sum(Bindings *b, const Expr *pattern, const Expr *target)
{
  bool constant = false;
  for (int i = 0; i < pattern->nargs; i++) constant |= is_plain_hole(pattern->arg[i]) && is_called_constant(b, pattern->arg[i]);
  if (!constant || target->kind != X_REDUCE || target->op != R_SUM) return NULL;
  Index *over[1];
  const Expr *arg[4], *body;
  expr_open(b->pool, target, over, arg);
  if ((body = arg[0])->kind != X_ADD && !(body = parted_sum(b, pattern, body))) return NULL;
  const Expr *moving = expr_num(b->pool, 0), *still = moving;
  for (int i = 0; i < body->nargs; i++) {
    const Expr **part = facts_is_active(b->facts, body->arg[i]) ? &moving : &still;
    *part = expr_add(b->pool, *part, body->arg[i]);
  }
  if (expr_is_num(moving, 0) || expr_is_num(still, 0)) return NULL;
  arg[0] = moving;
  moving = expr_close(b->pool, target, over, arg);
  arg[0] = still;
  return expr_add(b->pool, moving, expr_close(b->pool, target, over, arg));
}

/* each argument that can only be one of the target's must find one; which goes with which is for match to see */
static bool arguments_may_fit(const Expr *pattern, const Expr *target)
{
  for (int i = 0; i < pattern->nargs; i++) {
    const Expr *p = pattern->arg[i];
    bool found = p->kind == X_HOLE || (p->kind == X_REDUCE && p->op == R_PROD);        /* these take several */
    for (int k = 0; k < target->nargs && !found; k++) found = match_may_fit(p, target->arg[k]);
    if (!found) return false;
  }
  return true;
}

bool match_may_fit(const Expr *pattern, const Expr *target)
{
  switch ((ExprKind)pattern->kind) {
    case X_NUM: return pattern == target;
    case X_CALL: return target->kind == X_CALL && target->u.fn == pattern->u.fn && pattern->nargs == target->nargs && match_may_fit(pattern->arg[0], target->arg[0]);
    case X_POW: return target->kind == X_POW && match_may_fit(pattern->arg[0], target->arg[0]) && match_may_fit(pattern->arg[1], target->arg[1]);
    case X_IF: case X_CMP: return target->kind == pattern->kind;
    case X_MUL: return target->kind == X_MUL ? arguments_may_fit(pattern, target) : target->kind == X_ADD && multiple_hole(pattern);
    case X_ADD:                                             /* o + sum{j} x[j] * b[j]: o may be 0, and the sum one term */
      for (int i = 0; i < pattern->nargs; i++) if (pattern->arg[i]->kind == X_REDUCE) return true;
      if (target->kind == X_REDUCE && target->op == R_SUM) {                  /* parted_sum */
        for (int i = 0; i < pattern->nargs; i++) if (pattern->arg[i]->kind != X_HOLE) return false;
        return true;
      }
      return target->kind == X_ADD && arguments_may_fit(pattern, target);
    case X_REDUCE:
      if (pattern->op == R_SUM) return pattern->arg[0]->kind == X_MUL || target->kind == X_ADD || (target->kind == X_REDUCE && target->op == R_SUM);
      return (target->kind == X_REDUCE && target->op == pattern->op) || (pattern->op == R_PROD && target->kind == X_MUL);
    default: return true;
  }
}

bool match(Bindings *b, const Expr *pattern, const Expr *target, Accept accept, void *context)
{
  if (pattern->kind == X_HOLE) {
    for (int i = 0; i < pattern->nargs; i++)
      if (pattern->arg[i]->kind != X_INDEX) return pattern->nargs == 1 && bindings_apply(b, pattern, target, accept, context);
    bool bound = pattern->nargs ? match_indexed_hole(b, pattern, target) : match_plain_hole(b, pattern, target);
    return bound && (!accept || accept(b, context));
  }
  bool ok;
  const Expr *offset = offset_of(b, pattern);
  if (offset) return match_offset(b, pattern, offset, target) && (!accept || accept(b, context));
  switch ((ExprKind)pattern->kind) {
    case X_NUM: return pattern == target;
    case X_INDEX: {
      const Expr *to = bindings_mapped(b, pattern->u.index);
      return to ? to == target : pattern == target;
    }
    case X_AXIS: {
      AxisBinding *axis = bindings_axis(b, pattern->u.axis);
      if (!axis) return pattern == target;
      ok = !axis->npieces && axis->ntargets == 1 && (target == expr_axis(b->pool, axis->target[0]) || expr_is_num(target, (double)axis->target[0]->size));
      break;
    }
    case X_REDUCE: return match_binder(b, pattern, target, accept, context);
    case X_MATRIX: ok = bindings_match_matrix(b, pattern, target); break;
    case X_ADD: case X_MUL:
      if (target->kind == X_ADD && multiple_hole(pattern)) {
        ok = match_multiple_of_sum(b, pattern, multiple_hole(pattern), target);
        break;
      }
      if (pattern->kind == X_ADD && target->kind == X_REDUCE && !(target = parted_sum(b, pattern, target))) return false;
      if (target->kind != pattern->kind || target->nargs > 64) return false;
      if (pattern->kind == X_MUL && match_by_indices(b, pattern, target)) return !accept || accept(b, context);
      return match_commutative(b, pattern, 0, target, (bool[64]){ false }, accept, context);
    case X_CALL:
      if (target->kind != X_CALL || target->u.fn != pattern->u.fn) return false;
      if (pattern->nargs == 1 && target->nargs == 1) return match(b, pattern->arg[0], target->arg[0], accept, context);    /* log(u * v): which factor is u? */
      ok = match_args(b, pattern, target);
      break;
    case X_POW: return target->kind == X_POW && match(b, pattern->arg[1], target->arg[1], NULL, NULL) && match(b, pattern->arg[0], target->arg[0], accept, context);
    case X_IF: ok = target->kind == X_IF && match_choice(b, pattern, target); break;
    case X_CMP: ok = target->kind == X_CMP && target->op == pattern->op && match_comparison(b, pattern, target); break;
    default: ok = pattern == target; break;
  }
  return ok && (!accept || accept(b, context));
}
