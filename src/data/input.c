/* input.c: reading a data file's bytes, and naming places in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/input.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "data/number.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { MAP_FROM = 1 << 20 };      /* bytes; a smaller file is sooner read than mapped */
enum { GIVE_BACK = 1 << 22 };     /* bytes of a mapped file: as many are given back to the system at a time */
enum { CHUNK = 1 << 16, EXCERPT = 40 };

/* a pipe may be endless: half of the machine's memory is enough */
static size_t largest_pipe(void)
{
  long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  return pages > 0 && page > 0 ? (size_t)pages / 2 * (size_t)page : SIZE_MAX / 4;
}

/* Reads to the end, whatever the file's size was said to be. Returns an errno. */
static int read_all(Input *in, int fd, size_t expected, size_t most)
{
  in->capacity = expected + 1;
  in->buffer = malloc(in->capacity);
  if (!in->buffer) return ENOMEM;
  for (;;) {
    if (in->size + 1 == in->capacity) {
      char extra[CHUNK];
      ssize_t n = read(fd, extra, sizeof extra);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return errno;
      if (n == 0) break;
      size_t cap = 2 * in->capacity + (size_t)n;
      if (cap > most) return EFBIG;
      char *larger = realloc(in->buffer, cap);
      if (!larger) return ENOMEM;
      in->buffer = larger;
      in->capacity = cap;
      memcpy(in->buffer + in->size, extra, (size_t)n);
      in->size += (size_t)n;
      continue;
    }
    ssize_t n = read(fd, in->buffer + in->size, in->capacity - in->size - 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    if (n == 0) break;
    in->size += (size_t)n;
  }
  in->buffer[in->size] = '\0';
  in->bytes = in->buffer;
  return 0;
}

/* The file, and a page of zeros behind it, so that a NUL follows its last byte whatever its size. */
static bool map_all(Input *in, int fd, size_t size)
{
  size_t page = (size_t)sysconf(_SC_PAGESIZE), total = (size + page - 1) / page * page + page;
  void *p = mmap(NULL, total, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) return false;
  if (mmap(p, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) {
    munmap(p, total);
    return false;
  }
  in->mapping = p;
  in->mapping_bytes = total;
  in->bytes = in->kept_from = p;
  in->size = size;
  return true;
}

void input_pass(Input *in, const char *at)
{
  if (at < in->kept_from) in->kept_from = in->bytes;            /* a second visit */
  if (!in->mapping || at - in->kept_from < GIVE_BACK) return;
  size_t page = (size_t)sysconf(_SC_PAGESIZE), from = (size_t)(in->kept_from - (const char *)in->mapping) / page * page, to = (size_t)(at - (const char *)in->mapping) / page * page;
  madvise((char *)in->mapping + from, to - from, MADV_DONTNEED);
  in->kept_from = (const char *)in->mapping + to;
}

/* What gzip made of a file, one piece or several, in the bytes' place. An errno; EILSEQ: damaged, or broken off. */
static int unpack(Input *in, size_t most)
{
  z_stream z = { 0 };
  size_t capacity = 4 * in->size + CHUNK, done = 0, taken = 0;
  char *out = malloc(capacity);
  int error = !out ? ENOMEM : inflateInit2(&z, 15 + 16) != Z_OK ? ENOMEM : 0;
  if (error) { free(out); return error; }
  for (int state = Z_OK; !error && (taken < in->size || state != Z_STREAM_END);) {
    if (state == Z_STREAM_END && (unsigned char)in->bytes[taken] != 0x1F) break;           /* padding behind the last piece */
    if (state == Z_STREAM_END && inflateReset(&z) != Z_OK) error = EILSEQ;
    if (done + 1 == capacity) {
      char *larger = capacity > most / 2 ? NULL : realloc(out, 2 * capacity);
      if (!larger) { error = capacity > most / 2 ? EFBIG : ENOMEM; break; }
      out = larger;
      capacity *= 2;
    }
    z.next_in = (Bytef *)(uintptr_t)(in->bytes + taken);
    z.next_out = (Bytef *)out + done;
    z.avail_in = in->size - taken < UINT_MAX ? (uInt)(in->size - taken) : UINT_MAX;
    z.avail_out = capacity - 1 - done < UINT_MAX ? (uInt)(capacity - 1 - done) : UINT_MAX;
    state = inflate(&z, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END) error = EILSEQ;
    taken = (size_t)((const char *)z.next_in - in->bytes);
    done = (size_t)((char *)z.next_out - out);
  }
  inflateEnd(&z);
  if (error) { free(out); return error; }
  const char *path = in->path;
  input_close(in);
  out[done] = '\0';
  in->path = path;
  in->bytes = in->buffer = out;
  in->kept_from = out;
  in->capacity = capacity;
  in->size = done;
  return 0;
}

static int open_and_read(Input *in)
{
  bool standard = strcmp(in->path, "-") == 0;
  int fd = standard ? dup(STDIN_FILENO) : open(in->path, O_RDONLY | O_CLOEXEC);
  if (standard) in->path = "<stdin>";
  if (fd < 0) return errno;
  struct stat st;
  int error = fstat(fd, &st) < 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
  if (!error) {
    bool regular = S_ISREG(st.st_mode) && st.st_size > 0;
    size_t size = regular ? (size_t)st.st_size : 0;
    if (size < MAP_FROM || !map_all(in, fd, size)) error = read_all(in, fd, size, regular ? SIZE_MAX / 4 : largest_pipe());
  }
  close(fd);
  return !error && in->size > 2 && memcmp(in->bytes, "\x1F\x8B", 2) == 0 ? unpack(in, largest_pipe()) : error;
}

bool input_open(Input *in, const char *path)
{
  in->path = path;
  int error = open_and_read(in);
  if (!error) return true;
  Diag *d = diag_add(in->diags, in->where, MSG_FILE_READ, in->path, error == EILSEQ ? "it was compressed by gzip, and is damaged or breaks off" : strerror(error));
  if (error == EILSEQ) diag_hint(in->diags, d, "gunzip -t %s tells where; make it anew", path);
  if (error == EISDIR) diag_hint(in->diags, d, "name a file in this folder");
  if (error == ENOENT)
    diag_hint(in->diags, d, "a file name in a script is taken relative to the script's folder, elsewhere to the working directory");
  input_close(in);
  return false;
}

void input_close(Input *in)
{
  if (in->mapping) munmap(in->mapping, in->mapping_bytes);
  free(in->buffer);
  in->mapping = in->buffer = NULL;
  in->bytes = NULL;
  in->size = 0;
}

bool input_check_text(Input *in)
{
  const unsigned char *b = (const unsigned char *)in->bytes;
  if (in->size >= 2 && ((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF))) {
    Diag *d = diag_add(in->diags, in->where, MSG_DATA_NOT_TEXT, in->path, "it is written in UTF-16");
    diag_hint(in->diags, d, "save it as UTF-8, for example: iconv -f UTF-16 -t UTF-8 old > new");
    return false;
  }
  static const struct { const char *magic; size_t n; const char *by, *mend; } packed[] = {
    { "BZh", 3, "bzip2", "bunzip2 -k" }, { "\xFD" "7zXZ", 5, "xz", "xz -dk" },
    { "\x28\xB5\x2F\xFD", 4, "zstd", "zstd -d" }, { "PK\x03\x04", 4, "zip", "unzip" } };
  for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
    if (in->size < packed[i].n || memcmp(b, packed[i].magic, packed[i].n) != 0) continue;
    Diag *d = diag_add(in->diags, in->where, MSG_DATA_NOT_TEXT, in->path, arena_printf(in->diags->arena, "it is compressed by %s", packed[i].by));
    diag_hint(in->diags, d, "unpack it first: %s %s", packed[i].mend, in->path);
    return false;
  }
  for (size_t from = 0; from < in->size; from += GIVE_BACK) {
    size_t n = in->size - from < GIVE_BACK ? in->size - from : GIVE_BACK;
    const char *nul = memchr(in->bytes + from, '\0', n);
    input_pass(in, in->bytes + from + n);
    if (!nul) continue;
    Diag *d = diag_add(in->diags, in->where, MSG_DATA_NOT_TEXT, input_place(in, nul), "a NUL byte stands here");
    diag_hint(in->diags, d, "if it is a NumPy file, read it with npy(…)");
    return false;
  }
  if (in->size >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0) {
    in->bytes += 3;
    in->size -= 3;
  }
  return true;
}

/* Lines end with LF, CR LF or, where a file has no LF, CR; columns count characters. */
const char *input_place(const Input *in, const char *at)
{
  char eol = memchr(in->bytes, '\n', in->size) ? '\n' : '\r';
  long long line = 1, column = 1;
  const char *start = in->bytes;
  for (const char *p; (p = memchr(start, eol, (size_t)(at - start))); start = p + 1) line++;
  for (const char *p = start; p < at; p++) column += ((unsigned char)*p & 0xC0) != 0x80;
  return arena_printf(in->diags->arena, "%s:%lld:%lld", in->path, line, column);
}

const char *input_excerpt(const Input *in, const char *begin, const char *end)
{
  Buf b = {0};
  int shown = 0, bytes;
  for (const char *p = begin; p < end; p += bytes) {
    if (shown++ == EXCERPT) { buf_put(&b, "…"); break; }
    uint32_t c = utf8_decode(p, (size_t)(end - p), &bytes);
    if (c == UTF8_BAD || c < 0x20 || (c >= 0x7F && c < 0xA0)) buf_putc(&b, '?');
    else buf_putn(&b, p, (size_t)bytes);
  }
  char *text = arena_strdup(in->diags->arena, buf_text(&b));
  buf_free(&b);
  return text;
}

Array *input_memory_error(Input *in)
{
  diag_add(in->diags, in->where, MSG_DATA_MEMORY, in->path);
  return NULL;
}

bool input_is_missing(const char *begin, const char *end)
{
  static const char *const words[] = { "", "na", "nan", "null", NULL };
  size_t n = (size_t)(end - begin);
  for (int i = 0; words[i]; i++) {
    size_t k = 0;
    if (strlen(words[i]) != n) continue;
    while (k < n && (begin[k] | 0x20) == words[i][k]) k++;
    if (k == n) return true;
  }
  return false;
}

/* 2024-08-16, 16/8/2024 */
static bool is_date(const char *begin, const char *end)
{
  int marks = 0;
  for (const char *p = begin; p < end && (isdigit((unsigned char)*p) || strchr("-/.: T", *p)); p++) marks += p > begin && (*p == '-' || *p == '/' || *p == '.');
  return marks == 2 && isdigit((unsigned char)*begin);
}

static bool report_word(Input *in, const char *begin, const char *end)
{
  const char *place = input_place(in, begin);
  if (input_is_missing(begin, end)) {
    Diag *d = diag_add(in->diags, in->where, MSG_DATA_MISSING, place);
    diag_hint(in->diags, d, "fill it in, or take its row out of the file; csv(…, missing = -1) reads such fields as this number, which a condition tells from others: sum{i : y[i] >= 0}");
    return false;
  }
  Diag *d = diag_add(in->diags, in->where, MSG_DATA_NOT_NUMBER, place, input_excerpt(in, begin, end));
  const char *comma = memchr(begin, ',', (size_t)(end - begin));
  if (memchr(begin, ';', (size_t)(end - begin)))
    diag_hint(in->diags, d, "if ';' separates the fields here, replace it by ',' (and decimal commas by points)");
  else if (comma && comma > begin && comma + 1 < end)
    diag_hint(in->diags, d, "numbers have a decimal point, and nothing between thousands");
  else if (end - begin > 2 && begin[0] == '0' && (begin[1] | 0x20) == 'x')
    diag_hint(in->diags, d, "write it in decimal");
  else if (in->options->words)
    diag_hint(in->diags, d, "nor is it one of the words: words = \"%s\"", in->options->words);
  else if (is_date(begin, end))
    diag_hint(in->diags, d, "dates are not read: count days in another column, and take that by columns = \"…\"");
  else if (isalpha((unsigned char)*begin))
    diag_hint(in->diags, d, "only numbers are read: csv(…, words = \"%s, …\") reads such words as 1, 2, …; columns = \"a, b\" takes some columns and leaves texts out", input_excerpt(in, begin, end));
  return false;
}

int input_split(Arena *arena, const char *list, const char ***items)
{
  VEC(const char *) found = { 0 };
  for (const char *p = list;; p++) {
    p += strspn(p, " \t");
    const char *close = *p == '"' ? strchr(p + 1, '"') : NULL;             /* "a, b": an item that has a comma */
    size_t n = close ? (size_t)(close - p) + 1 + strcspn(close + 1, ",") : strcspn(p, ",");
    const char *begin = close ? p + 1 : p, *end = close ? close : p + n;
    while (begin < end && (*begin == ' ' || *begin == '\t')) begin++;
    while (end > begin && (end[-1] == ' ' || end[-1] == '\t')) end--;
    vec_push(arena, &found, arena_printf(arena, "%.*s", (int)(end - begin), begin));
    p += n;
    if (!*p) break;
  }
  *items = found.data;
  return found.len;
}

static bool place_in_words(Input *in, const char *begin, const char *end, double *value)
{
  if (!in->options->words) return false;
  if (!in->words) in->nwords = input_split(in->diags->arena, in->options->words, &in->words);
  size_t n = (size_t)(end - begin);
  for (int i = 0; i < in->nwords; i++)
    if (strlen(in->words[i]) == n && memcmp(in->words[i], begin, n) == 0) {
      *value = i + 1;
      return true;
    }
  return false;
}

bool input_convert(Input *in, const char *begin, const char *end, double *value)
{
  const char *stop;
  NumberStatus status = number_scan(begin, &stop, value);
  if (status == NUMBER_OK && stop == end) return true;
  if (status == NUMBER_RANGE && stop == end) {
    Diag *d = diag_add(in->diags, in->where, MSG_DATA_RANGE, input_place(in, begin), input_excerpt(in, begin, end));
    diag_hint(in->diags, d, "the largest is about 1.8e308; choose another unit, or write inf if that is meant");
    return false;
  }
  if (place_in_words(in, begin, end, value)) return true;
  if (in->options->missing && input_is_missing(begin, end)) {
    *value = in->options->filled ? in->options->fill : (double)NAN;
    return true;
  }
  return report_word(in, begin, end);
}

bool input_number(Input *in, const char **p, const char *stops, double *value)
{
  const char *begin = *p, *end;
  while (*begin == ' ' || *begin == '\t') begin++;
  if (number_scan(begin, p, value) == NUMBER_OK && (!**p || strchr(" \t\r\n", **p) || strchr(stops, **p))) return true;
  for (end = begin; *end && !strchr(" \t\r\n", *end) && !strchr(stops, *end); end++) {}
  *p = end;
  return input_convert(in, begin, end, value);
}
