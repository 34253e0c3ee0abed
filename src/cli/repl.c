/* repl.c: reads entries, of one line or more, and executes them.
 *
 * An entry that ends in the middle of a statement or a block goes on in the next line. With readline there are history
 * (kept in the XDG state folder) and completion; without it, or without a terminal, a plain loop.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/repl.h"
#include "cli/help.h"
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef HAVE_READLINE
#define _FUNCTION_DEF          /* readline has an obsolete type of the name Function */
#include <readline/history.h>
#include <readline/readline.h>
#endif

enum { HISTORY_MOST = 10000 };
static const char *const prompt_first = "majorant> ", *const prompt_more = "      ... ";

typedef struct Input { bool terminal; bool readline; } Input;
static bool at_interrupt;              /* the last line was left by Ctrl-C */

/* ---- history ---- */

#ifdef HAVE_READLINE
/* $XDG_STATE_HOME/majorant/history, ~/.local/state/majorant/history; NULL where there is no home */
static char *history_path(Arena *arena)
{
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  char *folder;
  if (state && state[0] == '/') folder = arena_strdup(arena, state);
  else if (home && home[0] == '/') {
    mkdir(arena_printf(arena, "%s/.local", home), 0700);
    folder = arena_printf(arena, "%s/.local/state", home);
  } else return NULL;
  mkdir(folder, 0700);
  mkdir(arena_printf(arena, "%s/majorant", folder), 0700);
  return arena_printf(arena, "%s/majorant/history", folder);
}

static const char *history_file;         /* NULL: there is no home */

static void history_start(Session *s)
{
  using_history();
  stifle_history(HISTORY_MOST);
  history_comment_char = '#';                           /* lines "#1700000000" in the file keep entries of several lines together */
  history_write_timestamps = 1;
  history_file = history_path(s->arena);
  if (!history_file || read_history(history_file) != 0) return;
  FILE *f = fopen(history_file, "r");                   /* whether entries have several lines the first one tells readline */
  int first = f ? fgetc(f) : EOF;
  if (f) fclose(f);
  if (first != '#') write_history(history_file);
}

/* into the file at once: sessions side by side, and one that is killed, lose nothing. A home that cannot be written is no reason to complain */
static void history_keep(const char *entry)
{
  const HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (last && strcmp(last->line, entry) == 0) return;
  add_history(entry);
  if (history_file && append_history(1, history_file) != 0 && access(history_file, F_OK) != 0) write_history(history_file);
}

static void history_end(void)
{
  if (history_file) history_truncate_file(history_file, HISTORY_MOST);
}
#endif

/* ---- lines ---- */

#ifdef HAVE_READLINE
static char *line_text;
static bool line_done;

static void take_line(char *text)
{
  line_text = text;
  line_done = true;
  rl_callback_handler_remove();
}

/* readline byte by byte, so that Ctrl-C can leave a line: it gives an empty one and at_interrupt */
static char *read_by_readline(const char *prompt)
{
  line_done = false;
  interrupt_prompt(true);
  rl_callback_handler_install(prompt, take_line);
  while (!line_done) {
    struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
    int ready = *interrupt_flag() ? -1 : poll(&in, 1, -1);
    if (*interrupt_flag()) {
      rl_point = rl_end;                                /* "^C" behind the text: removing the handler moves to the first column */
      rl_redisplay();
      fputs("^C", stdout);
      fflush(stdout);
      rl_free_line_state();
      rl_callback_sigcleanup();
      rl_callback_handler_remove();
      fputc('\n', stdout);
      at_interrupt = true;
      take_line(strdup(""));
    } else if (ready > 0) rl_callback_read_char();
    else if (ready < 0 && errno != EINTR) break;
  }
  interrupt_prompt(false);
  return line_done ? line_text : NULL;
}
#endif

/* a line without its end, to be freed; NULL at the end of input */
static char *read_line(const Input *in, const char *prompt)
{
#ifdef HAVE_READLINE
  if (in->readline) return read_by_readline(prompt);
#endif
  char *line = NULL;
  size_t room = 0;
  if (in->terminal) {
    fputs(prompt, stdout);
    fflush(stdout);
  }
  errno = 0;
  ssize_t n = getline(&line, &room, stdin);
  if (n < 0) { free(line); return NULL; }
  while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = 0;
  return line;
}

static bool blank(const char *text)
{
  while (isspace((unsigned char)*text)) text++;
  return !*text || *text == '#';
}

/* `word rest`: is it this command? */
static const char *command(const char *text, const char *word)
{
  while (isspace((unsigned char)*text)) text++;
  size_t n = strlen(word);
  if (strncmp(text, word, n) != 0 || (text[n] && !isspace((unsigned char)text[n]))) return NULL;
  text += n;
  while (isspace((unsigned char)*text)) text++;
  return text;
}

/* ---- commands of the REPL itself ---- */

/* also as other programs have it: quit(), exit() */
static bool is_quit(const char *text)
{
  const char *const words[] = { "quit", "exit", "quit()", "exit()" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    const char *rest = command(text, words[i]);
    if (rest && !*rest) return true;
  }
  return false;
}

/* `help NAME`, `help(NAME)`, `? NAME`: what follows, or NULL */
static const char *asks_help(const char *text)
{
  while (isspace((unsigned char)*text)) text++;
  if (*text == '?') return text + 1;
  if (!strncmp(text, "help(", 5)) return text + 4;
  return command(text, "help");
}

/* an entry: lines until no statement is open; false at the end of input */
static bool read_entry(const Input *in, Buf *entry)
{
  buf_clear(entry);
  char *line = read_line(in, prompt_first);
  if (!line) return false;
  for (;;) {
    if (at_interrupt) {                                 /* the whole entry is forgotten */
      at_interrupt = false;
      free(line);
      buf_clear(entry);
      return true;
    }
    buf_put(entry, line);
    bool empty = blank(line);
    free(line);
    if (asks_help(buf_text(entry)) || !parse_is_incomplete(buf_text(entry), entry->len)) return true;
    if (empty && entry->len > 1 && in->readline) return true;                /* an empty line ends what cannot be ended otherwise */
    line = read_line(in, prompt_more);
    if (!line) return true;
    buf_putc(entry, '\n');
  }
}

void repl_run(Session *s)
{
  Input in = { .terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) };
  Buf entry = {0};
  int status = s->status;
  s->options.interactive = true;
  if (in.terminal) fputs("Majorant: write a loss, get its algorithm. `help` tells more, `quit` leaves.\n", s->out);
#ifdef HAVE_READLINE
  const char *term = getenv("TERM");
  in.readline = in.terminal && term && strcmp(term, "dumb") != 0;
  if (in.readline) {
    rl_readline_name = "majorant";
    rl_attempted_completion_function = complete_words;
    complete_session(s);
    history_start(s);
  }
#endif
  interrupt_catch();
  while (read_entry(&in, &entry)) {
    const char *text = buf_text(&entry), *rest;
    if (blank(text) && !strchr(text, '\n')) continue;
#ifdef HAVE_READLINE
    if (in.readline) history_keep(text);
#endif
    if (is_quit(text)) break;
    if ((rest = asks_help(text))) help_show(s, rest);
    else session_run_text(s, "<repl>", text);
    fflush(s->out);
  }
  interrupt_release();
#ifdef HAVE_READLINE
  if (in.readline) history_end();
#endif
  if (in.terminal) fputc('\n', s->out);
  buf_free(&entry);
  s->status = status;
}
