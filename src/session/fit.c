/* fit.c: fit, also of models made by `fit m = NAME(args)`; which loss a statement is about; dumps of a loss.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derivation.h"
#include "explain/print.h"
#include "session/patterns.h"
#include "base/clock.h"
#include "expr/print.h"
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- which loss ---- */

static Loss *loss_named(Session *s, const Name *name)
{
  for (int i = 0; i < s->losses.named.len; i++)
    if (s->losses.named.data[i]->name == name) return s->losses.named.data[i];
  for (const ResultLoss *r = s->results; r; r = r->next)
    if (r->name == name) return r->loss;
  return s->losses.main && s->losses.main->name == name ? s->losses.main : NULL;
}

Loss *session_find_loss(Session *s, const Node *target, Span span)
{
  if (target && target->kind == NODE_FIELD) target = target->kid[0];
  if (target && target->kind == NODE_NAME) {
    Loss *named = loss_named(s, target->name);
    if (named) return named;
    VEC(const Name *) seen = {0};
    for (int i = 0; i < s->losses.named.len; i++) vec_push(s->arena, &seen, s->losses.named.data[i]->name);
    for (const ResultLoss *r = s->results; r; r = r->next) vec_push(s->arena, &seen, r->name);
    Diag *d = diag_add(&s->diags, target->span, MSG_UNKNOWN, "loss", target->name->text);
    const Name *near = name_nearest(target->name, seen.data, seen.len);
    if (near) diag_hint(&s->diags, d, "did you mean '%s'?", near->text);
    else if (session_is_format(target->name->text)) diag_hint(&s->diags, d, "a format stands behind 'as': derive as %s", target->name->text);
    else if (sema_is_param(s->sema, target->name)) diag_hint(&s->diags, d, "'%s' is a parameter; a loss needs no name where there is one: fit, derive, grad wrt %s", target->name->text, target->name->text);
    else if (s->losses.main && !seen.len) diag_hint(&s->diags, d, "there is one loss, and it needs no name: fit, derive");
    return NULL;
  }
  if (s->losses.main) return s->losses.main;
  if (s->losses.named.len == 1) return s->losses.named.data[0];
  Diag *d = diag_add(&s->diags, span, s->losses.named.len ? MSG_WHICH_LOSS : MSG_NO_LOSS);
  diag_hint(&s->diags, d, s->losses.named.len ? "name one of them" : "say what to minimise: minimize sum{i} …");
  return NULL;
}

/* ---- dumps ---- */

static void dump_head(Session *s, const char *stage) { fprintf(s->out, "# %s\n", stage); }

static void dump_ir(Session *s, const Loss *loss)
{
  Buf buf = {0};
  buf_printf(&buf, "%s %s = ", loss->maximize ? "maximize -" : "minimize", loss->name->text);
  expr_print(&buf, loss->value);
  buf_putc(&buf, '\n');
  for (int i = 0; i < loss->nparams; i++) {
    const Param *p = &loss->param[i];
    buf_printf(&buf, "  over %s", p->sym->name->text);
    for (int a = 0; a < p->sym->naxes; a++)
      buf_printf(&buf, "%s%s = %lld", a == 0 ? "[" : a == p->sym->bar ? " | " : ", ", p->sym->axis[a]->name->text, (long long)p->sym->axis[a]->size);
    if (p->sym->naxes) buf_putc(&buf, ']');
    if (p->draw) buf_printf(&buf, " init %s(…)", p->draw_word);
    if (p->init) {
      buf_put(&buf, " init ");
      expr_print(&buf, p->init);
    }
    buf_putc(&buf, '\n');
  }
  fputs(buf_text(&buf), s->out);
  buf_free(&buf);
}

static bool dump_loss(Session *s, Loss *loss, const FitOptions *options, const Name *const *rule)
{
  Buf buf = {0};
  if (session_dumping(s, DUMP_IR)) { dump_head(s, "ir"); dump_ir(s, loss); }
  if (session_dumping(s, DUMP_GRADIENT)) {
    dump_head(s, "gradient");
    derive_print_gradient(&buf, s->pool, loss, NULL);
    fputs(buf_text(&buf), s->out);
    buf_clear(&buf);
  }
  bool derives = session_dumping(s, DUMP_SURROGATE) || session_dumping(s, DUMP_PLAN) || session_dumping(s, DUMP_BYTECODE);
  bool ok = !derives || session_load_rules(s);
  if (ok && session_dumping(s, DUMP_SURROGATE)) {
    DeriveOptions o = fit_derive_options(options);
    o.use_rule = rule;
    Derivation *d = derive_loss(s->pool, s->rules, loss, &o, &s->diags);
    ok = d != NULL;
    dump_head(s, "surrogate");
    if (d) derive_print_surrogate(&buf, d);
    fputs(buf_text(&buf), s->out);
    buf_clear(&buf);
  }
  const DumpStage later[] = { DUMP_PLAN, DUMP_BYTECODE };
  for (int i = 0; i < 2 && ok; i++) {
    if (!session_dumping(s, later[i])) continue;
    dump_head(s, dump_words[later[i]]);
    fit_dump(s->pool, s->rules, loss, options, dump_words[later[i]], &buf, &s->diags);
    fputs(buf_text(&buf), s->out);
    buf_clear(&buf);
  }
  buf_free(&buf);
  return ok;
}

void session_dump_losses(Session *s)
{
  FitOptions options;
  fit_options_default(&options);
  if (s->dumped) return;
  if (s->losses.main) dump_loss(s, s->losses.main, &options, NULL);
  for (int i = 0; i < s->losses.named.len; i++) dump_loss(s, s->losses.named.data[i], &options, NULL);
}

/* ---- fit ---- */

static void keep_result(Session *s, FitResult *r, const Loss *loss, const char *name)
{
  Fitted *f = ARENA_NEW(s->arena, Fitted);
  f->result = r;
  f->name = name;
  f->loss = loss;
  *s->last_fit = f;
  s->last_fit = &f->next;
  for (int i = 0; i < r->nparams; i++) {               /* from here on the names hold the fitted values */
    array_unref(r->param[i]->value);
    r->param[i]->value = array_ref(r->value[i]);
  }
  sema_set_weights(s->sema, r->nweights, r->weight);
}

static void tell(Session *s, const FitResult *r, const char *name)
{
  if (s->options.json || s->options.quiet) return;
  fprintf(s->out, "%s = %.10g after %d iteration%s%s\n", name, r->loss, r->iterations, r->iterations == 1 ? "" : "s",
          r->status == FIT_INTERRUPTED ? ", interrupted" : r->converged ? ", converged" : ", not converged");
  for (int i = 0; i < r->nblocks; i++) {
    const FitBlock *b = &r->block[i];
    if (b->majorizer && b->kept == 0 && !s->options.interactive) continue;
    fprintf(s->out, "  %s: %s%s%s%s\n", b->param->text, update_kind_name[b->update], b->rule && b->rule[0] ? ", " : "", b->rule ? b->rule : "",
            b->majorizer ? "" : b->type == 'D' ? ", the loss falls where its surrogate does (type D)" :
            b->type == 'L' ? ", its surrogate lies above the loss near each point (type L)" :
            b->touches ? ", its surrogate touches the loss with the same slope (type F)" : ", not proved to majorize");
  }
}

/* using: the rules behind `using`, or NULL */
static bool run_fit(Session *s, Loss *loss, const FitOptions *given, const Node *using, const char *name, FitResult **result)
{
  FitOptions o = *given;
  const char *term = getenv("TERM");
  bool terminal = !s->options.quiet && isatty(fileno(s->err)) && term && strcmp(term, "dumb") != 0 && !o.trace_iterations;
  if (terminal) { o.progress = progress_show; o.progress_context = s->err; }
  if (s->options.trace >> TRACE_RULES & 1) {
    Buf buf = {0};
    DeriveOptions d = fit_derive_options(&o);
    Derivation *derivation = derive_loss(s->pool, s->rules, loss, &d, &s->diags);
    if (!derivation) return false;
    derive_print_text(&buf, derivation);
    fputs(buf_text(&buf), s->err);
    buf_free(&buf);
  }
  if (s->options.trace >> TRACE_VM & 1) {
    Buf buf = {0};
    fit_dump(s->pool, s->rules, loss, &o, dump_words[DUMP_BYTECODE], &buf, &s->diags);
    fputs(buf_text(&buf), s->err);
    buf_free(&buf);
  }
  fflush(s->out);
  bool caught = !s->options.quiet && interrupt_catch();            /* signals of a program that uses the library are its own affair */
  if (caught) o.stop = interrupt_flag();
  double start = clock_seconds();
  Derivation *derivation = NULL;
  FitResult *r = fit_run(s->pool, s->rules, loss, &o, &s->diags, &derivation);
  if (caught) interrupt_release();
  if (terminal) progress_clear(s->err);
  if (!r) return false;
  s->derive_seconds += r->derive_seconds;
  s->fit_seconds += r->run_seconds;
  s->after_seconds += clock_seconds() - start - r->derive_seconds - r->run_seconds;
  if (r->status == FIT_FAILED && s->diags.errors) { fit_result_release(r); return false; }
  keep_result(s, r, loss, name);
  tell(s, r, name);
  session_tell_unused(s, derivation, using);
  s->interrupted = r->status == FIT_INTERRUPTED && s->options.interactive;
  *result = r;
  return true;
}

static void result_fields(Session *s, const Name *m, const FitResult *r)
{
  int64_t n = r->ntrace;
  Axis *axis = axis_new(s->pool, NULL, n);
  Array *trace = array_new(1, &n);
  if (trace) {
    if (n > 0) memcpy(trace->data, r->trace, (size_t)n * sizeof *r->trace);
    sema_result_field(s->sema, m, "trace", 1, &axis, trace);
  }
  const struct { const char *field; double value; } numbers[] = { { "loss", r->loss }, { "iterations", r->iterations }, { "converged", r->converged }, { "seconds", r->seconds } };
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    Array *a = array_scalar(numbers[i].value);
    if (a) sema_result_field(s->sema, m, numbers[i].field, 0, NULL, a);
  }
}

/* a model that the script did not declare: the library may have it, or one with a similar name */
static void hint_at_library(Session *s, const Name *model)
{
  if (sema_knows(s->sema, model) || !s->diags.last) return;
  const Name *file = patterns_holding(s, model), *near = file ? model : patterns_nearest(s, model);
  if (!file && (!near || sema_knows(s->sema, near) || !(file = patterns_holding(s, near)))) return;
  diag_hint(&s->diags, s->diags.last, "the library has '%s': write 'use %s' above", near->text, file->text);
}

/* what `derive m`, `check m` mean from here on */
static void keep_loss(Session *s, const Name *result, Loss *loss)
{
  ResultLoss *kept = ARENA_NEW(s->arena, ResultLoss);
  *kept = (ResultLoss){ result, loss, s->results };
  s->results = kept;
}

/* `fit m = NAME(args) with …`: the model's statements run in a scope of their own, with losses of their own */
static bool fit_model(Session *s, const Node *n, const Node *call)
{
  FitOptions options;
  const Name *const *rule;
  if (!session_load_rules(s) || !session_read_options(s, n->kid[2], &options) || !session_read_using(s, n->kid[1], &rule)) return false;
  options.use_rule = rule;
  const Node *body = sema_model_open(s->sema, call);
  if (!body) return hint_at_library(s, call->name), false;
  LossSet outer = s->losses;
  bool interactive = s->options.interactive;
  s->losses = (LossSet){ 0 };
  s->options.interactive = false;
  s->calling = call;
  bool ok = session_block(s, body);
  s->options.interactive = interactive;
  Loss *loss = ok ? session_find_loss(s, NULL, n->span) : NULL;
  s->losses = outer;
  FitResult *r = NULL;
  const char *name = n->name ? n->name->text : call->name->text;
  if (loss) {
    loss->name = name_of(name);
    if (s->options.dump) { s->dumped = true; ok = dump_loss(s, loss, &options, rule); }
    else ok = run_fit(s, loss, &options, n->kid[1], name, &r);
  }
  session_mention_call(s);
  s->calling = NULL;
  sema_model_close(s->sema, loss && ok ? name_of(name) : NULL);
  if (!loss || !ok) return false;
  keep_loss(s, name_of(name), loss);
  if (r) result_fields(s, name_of(name), r);
  return true;
}

bool session_fit(Session *s, const Node *n)
{
  const Node *target = n->kid[0];
  if (target && target->kind == NODE_CALL) return fit_model(s, n, target);
  FitOptions options;
  const Name *const *rule;
  if (n->name && session_is_fit_option(n->name) && target && target->kind == NODE_NAME && !loss_named(s, target->name)) {
    Diag *d = diag_add(&s->diags, target->span, MSG_UNKNOWN, "loss", target->name->text);
    diag_hint(&s->diags, d, "options stand behind 'with': fit with %s = %s", n->name->text, target->name->text);
    return false;
  }
  Loss *loss = session_find_loss(s, target, n->span);
  if (!loss || !session_load_rules(s) || !session_read_options(s, n->kid[2], &options) || !session_read_using(s, n->kid[1], &rule)) return false;
  options.use_rule = rule;
  if (s->options.dump) { s->dumped = true; return dump_loss(s, loss, &options, rule); }
  FitResult *r;
  const Name *name = n->name ? n->name : loss->name;
  if (!run_fit(s, loss, &options, n->kid[1], name->text, &r)) return false;
  if (n->name) keep_loss(s, name, loss);
  if (sema_result_open(s->sema, name)) result_fields(s, name, r);
  return true;
}
