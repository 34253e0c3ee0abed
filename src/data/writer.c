/* writer.c: the table of formats that can be written, and files that appear whole or not at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/writer.h"
#include "data/formats.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DRAIN_FROM = 1 << 16 };

static const struct WriteFormat {
  const char *name;
  void (*write)(Output *);
  bool rows;                      /* items stand side by side: they need the same number of rows */
  bool single;                    /* takes one item */
  int most_axes;
  bool sparse;                    /* takes a sparse array as it is */
} formats[] = {
  { "csv", csv_write, true, false, ARRAY_MAX_AXES, false },
  { "tsv", tsv_write, true, false, ARRAY_MAX_AXES, false },
  { "npy", npy_write, false, true, ARRAY_MAX_AXES, false },
  { "mtx", mtx_write, false, true, 2, true },
  { "json", json_write, false, false, ARRAY_MAX_AXES, true },
};

void output_drain(Output *out, Buf *b, bool all)
{
  if (!all && b->len < DRAIN_FROM) return;
  fwrite(buf_text(b), 1, b->len, out->file);
  buf_clear(b);
  if (all) buf_free(b);
}

static const struct WriteFormat *find_format(const char *path, DiagList *diags, Span where)
{
  const char *name = data_format_of(path);
  for (size_t i = 0; name && i < sizeof formats / sizeof *formats; i++)
    if (strcmp(formats[i].name, name) == 0) return &formats[i];
  const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
  Diag *d = diag_add(diags, where, MSG_DATA_FORMAT, dot ? dot : path);
  bool packed = dot && strcasecmp(dot, ".gz") == 0, device = strncmp(path, "/dev/", 5) == 0;
  diag_hint(diags, d, packed ? "files are written as they are: save to \".csv\", and compress it afterwards" : device ? "standard output is \"-\" for csv, \"-.json\", \"-.tsv\"" :
            "the file's name says how to write it: .csv, .tsv, .npy, .mtx or .json; \"-\" is standard output");
  return NULL;
}

static int64_t rows_of(const Array *a) { return a->naxes ? a->size[0] : 1; }

/* do these items go into one file of this format? */
static bool check_items(const struct WriteFormat *f, const DataItem *items, int nitems, DiagList *diags, Span where)
{
  const char *why = NULL, *mend = NULL;
  for (int i = 0; i < nitems && !why; i++) {
    const Array *a = items[i].array;
    if (f->single && nitems > 1)
      why = arena_printf(diags->arena, "a .%s file holds one array, not %d", f->name, nitems), mend = "save them one by one, or all to a .json file";
    else if (a->naxes > f->most_axes)
      why = arena_printf(diags->arena, "'%s' has %d axes, a .%s file holds at most %d", items[i].name, a->naxes, f->name, f->most_axes),
      mend = "save it to a .npy or .json file";
    else if (f->rows && nitems > 1 && a->naxes > 2)
      why = arena_printf(diags->arena, "'%s' has %d axes and cannot stand beside other columns", items[i].name, a->naxes), mend = "save it to a file of its own";
    else if (f->rows && rows_of(a) != rows_of(items[0].array))
      why = arena_printf(diags->arena, "'%s' has %lld row%s and '%s' has %lld; they cannot stand side by side", items[0].name,
                         (long long)rows_of(items[0].array), rows_of(items[0].array) == 1 ? "" : "s", items[i].name, (long long)rows_of(a)),
      mend = "save them to two files, or both to a .json file";
  }
  if (!why) return true;
  diag_hint(diags, diag_add(diags, where, MSG_DATA_WRITE_AXES, why), "%s", mend);
  return false;
}

/* The name of the link's target if there is one in a folder that not everybody may write to: a link that a stranger could
 * have put there is replaced, not followed. On the heap. */
static char *real_target(const char *path)
{
  struct stat link, folder;
  if (lstat(path, &link) == 0 && S_ISLNK(link.st_mode)) {
    const char *slash = strrchr(path, '/');
    char *dir = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    bool trusted = dir && stat(dir, &folder) == 0 && !(folder.st_mode & S_IWOTH);
    free(dir);
    char *real = trusted ? realpath(path, NULL) : NULL;
    if (real) return real;
  }
  return strdup(path);
}

static int write_stream(const struct WriteFormat *f, Output *out, int fd, bool sync)
{
  out->file = fdopen(fd, "w");
  if (!out->file) {
    int error = errno;
    close(fd);
    return error;
  }
  errno = 0;
  f->write(out);
  bool failed = fflush(out->file) != 0 || ferror(out->file) || (sync && fsync(fd) != 0 && errno != EINVAL && errno != EROFS);
  int error = failed ? (errno ? errno : EIO) : 0;
  if (fclose(out->file) != 0 && !error) error = errno;
  return error;
}

/* A new file beside `path`; its name is the caller's to free. -1 and errno. */
static int open_temporary(const char *path, char **name)
{
  int fd = -1;
  *name = NULL;
  for (int attempt = 0; attempt < 100 && fd < 0; attempt++) {
    free(*name);
    if (asprintf(name, "%s.%ld-%d.tmp", path, (long)getpid(), attempt) < 0) {
      *name = NULL;
      errno = ENOMEM;
      return -1;
    }
    fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0 && errno != EEXIST) return -1;
  }
  return fd;
}

/* Returns an errno. */
static int write_file(const struct WriteFormat *f, Output *out, const char *path)
{
  struct stat st;
  bool exists = stat(path, &st) == 0;
  if (exists && S_ISDIR(st.st_mode)) return EISDIR;
  if (exists && !S_ISREG(st.st_mode)) {              /* a pipe or a device cannot be replaced */
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? errno : write_stream(f, out, fd, false);
  }
  if (exists && access(path, W_OK) != 0) return errno;
  char *temporary;
  int fd = open_temporary(path, &temporary), error = fd < 0 ? errno : 0;
  if (!error && exists && fchmod(fd, st.st_mode & 0777) != 0) error = errno;
  if (error && fd >= 0) {
    close(fd);
    unlink(temporary);
  }
  if (!error) {
    error = write_stream(f, out, fd, true);
    if (!error && rename(temporary, path) != 0) error = errno;
    if (error) unlink(temporary);
  }
  free(temporary);
  return error;
}

/* Arrays as the format takes them: full ones in place of sparse ones where it must be. */
static bool make_full(const struct WriteFormat *f, DataItem *items, Array **made, int nitems)
{
  for (int i = 0; i < nitems; i++) {
    if (f->sparse || !items[i].array->sparse) continue;
    made[i] = array_dense(items[i].array);
    if (!made[i]) return false;
    items[i].array = made[i];
  }
  return true;
}

static void bytes_write(Output *out) { fwrite(out->bytes, 1, out->nbytes, out->file); }

int file_write(const char *path, const char *bytes, size_t n)
{
  static const struct WriteFormat plain = { .write = bytes_write };
  char *target = real_target(path);
  int error = target ? write_file(&plain, &(Output){ .bytes = bytes, .nbytes = n }, target) : ENOMEM;
  free(target);
  return error;
}

/* What is to be written, for the format; its arrays made full are the caller's to release. */
static bool prepare(const struct WriteFormat *f, Output *out, DataItem **full, Array ***made, const DataItem *items, int nitems, int header, DiagList *diags)
{
  bool named = false;
  for (int i = 0; i < nitems; i++) named = named || items[i].name;
  *full = arena_copy(diags->arena, items, (size_t)nitems * sizeof *items);
  *made = ARENA_ARRAY(diags->arena, Array *, nitems);
  *out = (Output){ .items = *full, .nitems = nitems, .header = header < 0 ? named : header };
  return make_full(f, *full, *made, nitems);
}

static void release(Array **made, int nitems)
{
  for (int i = 0; i < nitems; i++) array_unref(made[i]);
}

bool data_is_stream(const char *path) { return path[0] == '-' && (!path[1] || path[1] == '.'); }

bool data_write_stream(FILE *to, const char *path, const DataItem *items, int nitems, DiagList *diags, Span where)
{
  const struct WriteFormat *f = path[1] ? find_format(path, diags, where) : &formats[0];
  DataItem *full;
  Array **made;
  Output out;
  if (!f || !check_items(f, items, nitems, diags, where)) return false;
  bool ok = prepare(f, &out, &full, &made, items, nitems, -1, diags);
  out.file = to;
  if (ok) f->write(&out);
  else diag_add(diags, where, MSG_FILE_WRITE, path, strerror(ENOMEM));
  release(made, nitems);
  return ok;
}

bool data_write(const char *path, const DataItem *items, int nitems, int header, DiagList *diags, Span where)
{
  const struct WriteFormat *f = find_format(path, diags, where);
  DataItem *full;
  Array **made;
  Output out;
  if (!f || !check_items(f, items, nitems, diags, where)) return false;
  char *target = real_target(path);
  int error = prepare(f, &out, &full, &made, items, nitems, header, diags) && target ? write_file(f, &out, target) : ENOMEM;
  free(target);
  release(made, nitems);
  if (!error) return true;
  Diag *d = diag_add(diags, where, MSG_FILE_WRITE, path, strerror(error));
  if (error == ENOENT) diag_hint(diags, d, "its folder does not exist; make it first");
  return false;
}
