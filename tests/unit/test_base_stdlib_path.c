/* Where the standard library is looked for, and the listing of its files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/stdlib_path.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void build_tree_first(void **state)
{
  (void)state;
  Arena *a = arena_new();
  unsetenv("MAJORANT_STDLIB");
  assert_string_equal(stdlib_folder(a), BUILD_STDLIB_DIR);       /* this test runs from the build tree */
  setenv("MAJORANT_STDLIB", "/some/where//", 1);
  assert_string_equal(stdlib_folder(a), "/some/where");
  assert_string_equal(stdlib_file(a, "functions.em"), "/some/where/functions.em");
  unsetenv("MAJORANT_STDLIB");
  arena_free(a);
}

static void put(const char *folder, const char *name)
{
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fclose(f);
}

static void listing(void **state)
{
  (void)state;
  Arena *a = arena_new();
  char folder[] = "/tmp/majorant-test-XXXXXX", sub[64], *error = NULL;
  assert_non_null(mkdtemp(folder));
  snprintf(sub, sizeof sub, "%s/b", folder);
  assert_int_equal(mkdir(sub, 0700), 0);
  put(folder, "c.em");
  put(folder, "a.em");
  put(folder, ".hidden.em");
  put(folder, "notes.txt");
  put(sub, "inner.em");
  setenv("MAJORANT_STDLIB", folder, 1);
  const char **path;
  assert_int_equal(stdlib_list(a, "", ".em", &path, &error), 3);
  assert_non_null(strstr(path[0], "/a.em"));
  assert_non_null(strstr(path[1], "/b/inner.em"));
  assert_non_null(strstr(path[2], "/c.em"));
  assert_int_equal(stdlib_list(a, "b", ".em", &path, &error), 1);
  assert_int_equal(stdlib_list(a, "none", ".em", &path, &error), -1);
  assert_non_null(strstr(error, "No such file"));
  unsetenv("MAJORANT_STDLIB");
  char command[80];
  snprintf(command, sizeof command, "rm -r %s", folder);
  assert_int_equal(system(command), 0);
  arena_free(a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(build_tree_first),
    cmocka_unit_test(listing),
  };
  return RUN_TESTS(tests);
}
