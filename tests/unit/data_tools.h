/* data_tools.h: what the tests of readers and writers share: a folder of their own, files made of bytes, and tables of inputs
 * with the message that each must give.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DATA_TOOLS_H
#define MAJORANT_DATA_TOOLS_H
#include "test.h"
#include "data/reader.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static Arena *arena;
static DiagList diags;
static char folder[] = "/tmp/majorant-test-XXXXXX";

static int start(void **state)
{
  (void)state;
  if (!mkdtemp(folder)) return -1;
  arena = arena_new();
  diags = (DiagList){ .arena = arena };
  return 0;
}

static int finish(void **state)
{
  (void)state;
  DIR *d = opendir(folder);
  for (struct dirent *e; d && (e = readdir(d)); )
    if (e->d_name[0] != '.') unlink(data_path(arena, folder, e->d_name));
  if (d) closedir(d);
  rmdir(folder);
  arena_free(arena);
  return 0;
}

static const char *make_file(const char *name, const void *bytes, size_t n)
{
  char *path = data_path(arena, folder, name);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  assert_int_equal(fclose(f), 0);
  return path;
}

__attribute__((unused))
static Array *read_bytes(const char *format, const void *bytes, size_t n, const DataOptions *options)
{
  diag_clear(&diags);
  return data_read(format, make_file("input", bytes, n), options, &diags, (Span){0});
}

__attribute__((unused))
static Array *read_text(const char *format, const char *text, const DataOptions *options)
{
  return read_bytes(format, text, strlen(text), options);
}

/* exactly one error, of this kind, and its text holds `part` */
static void expect_error(const Array *a, MessageId id, const char *part, const char *what)
{
  if (a || diags.errors != 1 || diags.first->id != id || !strstr(diags.first->text, part))
    fail_msg("%s: got %s (message %d), wanted '%s' (message %d)", what,
             a ? "an array" : diags.errors ? diags.first->text : "no message", diags.errors ? (int)diags.first->id : -1, part, (int)id);
}

typedef struct BadInput { const char *text; MessageId id; const char *part; } BadInput;

__attribute__((unused))
static void expect_errors(const char *format, const DataOptions *options, const BadInput *bad, size_t n)
{
  for (size_t i = 0; i < n; i++) expect_error(read_text(format, bad[i].text, options), bad[i].id, bad[i].part, bad[i].text);
}

/* a dense array of these sizes and values, and no message of any kind */
__attribute__((unused))
static void expect_array(Array *a, int naxes, const int64_t *size, const double *values)
{
  if (!a) fail_msg("%s", diags.first ? diags.first->text : "no array and no message");
  assert_int_equal(diags.errors + diags.warnings, 0);
  assert_int_equal(a->naxes, naxes);
  for (int i = 0; i < naxes; i++) assert_int_equal(a->size[i], size[i]);
  assert_false(a->sparse);
  assert_int_equal(a->stored, array_count(a));
  assert_memory_equal(a->data, values, (size_t)a->stored * sizeof *values);
  array_unref(a);
}
#define EXPECT_MATRIX(a, rows, columns, ...) expect_array((a), 2, (int64_t[]){ rows, columns }, (double[]){ __VA_ARGS__ })

/* From here on the process may grow by this much only: a reader that believes a file's header fails. The sanitizers' own
 * needs are too large for such a limit. */
__attribute__((unused))
static void limit_memory(size_t more)
{
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (!f) return;
  if (fscanf(f, "%ld", &pages) == 1) {
    struct rlimit limit;
    getrlimit(RLIMIT_AS, &limit);
    limit.rlim_cur = (rlim_t)(pages * sysconf(_SC_PAGESIZE)) + more;
    setrlimit(RLIMIT_AS, &limit);
  }
  fclose(f);
#else
  (void)more;
#endif
}

__attribute__((unused))
static void lift_memory_limit(void)
{
  struct rlimit limit;
  getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_AS, &limit);
}

#define COUNT(table) (sizeof (table) / sizeof *(table))

#endif
