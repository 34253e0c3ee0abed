/* options.c: getopt_long over the table options.def, which is also the text of --help.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

typedef enum {
#define OPTION(letter, id, name, argument, doc) OPTION_##id,
#include "cli/options.def"
#undef OPTION
  OPTIONS
} OptionId;

static const struct { char letter; const char *name, *argument, *doc; } table[OPTIONS] = {
#define OPTION(letter, id, name, argument, doc) { letter, name, argument, doc },
#include "cli/options.def"
#undef OPTION
};

static bool is_optional(int i) { return table[i].argument && table[i].argument[0] == '['; }

void options_help(FILE *f)
{
  fputs("usage: majorant [OPTION]... [FILE]\n\n"
        "Majorant turns a loss into its own algorithm. It runs the script FILE; - reads standard input;\n"
        "without FILE and -e it starts the REPL.\n\n", f);
  for (int i = 0; i < OPTIONS; i++) {
    char left[64];
    int n = table[i].letter ? snprintf(left, sizeof left, "  -%c, --%s", table[i].letter, table[i].name) : snprintf(left, sizeof left, "      --%s", table[i].name);
    if (table[i].argument) snprintf(left + n, sizeof left - (size_t)n, "%s%s", is_optional(i) ? "" : "=", table[i].argument);
    fprintf(f, "%-28s  %s\n", left, table[i].doc);
  }
  fputs("\nExit status: 0 done; 1 an error in the script, the data or the model; 2 wrong use of the command line;\n"
        "3 a fit that did not converge where the script requires it.\n", f);
}

static bool complain(const char *what, const char *word)
{
  fprintf(stderr, "majorant: %s '%s'\nTry 'majorant --help'.\n", what, word);
  return false;
}

static bool read_override(Arena *arena, const char *text, Override **list)
{
  const char *equals = strchr(text, '=');
  if (!equals || equals == text || !equals[1]) return complain("NAME=VALUE is wanted, not", text);
  Override *o = ARENA_NEW(arena, Override);
  char *name = arena_strdup(arena, text);
  name[equals - text] = 0;
  o->name = name;
  o->value = equals + 1;
  while (*list) list = &(*list)->next;                 /* the last of one name wins, see do_let */
  *list = o;
  return true;
}

/* "a,b": the bits of the words */
static bool read_words(const char *text, const char *const *words, int n, const char *what, unsigned *bits)
{
  while (*text) {
    size_t len = strcspn(text, ",");
    int i = 0;
    while (i < n && (strlen(words[i]) != len || strncmp(words[i], text, len) != 0)) i++;
    if (i == n) {
      fprintf(stderr, "majorant: there is no %s '%.*s'; there are", what, (int)len, text);
      for (int k = 0; k < n; k++) fprintf(stderr, "%s %s", k ? "," : "", words[k]);
      fputc('\n', stderr);
      return false;
    }
    *bits |= 1u << i;
    text += len + (text[len] == ',');
  }
  return true;
}

static bool read_option(Options *o, Arena *arena, OptionId id, const char *argument)
{
  char *end;
  switch (id) {
  case OPTION_EVAL: o->eval = o->eval ? arena_printf(arena, "%s\n%s", o->eval, argument) : argument; return true;
  case OPTION_SET: return read_override(arena, argument, &o->session.set);
  case OPTION_DATA: return read_override(arena, argument, &o->session.data);
  case OPTION_OUTPUT:
    o->session.json = strcmp(argument, "json") == 0;
    return o->session.json || strcmp(argument, "text") == 0 || complain("there is no output format", argument);
  case OPTION_THREADS: {
    long n = strtol(argument, &end, 10);
    if (end == argument || *end || n < 0 || n > 4096) return complain("a number of threads is wanted, not", argument);
    o->session.threads = (int)n;
    return true;
  }
  case OPTION_DUMP: return read_words(argument, dump_words, DUMP_COUNT, "stage", &o->session.dump);
  case OPTION_TRACE: return read_words(argument, trace_words, TRACE_COUNT, "part", &o->session.trace);
  case OPTION_TIME:
    o->session.time = argument ? TIME_ALL : TIME_SHORT;
    return !argument || strcmp(argument, "all") == 0 || complain("--time tells a little, or \"all\"; it knows no", argument);
  case OPTION_INTERACTIVE: o->interactive = true; return true;
  case OPTION_VERIFY: o->verify = argument; return true;
  case OPTION_HELP: o->help = true; return true;
  case OPTION_VERSION: o->version = true; return true;
  default: return false;
  }
}

bool options_read(Options *o, Arena *arena, int argc, char **argv)
{
  struct option longs[OPTIONS + 1];
  char shorts[2 * OPTIONS + 1];
  int n = 0;
  *o = (Options){ 0 };
  memset(longs, 0, sizeof longs);
  for (int i = 0; i < OPTIONS; i++) {
    longs[i].name = table[i].name;
    longs[i].has_arg = !table[i].argument ? no_argument : is_optional(i) ? optional_argument : required_argument;
    longs[i].val = 256 + i;
    if (!table[i].letter) continue;
    shorts[n++] = table[i].letter;
    if (table[i].argument) shorts[n++] = ':';
  }
  shorts[n] = 0;
  for (int c; (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
    int id = c - 256;
    for (int i = 0; i < OPTIONS && id < 0; i++)
      if (table[i].letter && table[i].letter == c) id = i;
    if (id < 0) { fputs("Try 'majorant --help'.\n", stderr); return false; }
    if (!read_option(o, arena, (OptionId)id, optarg)) return false;
  }
  if (optind < argc) o->file = argv[optind++];
  if (optind < argc) return complain("one script is enough; what is", argv[optind]);
  if (o->file && o->eval) return complain("either -e or a script, not both:", o->file);
  return true;
}
