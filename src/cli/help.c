/* help.c: see help.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"
#include "base/stdlib_path.h"
#include "data/reader.h"
#include "session/patterns.h"
#include <ctype.h>
#include <string.h>

static const struct { const char *name, *words, *line, *more; } topics[] = {
#define TOPIC(name, words, line, more) { name, words, line, more },
#include "syntax/help.def"
#undef TOPIC
};
enum { TOPICS = sizeof topics / sizeof *topics };

const char *help_topic(int i) { return i < TOPICS ? topics[i].name : NULL; }

/* is it one of these words, which blanks separate? */
static bool has_word(const char *words, const char *word)
{
  size_t n = strlen(word);
  for (const char *at = words; (at = strstr(at, word)); at += n)
    if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n])) return true;
  return false;
}

static bool show_topic(FILE *f, const char *name)
{
  bool found = false;
  for (int i = 0; i < TOPICS; i++) {
    if (strcmp(topics[i].name, name) != 0 && !has_word(topics[i].words, name)) continue;
    fprintf(f, "%s\n%s\n", topics[i].line, topics[i].more);
    found = true;
  }
  return found;
}

/* options of fit, and the words that one of them takes */
static bool show_option(FILE *f, const char *name)
{
  const char *doc, *option, *value;
  bool found = false;
  for (int i = 0; (option = session_fit_option(i, &doc)); i++) {
    if (!strcmp(name, "fit")) fprintf(f, "  %-9s %s\n", option, doc);
    if (!strcmp(option, name)) { fprintf(f, "fit with %s = …: %s\n", option, doc); found = true; }
    for (int k = 0; (value = session_fit_option_value(i, k)); k++)
      if (!strcmp(value, name)) { fprintf(f, "fit with %s = %s: %s\n", option, value, doc); found = true; }
  }
  return found;
}

static void overview(Session *s)
{
  FILE *f = s->out;
  fputs("Statements and topics; `help NAME` tells more:\n", f);
  for (int i = 0; i < TOPICS; i++) fprintf(f, "  %-11s %s\n", topics[i].name, topics[i].line);
  fputs("Functions, densities, domains, fit options and the library's rules have help as well:\nhelp softmin, help normal, help simplex, help restarts, help tangent.\n", f);
  fputs("So have the patterns of the library:", f);
  const PatternModel *list;
  int column = 36, n = patterns_list(s, &list);
  for (int i = 0; i < n; i++) {
    int length = (int)strlen(list[i].name->text) + 2;
    if (column + length > 79) { fputs("\n ", f); column = 1; }
    column += length;
    fprintf(f, " %s%s", list[i].name->text, i + 1 < n ? "," : "\n");
  }
}

/* The definitions of a name in a file of the library, with the comment lines right above them: lines that begin with keyword and name, and
 * what is indented below; of a block also its `end`. */
static bool show_from_file(FILE *f, Arena *arena, const char *path, const char *keyword, const char *name)
{
  char *error;
  Source *source = source_from_file(arena, path, &error);
  bool found = false;
  size_t length = strlen(name), n = strlen(keyword);
  for (int line = 0; source && line < source->nlines; line++) {
    const char *text = source->text + source->line_start[line];
    if (strncmp(text, keyword, n) != 0 || text[n] != ' ' || strncmp(text + n + 1, name, length) != 0 || !strchr("( \n", text[n + 1 + length])) continue;
    int first = line, last = line + 1;
    while (!found && first > 0 && source->text[source->line_start[first - 1]] == '#') first--;
    while (last < source->nlines && isspace((unsigned char)source->text[source->line_start[last]]) && source->text[source->line_start[last]] != '\n') last++;
    if (last < source->nlines && !strncmp(source->text + source->line_start[last], "end", 3)) last++;
    for (int k = first; k < last; k++) {
      const char *begin = source->text + source->line_start[k];
      fprintf(f, "  %.*s\n", (int)strcspn(begin, "\n"), begin);
    }
    found = true;
  }
  return found;
}

static bool show_from_library(FILE *f, Arena *arena, const char *name)
{
  static const struct { const char *folder, *keyword; } rules[] = { { "majorizers", "majorizer" }, { "minimizers", "minimizer" }, { "charts", "chart" } };
  bool found = show_from_file(f, arena, stdlib_file(arena, "densities.em"), "fn", name);
  found |= show_from_file(f, arena, stdlib_file(arena, "functions.em"), "function", name);
  for (int i = 0; i < 3; i++) {
    const char **paths;
    char *error;
    for (int k = stdlib_list(arena, rules[i].folder, ".em", &paths, &error) - 1; k >= 0; k--)
      found |= show_from_file(f, arena, paths[k], rules[i].keyword, name);
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

/* `help fit`, `help(fit)`, `help "fit"`: the word alone */
static const char *only_word(Arena *arena, const char *topic)
{
  static const char around[] = " \t\r\n()\"'`;";
  topic += strspn(topic, around);
  size_t n = strlen(topic);
  while (n > 0 && strchr(around, topic[n - 1])) n--;
  char *word = arena_strdup(arena, topic);
  word[n] = 0;
  return word;
}

void help_show(Session *s, const char *topic)
{
  FILE *f = s->out;
  const char *name = only_word(s->arena, topic);
  if (!*name) { overview(s); return; }
  if (data_is_format(name)) name = "files";
  bool of_language = show_topic(f, name);
  of_language |= show_option(f, name);
  bool found = of_language;
  Wanted w = { .name = name };
  sema_names(s->sema, see, &w);
  if (w.doc) { fprintf(f, "%s\n", w.doc); found = true; }
  bool pattern = patterns_help(s, name);
  found |= pattern;
  found |= show_from_library(f, s->arena, name);
  session_report(s);
  const char *about = pattern || of_language ? NULL : patterns_mentioning(s, name);
  if (about) fprintf(f, "patterns about it: %s\n", about);
  const Name *near = found || about ? NULL : nearest_topic(name);
  if (near) fprintf(f, "There is no help on '%s'. Did you mean '%s'?\n", name, near->text);
  else if (!found && !about) fprintf(f, "There is no help on '%s'. `help` lists the topics.\n", name);
}
