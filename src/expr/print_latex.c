/* print_latex.c: expressions as LaTeX for amsmath. Touch symbols carry a (t): the value at iteration t.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/print_notation.h"
#include "expr/print_vector.h"
#include <ctype.h>
#include <string.h>

static void put(Buf *, const Scope *, const Expr *, Place);
static void put_power(Buf *, const Scope *, const Expr *base, Number);
static void put_fraction(Buf *, const Scope *, const Fraction *);
static void put_matrix_body(Buf *, const Scope *, const Expr *e, const Expr *body, int n);
static void put_norm(Buf *, const Scope *, const VectorForm *);

static const Notation latex = {
  put, put_power, put_fraction, " \\lor ", " \\land ", "\\lnot ",
  .relation = { [C_EQ] = " = ", [C_NE] = " \\ne ", [C_LT] = " < ", [C_LE] = " \\le " },
  .turned = { [C_EQ] = " = ", [C_NE] = " \\ne ", [C_LT] = " > ", [C_LE] = " \\ge " },
};

/* ---- names ----------------------------------------------------------------------------------------------------- */

static const char *const greek[] = {
  "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho",
  "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon",
  "Phi", "Psi", "Omega"
};
static const struct { const char *letter, *name; } greek_letter[] = {
  { "α", "alpha" }, { "β", "beta" }, { "γ", "gamma" }, { "δ", "delta" }, { "ε", "varepsilon" }, { "ζ", "zeta" }, { "η", "eta" },
  { "θ", "theta" }, { "ι", "iota" }, { "κ", "kappa" }, { "λ", "lambda" }, { "μ", "mu" }, { "ν", "nu" }, { "ξ", "xi" }, { "π", "pi" },
  { "ρ", "rho" }, { "σ", "sigma" }, { "τ", "tau" }, { "υ", "upsilon" }, { "φ", "varphi" }, { "χ", "chi" }, { "ψ", "psi" },
  { "ω", "omega" }, { "Γ", "Gamma" }, { "Δ", "Delta" }, { "Θ", "Theta" }, { "Λ", "Lambda" }, { "Ξ", "Xi" }, { "Π", "Pi" },
  { "Σ", "Sigma" }, { "Υ", "Upsilon" }, { "Φ", "Phi" }, { "Ψ", "Psi" }, { "Ω", "Omega" }
};

static bool put_greek(Buf *b, const char *word, size_t n)
{
  for (size_t k = 0; k < sizeof greek / sizeof *greek; k++)
    if (strlen(greek[k]) == n && !memcmp(greek[k], word, n)) { buf_printf(b, "\\%s", greek[k]); return true; }
  for (size_t k = 0; k < sizeof greek_letter / sizeof *greek_letter; k++)
    if (strlen(greek_letter[k].letter) == n && !memcmp(greek_letter[k].letter, word, n)) { buf_printf(b, "\\%s", greek_letter[k].name); return true; }
  return false;
}

/* one word of a name: mu, x, rate */
static void put_word(Buf *b, const char *word, size_t n)
{
  if (put_greek(b, word, n)) return;
  if (n == 1) { buf_putn(b, word, n); return; }
  buf_put(b, "\\mathrm{");
  for (size_t k = 0; k < n; k++) {
    if (word[k] == '_') buf_putc(b, '\\');
    buf_putc(b, word[k]);
  }
  buf_putc(b, '}');
}

/* x_max and x1: the word, then what belongs into its subscript */
static size_t split_name(const char *name, const char **sub)
{
  size_t n = strlen(name), at = n;
  const char *bar = strchr(name, '_');
  if (bar && bar > name && bar[1]) { *sub = bar + 1; return (size_t)(bar - name); }
  while (at > 1 && isdigit((unsigned char)name[at - 1])) at--;
  *sub = at < n ? name + at : NULL;
  return at;
}

static void put_primes(Buf *b, int n) { while (n-- > 0) buf_putc(b, '\''); }

static void put_name(Buf *b, const char *name, int primes)
{
  const char *sub;
  put_word(b, name, split_name(name, &sub));
  put_primes(b, primes);
  if (!sub) return;
  buf_put(b, "_{");
  if (isdigit((unsigned char)*sub)) buf_put(b, sub); else put_word(b, sub, strlen(sub));
  buf_putc(b, '}');
}

static void put_index(Buf *b, const Scope *scope, const Index *i)
{
  const Scope *s = print_scope_find(scope, i);
  put_name(b, s ? s->name : index_name_or(i->name, "i"), s ? s->primes : 0);
}

/* name^{(t)}_{sub, args}; args at bound places are left out */
static void put_indexed(Buf *b, const Scope *s, const char *name, bool touch, int bar, const Expr *e, int nbound, Index *const *bound)
{
  const char *sub;
  size_t n = split_name(name, &sub);
  put_word(b, name, n);
  if (touch) buf_put(b, "^{(t)}");
  bool first = true;
  for (int j = sub ? -1 : 0; j < e->nargs; j++) {
    if (j >= 0 && (is_bound_place(e->arg[j], nbound, bound) || is_vector_place(s, e->arg[j]))) continue;
    buf_put(b, first ? "_{" : j == bar ? " \\mid " : ",");
    first = false;
    if (j >= 0) put(b, s, e->arg[j], P_ANY);
    else if (isdigit((unsigned char)*sub)) buf_put(b, sub);
    else put_word(b, sub, strlen(sub));
  }
  if (!first) buf_putc(b, '}');
}

static void put_access(Buf *b, const Scope *s, const Expr *e, int nbound, Index *const *bound)
{
  const Symbol *sym = e->u.sym;
  put_indexed(b, s, index_name_or(sym->name, "?"), sym->kind == SYM_TOUCH, sym->bar, e, nbound, bound);
}

/* ---- sums, products, powers ------------------------------------------------------------------------------------ */

static void put_number(Buf *b, Number v)
{
  if (v.exact) { buf_printf(b, "%lld", (long long)v.p); return; }
  if (v.value > 1e308) { buf_put(b, "\\infty"); return; }
  Buf digits = {0};
  buf_number(&digits, v.value);
  const char *text = buf_text(&digits), *e = strchr(text, 'e');
  bool power = e && e - text == 1 && *text == '1';          /* 10^{-9}, not 1 times that */
  if (!power) buf_putn(b, text, e ? (size_t)(e - text) : strlen(text));
  if (e) buf_printf(b, "%s10^{%s}", power ? "" : " \\cdot ", e[1] == '+' ? e + 2 : e + 1);
  buf_free(&digits);
}

static void put_power(Buf *b, const Scope *s, const Expr *base, Number p)
{
  VectorForm form;
  if (p.exact && p.p == 1 && p.q == 2 && is_vector_form(base, &form) && form.kind == VECTOR_SQUARE) { put_norm(b, s, &form); return; }
  if (p.exact && p.p == 1 && p.q == 2) {
    buf_put(b, "\\sqrt{");
    put(b, s, base, P_ANY);
    buf_putc(b, '}');
    return;
  }
  bool script = base->kind == X_ACCESS && base->u.sym->kind == SYM_TOUCH;        /* has an upper script already */
  if (script) buf_putc(b, '{');
  put(b, s, base, P_ATOM);
  buf_put(b, script ? "}^{" : "^{");
  put_number(b, p);
  if (p.exact && p.q != 1) buf_printf(b, "/%lld", (long long)p.q);
  buf_putc(b, '}');
}

static void put_product(Buf *b, const Scope *s, Number number, bool pi, int n, const Factor *factor, Place last)
{
  bool first = true;
  if (last == P_ANY && (n > 1 || pi || !number_is(number, 1))) last = P_OPEN;     /* the braces around a lone sum are enough */
  if (!number_is(number, 1) || (!n && !pi)) { put_number(b, number); first = false; }
  if (pi) { if (!first) buf_putc(b, ' '); buf_put(b, "\\pi"); first = false; }
  for (int j = 0; j < n; j++) {
    if (!first) buf_put(b, !factor[j].base && factor[j].e->kind == X_NUM ? " \\cdot " : " ");
    notation_put_factor(&latex, b, s, &factor[j], j == n - 1 ? last : P_FACTOR);
    first = false;
  }
}

static bool stands_alone(const Factor *f)                   /* long factors go behind the fraction, not on top of it */
{
  return !f->base && (f->e->kind == X_REDUCE || f->e->kind == X_CALL || f->e->kind == X_IF || f->e->kind == X_MATRIX || f->e->kind == X_ADD);
}

static void put_fraction(Buf *b, const Scope *s, const Fraction *f)
{
  bool below = f->nden || !number_is(f->bottom, 1);
  if (!below) { put_product(b, s, f->top, f->pi, f->nnum, f->num, P_OPEN); return; }
  int top = f->nnum;
  while (top > 0 && stands_alone(&f->num[top - 1]) && !(f->nden && f->num[top - 1].e->kind == X_CALL)) top--;       /* a softmax is one fraction */
  if (f->nden && f->nnum - top == 1 && top == 0) top = 1;                        /* x / y with one long x: keep it on top */
  buf_put(b, "\\frac{");
  put_product(b, s, f->top, f->pi, top, f->num, P_ANY);
  buf_put(b, "}{");
  put_product(b, s, f->bottom, false, f->nden, f->den, P_ANY);
  buf_putc(b, '}');
  if (top < f->nnum) {
    buf_putc(b, ' ');
    put_product(b, s, number_rat(1, 1), false, f->nnum - top, f->num + top, P_OPEN);
  }
}

/* ---- binders --------------------------------------------------------------------------------------------------- */

static const char *const reduce_sign[] = {
  [R_SUM] = "\\sum", [R_PROD] = "\\prod", [R_MIN] = "\\min", [R_MAX] = "\\max",
  [R_ARGMIN] = "\\operatorname*{arg\\,min}", [R_ARGMAX] = "\\operatorname*{arg\\,max}"
};

/* v in the index of the form, without it */
static void put_vector(Buf *b, const Scope *up, const Index *i, const Expr *v, bool brackets)
{
  const Scope hidden = { up, i, NULL, 0, true };
  if (brackets && v->kind == X_ADD) buf_put(b, "\\left(");
  put(b, &hidden, v, v->kind == X_ADD ? P_ANY : P_FACTOR);
  if (brackets && v->kind == X_ADD) buf_put(b, "\\right)");
}

static void put_norm(Buf *b, const Scope *s, const VectorForm *f)
{
  buf_put(b, "\\left\\|");
  put_vector(b, s, f->index, f->v, false);
  buf_put(b, "\\right\\|");
}

static void put_vector_form(Buf *b, const Scope *s, const VectorForm *f)
{
  if (f->kind == VECTOR_SQUARE) {
    put_norm(b, s, f);
    buf_put(b, "^{2}");
    return;
  }
  buf_put(b, "{");
  put_vector(b, s, f->index, f->v, true);
  buf_put(b, "}^{\\top} ");
  if (f->kind == VECTOR_QUADRATIC) {
    const Scope hidden = { s, f->index, NULL, 0, true }, other = { &hidden, f->other, NULL, 0, true };
    buf_put(b, "{");
    put_matrix_body(b, &other, f->matrix, f->matrix->arg[0], f->matrix->nbound);
    buf_put(b, "}^{-1} ");
    put_vector(b, s, f->index, f->v, true);
  } else {
    put_vector(b, s, f->index, f->w, true);
  }
}

static void put_reduce(Buf *b, const Scope *up, const Expr *e)
{
  const Expr *node[NEST_MOST], *body;
  Scope scope[NEST_MOST];
  VectorForm form;
  if (is_vector_form(e, &form)) { put_vector_form(b, up, &form); return; }
  int n = nest_of(e, node, &body);
  if (n > 1 && is_vector_form(node[n - 1], &form)) body = node[--n];
  if (e->nargs == 4) { n = 1; body = e->arg[0]; }           /* \sum_{t=2}^{T}: one sign each */
  for (int k = 1; k < n; k++) if (node[k]->nargs == 4) { n = k; body = node[k]; }
  for (int k = 0; k < n; k++) scope_enter_next(scope, k, up, node[k]->u.bound[0], node[k]->hint[0], node[k]);
  buf_put(b, reduce_sign[e->op]);
  buf_put(b, "_{");
  for (int k = 0; k < n; k++) { if (k) buf_put(b, ","); put_index(b, &scope[k], node[k]->u.bound[0]); }
  if (e->nargs == 4) { buf_putc(b, '='); put(b, up, e->arg[2], P_ANY); }
  bool first = true;
  for (int k = 0; k < n; k++) {
    if (expr_is_num(node[k]->arg[1], 1)) continue;
    buf_put(b, first ? " :\\, " : ",\\, ");
    notation_put_condition(&latex, b, &scope[k], node[k]->arg[1], 1);
    first = false;
  }
  buf_putc(b, '}');
  if (e->nargs == 4) { buf_put(b, "^{"); put(b, up, e->arg[3], P_ANY); buf_putc(b, '}'); }
  buf_putc(b, ' ');
  put(b, &scope[n - 1], body, P_OPEN);
}

static void put_matrix_body(Buf *b, const Scope *up, const Expr *e, const Expr *body, int n)
{
  if (is_slice(body, n, e->u.bound)) { put_access(b, up, body, n, e->u.bound); return; }
  Scope scope[EXPR_OPEN_INDICES];
  for (int k = 0; k < n; k++) scope_enter_next(scope, k, up, e->u.bound[k], e->hint[k], e);
  buf_put(b, "\\left[");
  put(b, &scope[n - 1], body, P_ANY);
  buf_put(b, "\\right]_{");
  for (int k = 0; k < n; k++) { if (k) buf_put(b, ","); put_index(b, &scope[k], e->u.bound[k]); }
  buf_putc(b, '}');
}

static void put_matrix(Buf *b, const Scope *s, const Expr *e)
{
  if (e->op == MAT_LOGDET) {
    buf_put(b, "\\log\\det ");
    put_matrix_body(b, s, e, e->arg[0], e->nbound);
    return;
  }
  static const char *const symbol[MATRIX_OPS] = { [MAT_POLAR] = "\\operatorname{polar} ", [MAT_EIGENVALUE] = "\\lambda ",
    [MAT_EIGENVECTOR] = "\\operatorname{eigenvectors} ", [MAT_SINGULAR] = "\\sigma ", [MAT_RECOMPOSE] = "\\operatorname{recompose} ", [MAT_RANK] = "\\operatorname{rank} ",
    [MAT_POOL] = "\\operatorname{pooled} ", [MAT_SHRINK] = "\\operatorname{shrunk} ", [MAT_WITHIN] = "\\operatorname{within} ", [MAT_SHARE] = "\\operatorname{shares} ",
    [MAT_SCALE] = "\\operatorname{scaled} " };
  int first = matrix_bodies(e);
  buf_printf(b, "\\left(%s", symbol[e->op] ? symbol[e->op] : "{");
  put_matrix_body(b, s, e, e->arg[0], matrix_places(e, 0));
  if (!symbol[e->op]) buf_put(b, "}^{-1}");
  for (int k = 1; k < first; k++) {
    buf_put(b, k > 1 ? ", " : " ");
    put_matrix_body(b, s, e, e->arg[k], matrix_places(e, k));
  }
  buf_put(b, "\\right)_{");
  notation_put_list(&latex, b, s, e->nargs - first, e->arg + first, ",");
  buf_putc(b, '}');
}

/* ---- any expression -------------------------------------------------------------------------------------------- */

static bool is_tall(const Expr *e)
{
  if (e->kind == X_REDUCE || e->kind == X_IF || e->kind == X_MATRIX) return true;
  if (e->kind == X_POW && (e->arg[1]->kind != X_NUM || e->arg[1]->u.num.value < 0)) return true;
  if (e->kind == X_NUM) return e->u.num.exact && e->u.num.q != 1;
  for (int j = 0; j < e->nargs; j++) if (is_tall(e->arg[j])) return true;
  return false;
}

static void put_between(Buf *b, const Scope *s, const char *left, const char *right, int n, const Expr *const *args)
{
  bool tall = false;
  for (int j = 0; j < n; j++) if (is_tall(args[j])) tall = true;
  if (tall) buf_put(b, "\\left");
  buf_put(b, left);
  notation_put_list(&latex, b, s, n, args, ", ");
  if (tall) buf_put(b, "\\right");
  buf_put(b, right);
}

static void put_call(Buf *b, const Scope *s, const Expr *e)
{
  const Function *fn = e->u.fn;
  if (!strcmp(fn->name->text, "abs")) { put_between(b, s, "|", "|", 1, e->arg); return; }
  if (fn->latex) buf_put(b, fn->latex);
  else {
    buf_put(b, "\\operatorname{");
    for (const char *c = fn->name->text; *c; c++) { if (*c == '_') buf_putc(b, '\\'); buf_putc(b, *c); }
    buf_putc(b, '}');
  }
  bool plain = e->nargs == 1 && (e->arg[0]->kind == X_ACCESS || e->arg[0]->kind == X_INDEX || e->arg[0]->kind == X_AXIS);
  if (plain) { buf_putc(b, ' '); put(b, s, e->arg[0], P_ATOM); }
  else put_between(b, s, "(", ")", e->nargs, e->arg);
}

static Place place_needed(const Expr *e)                    /* the tightest place where e can stand; a fraction is an atom for all but powers */
{
  switch ((ExprKind)e->kind) {
  case X_NUM: return e->u.num.value < 0 ? P_OPEN : e->u.num.exact && e->u.num.q != 1 ? P_FACTOR : P_ATOM;
  case X_ADD: return P_SUM;
  case X_MUL: case X_REDUCE: return P_OPEN;
  case X_POW: return P_FACTOR;
  case X_CALL: return !strcmp(e->u.fn->name->text, "abs") ? P_ATOM : P_FACTOR;
  case X_MATRIX: return e->op == MAT_LOGDET ? P_OPEN : P_ATOM;
  case X_IF: return is_extreme(e, (const Expr *[2]){ NULL }) ? P_FACTOR : P_ANY;
  default: return P_ATOM;
  }
}

static void put_bare(Buf *b, const Scope *s, const Expr *e)
{
  switch ((ExprKind)e->kind) {
  case X_AXIS:
    if (axis_name_in(s, e->u.axis)) put_name(b, axis_name_in(s, e->u.axis), 0);
    else buf_printf(b, "%lld", (long long)e->u.axis->size);
    break;
  case X_INDEX: put_index(b, s, e->u.index); break;
  case X_ACCESS: put_access(b, s, e, 0, NULL); break;
  case X_HOLE: put_indexed(b, s, e->u.name->text, false, -1, e, 0, NULL); break;
  case X_ADD: notation_put_sum(&latex, b, s, e, false); break;
  case X_POW:
    if (e->arg[1]->kind != X_NUM) {
      buf_putc(b, '{');
      put(b, s, e->arg[0], P_ATOM);
      buf_put(b, "}^{");
      put(b, s, e->arg[1], P_ANY);
      buf_putc(b, '}');
      break;
    }
    /* fall through */
  case X_NUM: case X_MUL: notation_put_product(&latex, b, s, e); break;
  case X_CALL: put_call(b, s, e); break;
  case X_CMP:                                               /* Iverson's bracket */
    buf_putc(b, '[');
    notation_put_relation(&latex, b, s, e);
    buf_putc(b, ']');
    break;
  case X_IF: {
    const Expr *of[2];
    if (is_extreme(e, of)) {
      buf_put(b, is_greatest(e) ? "\\max" : "\\min");
      put_between(b, s, "(", ")", 2, of);
      break;
    }
    buf_put(b, "\\begin{cases} ");
    for (const char *word = "if"; e->kind == X_IF && !is_extreme(e, of); word = "else if", e = e->arg[2]) {      /* one list of cases, in their order */
      put(b, s, e->arg[1], P_ANY);
      buf_printf(b, " & \\text{%s } ", word);
      notation_put_condition(&latex, b, s, e->arg[0], 0);
      buf_put(b, " \\\\ ");
    }
    put(b, s, e, P_ANY);
    buf_put(b, " & \\text{otherwise} \\end{cases}");
    break;
  }
  case X_REDUCE: put_reduce(b, s, e); break;
  case X_MATRIX: put_matrix(b, s, e); break;
  case X_KINDS: break;
  }
}

static void put(Buf *b, const Scope *s, const Expr *e, Place place)
{
  bool cases = e->kind == X_IF && !is_extreme(e, (const Expr *[2]){ NULL });               /* they have a brace of their own, but for a power */
  if (place_needed(e) < place && (!cases || place == P_ATOM)) put_between(b, s, "(", ")", 1, &e);
  else put_bare(b, s, e);
}

void expr_print_latex(Buf *b, const Expr *e) { notation_put_whole(&latex, b, NULL, e, false); }
void expr_print_latex_condition(Buf *b, const Expr *e) { notation_put_whole(&latex, b, NULL, e, true); }
