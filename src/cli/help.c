/* help.c: see help.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"
#include "base/stdlib_path.h"
#include "data/reader.h"
#include "session/patterns.h"
#include <ctype.h>
#include <string.h>

static const struct { const char *name, *line, *more; } topics[] = {
#define TOPIC(name, line, more) { name, line, more },
#include "cli/help.def"
#undef TOPIC
};
enum { TOPICS = sizeof topics / sizeof *topics };

const char *help_topic(int i) { return i < TOPICS ? topics[i].name : NULL; }

static void overview(Session *s)
{
  FILE *f = s->out;
  fputs("Statements and topics; `help NAME` tells more:\n", f);
  for (int i = 0; i < TOPICS; i++) fprintf(f, "  %-10s %s\n", topics[i].name, topics[i].line);
  fputs("Functions, densities and fit options have help as well: help normal, help softmin, help restarts.\n", f);
  fputs("So have the patterns of the library:", f);
  const PatternModel *list;
  int column = 36, n = patterns_list(s, &list);
  for (int i = 0; i < n; i++) {
    int length = (int)strlen(list[i].name->text) + 2;
    if (column + length > 110) { fputs("\n ", f); column = 1; }
    column += length;
    fprintf(f, " %s%s", list[i].name->text, i + 1 < n ? "," : "\n");
  }
}

/* the definitions of a name in a file of the library, with the comment lines right above them */
static bool show_from_library(FILE *f, Arena *arena, const char *file, const char *keyword, const char *name)
{
  char *error;
  Source *source = source_from_file(arena, stdlib_file(arena, file), &error);
  if (!source) return false;
  bool found = false;
  size_t length = strlen(name);
  for (int line = 0; line < source->nlines; line++) {
    const char *text = source->text + source->line_start[line];
    size_t n = strlen(keyword);
    if (strncmp(text, keyword, n) != 0 || text[n] != ' ' || strncmp(text + n + 1, name, length) != 0) continue;
    char after = text[n + 1 + length];
    if (after != '(' && after != ' ' && after != '\n') continue;
    int first = line;
    while (!found && first > 0 && source->text[source->line_start[first - 1]] == '#') first--;
    int last = line + 1;
    while (last < source->nlines && isspace((unsigned char)source->text[source->line_start[last]]) && source->text[source->line_start[last]] != '\n') last++;
    for (int k = first; k < last; k++) {
      const char *begin = source->text + source->line_start[k];
      fprintf(f, "  %.*s\n", (int)strcspn(begin, "\n"), begin);
    }
    found = true;
  }
  return found;
}

static const Name *nearest_topic(const char *name)
{
  const Name *names[TOPICS];
  for (int i = 0; i < TOPICS; i++) names[i] = name_of(topics[i].name);
  return name_nearest(name_of(name), names, TOPICS);
}

typedef struct Wanted { const char *name; const char *doc; bool found; } Wanted;

static void see(void *context, const Name *name, NameKind kind, const char *doc)
{
  Wanted *w = context;
  if (strcmp(name->text, w->name) != 0 || w->found) return;
  w->found = true;
  w->doc = doc;
  static const char *const kinds[] = { "a let of this session", "data of this session", "a parameter", "a fn of this session", "a model", "the result of a fit", NULL, NULL, NULL };
  if (!w->doc) w->doc = kinds[kind];
}

void help_show(Session *s, const char *topic)
{
  FILE *f = s->out;
  size_t n = strlen(topic);
  while (n > 0 && isspace((unsigned char)topic[n - 1])) n--;
  char *name = arena_strdup(s->arena, topic);
  name[n] = 0;
  if (!*name) { overview(s); return; }
  bool found = false;
  if (data_is_format(name)) name = arena_strdup(s->arena, "files");
  for (int i = 0; i < TOPICS; i++)
    if (strcmp(topics[i].name, name) == 0) { fprintf(f, "%s\n%s\n", topics[i].line, topics[i].more); found = true; }
  const char *doc, *option;
  for (int i = 0; !strcmp(name, "fit") && (option = session_fit_option(i, &doc)); i++) fprintf(f, "  %-9s %s\n", option, doc);
  for (int i = 0; (option = session_fit_option(i, &doc)); i++)
    if (strcmp(option, name) == 0) { fprintf(f, "fit with %s = …: %s\n", option, doc); found = true; }
  Wanted w = { .name = name };
  sema_names(s->sema, see, &w);
  if (w.doc) { fprintf(f, "%s\n", w.doc); found = true; }
  bool pattern = patterns_help(s, name);
  found = found || pattern;
  if (show_from_library(f, s->arena, "densities.em", "fn", name)) found = true;
  if (show_from_library(f, s->arena, "functions.em", "function", name)) found = true;
  session_report(s);
  const char *about = pattern ? NULL : patterns_mentioning(s, name);
  if (about) fprintf(f, "patterns about it: %s\n", about);
  const Name *near = found || about ? NULL : nearest_topic(name);
  if (near) fprintf(f, "There is no help on '%s'. Did you mean '%s'?\n", name, near->text);
  else if (!found && !about) fprintf(f, "There is no help on '%s'. `help` lists the topics.\n", name);
}
