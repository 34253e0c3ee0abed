/* emit_matrix.c: logarithms of determinants, inverses, linear systems, eigenvalues, singular values, ranks: one decomposition for all
 * that want it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"
#include "expr/print.h"

/* several loops as one axis; they must lie like one in a row-major array */
typedef struct Flat { Loop loop; int n; Loop *const *of; } Flat;

static Ref flat_ref(const Ref *r, const Flat *rows, const Flat *cols)
{
  Ref out = *r;
  out.n = 0;
  for (int k = 0; k < r->n; k++) {
    const Loop *l = r->dim[k].loop;
    for (int side = 0; side < 2; side++) {
      const Flat *f = side ? cols : rows;
      for (int j = 0; j < f->n; j++)
        if (r->dim[k].loop == f->of[j]) l = j == f->n - 1 ? &f->loop : NULL;    /* the innermost gives the stride */
      if (!l) break;
    }
    if (l) out.dim[out.n++] = (Dim){ l, r->dim[k].stride };
  }
  return out;
}

/* a copy laid out as batch, then `inner`, so that groups of inner loops are contiguous */
static Ref laid_out(Lower *L, Site *site, const Ref *a, LoopSet batch, int n, Loop *const *inner)
{
  Frame f = frame_of(L, site, batch);
  for (int k = 0; k < n; k++) frame_add(L, &f, inner[k]);
  Ref r = ref_new(L, site, ELEM_F64, f.n, f.loop, NULL);
  Instr i = instr_in(&f, OP_COPY);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, a);
  emit_instr(L, site, &i);
  return r;
}

static const char *matrix_name(Lower *L, const Node *n)
{
  const Node *a = n->arg[0];
  if (a->kind == N_ACCESS) return a->origin->sym->name->text;
  return a->expr ? expr_text(L->arena, a->expr) : "a matrix";
}

/* a register for batch and the loops of the element, as laid out by laid_out */
static Ref result(Lower *L, Site *site, LoopSet batch, int n, Loop *const *inner, const Node *for_whom)
{
  Frame f = frame_of(L, site, batch);
  for (int k = 0; k < n; k++) frame_add(L, &f, inner[k]);
  return ref_new(L, site, ELEM_F64, f.n, f.loop, for_whom);
}

/* Both results of one decomposition, as far as they are wanted: a number or a vector, and a matrix. i: all but its destinations */
static Ref emit_pair(Lower *L, Site *site, Node *n, Instr i, const Frame *f, LoopSet batch, const Flat *rows, const Flat *cols)
{
  bool cholesky = i.op == OP_CHOLESKY;
  Node proto = { .nargs = 1, .arg = n->arg, .nown = n->nown, .own = n->own };
  proto.kind = cholesky ? N_LOGDET : N_EIGENVALUE;
  Node *first = n->kind == proto.kind ? n : node_find(L, &proto);
  proto.kind = cholesky ? N_INV : N_EIGENVECTOR;
  Node *second = n->kind == proto.kind ? n : node_find(L, &proto);
  Ref values = { 0 }, matrix = { 0 };
  if (first) {
    values = result(L, site, batch, cholesky ? 0 : n->nown / 2, n->own, first);
    Ref flat = flat_ref(&values, rows, cols);
    i.dst[0] = view_in(L, f, &flat);
  }
  if (second) {
    matrix = result(L, site, batch, n->nown, n->own, second);
    Ref flat = flat_ref(&matrix, rows, cols);
    i.dst[1] = view_in(L, f, &flat);
  }
  emit_instr(L, site, &i);
  if (first) remember(L, site, first, values);
  if (second) remember(L, site, second, matrix);
  return n == first ? values : matrix;
}

Ref emit_matrix(Lower *L, Site *site, Node *n)
{
  int m = n->nown / 2;
  LoopSet batch = n->free;
  for (int k = 0; k < n->nown; k++) batch = loops_without(batch, n->own[k]);
  Flat rows = { { .id = -2, .lo = 1, .n = 1 }, m, n->own }, cols = { { .id = -3, .lo = 1, .n = 1 }, m, n->own + m };
  for (int k = 0; k < m; k++) { rows.loop.n *= n->own[k]->n; cols.loop.n *= n->own[m + k]->n; }
  Ref a = emit_full(L, site, n->arg[0]);
  if (m > 1) a = laid_out(L, site, &a, batch, n->nown, n->own);
  a = flat_ref(&a, &rows, &cols);
  Frame f = { .site = site };
  frame_add(L, &f, &rows.loop);
  frame_add(L, &f, &cols.loop);
  Frame rest = frame_of(L, site, batch);
  for (int k = 0; k < rest.n; k++) frame_add(L, &f, rest.loop[k]);
  static const Opcode opcode[] = { [N_LOGDET] = OP_CHOLESKY, [N_INV] = OP_CHOLESKY, [N_SOLVE] = OP_SOLVE, [N_POLAR] = OP_POLAR, [N_EIGENVALUE] = OP_EIGEN,
                                   [N_EIGENVECTOR] = OP_EIGEN, [N_SINGULAR] = OP_SINGULAR, [N_RECOMPOSE] = OP_RECOMPOSE, [N_RANK] = OP_RANK,
                                   [N_POOL] = OP_POOL, [N_SHRINK] = OP_SHRINK, [N_WITHIN] = OP_WITHIN, [N_SHARE] = OP_SHARE, [N_SCALE] = OP_SCALE };
  Instr i = instr_in(&f, opcode[n->kind]);
  i.src[0] = view_in(L, &f, &a);
  i.what = matrix_name(L, n);
  int vectors = n->kind == N_SOLVE || n->kind == N_RECOMPOSE || n->kind == N_POOL ? 1 : n->kind >= N_SHRINK ? n->nargs - 1 : 0;
  for (int k = 1; k <= vectors; k++) {
    Ref b = emit_full(L, site, n->arg[k]);
    if (m > 1) b = laid_out(L, site, &b, batch, n->kind == N_SCALE ? n->nown : m, n->own);
    b = flat_ref(&b, &rows, &cols);
    i.src[k] = view_in(L, &f, &b);
  }
  if (n->kind == N_SOLVE && n->nargs == 3) {
    Ref o = emit_full(L, site, n->arg[2]);
    if (m > 1) o = laid_out(L, site, &o, (LoopSet){ { 0 } }, m, n->own + m);
    o = flat_ref(&o, &rows, &cols);
    i.op = OP_SOLVE_BAND;
    i.src[2] = view_in(L, &f, &o);
    for (int k = 0; k < m; k++) i.band = i.band * n->own[k]->n + (n->own[m + k]->n - 1) / 2;
  }
  if (i.op == OP_CHOLESKY || i.op == OP_EIGEN) return emit_pair(L, site, n, i, &f, batch, &rows, &cols);
  bool vector = n->kind != N_POLAR && n->kind != N_RECOMPOSE && n->kind != N_SCALE;
  Ref x = result(L, site, batch, vector ? m : n->nown, n->own, n), flat = flat_ref(&x, &rows, &cols);
  i.dst[0] = view_in(L, &f, &flat);
  emit_instr(L, site, &i);
  return x;
}
