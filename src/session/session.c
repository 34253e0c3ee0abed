/* session.c: a session's life, and the table of statements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"
#include "base/clock.h"
#include "base/stdlib_path.h"
#include "data/reader.h"
#include "expr/print.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define X(id, word) word,
const char *const dump_words[DUMP_COUNT] = { SESSION_DUMPS(X) };
const char *const trace_words[TRACE_COUNT] = { SESSION_TRACES(X) };
#undef X

static Array *evaluate(void *context, Pool *pool, const Expr *e, int nopen, Index *const *open, char **error)
{
  Session *s = context;
  DiagList diags = { .arena = s->arena };
  Array *a = fit_evaluate(pool, e, nopen, open, s->options.threads, &diags);
  if (!a) *error = diags.first ? arena_strdup(s->arena, diags.first->text) : NULL;
  return a;
}

Session *session_new(const SessionOptions *options, FILE *out, FILE *err)
{
  Arena *arena = arena_new();
  Session *s = ARENA_NEW(arena, Session);
  s->options = *options;
  s->out = out;
  s->err = err;
  s->arena = arena;
  s->diags.arena = arena;
  s->last_fit = &s->fits;
  s->last_printed = &s->printed;
  s->pool = pool_new(arena);
  s->sema = sema_new(s->pool, &s->diags);
  sema_set_evaluate(s->sema, evaluate, s);
  sema_set_errors(s->sema, session_errors, s);
  sema_set_sources(s->sema, data_format_name);
  session_report(s);
  return s;
}

void session_free(Session *s)
{
  if (!s) return;
  for (Fitted *f = s->fits; f; f = f->next) {
    for (int i = 0; f->errors && i < f->result->nparams; i++) array_unref(f->errors[i]);
    fit_result_release(f->result);
  }
  for (Printed *p = s->printed; p; p = p->next) array_unref(p->array);
  sema_free(s->sema);
  arena_free(s->arena);
}

int session_status(const Session *s) { return s->status; }

/* a message about the text of a model helps only with the place where the model was used */
void session_mention_call(Session *s)
{
  for (Diag *d = s->calling ? s->diags.first : NULL; d; d = d->next) {
    const Source *where = d->span.source;
    if (where && where != s->calling->span.source)
      diag_note(&s->diags, d, s->calling->span, "in the model '%s', which is used here", s->calling->name->text);
  }
}

void session_report(Session *s)
{
  if (!s->diags.first) return;
  session_mention_call(s);
  fflush(s->out);
  diag_print(&s->diags, s->err, diag_wants_colour(s->err));
  for (const Diag *d = s->diags.first; d; d = d->next)
    if (d->severity == SEVERITY_ERROR && s->status != 1) s->status = d->id == MSG_FIT_NOT_CONVERGED ? 3 : 1;
  diag_clear(&s->diags);
}

bool session_load_rules(Session *s)
{
  if (s->rules) return true;
  s->rules = rules_new(s->pool, s->sema);
  return rules_load(s->rules, stdlib_folder(s->arena), &s->diags) && s->diags.errors == 0;
}

bool session_dumping(const Session *s, DumpStage stage) { return s->options.dump >> stage & 1; }

/* ---- statements ---- */

static bool do_block(Session *s, const Node *n) { return session_block(s, n); }

static bool do_let(Session *s, const Node *n)
{
  const Node *value = NULL;
  for (Override *o = s->calling ? NULL : s->options.set; o; o = o->next) {        /* what a model calls total is its own affair */
    if (strcmp(o->name, n->name->text) != 0) continue;
    o->used = true;
    Source *source = source_from_text(s->arena, "--set", ".", o->value, strlen(o->value));
    const Node *block = parse_source(s->arena, source, &s->diags);
    if (!block || s->diags.errors) return false;
    if (block->nkids != 1 || block->kid[0]->kind != NODE_EXPR)
      return diag_add(&s->diags, n->span, MSG_SET_VALUE, o->name, o->value), false;
    value = block->kid[0]->kid[0];
  }
  return sema_let(s->sema, n, value);
}

static bool do_param(Session *s, const Node *n) { return sema_param(s->sema, n); }
static bool do_fix(Session *s, const Node *n) { return sema_fix(s->sema, n); }
static bool do_require(Session *s, const Node *n) { return sema_require(s->sema, n); }
static bool do_fn(Session *s, const Node *n) { return sema_fn(s->sema, n); }
static bool do_model(Session *s, const Node *n) { return sema_model(s->sema, n); }

static bool do_loss(Session *s, const Node *n)
{
  Loss *loss = sema_loss(s->sema, n);
  if (!loss) return false;
  if (n->kind != NODE_LOSS) {
    s->losses.main = loss;
    return true;
  }
  for (int i = 0; i < s->losses.named.len; i++)
    if (s->losses.named.data[i]->name == loss->name) { s->losses.named.data[i] = loss; return true; }
  vec_push(s->arena, &s->losses.named, loss);
  return true;
}

static bool do_rule(Session *s, const Node *n) { return session_load_rules(s) && rules_admit(s->rules, n, &s->diags); }

static bool do_reserved(Session *s, const Node *n)
{
  sema_reserved(s->sema, n->span, arena_printf(s->arena, "'%s'", node_kind_word(n->kind)));
  return false;
}

static bool do_function(Session *s, const Node *n)
{
  diag_hint(&s->diags, diag_add(&s->diags, n->span, MSG_FUNCTION_BLOCK), "in a script, declare it by: fn %s(x) = …", n->name->text);
  return false;
}

/* runs: the statement computes or prints something for the user; passed over while stages are dumped */
static const struct { bool (*execute)(Session *, const Node *); bool runs; } statements[NODE_KIND_COUNT] = {
  [NODE_BLOCK] = { do_block, false }, [NODE_LET] = { do_let, false }, [NODE_DATA] = { session_data, false },
  [NODE_PARAM] = { do_param, false }, [NODE_PARAM_ARGS] = { do_param, false }, [NODE_FIX] = { do_fix, false },
  [NODE_REQUIRE] = { do_require, false },
  [NODE_FN] = { do_fn, false }, [NODE_MODEL] = { do_model, false }, [NODE_MINIMIZE] = { do_loss, false },
  [NODE_MAXIMIZE] = { do_loss, false }, [NODE_LOSS] = { do_loss, false }, [NODE_USE] = { session_use, false },
  [NODE_FIT] = { session_fit, false }, [NODE_DERIVE] = { session_derive, true }, [NODE_GRAD] = { session_grad, true },
  [NODE_CHECK] = { session_check, true }, [NODE_PRINT] = { session_print, true }, [NODE_EXPR] = { session_print, true },
  [NODE_SAVE] = { session_save, true }, [NODE_MAJORIZER] = { do_rule, false }, [NODE_MINIMIZER] = { do_rule, false },
  [NODE_CHART] = { do_rule, false }, [NODE_FUNCTION] = { do_function, false }, [NODE_PLOT] = { session_plot, true },
  [NODE_NOISE] = { do_reserved, false }, [NODE_ALTERNATE] = { do_reserved, false } };

static bool execute(Session *s, const Node *n)
{
  if (!statements[n->kind].execute) return do_reserved(s, n);
  if (statements[n->kind].runs && s->options.dump) return true;
  int errors = s->diags.errors;
  bool ok = statements[n->kind].execute(s, n);
  return ok && s->diags.errors == errors;
}

bool session_block(Session *s, const Node *block)
{
  bool all = true;
  for (int i = 0; i < block->nkids; i++) {
    bool ok = execute(s, block->kid[i]);
    session_report(s);
    all = all && ok;
    if (!ok && !s->options.interactive) return false;
    if (s->interrupted) return all;
  }
  return all;
}

/* ---- texts ---- */

/* --set and --data of names that the script does not declare, before anything runs; a file that it takes in may declare them */
static bool overrides_declared(Session *s, const Node *block)
{
  const struct { const char *option; Override *list; NodeKind kind; } set[] = { { "--set", s->options.set, NODE_LET }, { "--data", s->options.data, NODE_DATA } };
  for (int i = 0; i < block->nkids; i++)
    if (block->kid[i]->kind == NODE_USE && block->kid[i]->string) return true;
  for (int k = 0; k < 2; k++) {
    VEC(const Name *) declared = { 0 };
    for (int i = 0; i < block->nkids; i++)
      if (block->kid[i]->kind == set[k].kind) vec_push(s->arena, &declared, block->kid[i]->name);
    for (const Override *o = set[k].list; o; o = o->next) {
      bool found = false;
      for (int i = 0; i < declared.len; i++) found |= !strcmp(declared.data[i]->text, o->name);
      if (found) continue;
      Diag *d = diag_add(&s->diags, (Span){0}, MSG_OVERRIDE_UNUSED, set[k].option, o->name, o->value, o->name);
      const Name *near = name_nearest(name_of(o->name), declared.data, declared.len);
      if (near) diag_hint(&s->diags, d, "did you mean '%s'?", near->text);
    }
  }
  return s->diags.errors == 0;
}

bool session_run(Session *s, Source *source)
{
  double start = clock_seconds();
  const Node *block = parse_source(s->arena, source, &s->diags);
  s->parse_seconds += clock_seconds() - start;
  bool ok = block && s->diags.errors == 0;
  session_report(s);
  if (block && session_dumping(s, DUMP_AST) && s->depth == 0) {
    Buf buf = {0};
    ast_dump(&buf, block);
    fputs(buf_text(&buf), s->out);
    buf_free(&buf);
  }
  s->interrupted = false;
  if (ok && s->depth == 0 && !s->options.interactive) {
    ok = overrides_declared(s, block);
    session_report(s);
  }
  return ok ? session_block(s, block) : false;
}

static Source *read_stdin(Session *s, char **error)
{
  Buf buf = {0};
  char chunk[4096];
  size_t n;
  while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0) buf_putn(&buf, chunk, n);
  if (ferror(stdin)) { *error = arena_strdup(s->arena, strerror(errno)); buf_free(&buf); return NULL; }
  Source *source = source_from_text(s->arena, "<stdin>", ".", buf_text(&buf), buf.len);
  buf_free(&buf);
  return source;
}

bool session_run_file(Session *s, const char *path)
{
  char *error = NULL;
  Source *source = strcmp(path, "-") == 0 ? read_stdin(s, &error) : source_from_file(s->arena, path, &error);
  if (source) return session_run(s, source);
  Diag *d = diag_add(&s->diags, (Span){0}, MSG_FILE_READ, path, error ? error : "");
  if (access(path, F_OK) != 0) diag_hint(&s->diags, d, "a script is a file, majorant model.em; statements stand behind -e; without both there is a prompt, and --help lists the options");
  session_report(s);
  return false;
}

bool session_run_text(Session *s, const char *name, const char *text)
{
  return session_run(s, source_from_text(s->arena, name, ".", text, strlen(text)));
}

/* the text that could not be written, on a full disk, must not be missed */
static void flush_output(Session *s)
{
  errno = 0;
  if (fflush(s->out) == 0 && !ferror(s->out)) return;
  fprintf(s->err, "majorant: error: cannot write the output%s%s\n", errno ? ": " : "", errno ? strerror(errno) : "");
  if (s->status == 0) s->status = 1;
}

void session_finish(Session *s)
{
  if (s->options.dump && s->status == 0) session_dump_losses(s);
  const struct { const char *option; const Override *list; } overrides[] = { { "--set", s->options.set }, { "--data", s->options.data } };
  for (int i = 0; i < 2; i++)
    for (const Override *o = overrides[i].list; o && s->status == 0; o = o->next)
      if (!o->used) diag_add(&s->diags, (Span){0}, MSG_OVERRIDE_UNUSED, overrides[i].option, o->name, o->value, o->name);
  session_report(s);
  if (s->options.json) output_json(s);
  if (s->options.time)
    fprintf(s->err, "time: %.3f s reading text, %.3f s reading data, %.3f s deriving and compiling, %.3f s iterating, %.3f s looking at what came out; %ld nodes, %ld rules tried, %.1f MB; %ld of the nodes are the library's rules\n",
            s->parse_seconds, s->data_seconds, s->derive_seconds, s->fit_seconds, s->after_seconds, pool_nodes(s->pool), s->rules ? rules_tries(s->rules) : 0, (double)arena_bytes(s->arena) / 1e6, s->rules ? rules_nodes(s->rules) : 0);
  flush_output(s);
}
