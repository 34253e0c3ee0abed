/* data.c: statements that touch files: data, save, use.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stdlib_path.h"
#include "session/patterns.h"
#include "base/clock.h"
#include "data/reader.h"
#include "data/writer.h"
#include <string.h>
#include <unistd.h>

enum { MAX_USE_DEPTH = 16 };

static const char *folder_of(const Node *n) { return n->span.source ? n->span.source->dir : "."; }
const char *session_path(Session *s, const Node *n, const char *file) { return data_path(s->arena, folder_of(n), file); }

static bool string_value(Session *s, const Node *n, const char **text)
{
  Value v = sema_value(s->sema, n);
  if (v.kind == VALUE_STRING) { *text = v.string; return true; }
  if (v.kind != VALUE_BAD) diag_add(&s->diags, n->span, MSG_NOT_A_STRING);
  return false;
}

static bool truth(Session *s, const Node *n, int *value)
{
  double x;
  if (!sema_number(s->sema, n, &x)) return false;
  *value = x != 0;
  return true;
}

static const char *const data_options[] = { "columns", "header", "missing", "words", "item" };
enum { OPTIONS_OF_DATA = sizeof data_options / sizeof *data_options };

static bool read_data_option(Session *s, const Node *n, DataOptions *o)
{
  const struct { const char *name, **word; } words[] = { { "columns", &o->columns }, { "item", &o->item }, { "words", &o->words } };
  for (int i = 0; i < 3; i++)
    if (strcmp(n->name->text, words[i].name) == 0) return string_value(s, n->kid[0], words[i].word);
  if (strcmp(n->name->text, "header") == 0) return truth(s, n->kid[0], &o->header);
  o->missing = o->filled = true;
  return sema_number(s->sema, n->kid[0], &o->fill);
}

/* the options of csv("…", columns = "a, b", header = true) */
static bool read_options(Session *s, const Node *call, DataOptions *o)
{
  *o = DATA_OPTIONS_DEFAULT;
  for (int i = 1; i < call->nkids; i++) {
    const Node *n = call->kid[i];
    if (n->kind != NODE_OPTION || !data_format_takes(call->name->text, n->name->text)) {
      Diag *d = diag_add(&s->diags, n->span, MSG_NO_OPTION, n->kind == NODE_OPTION ? n->name->text : "?", call->name->text);
      const char *all = "";
      for (int k = 0; k < OPTIONS_OF_DATA; k++)
        if (data_format_takes(call->name->text, data_options[k])) all = arena_printf(s->arena, "%s%s%s", all, *all ? ", " : "", data_options[k]);
      diag_hint(&s->diags, d, *all ? "there are: %s" : "it takes the file's name alone", all);
      return false;
    }
    if (!read_data_option(s, n, o)) return false;
  }
  return true;
}

static bool read_array(Session *s, const Node *n, const char *format, const char *path, const DataOptions *options, Span where)
{
  double start = clock_seconds();
  DataOptions o = options ? *options : DATA_OPTIONS_DEFAULT;
  if (!o.item) o.item = n->name->text;
  Array *a = data_read(format, path, &o, &s->diags, where);
  s->data_seconds += clock_seconds() - start;
  return a && sema_data_array(s->sema, n, a);
}

bool session_data(Session *s, const Node *n)
{
  const Node *source = n->kid[2];
  for (Override *o = s->options.data; o; o = o->next) {
    if (strcmp(o->name, n->name->text) != 0) continue;
    o->used = true;
    const char *format = data_source_format(o->value);
    if (!format && source->kind == NODE_CALL && data_is_format(source->name->text)) format = source->name->text;       /* a pipe has no ending */
    if (!format) return diag_hint(&s->diags, diag_add(&s->diags, source->span, MSG_DATA_EXTENSION, o->value), "where the script says data %s = csv(…), any file is taken for csv", n->name->text), false;
    DataOptions options = DATA_OPTIONS_DEFAULT;
    bool same = source->kind == NODE_CALL && strcmp(source->name->text, format) == 0;      /* its columns hold for the other file too */
    if (same && !read_options(s, source, &options)) return false;
    return read_array(s, n, format, o->value, &options, source->span);
  }
  const char *path;
  if (source->kind == NODE_STRING) {
    const char *format = data_source_format(source->string);
    if (!format) return diag_hint(&s->diags, diag_add(&s->diags, source->span, MSG_DATA_EXTENSION, source->string), "there are .csv, .tsv, .npy, .mtx and .json, also with .gz behind them; of an archive (.npz), save each array as .npy"), false;
    return read_array(s, n, format, data_path(s->arena, folder_of(n), source->string), NULL, source->span);
  }
  if (source->kind != NODE_CALL || !data_is_format(source->name->text)) return sema_data_value(s->sema, n);
  if (source->nkids < 1) return diag_add(&s->diags, source->span, MSG_ARGUMENT_MISSING, source->name->text, "file name"), false;
  DataOptions options;
  if (!string_value(s, source->kid[0], &path) || !read_options(s, source, &options)) return false;
  return read_array(s, n, source->name->text, data_path(s->arena, folder_of(n), path), &options, source->span);
}

bool session_save(Session *s, const Node *n)
{
  DataItem *item = ARENA_ARRAY(s->arena, DataItem, n->nkids);
  Array **array = ARENA_ARRAY(s->arena, Array *, n->nkids);
  bool ok = true;
  for (int i = 0; i < n->nkids && ok; i++) {
    Value v = sema_value(s->sema, n->kid[i]);
    ok = v.kind != VALUE_BAD && (array[i] = sema_evaluate(s->sema, &v)) != NULL;
    if (!ok) break;
    const char **axis = ARENA_ARRAY(s->arena, const char *, v.nopen + 1);
    for (int a = 0; a < v.nopen; a++) axis[a] = v.open[a]->axis->name->text;
    item[i] = (DataItem){ .name = session_text(s, n->kid[i]), .array = array[i], .axes = axis };
  }
  if (ok && data_is_stream(n->string)) {
    ok = data_write_stream(s->options.json ? s->err : s->out, n->string, item, n->nkids, &s->diags, n->span);
  } else {
    ok = ok && data_write(session_path(s, n, n->string), item, n->nkids, -1, &s->diags, n->span);
  }
  for (int i = 0; i < n->nkids; i++) array_unref(array[i]);
  return ok;
}

static const char *pattern_names(Session *s)
{
  const PatternModel *list;
  const char *names = "none";
  const Name *last = NULL;
  for (int i = 0, n = patterns_list(s, &list); i < n; i++) {
    if (list[i].file == last) continue;
    names = last ? arena_printf(s->arena, "%s, %s", names, list[i].file->text) : list[i].file->text;
    last = list[i].file;
  }
  return names;
}

bool session_use(Session *s, const Node *n)
{
  const char *path = n->string ? session_path(s, n, n->string)
                               : stdlib_file(s->arena, arena_printf(s->arena, "patterns/%s.em", n->name->text));
  if (s->depth >= MAX_USE_DEPTH) return diag_add(&s->diags, n->span, MSG_USE_TOO_DEEP, MAX_USE_DEPTH), false;
  char *error = NULL;
  Source *source = source_from_file(s->arena, path, &error);
  if (!source) {
    if (n->string) {
      Diag *d = diag_add(&s->diags, n->span, MSG_FILE_READ, path, error);
      diag_hint(&s->diags, d, "a file name in a script is taken relative to the script's folder; a model of the library is used by its name, without quotation marks");
      return false;
    }
    const Name *file = patterns_holding(s, n->name), *near = file ? NULL : patterns_nearest(s, n->name);
    const char *about = file ? NULL : patterns_mentioning(s, n->name->text);
    Diag *d = diag_add(&s->diags, n->span, MSG_UNKNOWN, "pattern", n->name->text);
    if (about) diag_hint(&s->diags, d, "the library speaks of it in %s", about);
    else if (!file && near && !(file = patterns_holding(s, near))) diag_hint(&s->diags, d, "did you mean '%s'?", near->text);
    else if (file && !near) diag_hint(&s->diags, d, "the model '%s' is in another one: use %s", n->name->text, file->text);
    else if (file) diag_hint(&s->diags, d, file == near ? "did you mean '%s'?" : "did you mean '%s'? use %s", near->text, file->text);
    else diag_hint(&s->diags, d, "the library has %s", pattern_names(s));
    return false;
  }
  if (!n->string) source->name = arena_printf(s->arena, "stdlib/patterns/%s.em", n->name->text);      /* wherever the library lies */
  bool interactive = s->options.interactive;
  s->options.interactive = false;                     /* in a file the first error ends the run */
  s->depth++;
  bool ok = session_run(s, source);
  s->depth--;
  s->options.interactive = interactive;
  return ok;
}
