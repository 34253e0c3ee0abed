/* npy.c: reads and writes NumPy's .npy files, versions 1 to 3.
 *
 *     \x93NUMPY major minor | header length (2 bytes in version 1, 4 later, little endian) | header | numbers
 *
 * The header is a Python dictionary with exactly the keys descr, fortran_order and shape. Its length is limited, and the
 * shape must account for the bytes that follow to the last one. Native doubles in C order stay in the mapped file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buf.h"
#include "data/formats.h"
#include <math.h>
#include <string.h>

enum { HEADER_MOST = 65536, ALIGN = 64, FILE_AXES_MOST = 64, NUMBERS_BETWEEN = 4096 };

static bool little_endian(void) { return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__; }

/* one conversion for each type; the bytes are in native order already */
#define CONVERT(name, Type) static double name(const void *p) { Type v; memcpy(&v, p, sizeof v); return (double)v; }
CONVERT(from_f4, float) CONVERT(from_f8, double)
CONVERT(from_i1, int8_t) CONVERT(from_i2, int16_t) CONVERT(from_i4, int32_t) CONVERT(from_i8, int64_t)
CONVERT(from_u1, uint8_t) CONVERT(from_u2, uint16_t) CONVERT(from_u4, uint32_t) CONVERT(from_u8, uint64_t)
static double from_b1(const void *p) { return *(const unsigned char *)p != 0; }

static const struct NpyType { char code[3]; int bytes; double (*convert)(const void *); bool may_round; } types[] = {
  { "f8", 8, from_f8, false }, { "f4", 4, from_f4, false }, { "b1", 1, from_b1, false },
  { "i1", 1, from_i1, false }, { "i2", 2, from_i2, false }, { "i4", 4, from_i4, false }, { "i8", 8, from_i8, true },
  { "u1", 1, from_u1, false }, { "u2", 2, from_u2, false }, { "u4", 4, from_u4, false }, { "u8", 8, from_u8, true },
};

typedef struct Npy {
  Input *in;
  const char *p, *end;            /* what is left of the header */
  char type[32];
  bool fortran, has_type, has_order, has_shape;
  int naxes;
  int64_t size[FILE_AXES_MOST];
} Npy;

static bool bad(Npy *n, const char *why)
{
  Diag *d = diag_add(n->in->diags, n->in->where, MSG_DATA_NPY, n->in->path, why);
  diag_hint(n->in->diags, d, "write it anew with numpy.save");
  return false;
}

static void skip_space(Npy *n)
{
  while (n->p < n->end && (*n->p == ' ' || *n->p == '\n' || *n->p == '\t')) n->p++;
}

static bool take(Npy *n, char c)
{
  skip_space(n);
  if (n->p == n->end || *n->p != c) return false;
  n->p++;
  return true;
}

static bool take_word(Npy *n, const char *word)
{
  size_t len = strlen(word);
  skip_space(n);
  if ((size_t)(n->end - n->p) < len || memcmp(n->p, word, len) != 0) return false;
  n->p += len;
  return true;
}

static bool take_string(Npy *n, char *text, size_t most)
{
  skip_space(n);
  if (n->p == n->end || (*n->p != '\'' && *n->p != '"')) return false;
  char quote = *n->p++;
  const char *close = memchr(n->p, quote, (size_t)(n->end - n->p));
  if (!close || (size_t)(close - n->p) >= most) return false;
  memcpy(text, n->p, (size_t)(close - n->p));
  text[close - n->p] = '\0';
  n->p = close + 1;
  return true;
}

static bool take_shape(Npy *n)
{
  if (!take(n, '(')) return bad(n, "the shape is not a list of sizes in round brackets");
  while (!take(n, ')')) {
    if (n->naxes == FILE_AXES_MOST) return bad(n, "the shape has more axes than NumPy allows");
    skip_space(n);
    const char *digits = n->p;
    int64_t size = 0;
    for (; n->p < n->end && *n->p >= '0' && *n->p <= '9'; n->p++)
      if (__builtin_mul_overflow(size, 10, &size) || __builtin_add_overflow(size, *n->p - '0', &size))
        return bad(n, "a size in the shape is out of range");
    if (n->p == digits) return bad(n, "a size in the shape is not a whole number from 0");
    n->size[n->naxes++] = size;
    if (!take(n, ',')) {
      if (!take(n, ')')) return bad(n, "the shape is not a list of sizes in round brackets");
      break;
    }
  }
  return true;
}

static bool take_entry(Npy *n)
{
  char key[16];
  if (!take_string(n, key, sizeof key) || !take(n, ':')) return bad(n, "its header is not a dictionary of descr, fortran_order and shape");
  if (strcmp(key, "descr") == 0 && !n->has_type) {
    n->has_type = true;
    if (take_string(n, n->type, sizeof n->type)) return true;
    Diag *d = diag_add(n->in->diags, n->in->where, MSG_DATA_NPY_TYPE, n->in->path, "of records");
    diag_hint(n->in->diags, d, "save one field of it as plain numbers: numpy.save(file, a['field'].astype('f8'))");
    return false;
  }
  if (strcmp(key, "fortran_order") == 0 && !n->has_order) {
    n->has_order = true;
    n->fortran = take_word(n, "True");
    return n->fortran || take_word(n, "False") || bad(n, "fortran_order is neither True nor False");
  }
  if (strcmp(key, "shape") == 0 && !n->has_shape) return n->has_shape = true, take_shape(n);
  return bad(n, "its header holds a key that does not belong there, or one twice");
}

/* leaves n->p at the first number and n->end at the end of the file */
static bool read_header(Npy *n)
{
  const unsigned char *b = (const unsigned char *)n->in->bytes;
  size_t size = n->in->size;
  if (size < 10 || memcmp(b, "\x93NUMPY", 6) != 0) return bad(n, "it does not begin with \\x93NUMPY");
  if (b[6] < 1 || b[6] > 3) return bad(n, "its version is none of 1, 2, 3");
  size_t start = b[6] == 1 ? 10 : 12;
  if (size < start) return bad(n, "it ends within the header");
  size_t length = b[6] == 1 ? (size_t)(b[8] | b[9] << 8) : (size_t)b[8] | (size_t)b[9] << 8 | (size_t)b[10] << 16 | (size_t)b[11] << 24;
  if (length > size - start) return bad(n, "it ends within the header");
  if (length > HEADER_MOST) return bad(n, "its header is too long");
  n->p = n->in->bytes + start;
  n->end = n->p + length;
  if (!take(n, '{')) return bad(n, "its header is not a dictionary of descr, fortran_order and shape");
  while (!take(n, '}')) {
    if (!take_entry(n)) return false;
    if (take(n, ',')) continue;
    if (take(n, '}')) break;
    return bad(n, "its header is not a dictionary of descr, fortran_order and shape");
  }
  skip_space(n);
  if (n->p != n->end) return bad(n, "something follows the dictionary in its header");
  if (!n->has_type || !n->has_order || !n->has_shape) return bad(n, "its header lacks one of descr, fortran_order and shape");
  n->p = n->end;
  n->end = n->in->bytes + size;
  return true;
}

static const struct NpyType *find_type(Npy *n, bool *swap)
{
  char order = n->type[0];
  if (order && strchr("<>|=", order))
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
      if (strcmp(n->type + 1, types[i].code) == 0) {
        *swap = (order == '<' && !little_endian()) || (order == '>' && little_endian());
        return &types[i];
      }
  const char *shown = input_excerpt(n->in, n->type, n->type + strlen(n->type));
  Diag *d = diag_add(n->in->diags, n->in->where, MSG_DATA_NPY_TYPE, n->in->path, arena_printf(n->in->diags->arena, "'%s'", shown));
  diag_hint(n->in->diags, d, "real numbers of type f4, f8, i1 to i8, u1 to u8 and b1 can be read: numpy.save(file, a.astype('f8'))");
  return NULL;
}

/* the shape against the bytes that are there */
static bool check_size(Npy *n, const struct NpyType *type, int64_t *count)
{
  int64_t bytes = type->bytes, there = n->end - n->p;
  bool overflow = false, empty = false;
  *count = 1;
  for (int i = 0; i < n->naxes; i++) {
    empty = empty || n->size[i] == 0;
    overflow = overflow || __builtin_mul_overflow(*count, n->size[i], count);
  }
  if (empty) {
    diag_add(n->in->diags, n->in->where, MSG_DATA_EMPTY, n->in->path);
    return false;
  }
  overflow = overflow || __builtin_mul_overflow(bytes, *count, &bytes);
  if (!overflow && bytes == there) return true;
  Arena *arena = n->in->diags->arena;
  const char *declared = overflow ? "more numbers than can be counted"
    : arena_printf(arena, "%lld numbers of %d bytes", (long long)*count, type->bytes);
  Diag *d = diag_add(n->in->diags, n->in->where, MSG_DATA_SIZE, n->in->path, declared, arena_printf(arena, "%lld bytes of numbers", (long long)there));
  diag_hint(n->in->diags, d, "the file is damaged or was not copied whole; write it anew with numpy.save");
  return false;
}

static Array *keep_mapping(Npy *n)
{
  double *data;
  memcpy(&data, &n->p, sizeof data);
  Array *a = array_new_mapped(n->naxes, n->size, data, n->in->mapping, n->in->mapping_bytes);
  if (a) n->in->mapping = NULL;
  return a;
}

/* Numbers come in the order of the file; in Fortran order the first index runs fastest, and `at` jumps by strides. */
static bool convert(Npy *n, const struct NpyType *type, bool swap, Array *a)
{
  int64_t index[ARRAY_MAX_AXES] = {0}, stride[ARRAY_MAX_AXES], at = 0;
  bool rounded = false;
  for (int k = n->naxes - 1, first = 1; k >= 0; k--, first = 0) stride[k] = first ? 1 : stride[k + 1] * n->size[k + 1];
  const char *p = n->p;
  for (int64_t i = 0; i < a->stored; i++, p += type->bytes) {
    unsigned char word[8];
    if (swap) for (int b = 0; b < type->bytes; b++) word[b] = (unsigned char)p[type->bytes - 1 - b];
    double value = type->convert(swap ? (const void *)word : p);
    rounded = rounded || fabs(value) >= 0x1p53;
    a->data[n->fortran ? at : i] = value;
    if (i % NUMBERS_BETWEEN == 0) input_pass(n->in, p);
    for (int k = 0; n->fortran && k < n->naxes; k++) {
      at += stride[k];
      if (++index[k] < n->size[k]) break;
      at -= stride[k] * n->size[k];
      index[k] = 0;
    }
  }
  return rounded && type->may_round;
}

static bool check_missing(Npy *n, const Array *a)
{
  if (n->in->options->missing) return true;
  for (int64_t i = 0; i < a->stored; i++) {
    if (!isnan(a->data[i])) continue;
    Diag *d = diag_add(n->in->diags, n->in->where, MSG_DATA_MISSING, arena_printf(n->in->diags->arena, "%s%s", n->in->path, array_place(n->in->diags->arena, a, i)));
    diag_hint(n->in->diags, d, "fill it in, or take its row out of the file (indices count from 1 here)");
    return false;
  }
  return true;
}

Array *npy_read(Input *in)
{
  Npy n = { .in = in };
  bool swap = false;
  int64_t count;
  if (!read_header(&n)) return NULL;
  if (n.naxes > ARRAY_MAX_AXES) {
    Diag *d = diag_add(in->diags, in->where, MSG_DATA_AXES, in->path, (long long)n.naxes, ARRAY_MAX_AXES);
    diag_hint(in->diags, d, "reshape it before saving");
    return NULL;
  }
  const struct NpyType *type = find_type(&n, &swap);
  if (!type || !check_size(&n, type, &count)) return NULL;

  bool as_it_is = type->convert == from_f8 && !swap && (!n.fortran || n.naxes < 2);
  Array *a = as_it_is && in->mapping && (uintptr_t)n.p % ALIGN == 0 ? keep_mapping(&n) : array_new(n.naxes, n.size);
  if (!a) return input_memory_error(in);
  if (as_it_is && !a->mapping) memcpy(a->data, n.p, (size_t)count * sizeof *a->data);
  else if (!as_it_is && convert(&n, type, swap, a)) {
    Diag *d = diag_add(in->diags, in->where, MSG_DATA_NPY_ROUNDED, in->path);
    diag_hint(in->diags, d, "if they are labels, number them from 1");
  }
  if (check_missing(&n, a)) return a;
  array_unref(a);
  return NULL;
}

void npy_write(Output *out)
{
  const Array *a = out->items[0].array;
  Buf b = {0};
  buf_printf(&b, "{'descr': '%cf8', 'fortran_order': False, 'shape': (", little_endian() ? '<' : '>');
  for (int i = 0; i < a->naxes; i++) buf_printf(&b, "%lld%s", (long long)a->size[i], i + 1 < a->naxes ? ", " : a->naxes == 1 ? "," : "");
  buf_put(&b, "), }");
  while ((10 + b.len + 1) % ALIGN) buf_putc(&b, ' ');
  buf_putc(&b, '\n');
  const unsigned char magic[10] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (unsigned char)(b.len & 0xFF), (unsigned char)(b.len >> 8) };
  fwrite(magic, 1, sizeof magic, out->file);
  fwrite(b.text, 1, b.len, out->file);
  buf_free(&b);
  fwrite(a->data, sizeof *a->data, (size_t)a->stored, out->file);
}
