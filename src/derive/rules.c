/* rules.c: the list of rules, and the library's folders that fill it; see rules.h. How one rule is read: rule_read.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/rule_read.h"
#include "syntax/parse.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

Rules *rules_new(Pool *pool, Sema *sema)
{
  Rules *r = ARENA_NEW(pool_arena(pool), Rules);
  r->pool = pool;
  r->sema = sema;
  r->tries = ARENA_NEW(pool_arena(pool), long);
  r->variable = symbol_new(pool, SYM_ATOM, name_of("x"), 0, NULL);
  r->stiffness = symbol_new(pool, SYM_STAT, name_of("stiffness"), 0, NULL);
  r->stiffness->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = 0, .hi = INFINITY, .lo_open = true };
  return r;
}

Symbol *rules_stiffness(const Rules *r) { return r->stiffness; }
long rules_tries(const Rules *r) { return *r->tries; }
int rules_choices(const Rules *r) { return r->majorizers.len + r->wholes.len + r->relaxations.len + r->minimizers.len; }
int rules_count(const Rules *r) { return rules_choices(r) + r->charts.len; }

static const RuleText *text_at(const Rules *r, int i)
{
  if (i < r->majorizers.len) return &r->majorizers.data[i]->text;
  i -= r->majorizers.len;
  if (i < r->wholes.len) return &r->wholes.data[i]->text;
  i -= r->wholes.len;
  if (i < r->relaxations.len) return &r->relaxations.data[i]->text;
  i -= r->relaxations.len;
  return i < r->minimizers.len ? &r->minimizers.data[i]->text : &r->charts.data[i - r->minimizers.len]->text;
}

const Name *rules_name(const Rules *r, int i) { return text_at(r, i)->name; }

bool rules_add(Rules *r, const Node *block, DiagList *diags)
{
  RuleReading l = { r, diags, pattern_scope_new(r->sema), block };
  int before = diags->errors;
  bool ok = block->kind == NODE_MAJORIZER ? (rule_is_whole(block) ? rule_read_whole(&l) : rule_is_relaxation(block) ? rule_read_relaxation(&l) : rule_read_majorizer(&l)) : block->kind == NODE_MINIMIZER ? rule_read_minimizer(&l) :
            block->kind == NODE_CHART ? rule_read_chart(&l) : true;
  if (!ok && diags->errors == before) rule_complain(&l, block->at, "it could not be read");
  return ok;
}

int condition_count(const Expr *where)
{
  return !where ? 0 : where->kind == X_MUL ? where->nargs : 1;
}

const Expr *condition_at(const Expr *where, int i)
{
  return where->kind == X_MUL ? where->arg[i] : where;
}

/* ---- the library's folders ------------------------------------------------------------------------------------------------- */

static int only_em(const struct dirent *d)
{
  size_t n = strlen(d->d_name);
  return n > 3 && !strcmp(d->d_name + n - 3, ".em") && d->d_name[0] != '.';
}

static bool load_folder(Rules *r, const char *dir, DiagList *diags)
{
  Arena *arena = pool_arena(r->pool);
  struct dirent **entry;
  int n = scandir(dir, &entry, only_em, alphasort);
  bool ok = true;
  if (n < 0) {
    diag_add(diags, (Span){ 0 }, MSG_FILE_READ, dir, "the folder of rules is not there");
    return false;
  }
  for (int i = 0; i < n; i++) {
    char *error = NULL;
    const Source *source = source_from_file(arena, arena_printf(arena, "%s/%s", dir, entry[i]->d_name), &error);
    if (!source) {
      diag_add(diags, (Span){ 0 }, MSG_FILE_READ, entry[i]->d_name, error);
      ok = false;
    } else {
      const Node *file = parse_source(arena, source, diags);
      for (int k = 0; file && k < file->nkids; k++) ok &= rules_add(r, file->kid[k], diags);
      ok &= file != NULL;
    }
    free(entry[i]);
  }
  free(entry);
  return ok;
}

bool rules_load(Rules *r, const char *stdlib_dir, DiagList *diags)
{
  Arena *arena = pool_arena(r->pool);
  bool ok = load_folder(r, arena_printf(arena, "%s/majorizers", stdlib_dir), diags);
  ok &= load_folder(r, arena_printf(arena, "%s/minimizers", stdlib_dir), diags);
  return load_folder(r, arena_printf(arena, "%s/charts", stdlib_dir), diags) && ok;
}
