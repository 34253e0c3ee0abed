/* NumPy's files: all types and orders, every kind of broken header, every length of a file that was cut.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data_tools.h"
#include "data/writer.h"
#include <math.h>

typedef struct Bytes { unsigned char data[70000]; size_t n; } Bytes;

static void put(Bytes *b, const void *p, size_t n)
{
  memcpy(b->data + b->n, p, n);
  b->n += n;
}

static Bytes *header(int version, const char *text)
{
  static Bytes b;
  b.n = 0;
  put(&b, "\x93NUMPY", 6);
  size_t n = strlen(text);
  unsigned char rest[6] = { (unsigned char)version, 0, (unsigned char)n, (unsigned char)(n >> 8), 0, 0 };
  put(&b, rest, version == 1 ? 4 : 6);
  put(&b, text, n);
  return &b;
}

static Bytes *header_for(const char *type, const char *order, const char *shape)
{
  return header(1, arena_printf(arena, "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }", type, order, shape));
}

static Array *read_npy(const Bytes *b) { return read_bytes("npy", b->data, b->n, NULL); }

static void types(void **state)
{
  (void)state;
  static const struct { const char *type; unsigned char bytes[8]; int n; double value; } one[] = {
    { "|i1", { 0xFE }, 1, -2 }, { "|u1", { 0xFE }, 1, 254 }, { "|b1", { 1 }, 1, 1 }, { "|b1", { 2 }, 1, 1 }, { "<i2", { 0xFE, 0xFF }, 2, -2 },
    { ">i2", { 0xFF, 0xFE }, 2, -2 }, { "<u2", { 0xFE, 0xFF }, 2, 65534 }, { "<i4", { 1, 0, 0, 0x80 }, 4, -2147483647 }, { ">u4", { 0x80, 0, 0, 1 }, 4, 2147483649 },
    { "<i8", { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, 8, -1 }, { ">u8", { 0, 0, 0, 0, 0, 0, 1, 0 }, 8, 256 },
    { "<f4", { 0, 0, 0xC0, 0x3F }, 4, 1.5 }, { ">f4", { 0x3F, 0xC0, 0, 0 }, 4, 1.5 }, { "<f8", { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F }, 8, 1.5 },
    { ">f8", { 0x3F, 0xF8 }, 8, 1.5 }, { "=f8", { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F }, 8, 1.5 } };
  for (size_t i = 0; i < COUNT(one); i++) {
    Bytes *b = header_for(one[i].type, "False", "(2,)");
    put(b, one[i].bytes, (size_t)one[i].n);
    put(b, one[i].bytes, (size_t)one[i].n);
    expect_array(read_npy(b), 1, (int64_t[]){ 2 }, (double[]){ one[i].value, one[i].value });
  }
  Bytes *b = header_for("<i8", "False", "()");
  put(b, (unsigned char[]){ 1, 0, 0, 0, 0, 0, 0x20, 0 }, 8);
  Array *a = read_npy(b);
  assert_true(a && a->naxes == 0 && diags.warnings == 1 && diags.first->id == MSG_DATA_NPY_ROUNDED);
  array_unref(a);
}

static void orders(void **state)
{
  (void)state;
  const double values[6] = { 1, 2, 3, 4, 5, 6 };
  for (int version = 1; version <= 3; version++) {
    Bytes *b = header(version, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }\n");
    put(b, values, sizeof values);
    EXPECT_MATRIX(read_npy(b), 2, 3, 1, 2, 3, 4, 5, 6);
  }
  Bytes *b = header_for("<f8", "True", "(2, 3)");
  put(b, values, sizeof values);
  EXPECT_MATRIX(read_npy(b), 2, 3, 1, 3, 5, 2, 4, 6);
  b = header_for("<f8", "True", "(1, 3, 2)");
  put(b, values, sizeof values);
  expect_array(read_npy(b), 3, (int64_t[]){ 1, 3, 2 }, (double[]){ 1, 4, 2, 5, 3, 6 });
  b = header(2, "{\"shape\":(6,),\"fortran_order\":True,\"descr\":\"<f8\"}");
  put(b, values, sizeof values);
  expect_array(read_npy(b), 1, (int64_t[]){ 6 }, values);
}

static void bad_headers(void **state)
{
  (void)state;
  limit_memory(64 << 20);
  static const struct { const char *type, *order, *shape; MessageId id; const char *part; } bad[] = {
    { "<f8", "False", "(9223372036854775808,)", MSG_DATA_NPY, "out of range" }, { "<f8", "False", "(4294967296, 4294967296)", MSG_DATA_SIZE, "more numbers than can be counted" },
    { "<f8", "False", "(2305843009213693952,)", MSG_DATA_SIZE, "more numbers" }, { "<f8", "False", "(-1,)", MSG_DATA_NPY, "not a whole number" },
    { "<f8", "False", "(0, 1152921504606846976)", MSG_DATA_EMPTY, "no numbers" }, { "<f8", "False", "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)", MSG_DATA_AXES, "33 axes" },
    { "<f8", "False", "(1,1,1,1,1,1,1,1,1)", MSG_DATA_AXES, "9 axes" }, { "<f8", "False", "(1000000000,)", MSG_DATA_SIZE, "1000000000 numbers of 8 bytes, but the file holds 8 bytes" },
    { "|O", "False", "(1,)", MSG_DATA_NPY_TYPE, "'|O'" }, { "<c16", "False", "(1,)", MSG_DATA_NPY_TYPE, "'<c16'" }, { "<U7", "False", "(1,)", MSG_DATA_NPY_TYPE, "'<U7'" },
    { "<f2", "False", "(1,)", MSG_DATA_NPY_TYPE, "'<f2'" }, { "<f16", "False", "(1,)", MSG_DATA_NPY_TYPE, "'<f16'" }, { "f8", "False", "(1,)", MSG_DATA_NPY_TYPE, "'f8'" },
    { "!f8", "False", "(1,)", MSG_DATA_NPY_TYPE, "'!f8'" }, { "", "False", "(1,)", MSG_DATA_NPY_TYPE, "''" }, { "<f8", "Maybe", "(1,)", MSG_DATA_NPY, "neither True nor False" },
    { "<f8", "1", "(1,)", MSG_DATA_NPY, "neither" }, { "<f8", "False", "[1]", MSG_DATA_NPY, "round brackets" }, { "<f8", "False", "(1", MSG_DATA_NPY, "" },
    { "<f8", "False", "(1 1)", MSG_DATA_NPY, "round brackets" }, { "<f8", "False", "(1.0,)", MSG_DATA_NPY, "" }, { "<f8", "False", "(1e9,)", MSG_DATA_NPY, "" },
    { "<f8", "False", "(,)", MSG_DATA_NPY, "" }, { "<f8", "False", "(2,)", MSG_DATA_SIZE, "2 numbers of 8 bytes" }, { "<f4", "False", "(1,)", MSG_DATA_SIZE, "1 numbers of 4 bytes" },
    { "<f8", "False", "(1,), 'extra': 1", MSG_DATA_NPY, "a key that does not belong" }, { "<f8", "False", "(1,), 'shape': (1,)", MSG_DATA_NPY, "twice" },
    { "<f8', 'x': '", "False", "(1,)", MSG_DATA_NPY, "a key" },
  };
  for (size_t i = 0; i < COUNT(bad); i++) {
    Bytes *b = header_for(bad[i].type, bad[i].order, bad[i].shape);
    put(b, "\0\0\0\0\0\0\0\0", 8);
    expect_error(read_npy(b), bad[i].id, bad[i].part, bad[i].shape);
  }
  static const char *const texts[] = { "", " ", "{", "}", "{}", "[]", "{'descr'", "{'descr': ", "{'descr': '<f8'", "{'descr': '<f8' 'shape': (1,)}", "{descr: '<f8'}",
    "{'descr': '<f8', 'fortran_order': False}", "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x", "{,}", "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}",
    "{'a key that is much too long': 1}" };
  for (size_t i = 0; i < COUNT(texts); i++) {
    Bytes *b = header(1, texts[i]);
    put(b, "\0\0\0\0\0\0\0\0", 8);
    assert_null(read_npy(b));
    assert_int_equal(diags.errors, 1);
  }
  /* lengths of the header that the file belies; a header that is too long even if it is there */
  static const unsigned char lengths[][12] = {
    { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 0xFF, 0xFF }, { 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0xFF, 0xFF, 0xFF, 0xEE }, { 0x93, 'N', 'U', 'M', 'P', 'Y', 3, 0, 1 },
    { 0x93, 'N', 'U', 'M', 'P', 'Y', 4, 0 }, { 0x93, 'N', 'U', 'M', 'P', 'Y', 0, 0 }, { 'P', 'K', 3, 4 } };
  for (size_t i = 0; i < COUNT(lengths); i++) expect_error(read_bytes("npy", lengths[i], 12, NULL), MSG_DATA_NPY, "", "length");
  Bytes *b = header(2, "");
  b->data[10] = 1, b->data[8] = 0, b->data[9] = 0x10;              /* 69632 */
  memset(b->data + 12, ' ', sizeof b->data - 12);
  b->n = sizeof b->data;
  expect_error(read_npy(b), MSG_DATA_NPY, "too long", "long header");
  lift_memory_limit();
}

static void cut_and_changed(void **state)
{
  (void)state;
  const double values[6] = { 1, 2, 3, 4, 5, 6 };
  Bytes *b = header_for("<f8", "False", "(2, 3)");
  put(b, values, sizeof values);
  Bytes whole = *b;
  for (size_t n = 0; n < whole.n; n++) {
    assert_null(read_bytes("npy", whole.data, n, NULL));
    assert_int_equal(diags.errors, 1);
  }
  expect_error(read_bytes("npy", whole.data, whole.n + 1, NULL), MSG_DATA_SIZE, "49 bytes", "trailing byte");
  for (size_t i = 0; i < whole.n - sizeof values; i++)
    for (int value = 0; value < 256; value += 5) {
      *b = whole;
      b->data[i] = (unsigned char)value;
      Array *a = read_npy(b);
      assert_true(a ? diags.errors == 0 : diags.errors == 1);
      array_unref(a);
    }
}

static void missing_values(void **state)
{
  (void)state;
  const double values[6] = { 1, 2, 3, 4, 5, (double)NAN };
  Bytes *b = header_for("<f8", "False", "(2, 3)");
  put(b, values, sizeof values);
  expect_error(read_npy(b), MSG_DATA_MISSING, "input[2, 3]: a value is missing", "nan");
  Array *a = read_bytes("npy", b->data, b->n, &(DataOptions){ .missing = true });
  assert_true(a && isnan(a->data[5]));
  array_unref(a);
}

static void large_files_are_mapped(void **state)
{
  (void)state;
  Array *a = array_new(2, (int64_t[]){ 1000, 200 });
  for (int64_t i = 0; i < a->stored; i++) a->data[i] = (double)i / 7;
  const char *path = data_path(arena, folder, "large.npy");
  diag_clear(&diags);
  assert_true(data_write(path, &(DataItem){ .name = "a", .array = a }, 1, -1, &diags, (Span){0}));
  Array *b = data_read("npy", path, NULL, &diags, (Span){0});
  assert_true(b && b->mapping && (uintptr_t)b->data % 64 == 0 && b->size[0] == 1000 && b->size[1] == 200);
  assert_memory_equal(a->data, b->data, (size_t)a->stored * sizeof *a->data);
  unlink(path);                                   /* the mapping outlives the name */
  assert_true(b->data[199999] == a->data[199999]);
  array_unref(a);
  array_unref(b);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(types), cmocka_unit_test(orders), cmocka_unit_test(bad_headers), cmocka_unit_test(cut_and_changed), cmocka_unit_test(missing_values),
    cmocka_unit_test(large_files_are_mapped),
  };
  return cmocka_run_group_tests(tests, start, finish);
}
