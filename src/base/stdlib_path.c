/* stdlib_path.c: finding and listing the standard library.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stdlib_path.h"
#include "base/vec.h"
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

/* BUILD_DIR, BUILD_STDLIB_DIR, INSTALLED_STDLIB_DIR: the build tree, the source tree's stdlib, the installed stdlib; the
 * makefile defines them for this file. */

static bool is_folder(const char *path)
{
  struct stat st;
  return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* where the running program lies; "" when the system does not say. Without /proc, the path that it was started by. */
static const char *program_folder(Arena *a)
{
  char exe[PATH_MAX];
  const char *started = (const char *)(uintptr_t)getauxval(AT_EXECFN);
  ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
  if (n < 0 && started && realpath(started, exe)) n = (ssize_t)strlen(exe);
  while (n > 0 && exe[n - 1] != '/') n--;
  exe[n > 0 ? n - 1 : 0] = '\0';
  return arena_strdup(a, exe);
}

static bool is_in_build_tree(const char *folder)
{
  char build[PATH_MAX];
  if (!realpath(BUILD_DIR, build)) return false;
  size_t len = strlen(build);
  return !strncmp(folder, build, len) && (folder[len] == '/' || folder[len] == '\0');
}

const char *stdlib_folder(Arena *a)
{
  const char *env = getenv("MAJORANT_STDLIB");
  if (env && *env) {
    char *dir = arena_strdup(a, env);
    for (size_t n = strlen(dir); n > 1 && dir[n - 1] == '/'; n--) dir[n - 1] = '\0';
    return dir;
  }
  const char *folder = program_folder(a);
  if (is_in_build_tree(folder)) return BUILD_STDLIB_DIR;
  const char *beside = arena_printf(a, "%s/../share/majorant/stdlib", folder);
  return !is_folder(INSTALLED_STDLIB_DIR) && is_folder(beside) ? beside : INSTALLED_STDLIB_DIR;
}

const char *stdlib_file(Arena *a, const char *name)
{
  return arena_printf(a, "%s/%s", stdlib_folder(a), name);
}

typedef VEC(const char *) Paths;

static bool list_folder(Arena *a, const char *folder, const char *ending, Paths *paths, char **error)
{
  DIR *dir = opendir(folder);
  if (!dir) {
    *error = arena_printf(a, "%s: %s", folder, strerror(errno));
    return false;
  }
  bool ok = true;
  for (struct dirent *e; ok && (e = readdir(dir));) {
    if (e->d_name[0] == '.') continue;
    const char *path = arena_printf(a, "%s/%s", folder, e->d_name);
    bool folder_too = e->d_type == DT_DIR || ((e->d_type == DT_UNKNOWN || e->d_type == DT_LNK) && is_folder(path));
    size_t n = strlen(e->d_name), m = strlen(ending);
    if (folder_too) ok = list_folder(a, path, ending, paths, error);
    else if (n > m && !strcmp(e->d_name + n - m, ending)) vec_push(a, paths, path);
  }
  closedir(dir);
  return ok;
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int stdlib_list(Arena *a, const char *folder, const char *ending, const char ***paths, char **error)
{
  Paths found = {0};
  const char *top = *folder ? stdlib_file(a, folder) : stdlib_folder(a);
  if (!list_folder(a, top, ending, &found, error)) return -1;
  if (found.len) qsort(found.data, (size_t)found.len, sizeof *found.data, by_name);
  *paths = found.data;
  return found.len;
}
