/* rules.c: the lists of rules, and the library's folders that fill them; see rules.h, rules_internal.h. How one rule is read: rule_read.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_read.h"
#include "syntax/parse.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *const update_kind_name[] = { "closed-form", "one-dimensional", "inner-solver", "newton", "gradient" };

static const struct { const char *name; NodeKind block; } folders[FOLDERS] = {
  [FOLDER_MAJORIZERS] = { "majorizers", NODE_MAJORIZER }, [FOLDER_MINIMIZERS] = { "minimizers", NODE_MINIMIZER }, [FOLDER_CHARTS] = { "charts", NODE_CHART } };

Rules *rules_new(Pool *pool, Sema *sema)
{
  Rules *r = ARENA_NEW(pool_arena(pool), Rules);
  r->pool = pool;
  r->sema = sema;
  r->lists = ARENA_NEW(pool_arena(pool), RuleLists);
  r->variable = symbol_new(pool, SYM_ATOM, name_of("x"), 0, NULL);
  r->stiffness = symbol_new(pool, SYM_STAT, name_of("stiffness"), 0, NULL);
  r->stiffness->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = 0, .hi = INFINITY, .lo_open = true };
  return r;
}

Symbol *rules_stiffness(const Rules *r) { return r->stiffness; }
long rules_tries(const Rules *r) { return r->lists->tries; }
long rules_nodes(const Rules *r) { return r->lists->nodes; }
int rules_choices(const Rules *r) { return rules_majorizers(r)->len + rules_wholes(r)->len + rules_relaxations(r)->len + rules_minimizers(r)->len; }
int rules_count(const Rules *r) { return rules_choices(r) + rules_charts(r)->len; }

static const RuleText *text_at(const Rules *r, int i)
{
  const RuleLists *l = r->lists;
  if (i < l->majorizers.len) return &l->majorizers.data[i]->text;
  i -= l->majorizers.len;
  if (i < l->wholes.len) return &l->wholes.data[i]->text;
  i -= l->wholes.len;
  if (i < l->relaxations.len) return &l->relaxations.data[i]->text;
  i -= l->relaxations.len;
  return i < l->minimizers.len ? &l->minimizers.data[i]->text : &l->charts.data[i - l->minimizers.len]->text;
}

const Name *rules_name(const Rules *r, int i) { return text_at(r, i)->name; }

/* ---- one block ------------------------------------------------------------------------------------------------------------- */

static RuleReading *begin(const Rules *r, const Node *block, DiagList *diags, bool library)
{
  RuleReading *l = ARENA_NEW(pool_arena(r->pool), RuleReading);
  *l = (RuleReading){ .rules = r, .diags = diags, .scope = pattern_scope_new(r->sema), .block = block, .library = library, .outline = library };
  if (block->kind == NODE_CHART) rule_begin_chart(l);
  else if (block->kind == NODE_MINIMIZER) rule_begin_minimizer(l);
  else if (rule_is_whole(block)) rule_begin_whole(l);
  else if (rule_is_relaxation(block)) rule_begin_relaxation(l);
  else rule_begin_majorizer(l);
  *l->text = (RuleText){ .name = block->name, .id = block->name->text, .span = block->span, .reading = l };
  return l;
}

static bool has_clause(const Node *block, const char *word)
{
  for (int i = 0; i < block->nkids; i++)
    if (clause_is(block->kid[i], word)) return true;
  return false;
}

static bool is_rule(const Node *block)
{
  for (int i = 0; i < FOLDERS; i++)
    if (folders[i].block == block->kind) return true;
  return false;
}

bool rules_add(Rules *r, const Node *block, DiagList *diags)
{
  if (!is_rule(block)) return true;
  rules_count(r);                                          /* the library's come first */
  RuleReading *l = begin(r, block, diags, false);
  if (!rule_read(l, READ_REST)) return false;
  l->kind->enter(l);
  return true;
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

static void open_file(const Rules *r, RuleFolder folder, const char *path)
{
  static const char *const clauses[] = { "id", "order", "for", "update", NULL };
  Arena *arena = pool_arena(r->pool);
  DiagList *diags = r->lists->diags;
  char *error = NULL;
  const Source *source = source_from_file(arena, path, &error);
  if (!source) {
    diag_add(diags, (Span){ 0 }, MSG_FILE_READ, path, error);
    return;
  }
  const Node *file = parse_outline(arena, source, clauses, diags);
  for (int i = 0; file && i < file->nkids; i++) {
    const Node *block = file->kid[i];
    if (!is_rule(block)) continue;
    RuleReading *l = begin(r, block, diags, true);
    if (!has_clause(block, "for")) rule_complain(l, block->at, "it has no `for`");
    else if (block->kind != folders[folder].block) rule_complain(l, block->at, "it does not stand in the folder of its kind");
    else if (rule_read(l, l->kind->at_once)) l->kind->enter(l);
  }
}

static void open_folder(const Rules *r, RuleFolder folder)
{
  RuleLists *lists = r->lists;
  const char *dir = lists->folder[folder];
  struct dirent **entry;
  if (!dir) return;
  lists->folder[folder] = NULL;
  int n = scandir(dir, &entry, only_em, alphasort);
  if (n < 0) {
    diag_add(lists->diags, (Span){ 0 }, MSG_FILE_READ, dir, strerror(errno));
    return;
  }
  for (int i = 0; i < n; i++) {
    open_file(r, folder, arena_printf(pool_arena(r->pool), "%s/%s", dir, entry[i]->d_name));
    free(entry[i]);
  }
  free(entry);
}

const Majorizers *rules_majorizers(const Rules *r) { open_folder(r, FOLDER_MAJORIZERS); return &r->lists->majorizers; }
const Majorizers *rules_wholes(const Rules *r) { open_folder(r, FOLDER_MAJORIZERS); return &r->lists->wholes; }
const Relaxations *rules_relaxations(const Rules *r) { open_folder(r, FOLDER_MAJORIZERS); return &r->lists->relaxations; }
const Minimizers *rules_minimizers(const Rules *r) { open_folder(r, FOLDER_MINIMIZERS); return &r->lists->minimizers; }
const Charts *rules_charts(const Rules *r) { open_folder(r, FOLDER_CHARTS); return &r->lists->charts; }

bool rules_load(Rules *r, const char *stdlib_dir, DiagList *diags)
{
  struct stat st;
  bool ok = true;
  r->lists->diags = diags;
  for (int i = 0; i < FOLDERS; i++) {
    const char *dir = r->lists->folder[i] = arena_printf(pool_arena(r->pool), "%s/%s", stdlib_dir, folders[i].name);
    if (!stat(dir, &st) && S_ISDIR(st.st_mode)) continue;
    diag_add(diags, (Span){ 0 }, MSG_FILE_READ, dir, "the folder of rules is not there");
    ok = false;
  }
  return ok;
}

bool rules_read_all(Rules *r)
{
  int before = r->lists->diags->errors;
  for (int i = 0, n = rules_count(r); i < n; i++) rule_complete(text_at(r, i));
  return r->lists->diags->errors == before;
}
