/* Writing: what is written reads back the same, and a file that cannot be written whole is not touched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data_tools.h"
#include "base/random.h"
#include "data/writer.h"
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sys/stat.h>

static Array *make(int naxes, const int64_t *size)
{
  static uint64_t count;
  Array *a = array_new(naxes, size);
  Random r = random_stream(5, 6, count++);
  for (int64_t i = 0; i < a->stored; i++) a->data[i] = i % 3 ? random_normal(&r) * pow(10, (double)random_below(&r, 600) - 300) : (double)i;
  return a;
}

static bool save(const char *path, const DataItem *items, int n, int header)
{
  diag_clear(&diags);
  return data_write(path, items, n, header, &diags, (Span){0});
}

static bool save_one(const char *path, const char *name, const Array *a) { return save(path, &(DataItem){ .name = name, .array = a }, 1, -1); }

static const char *contents(const char *path)
{
  char *text = arena_alloc(arena, 10000);
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  text[fread(text, 1, 9999, f)] = '\0';
  fclose(f);
  return text;
}

static void same_after_reading(void **state)
{
  (void)state;
  static const char *const formats[] = { "csv", "tsv", "npy", "mtx", "json" };
  for (size_t f = 0; f < COUNT(formats); f++)
    for (int naxes = 0; naxes <= (f == 2 || f == 4 ? 3 : 2); naxes++) {
      Array *a = make(naxes, (int64_t[]){ 7, 4, 3 });
      const char *path = data_path(arena, folder, arena_printf(arena, "same.%s", formats[f]));
      assert_true(save_one(path, f % 2 ? NULL : "a", a));
      Array *b = data_read(formats[f], path, NULL, &diags, (Span){0});
      if (!b) fail_msg("%s", diags.first->text);
      assert_int_equal(a->stored, b->stored);
      assert_memory_equal(a->data, b->data, (size_t)a->stored * sizeof *a->data);
      for (int k = 0; k < naxes; k++) assert_int_equal(a->size[k], b->size[k]);
      array_unref(a);
      array_unref(b);
    }
}

static void sparse_arrays(void **state)
{
  (void)state;
  Array *s = array_new_sparse(3, 2, 2);
  s->data[0] = 1.5, s->row[0] = 2, s->data[1] = -7, s->row[1] = 0, s->column_start[1] = 1, s->column_start[2] = 2;
  const char *path = data_path(arena, folder, "s.mtx");
  assert_true(save_one(path, "s", s));
  assert_string_equal(contents(path), "%%MatrixMarket matrix coordinate real general\n3 2 2\n3 1 1.5\n1 2 -7\n");
  path = data_path(arena, folder, "s.csv");
  assert_true(save_one(path, "s", s));
  assert_string_equal(contents(path), "s_1,s_2\n0,-7\n0,0\n1.5,0\n");
  path = data_path(arena, folder, "s.npy");
  assert_true(save_one(path, "s", s));
  EXPECT_MATRIX(data_read("npy", path, NULL, &diags, (Span){0}), 3, 2, 0, -7, 0, 0, 1.5, 0);
  array_unref(s);
}

static void tables(void **state)
{
  (void)state;
  Array *v = array_new(1, (int64_t[]){ 2 }), *m = array_new(2, (int64_t[]){ 2, 2 }), *t = array_new(3, (int64_t[]){ 1, 2, 2 }), *one = array_scalar(0.5);
  for (int i = 0; i < 4; i++) m->data[i] = t->data[i] = i + 0.25;
  v->data[1] = 9;
  const char *path = data_path(arena, folder, "t.csv");
  const DataItem items[] = { { .name = "a, \"b\"", .array = v }, { .name = "m", .array = m } };
  assert_true(save(path, items, 2, -1));
  assert_string_equal(contents(path), "\"a, \"\"b\"\"\",m_1,m_2\n0,0.25,1.25\n9,2.25,3.25\n");
  assert_true(save(path, items, 2, 0));
  assert_string_equal(contents(path), "0,0.25,1.25\n9,2.25,3.25\n");
  assert_true(save(path, &(DataItem){ .name = "t", .array = t, .axes = (const char *const[]){ "K", "D", "E" } }, 1, -1));
  assert_string_equal(contents(path), "K,D,E,t\n1,1,1,0.25\n1,1,2,1.25\n1,2,1,2.25\n1,2,2,3.25\n");
  path = data_path(arena, folder, "T.JSON");
  assert_true(save(path, items, 2, -1));
  assert_string_equal(contents(path), "{\"a, \\\"b\\\"\": [0, 9], \"m\": [[0.25, 1.25], [2.25, 3.25]]}\n");
  assert_true(save_one(path, "p", one));
  assert_string_equal(contents(path), "0.5\n");

  const DataItem uneven[] = { { .name = "v", .array = v }, { .name = "p", .array = one } }, deep[] = { { .name = "v", .array = v }, { .name = "t", .array = t } };
  assert_false(save(data_path(arena, folder, "x.csv"), uneven, 2, -1));
  assert_string_equal(diags.first->text, "'v' has 2 rows and 'p' has 1; they cannot stand side by side");
  assert_false(save(data_path(arena, folder, "x.tsv"), deep, 2, -1));
  assert_int_equal(diags.first->id, MSG_DATA_WRITE_AXES);
  assert_false(save(data_path(arena, folder, "x.npy"), uneven, 2, -1));
  assert_int_equal(diags.first->id, MSG_DATA_WRITE_AXES);
  assert_false(save_one(data_path(arena, folder, "x.mtx"), "t", t));
  assert_int_equal(diags.first->id, MSG_DATA_WRITE_AXES);
  assert_false(save_one(data_path(arena, folder, "x.xyz"), "v", v));
  assert_string_equal(diags.first->text, "'.xyz' is not a data format");
  assert_false(save_one(data_path(arena, folder, "x"), "v", v));
  assert_int_equal(diags.first->id, MSG_DATA_FORMAT);
  array_unref(v), array_unref(m), array_unref(t), array_unref(one);
}

static int files_there(void)
{
  int n = 0;
  DIR *d = opendir(folder);
  while (readdir(d)) n++;
  closedir(d);
  return n;
}

static void failures(void **state)
{
  (void)state;
  Array *a = make(2, (int64_t[]){ 3000, 3 }), *small = make(1, (int64_t[]){ 2 });
  const char *path = data_path(arena, folder, "kept.csv");
  assert_true(save_one(path, "a", small));
  const char *before = contents(path);
  int count = files_there();

  /* each length at which the disk may be full */
  struct rlimit old, limit;
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &old);
  for (rlim_t most = 0; most < 60000; most += 9973) {
    limit = old;
    limit.rlim_cur = most;
    setrlimit(RLIMIT_FSIZE, &limit);
    bool done = save_one(path, "a", a);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_false(done);
    assert_int_equal(diags.first->id, MSG_FILE_WRITE);
    assert_string_equal(contents(path), before);
    assert_int_equal(files_there(), count);
  }
  assert_false(save_one("/dev/full.csv/x.csv", "a", a));
  assert_int_equal(diags.first->id, MSG_FILE_WRITE);
  assert_false(save_one(data_path(arena, folder, "no/where.csv"), "a", a));
  assert_int_equal(diags.first->id, MSG_FILE_WRITE);
  assert_non_null(strstr(diags.first->parts->text, "folder does not exist"));
  char *dir = data_path(arena, folder, "dir.csv");
  mkdir(dir, 0755);
  assert_false(save_one(dir, "a", a));
  rmdir(dir);
  char *full = data_path(arena, folder, "full.csv");              /* a device is written to, not replaced */
  assert_int_equal(symlink("/dev/full", full), 0);
  assert_false(save_one(full, "a", a));
  array_unref(a);
  array_unref(small);
}

static void modes_and_links(void **state)
{
  (void)state;
  Array *a = make(1, (int64_t[]){ 2 });
  const char *path = data_path(arena, folder, "mode.csv"), *link = data_path(arena, folder, "link.csv");
  struct stat st;
  mode_t mask = umask(027);
  assert_true(save_one(path, "a", a));
  umask(mask);
  stat(path, &st);
  assert_int_equal(st.st_mode & 0777, 0640);
  chmod(path, 0604);
  assert_true(save_one(path, "a", a));
  stat(path, &st);
  assert_int_equal(st.st_mode & 0777, 0604);

  /* a link is followed, unless it lies where anybody could have put it */
  assert_int_equal(symlink("mode.csv", link), 0);
  assert_true(save_one(link, "linked", a));
  assert_non_null(strstr(contents(path), "linked"));
  lstat(link, &st);
  assert_true(S_ISLNK(st.st_mode));
  chmod(folder, 0777);
  assert_true(save_one(link, "replaced", a));
  chmod(folder, 0700);
  assert_null(strstr(contents(path), "replaced"));
  lstat(link, &st);
  assert_true(S_ISREG(st.st_mode));
  array_unref(a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(same_after_reading), cmocka_unit_test(sparse_arrays), cmocka_unit_test(tables), cmocka_unit_test(failures), cmocka_unit_test(modes_and_links),
  };
  return cmocka_run_group_tests(tests, start, finish);
}
