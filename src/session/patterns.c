/* patterns.c: see patterns.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/patterns.h"
#include "base/stdlib_path.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char *line_at(const Source *source, int line) { return source->text + source->line_start[line]; }
static int length_at(const Source *source, int line) { return (int)strcspn(line_at(source, line), "\n"); }
static bool begins(const Source *source, int line, const char *with) { return !strncmp(line_at(source, line), with, strlen(with)); }

static void read_models(Session *s, const Name *file, Source *source)
{
  for (int line = 0; line < source->nlines; line++) {
    if (!begins(source, line, "model ")) continue;
    const char *name = line_at(source, line) + strlen("model ");
    PatternModel m = { .name = name_of_n(name, strcspn(name, "( \n")), .file = file, .source = source, .first = line };
    while (line < source->nlines && !begins(source, line, "end")) line++;
    m.last = line;
    vec_push(s->arena, &s->patterns, m);
  }
}

int patterns_list(Session *s, const PatternModel **list)
{
  const char **paths;
  char *error = NULL;
  int count = s->patterns.len ? 0 : stdlib_list(s->arena, "patterns", ".em", &paths, &error);
  for (int i = 0; i < count; i++) {
    const char *slash = strrchr(paths[i], '/'), *base = slash ? slash + 1 : paths[i];
    Source *source = source_from_file(s->arena, paths[i], &error);
    if (source) read_models(s, name_of_n(base, strlen(base) - strlen(".em")), source);
  }
  *list = s->patterns.data;
  return s->patterns.len;
}

const Name *patterns_holding(Session *s, const Name *model)
{
  const PatternModel *list;
  for (int i = 0, n = patterns_list(s, &list); i < n; i++)
    if (list[i].name == model) return list[i].file;
  return NULL;
}

const Name *patterns_nearest(Session *s, const Name *wanted)
{
  const PatternModel *list;
  VEC(const Name *) seen = {0};
  for (int i = 0, n = patterns_list(s, &list); i < n; i++) {
    vec_push(s->arena, &seen, list[i].file);
    vec_push(s->arena, &seen, list[i].name);
  }
  return name_nearest(wanted, seen.data, seen.len);
}

static bool is_part_of_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static bool comment_has(const Source *source, const char *word)
{
  size_t n = strlen(word);
  for (int line = 0; line < source->nlines && begins(source, line, "#"); line++) {
    const char *text = line_at(source, line);
    for (int at = 1, length = length_at(source, line); at + (int)n <= length; at++)
      if (!strncasecmp(text + at, word, n) && !is_part_of_word(text[at - 1]) && !is_part_of_word(text[at + (int)n])) return true;
  }
  return false;
}

const char *patterns_mentioning(Session *s, const char *word)
{
  const PatternModel *list;
  const char *names = NULL;
  const Source *seen = NULL;
  if (strlen(word) < 3) return NULL;                    /* comments are full of them */
  for (int i = 0, n = patterns_list(s, &list); i < n; i++) {
    if (list[i].source == seen || !comment_has(list[i].source, word)) { seen = list[i].source; continue; }
    seen = list[i].source;
    names = names ? arena_printf(s->arena, "%s, %s", names, list[i].file->text) : list[i].file->text;
  }
  return names;
}

/* ---- help ---- */

static void put_line(FILE *f, const char *text, int length) { fprintf(f, "  %.*s\n", length, text); }

/* a comment without its marks; the line about the licence is for readers of the file */
static void put_comment(FILE *f, const Source *source, int first, int last)
{
  for (int line = first; line < last && begins(source, line, "#"); line++) {
    if (begins(source, line, "# SPDX")) continue;
    int skip = begins(source, line, "# ") ? 2 : 1;
    put_line(f, line_at(source, line) + skip, length_at(source, line) - skip);
  }
}

/* its comment, its head, what is to be found, the loss, and the heads of its functions, which are what m.NAME offers */
static void put_model(FILE *f, const PatternModel *m)
{
  const Source *source = m->source;
  int comment = m->first;
  while (comment > 0 && begins(source, comment - 1, "#")) comment--;
  bool shows = false;
  fputc('\n', f);
  if (comment > 0) put_comment(f, source, comment, m->first);
  for (int line = m->first; line < m->last; line++) {
    if (!begins(source, line, "    ")) shows = line == m->first || begins(source, line, "  param") || begins(source, line, "  minimize") || begins(source, line, "  maximize");
    if (shows) put_line(f, line_at(source, line), length_at(source, line));
    if (!begins(source, line, "  fn ")) continue;
    const char *head = line_at(source, line), *equals = strstr(head, ") = ");
    const char *name = head + strlen("  fn ");
    if (!equals) continue;
    int length = (int)(equals - name) + 1;
    if (length > 2 && !strncmp(equals - 1, "(", 1)) length -= 2;                   /* without arguments it is read like a parameter */
    fprintf(f, "    m.%.*s\n", length, name);
  }
}

bool patterns_help(Session *s, const char *name)
{
  const PatternModel *list;
  const Source *told = NULL;
  for (int i = 0, n = patterns_list(s, &list); i < n; i++) {
    const PatternModel *m = &list[i];
    bool file = !strcmp(m->file->text, name);
    if (!file && strcmp(m->name->text, name) != 0) continue;
    if (m->source != told) {
      fprintf(s->out, "use %s\n", m->file->text);
      put_comment(s->out, m->source, 0, m->source->nlines);
    }
    told = m->source;
    put_model(s->out, m);
  }
  return told != NULL;
}
