/* held.c: runs a command, whose output goes to standard error, and writes the most memory that it held, in bytes. A new process counts what its parent held when it began, so
 * the least amounts can be told by a small parent alone.
 * usage: held COMMAND [ARGUMENT ...]
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
  struct rusage use;
  int status = 1, to_errors = 0;
  pid_t child = argc > 1 ? fork() : -1;
  if (child < 0) return 2;
  if (child == 0) {
    to_errors = dup2(2, 1);
    if (to_errors >= 0) execvp(argv[1], argv + 1);
    _exit(127);
  }
  if (wait4(child, &status, 0, &use) != child || status != 0) return 1;
  printf("%ld\n", use.ru_maxrss * 1024);
  return 0;
}
