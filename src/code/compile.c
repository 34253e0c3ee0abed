/* compile.c: code_compile: definitions to nodes, levels, instructions; sections in order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"
#include "code/plan_text.h"
#include "code/tidy.h"
#include <stdlib.h>

/* the definition's value over canonical loops; own[j]: the loop of axis j */
static Node *lower_definition(Lower *L, const Definition *d, Loop **own)
{
  const Expr *to[ARRAY_MAX_AXES];
  LoopSet taken = { { 0 } };
  for (int k = 0; k < d->target->naxes; k++) {
    Axis *axis = d->own[k]->axis;
    if (axis->size < 0) {
      lower_fail(L, arena_printf(L->arena, "the size of axis %s is not known", axis->name->text));
      return node_number(L, 0);
    }
    own[k] = loop_free_slot(L, axis, 1, axis->size, taken, 0);
    taken = loops_with(taken, own[k]);
    to[k] = expr_index(L->pool, own[k]->index);
  }
  return lower_expr(L, expr_subst_indices(L->pool, d->value, d->target->naxes, d->own, to));
}

static bool is_last(const DefinitionList *list, int k)
{
  for (int m = k + 1; m < list->n; m++) if (list->def[m].target == list->def[k].target) return false;
  return true;
}

/* the register of a definition: its value's, if that is laid out in the target's order and nobody else's; a copy otherwise */
static void emit_definition(Lower *L, int k, Node *value, Loop **own)
{
  const Symbol *target = L->list->def[k].target;
  int n = target->naxes;
  Site *after = site_get(L, key_short(L), L->result_level[k]);
  Frame f = { .site = after };
  LoopSet mine = { { 0 } };
  for (int j = 0; j < n; j++) { frame_add(L, &f, own[j]); mine = loops_with(mine, own[j]); }
  L->layout = &f;
  L->root = loops_equal(mine, value->free) && !node_fixed(value) ? value : NULL;
  L->root_form = L->root ? node_form(L, key_short(L), value) : NULL;
  Ref r = emit_whole(L, value);
  L->root = L->root_form = NULL;
  Register *reg = &L->program->reg[r.reg];
  bool fits = !node_fixed(value) && reg->kind == REG_WHOLE && reg->slot < 0 && r.offset == 0 && r.n == n && reg->naxes == n;
  for (int j = 0; j < n && fits; j++) fits = r.dim[j].loop == own[j];
  int64_t stride = 1;
  for (int j = n - 1; j >= 0 && fits; j--) { fits = r.dim[j].stride == stride; stride *= own[j]->n; }
  for (int j = 0; j < k; j++) fits &= L->result[j].reg != r.reg;
  if (!fits) {
    Ref copy = ref_new(L, after, ELEM_F64, n, f.loop, NULL);
    Instr i = instr_in(&f, OP_COPY);
    i.dst[0] = view_in(L, &f, &copy);
    i.src[0] = view_in(L, &f, &r);
    emit_instr(L, after, &i);
    r = copy;
  }
  L->result[k] = r;
  if (is_last(L->list, k) && !L->list->def[k].passing) {
    int slot = program_slot_output(L->program, target->id, target->name->text, r.reg);
    L->program->slot[slot].owner = target;
  }
  L->program->reg[r.reg].label = target->name->text;
}

/* sections were made as they were needed; they run by level, passes before the short section of their level */
static void sort_sections(Lower *L)
{
  Program *p = L->program;
  Site **site = ARENA_ARRAY(L->arena, Site *, L->sites.len + 1);
  int *to = ARENA_ARRAY(L->arena, int, p->nsection + 1), n = 0;
  for (int k = 0; k < L->sites.len; k++) {
    Site *s = L->sites.data[k];
    int order = 2 * s->level - (s->key->row != NULL), j = n++;
    for (; j > 0 && 2 * site[j - 1]->level - (site[j - 1]->key->row != NULL) > order; j--) site[j] = site[j - 1];
    site[j] = s;
  }
  Section *section = ARENA_ARRAY(L->arena, Section, p->nsection + 1);
  int kept = 0;
  for (int k = 0; k < n; k++) {
    if (p->section[site[k]->section].ninstr == 0) continue;
    to[site[k]->section] = kept;
    section[kept++] = p->section[site[k]->section];
    site[k]->section = kept - 1;
  }
  for (int r = 1; r < p->nreg; r++) if (p->reg[r].kind == REG_TILE) p->reg[r].section = to[p->reg[r].section];
  p->section = section;
  p->section_cap = p->nsection;
  p->nsection = kept;
}

enum { ORDERED_AXES = 3 };                /* data of fewer have one axis at most inside of a row */

static int64_t numbers_of(const Symbol *s)
{
  int64_t n = 1;
  for (int k = 0; k < s->naxes; k++) n *= s->axis[k]->size > 0 ? s->axis[k]->size : 1;
  return n;
}

/* the data of most numbers, among those of so many axes that their order matters */
static void find_largest(Lower *L, Map *seen, const Expr *e, const Symbol **largest)
{
  if (map_get(seen, e)) return;
  map_put(L->arena, seen, e, (void *)e);
  if (e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA && e->u.sym->naxes >= ORDERED_AXES && (!*largest || numbers_of(e->u.sym) > numbers_of(*largest)))
    *largest = e->u.sym;
  for (int k = 0; k < e->nargs; k++) if (e->arg[k]) find_largest(L, seen, e->arg[k], largest);
}

/* Index spaces have their loops in the order in which these are made, so the loops of the largest data are made first, in the order in
 * which its numbers lie: else a definition over its last axis would have it copied with the axes exchanged. */
static void order_as_stored(Lower *L, const DefinitionList *list)
{
  Map seen = { 0 };
  const Symbol *largest = NULL;
  LoopSet taken = { { 0 } };
  for (int k = 0; k < list->n; k++) find_largest(L, &seen, list->def[k].value, &largest);
  for (int k = 0; largest && k < largest->naxes && largest->axis[k]->size > 0; k++)
    taken = loops_with(taken, loop_free_slot(L, largest->axis[k], 1, largest->axis[k]->size, taken, 0));
}

Program *code_compile(Pool *pool, const DefinitionList *list, const CodeOptions *options, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  Lower *L = ARENA_NEW(arena, Lower);
  *L = (Lower){ .pool = pool, .arena = arena, .facts = facts_new(pool, 0, NULL), .diags = diags, .list = list, .program = program_new(arena) };
  if (options) L->options = *options;
  L->result = ARENA_ARRAY(arena, Ref, list->n + 1);
  L->result_level = ARENA_ARRAY(arena, int, list->n + 1);
  key_short(L);
  L->value = ARENA_ARRAY(arena, Node *, list->n + 1);
  L->own = arena_array(arena, (size_t)list->n + 1, sizeof *L->own);
  order_as_stored(L, list);
  for (int k = 0; k < list->n && !L->failed; k++) {
    L->current = k;
    L->node_of = (Map){ 0 };                              /* the targets seen so far are other sources now */
    L->value[k] = lower_definition(L, &list->def[k], L->own[k]);
  }
  if (!L->failed) levels_find(L);
  for (int k = 0; k < list->n && !L->failed; k++) emit_definition(L, k, L->value[k], L->own[k]);
  if (L->failed) return NULL;
  sort_sections(L);
  program_tidy(L->program);
  const char *fault = program_finish(L->program);
  if (fault) {
    if (L->options.plan) program_disassemble(L->program, L->options.plan);
    lower_fail(L, arena_printf(arena, "internal: %s", fault));
    return NULL;
  }
  if (L->options.plan) plan_text(L, L->options.plan);
  return L->program;
}
