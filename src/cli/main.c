/* main.c: the program's entry: a script, statements, or the REPL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"
#include "cli/repl.h"
#include "majorant.h"
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { STATUS_USAGE = 2 };

static void out_of_memory(size_t bytes)
{
  fprintf(stderr, "majorant: out of memory (%zu bytes more are needed)\n", bytes);
  _exit(1);
}

static int run(const Options *o)
{
  bool alone = !o->file && !o->eval && !o->verify;
  SessionOptions options = o->session;
  Session *s = session_new(&options, stdout, stderr);
  if (session_status(s) == 0) {
    if (o->verify) session_verify(s, o->verify);
    if (o->file) session_run_file(s, o->file);
    if (o->eval) session_run_text(s, "-e", o->eval);
    if (alone || o->interactive) repl_run(s);
  }
  session_finish(s);
  int status = session_status(s);
  session_free(s);
  return status;
}

/* OpenBLAS starts threads of its own before main, which are not used; each wants a stack and a buffer. Where a limit on memory refuses them, the
 * program ends there, or asks for ever. OpenBLAS can only be told not to by the environment, and before it is set up: this function is called
 * ahead of what the shared libraries do at the start, when the environment is not yet known to libc. */
#ifndef SANITIZED              /* the sanitizers want to be first, and need more memory than a limit leaves */
static void begin_without_threads(int argc, char **argv, char **environment)
{
  static char name[] = "OPENBLAS_NUM_THREADS=1";
  const size_t length = sizeof name - 2;
  struct rlimit space, data;
  bool limited = (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY) || (getrlimit(RLIMIT_DATA, &data) == 0 && data.rlim_cur != RLIM_INFINITY);
  size_t n = 0;
  (void)argc;
  for (; limited && environment[n]; n++)
    if (strncmp(environment[n], name, length) == 0) limited = false;
  if (!limited || n > 10000) return;
  char *more[n + 2];
  memcpy(more, environment, n * sizeof *more);
  more[n] = name;
  more[n + 1] = NULL;
  execve("/proc/self/exe", argv, more);
}

__attribute__((section(".preinit_array"), used)) static void (*const first_of_all)(int, char **, char **) = begin_without_threads;
#endif

/* --help and --version; what a session prints it looks after itself */
static int written(void)
{
  errno = 0;
  if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
  fprintf(stderr, "majorant: error: cannot write the output%s%s\n", errno ? ": " : "", errno ? strerror(errno) : "");
  return 1;
}

int main(int argc, char **argv)
{
  Options options;
  setlocale(LC_CTYPE, "");                              /* for readline's widths; numbers always have a point */
  arena_on_out_of_memory(out_of_memory);
  Arena *arena = arena_new();
  int status = STATUS_USAGE;
  if (!options_read(&options, arena, argc, argv)) status = STATUS_USAGE;
  else if (options.help) { options_help(stdout); status = written(); }
  else if (options.version) { printf("majorant %s\n", majorant_version()); status = written(); }
  else status = run(&options);
  arena_free(arena);
  return status;
}
