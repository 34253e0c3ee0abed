/* main.c: the program's entry.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "majorant.h"
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
  if (argc > 1 && !strcmp(argv[1], "--version")) {
    printf("majorant %s\n", majorant_version());
    return 0;
  }
  if (argc > 1 && !strcmp(argv[1], "--help")) {
    puts("usage: majorant [OPTION]... [FILE]");
    return 0;
  }
  return 2;
}
