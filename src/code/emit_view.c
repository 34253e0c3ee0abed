/* emit_view.c: registers, index spaces, views.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/emit.h"
#include "expr/print.h"

const Loop *key_tile(const Key *key) { return key->sparse ? &key->entry : key->row; }

Frame frame_of(Lower *L, const Site *site, LoopSet loops)
{
  Frame f = { .site = site };
  Loop *list[LOOPS_MAX];
  int n = loops_list(L, loops_minus(loops, site->key->loops), list);
  for (int k = 0; k < n; k++) frame_add(L, &f, list[k]);
  return f;
}

void frame_add(Lower *L, Frame *f, const Loop *l)
{
  if (l->n > INT32_MAX) { lower_fail(L, "an axis inside of a row has more elements than 2147483647, the most that a loop goes through"); return; }
  if (f->n == PROGRAM_MAX_AXES - 1) { lower_fail(L, "an expression with more axes at once than the machine has"); return; }
  f->loop[f->n++] = l;
}

Instr instr_in(const Frame *f, int op)
{
  Instr i = { .op = (Opcode)op };
  i.space.tiled = f->site->key->row != NULL;
  i.space.naxes = f->n + i.space.tiled;
  for (int k = 0; k < f->n; k++) i.space.size[k] = f->loop[k]->n;
  return i;
}

unsigned frame_mask(const Frame *f, LoopSet loops)
{
  unsigned m = 0;
  for (int k = 0; k < f->n; k++) if (f->loop[k]->id >= 0 && loops_has(loops, f->loop[k])) m |= 1u << k;
  return m;
}

unsigned frame_tile_mask(const Frame *f) { return f->site->key->row ? 1u << f->n : 0; }

int64_t ref_stride(const Ref *r, const Loop *l)
{
  int64_t s = 0;
  for (int k = 0; k < r->n; k++) if (r->dim[k].loop == l) s += r->dim[k].stride;
  return s;
}

View view_in(Lower *L, const Frame *f, const Ref *r)
{
  View v = { .reg = r->reg, .offset = r->offset };
  int known = 0;
  for (int k = 0; k < f->n; k++) v.stride[k] = ref_stride(r, f->loop[k]);
  if (f->site->key->row) {
    const Loop *tile = key_tile(f->site->key);
    v.stride[f->n] = ref_stride(r, tile);
    if (L->program->reg[r->reg].kind != REG_TILE) v.offset -= (tile->lo - 1) * v.stride[f->n];
  }
  for (int k = 0; k < r->n; k++) {
    bool found = f->site->key->row && r->dim[k].loop == key_tile(f->site->key);
    for (int j = 0; j < f->n; j++) found |= f->loop[j] == r->dim[k].loop;
    known += found;
  }
  if (known != r->n) lower_fail(L, "internal: an operand runs over a loop that its instruction does not have");
  return v;
}

static const char *label_of(Lower *L, const Node *n)
{
  if (!n || !n->expr) return NULL;
  const char *t = expr_text(L->arena, n->expr);
  return strlen(t) > 100 ? arena_printf(L->arena, "%.97s...", t) : t;
}

Ref ref_new(Lower *L, const Site *site, ElemType type, int n, const Loop *const *loop, const Node *for_whom)
{
  Ref r = { 0 };
  int64_t size[PROGRAM_MAX_AXES];
  bool tiled = site->key->row != NULL;
  if (n > PROGRAM_MAX_AXES - 1) { lower_fail(L, "an expression with more axes at once than the machine has"); n = 0; }
  for (int k = 0; k < n; k++) size[k] = loop[k]->n;
  const char *label = label_of(L, for_whom);
  r.reg = tiled ? program_reg_tile(L->program, site->section, type, n, size, label) : program_reg_whole(L->program, type, n, size, label);
  int64_t stride = 1;
  for (int k = n - 1; k >= 0; k--) {
    r.dim[k] = (Dim){ loop[k], stride };
    stride *= size[k];
  }
  r.n = n;
  if (tiled) r.dim[r.n++] = (Dim){ key_tile(site->key), 1 };
  return r;
}

Ref ref_result(Lower *L, const Site *site, const Node *n)
{
  Frame f = frame_of(L, site, n->free);
  if (!site->key->row && (n == L->root || n == L->root_form)) f = *L->layout;
  return ref_new(L, site, ELEM_F64, f.n, f.loop, n);
}

Ref ref_number(Lower *L, double v) { return (Ref){ .reg = program_reg_number(L->program, v) }; }

void emit_instr(Lower *L, const Site *site, const Instr *i) { if (!L->failed) program_emit(L->program, site->section, i); }

int origin_slot(Lower *L, Origin *s)
{
  if (s->slot >= 0) return s->slot;
  int64_t size[ARRAY_MAX_AXES];
  const Symbol *sym = s->sym;
  for (int k = 0; k < sym->naxes; k++) size[k] = sym->axis[s->turned ? sym->naxes - 1 - k : k]->size;
  if (s->sparse) s->slot = program_slot_sparse(L->program, sym->id, sym->name->text, size[0], size[1], sym->value->stored);
  else s->slot = program_slot_input(L->program, sym->id, sym->name->text, sym->naxes, size);
  L->program->slot[s->slot].turned = s->turned;
  L->program->slot[s->slot].owner = sym;
  L->program->slot[s->slot].fixed = symbol_fixed(sym);
  return s->slot;
}

Ref emit_shifted(Lower *L, const Site *site, const Frame *f, const Ref *r, double by, Ref to)
{
  Ref number = ref_number(L, by);
  Instr i = instr_in(f, OP_ADD);
  i.dst[0] = view_in(L, f, &to);
  i.src[0] = view_in(L, f, r);
  i.src[1] = view_in(L, f, &number);
  emit_instr(L, site, &i);
  return to;
}
