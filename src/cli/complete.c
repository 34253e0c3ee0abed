/* complete.c: completion in the REPL: statements, names of the session and the library, fit options, files in quotes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"
#include "session/patterns.h"
#include "cli/repl.h"
#include "data/reader.h"
#ifdef HAVE_READLINE
#define _FUNCTION_DEF          /* readline has an obsolete type of the name Function */
#include <readline/readline.h>
#include <stdlib.h>
#include <string.h>

static Session *session;
static struct { char **word; int n, cap; } found;

void complete_session(Session *s) { session = s; }

static void offer(const char *word, const char *prefix)
{
  if (strncmp(word, prefix, strlen(prefix)) != 0) return;
  for (int i = 0; i < found.n; i++)
    if (strcmp(found.word[i], word) == 0) return;
  if (found.n == found.cap) {
    int cap = found.cap ? 2 * found.cap : 64;
    char **more = realloc(found.word, (size_t)cap * sizeof *more);
    if (!more) return;
    found.word = more;
    found.cap = cap;
  }
  if ((found.word[found.n] = strdup(word))) found.n++;
}

static void see(void *prefix, const Name *name, NameKind kind, const char *doc)
{
  (void)kind;
  (void)doc;
  offer(name->text, prefix);
}

static char *next(const char *text, int state)
{
  static int at;
  (void)text;
  if (state == 0) at = 0;
  return at < found.n ? found.word[at++] : NULL;         /* readline frees it */
}

static bool inside_quotes(const char *line, int start)
{
  bool open = false;
  for (int i = 0; i < start; i++)
    if (line[i] == '"' && (i == 0 || line[i - 1] != '\\')) open = !open;
  return open;
}

/* fit using a, b…: rules are wanted */
static bool behind_using(const char *line, int start)
{
  const char *using = NULL;
  for (const char *at = line; (at = strstr(at, "using ")) && at < line + start; at++) using = at;
  return using && !memmem(using, (size_t)(line + start - using), " with ", 6);
}

char **complete_words(const char *text, int start, int end)
{
  static const char *const words[] = { "init", "with", "simplex", "spd", "sphere", "orthogonal", "rotation", "ball", "ordered", "zerosum", "transport", "floor", "ceiling", "ratio", "det", "using", "wrt", "help", "then", "else" };
  (void)end;
  if (inside_quotes(rl_line_buffer, start)) return NULL; /* readline completes file names */
  rl_attempted_completion_over = 1;
  found.n = 0;
  for (int i = 0; help_topic(i); i++) offer(help_topic(i), text);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) offer(words[i], text);
  for (int i = 0; session_fit_option(i, NULL); i++) {
    offer(session_fit_option(i, NULL), text);
    for (int k = 0; session_fit_option_value(i, k); k++) offer(session_fit_option_value(i, k), text);
  }
  if (behind_using(rl_line_buffer, start) && session_load_rules(session))
    for (int i = 0; i < rules_choices(session->rules); i++) offer(rules_name(session->rules, i)->text, text);
  for (int i = 0; data_format_name(i); i++) offer(data_format_name(i), text);
  const PatternModel *pattern;
  for (int i = 0, n = patterns_list(session, &pattern); i < n; i++) {
    offer(pattern[i].file->text, text);
    offer(pattern[i].name->text, text);
  }
  sema_names(session->sema, see, (void *)(uintptr_t)text);
  return rl_completion_matches(text, next);
}
#endif
