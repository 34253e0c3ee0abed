/* emit.c: demand-driven: a node is emitted where it is needed first, and remembered there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"
#include <math.h>

/* ---- sites ------------------------------------------------------------------------------------------------------------------- */

Site *site_get(Lower *L, Key *key, int level)
{
  for (int k = 0; k < L->sites.len; k++) if (L->sites.data[k]->key == key && L->sites.data[k]->level == level) return L->sites.data[k];
  Site *s = ARENA_NEW(L->arena, Site);
  *s = (Site){ .key = key, .level = level };
  const char *label = "between the passes";
  if (!key->row) s->section = program_section_short(L->program, key->once ? "once" : level == 0 ? "before all passes" : label);
  else if (key->sparse)
    s->section = program_section_entries(L->program, origin_slot(L, key->sparse), arena_printf(L->arena, "stored entries of %s", key->sparse->sym->name->text));
  else
    s->section = program_section_pass(L->program, key->row->lo - 1, key->row->lo - 1 + key->row->n, arena_printf(L->arena, "rows of %s", key->row->index->name->text));
  L->program->section[s->section].once = key->once;
  vec_push(L->arena, &L->sites, s);
  return s;
}

/* the short section in which n is there as a whole */
Site *site_short(Lower *L, Node *n)
{
  return site_get(L, node_fixed(n) ? key_once(L, key_short(L)) : key_short(L), level_avail(L, n));
}

Site *site_after(Lower *L, const Site *pass)
{
  return site_get(L, pass->key->once ? key_once(L, key_short(L)) : key_short(L), pass->level);
}

static Map *memo(Lower *L, Site *site, bool index)
{
  if (!site->key->row) return index ? &L->whole_index : &L->whole;
  return index ? &site->index : &site->ref;
}

static void put(Lower *L, Map *m, Node *n, Ref r) { map_put(L->arena, m, n, arena_copy(L->arena, &r, sizeof r)); }

void remember(Lower *L, Site *site, Node *n, Ref r) { put(L, memo(L, site, false), n, r); }
void remember_index(Lower *L, Site *site, Node *n, Ref r) { put(L, memo(L, site, true), n, r); }

bool recall(Lower *L, Site *site, Node *n, Ref *r)
{
  Ref *known = map_get(memo(L, site, false), n);
  if (known) *r = *known;
  return known != NULL;
}

bool recall_index(Lower *L, Site *site, Node *n, Ref *r)
{
  Ref *known = map_get(memo(L, site, true), n);
  if (known) *r = *known;
  return known != NULL;
}

/* ---- element-wise -------------------------------------------------------------------------------------------------------------- */

/* Rows of data lie across the tile. They are turned once for all that read them along it, unless they are very short and not
 * read again for each value of another loop. */
Ref emit_turned(Lower *L, Site *site, Node *n, Ref r, bool again)
{
  enum { SHORT_ROW = 4 };
  const Key *key = site->key;
  if (!key->row || key->sparse || r.pick || L->program->reg[r.reg].kind == REG_TILE || ref_stride(&r, key->row) <= 1) return r;
  if (!again && loops_size(L, loops_minus(n->free, key->loops)) < SHORT_ROW) return r;
  Ref *known = map_get(&site->turned, n), t;
  if (known) return *known;
  Frame f = frame_of(L, site, n->free);
  t = ref_new(L, site, ELEM_F64, f.n, f.loop, n);
  Instr i = instr_in(&f, OP_COPY);
  i.dst[0] = view_in(L, &f, &t);
  i.src[0] = view_in(L, &f, &r);
  emit_instr(L, site, &i);
  put(L, &site->turned, n, t);
  return t;
}

static Ref emit_map(Lower *L, Site *site, Node *n)
{
  Ref a[4];
  bool weighs = false;                    /* what scales rows as they lie may become the weight of a product: fuse.c */
  for (int k = 0; k < n->nargs && (n->op == OP_MUL || n->op == OP_MUL0); k++) weighs |= loops_equal(n->arg[k]->free, site->key->loops);
  for (int k = 0; k < n->nargs; k++) {
    a[k] = emit_full(L, site, n->arg[k]);
    bool again = !loops_empty(loops_minus(n->free, n->arg[k]->free));
    if (again || !weighs) a[k] = emit_turned(L, site, n->arg[k], a[k], again);
  }
  Frame f = frame_of(L, site, n->free);
  Ref r = ref_result(L, site, n);
  Instr i = instr_in(&f, n->op);
  i.kernel = n->kernel;
  i.dst[0] = view_in(L, &f, &r);
  for (int k = 0; k < n->nargs; k++) i.src[k] = view_in(L, &f, &a[k]);
  emit_instr(L, site, &i);
  return r;
}

/* the values lo, lo + 1, … of a loop */
static Ref emit_value(Lower *L, Site *site, Node *n)
{
  const Loop *l = n->own[0];
  Frame f = frame_of(L, site, n->free);
  Ref r = ref_new(L, site, ELEM_F64, f.n, f.loop, n);
  Instr i = instr_in(&f, OP_RAMP);
  i.axis = 0;
  i.dst[0] = view_in(L, &f, &r);
  emit_instr(L, site, &i);
  if (f.n == 0 || l->lo == 1) return r;                   /* on the tile axis RAMP counts absolute rows */
  return emit_shifted(L, site, &f, &r, (double)(l->lo - 1), ref_new(L, site, ELEM_F64, f.n, f.loop, n));
}

/* a form of node_form */
static Ref emit_formed(Lower *L, Site *site, Node *n)
{
  Ref r = { 0 };
  if (L->failed) return ref_number(L, NAN);
  switch (n->kind) {
  case N_NUMBER: return ref_number(L, n->number);
  case N_VALUE: r = emit_value(L, site, n); break;
  case N_ACCESS: r = emit_access(L, site, n); break;
  case N_ELEMENT: r = emit_element(L, site, n); break;
  case N_MAP: r = emit_map(L, site, n); break;
  case N_ADD: case N_MUL: r = emit_node(L, site, node_form(L, (Key *)site->key, n)); break;
  case N_DOT: r = emit_dot(L, site, n); break;
  case N_SQDIST: r = emit_sqdist(L, site, n); break;
  case N_REDUCE: r = emit_reduction(L, site, n); break;
  case N_SCATTER: r = emit_scatter(L, site, n); break;
  case N_SCAN: r = emit_scan(L, site, n); break;
  case N_LSE: case N_WEIGHT: r = emit_softmax(L, site, n); break;
  case N_LOGDET: case N_INV: case N_SOLVE: case N_POLAR: case N_EIGENVALUE: case N_EIGENVECTOR: case N_SINGULAR: case N_RECOMPOSE: case N_RANK: case N_POOL: case N_SHRINK: case N_WITHIN: case N_SHARE: case N_SCALE: r = emit_matrix(L, site, n); break;
  }
  remember(L, site, n, r);
  return r;
}

/* n through its form at this site */
static Ref emit_here(Lower *L, Site *site, Node *n)
{
  Ref r;
  if (recall(L, site, n, &r)) return r;
  if (columns_summed(L, site->key, n)) {
    r = emit_columns_sum(L, site, n);
    remember(L, site, n, r);
    return r;
  }
  Node *f = node_form(L, (Key *)site->key, n);
  if (f == n || !recall(L, site, f, &r)) r = emit_formed(L, site, f);
  if (f != n) remember(L, site, n, r);
  return r;
}

/* ---- whole tensors ---------------------------------------------------------------------------------------------------------------- */

/* made row by row in a pass, kept for what comes after */
static Ref emit_stored(Lower *L, Site *site, Node *n)
{
  Ref tile = emit_here(L, site, n);
  Site *after = site_after(L, site);
  Frame f = frame_of(L, after, n->free);
  if (n == L->root) f = *L->layout;
  Ref r = ref_new(L, after, ELEM_F64, f.n, f.loop, n);
  Frame rows = frame_of(L, site, n->free);
  Instr i = instr_in(&rows, OP_COPY);
  i.dst[0] = view_in(L, &rows, &r);
  i.src[0] = view_in(L, &rows, &tile);
  emit_instr(L, site, &i);
  return r;
}

Ref emit_whole(Lower *L, Node *n)
{
  Ref *known = map_get(&L->whole, n), r;
  if (known) return *known;
  Home h = node_home(L, n);
  Site *site = site_get(L, h.key, level_avail(L, n));
  if (h.kind == HOME_SHORT) return emit_here(L, site, n);
  r = h.kind == HOME_SUM ? emit_sum(L, site, n) : emit_stored(L, site, n);
  put(L, &L->whole, n, r);
  return r;
}

Ref emit_node(Lower *L, Site *site, Node *n)
{
  if (!site->key->row) return emit_whole(L, n);
  if (!key_holds(site->key, n) || is_separate(L, site->key, n)) return ref_narrowed(L, site, n, emit_whole(L, n));
  return emit_here(L, site, n);
}

Ref emit_full(Lower *L, Site *site, Node *n) { return ref_unpicked(L, site, emit_node(L, site, n)); }

/* ---- indices ------------------------------------------------------------------------------------------------------------------------ */

/* data labels, bound as indices once; those that the iteration changes become indices in each run */
static bool labels_of(Lower *L, Site *site, Node *n, int64_t size, Ref *r)
{
  Origin *s = n->origin;
  if (n->kind != N_ACCESS || s->def >= 0 || s->sparse || site->key->sparse || (s->sym->kind != SYM_DATA && s->sym->kind != SYM_LET)) return false;
  for (int k = 0; k < n->nsub; k++) if (n->sub[k].kind == SUB_NODE) return false;
  *r = emit_node(L, site, n);
  if (L->program->reg[r->reg].kind != REG_INPUT) return false;
  int reg = program_reg_input(L->program, origin_slot(L, s), PART_LABELS);
  if (L->program->reg[reg].limit != 0 && L->program->reg[reg].limit != size) return false;
  L->program->reg[reg].limit = size;
  r->reg = reg;
  return true;
}

Ref emit_index(Lower *L, Site *site, Node *n, int64_t size)
{
  const Key *key = site->key;
  Ref r;
  if (key->row && !loops_meet(n->free, key->loops) && n->kind != N_ACCESS)
    return emit_index(L, site_short(L, n), n, size);
  if (!key->row) site = site_short(L, n);          /* it is remembered for all that come after */
  Ref *known = map_get(memo(L, site, true), n);
  if (known && L->program->reg[known->reg].limit <= size) return *known;
  bool is_arg = n->kind == N_REDUCE && (n->op == OP_ARGMIN || n->op == OP_ARGMAX);
  if (is_arg && loops_longest(L, n->over)->lo == 1 && (key->row ? key_holds(key, n) : node_home(L, n).kind == HOME_SHORT))
    return emit_arg_index(L, key->row ? site : site_short(L, n), n);
  if (labels_of(L, site, n, size, &r)) return r;
  Ref value = emit_full(L, site, n);
  Frame f = { .site = site };
  for (int k = 0; k < value.n; k++) if (!(key->row && value.dim[k].loop == key_tile(key))) frame_add(L, &f, value.dim[k].loop);
  r = ref_new(L, site, ELEM_I32, f.n, f.loop, n);
  L->program->reg[r.reg].limit = size;
  Instr i = instr_in(&f, OP_INDEX);
  i.dst[0] = view_in(L, &f, &r);
  i.src[0] = view_in(L, &f, &value);
  emit_instr(L, site, &i);
  remember_index(L, site, n, r);
  return r;
}
