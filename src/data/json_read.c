/* json_read.c: reads a JSON file that holds a number or nested lists of numbers, all lists of one level equally long; or an
 * object of such, as `save a, b to "file.json"` writes it, of which one item is taken.
 *
 * The numbers are gathered in one go: the first list at each level fixes its length, later ones are held against it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "data/formats.h"
#include <stdlib.h>
#include <string.h>

typedef struct Json {
  Input *in;
  const char *p;
  int naxes;                      /* -1 until the first number is met */
  int64_t size[ARRAY_MAX_AXES];   /* -1 until a list of that level is closed */
  double *data;
  int64_t count, capacity;
} Json;

static bool bad(Json *j, const char *at, const char *why, const char *mend)
{
  Diag *d = diag_add(j->in->diags, j->in->where, MSG_DATA_JSON, input_place(j->in, at), why);
  diag_hint(j->in->diags, d, "%s", mend);
  return false;
}

static const char lists[] = "the file holds a number or a list of numbers, lists may be nested: [[1, 2], [3, 4]]";
static const char box[] = "all lists of one level must have the same length, so that they make an array";

static void skip_white(Json *j)
{
  while (*j->p == ' ' || *j->p == '\t' || *j->p == '\n' || *j->p == '\r') j->p++;
}

static bool push(Json *j, double value)
{
  if (j->count == j->capacity) {
    /* never beyond what the rest of the file could hold: a number takes a digit and a comma */
    int64_t room = j->count + (j->in->bytes + (int64_t)j->in->size - j->p) / 2 + 1;
    int64_t want = 2 * j->capacity + 64;
    j->capacity = want < room ? want : room;
    double *larger = realloc(j->data, (size_t)j->capacity * sizeof *larger);
    if (!larger) return input_memory_error(j->in);
    j->data = larger;
  }
  j->data[j->count++] = value;
  return true;
}

static bool read_number(Json *j, int depth)
{
  if (strchr("{\"tf", *j->p) && *j->p)
    return bad(j, j->p, *j->p == '{' ? "an object stands here" : *j->p == '"' ? "a text stands here" : "a truth value stands here", lists);
  if (!*j->p || strchr("]},:", *j->p)) return bad(j, j->p, "a number or a list is expected here", lists);
  if (j->naxes >= 0 && depth != j->naxes) return bad(j, j->p, "a number stands where the first one has a list", box);
  j->naxes = depth;
  double value;
  if (!input_number(j->in, &j->p, ",]", &value)) return false;
  return push(j, value);
}

/* Closes the list of level `depth` that has `n` elements. */
static bool close_list(Json *j, int depth, int64_t n, const char *open)
{
  if (n == 0) return bad(j, open, "this list is empty", "a list needs at least one number");
  if (j->size[depth] < 0) j->size[depth] = n;
  if (j->size[depth] == n) return true;
  Arena *arena = j->in->diags->arena;
  return bad(j, open, arena_printf(arena, "this list has %lld elements, the first one of its level has %lld", (long long)n, (long long)j->size[depth]), box);
}

static bool read_lists(Json *j)
{
  int64_t n[ARRAY_MAX_AXES] = {0};
  const char *open[ARRAY_MAX_AXES];
  int depth = 0;
  for (;;) {
    skip_white(j);
    if (*j->p == '[') {
      if (j->naxes >= 0 && depth == j->naxes) return bad(j, j->p, "a list stands where the first one has a number", box);
      if (depth == ARRAY_MAX_AXES) return bad(j, j->p, "lists are nested more than eight deep", lists);
      open[depth] = j->p++;
      n[depth++] = 0;
      skip_white(j);
      if (*j->p != ']') continue;
    }
    else {
      if (!read_number(j, depth)) return false;
      if (depth) n[depth - 1]++;
    }
    /* behind an element: close what ends here, then a comma or the end */
    for (skip_white(j); depth && *j->p == ']'; skip_white(j)) {
      j->p++;
      depth--;
      if (!close_list(j, depth, n[depth], open[depth])) return false;
      if (depth) n[depth - 1]++;
    }
    if (!depth) return true;
    if (*j->p != ',')
      return *j->p ? bad(j, j->p, "',' or ']' is expected here", lists) : bad(j, open[depth - 1], "this list is never closed", "close it with ']'");
    j->p++;
  }
}

/* ---- one item of an object ---- */

/* j->p stands on a quotation mark; moves behind the string, whose contents are [*begin, *end), escapes and all */
static bool read_key(Json *j, const char **begin, const char **end)
{
  if (*j->p != '"') return bad(j, j->p, "the name of an item is expected here", lists);
  *begin = ++j->p;
  while (*j->p && *j->p != '"') j->p += *j->p == '\\' && j->p[1] ? 2 : 1;
  *end = j->p;
  if (!*j->p) return bad(j, *begin, "this text is never closed", lists);
  j->p++;
  return true;
}

/* the name, in which quotation marks and backslashes are escaped */
static bool is_key(const char *begin, const char *end, const char *wanted)
{
  for (; begin < end && *wanted; begin++, wanted++) {
    if (*begin == '\\' && begin + 1 < end) begin++;
    if (*begin != *wanted) return false;
  }
  return begin == end && !*wanted;
}

/* behind a value of any kind: brackets are counted, texts passed over */
static bool skip_value(Json *j)
{
  const char *from = j->p, *begin, *end;
  int depth = 0;
  for (; *j->p; j->p++) {
    if (*j->p == '"') {
      if (!read_key(j, &begin, &end)) return false;
      j->p--;
    } else if (*j->p == '[' || *j->p == '{') {
      depth++;
    } else if (depth == 0 && (*j->p == ',' || *j->p == '}')) {
      return true;
    } else if (*j->p == ']' || *j->p == '}') {
      depth--;
    }
  }
  return bad(j, from, "this value is never closed", lists);
}

/* j->p := the value of the item that is wanted */
static bool find_item(Json *j)
{
  const char *wanted = j->in->options->item, *open = j->p++, *begin, *end, *names = "";
  Arena *arena = j->in->diags->arena;
  for (;; j->p++) {
    skip_white(j);
    if (*j->p == '}') break;
    if (!read_key(j, &begin, &end)) return false;
    skip_white(j);
    if (*j->p++ != ':') return bad(j, j->p - 1, "':' is expected here", lists);
    skip_white(j);
    if (wanted && is_key(begin, end, wanted)) return true;
    names = arena_printf(arena, "%s%s%.*s", names, *names ? ", " : "", (int)(end - begin), begin);
    if (!skip_value(j)) return false;
    skip_white(j);
    if (*j->p != ',') break;
  }
  Diag *d = diag_add(j->in->diags, j->in->where, MSG_DATA_JSON, input_place(j->in, open), arena_printf(arena, "there is no item '%s' in this object", wanted ? wanted : ""));
  diag_hint(j->in->diags, d, "it has %s: say which by json(\"file.json\", item = \"NAME\")", names);
  return false;
}

Array *json_read(Input *in)
{
  if (!input_check_text(in)) return NULL;
  Json j = { .in = in, .p = in->bytes, .naxes = -1 };
  for (int i = 0; i < ARRAY_MAX_AXES; i++) j.size[i] = -1;
  Array *a = NULL;
  skip_white(&j);
  bool object = *j.p == '{' && in->options->item;
  if (!*j.p) diag_add(in->diags, in->where, MSG_DATA_EMPTY, in->path);
  else if (object ? find_item(&j) && read_lists(&j) : read_lists(&j)) {
    skip_white(&j);
    if (*j.p && !object) bad(&j, j.p, "something follows the list", lists);
    else if (!(a = array_new(j.naxes, j.size))) input_memory_error(in);
    else memcpy(a->data, j.data, (size_t)j.count * sizeof *j.data);
  }
  free(j.data);
  return a;
}
