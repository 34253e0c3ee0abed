/* arena.c: a chain of blocks, the newest first. An object larger than a block gets one of its own. What is lent lies apart, in a
 * ring through the arena.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, FIRST_BLOCK = 2 * 1024, LARGEST_BLOCK = 1024 * 1024 };

typedef struct Block {
  struct Block *next;
  size_t used, size;
  _Alignas(ALIGNMENT) char bytes[];
} Block;

typedef struct Loan {
  struct Loan *next, *before;
  size_t size;
  _Alignas(ALIGNMENT) char bytes[];
} Loan;

struct Arena {
  Block *blocks;
  Loan *loans;
  size_t next_size;                 /* doubles up to LARGEST_BLOCK: small scripts stay small, large ones ask seldom */
  size_t in_use;
};

static void default_handler(size_t bytes)
{
  fprintf(stderr, "majorant: out of memory (a request of %zu bytes failed)\n", bytes);
}

static void (*out_of_memory)(size_t bytes) = default_handler;

void arena_on_out_of_memory(void (*handler)(size_t bytes))
{
  out_of_memory = handler ? handler : default_handler;
}

static _Noreturn void fail(size_t bytes)
{
  out_of_memory(bytes);
  abort();                          /* the contract: nothing here returns NULL */
}

Arena *arena_new(void)
{
  Arena *a = calloc(1, sizeof *a);
  if (!a) fail(sizeof *a);
  a->next_size = FIRST_BLOCK;
  return a;
}

void arena_free(Arena *a)
{
  if (!a) return;
  for (Block *b = a->blocks, *next; b; b = next) {
    next = b->next;
    free(b);
  }
  for (Loan *l = a->loans, *next; l; l = next) {
    next = l->next;
    free(l);
  }
  free(a);
}

/* a block for one large object goes behind the current one, whose free rest stays in use */
static Block *add_block(Arena *a, size_t bytes)
{
  bool large = bytes > a->next_size / 4 && a->blocks;
  size_t size = large || bytes > a->next_size ? bytes : a->next_size;
  if (size > SIZE_MAX - sizeof(Block)) fail(bytes);
  Block *b = calloc(1, sizeof(Block) + size);
  if (!b) fail(bytes);
  b->size = size;
  if (large) {
    b->next = a->blocks->next;
    a->blocks->next = b;
  } else {
    b->next = a->blocks;
    a->blocks = b;
    if (a->next_size < LARGEST_BLOCK) a->next_size *= 2;
  }
  return b;
}

static size_t rounded(size_t bytes)
{
  if (bytes > SIZE_MAX - ALIGNMENT) fail(bytes);
  return bytes ? (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
}

void *arena_alloc(Arena *a, size_t bytes)
{
  size_t need = rounded(bytes);
  Block *b = a->blocks;
  if (!b || b->size - b->used < need) b = add_block(a, need);
  void *p = b->bytes + b->used;
  b->used += need;
  a->in_use += need;
  return p;
}

void *arena_array(Arena *a, size_t count, size_t size)
{
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) fail(SIZE_MAX);
  return arena_alloc(a, bytes);
}

void *arena_grow(Arena *a, void *old, size_t bytes, size_t want)
{
  Block *b = a->blocks;
  size_t has = old ? rounded(bytes) : 0, need = rounded(want);
  if (old && (char *)old + has == b->bytes + b->used && need >= has && b->size - b->used >= need - has) {
    b->used += need - has;
    a->in_use += need - has;
    return old;
  }
  void *p = arena_alloc(a, want);
  if (old) memcpy(p, old, bytes);
  return p;
}

void *arena_lend(Arena *a, size_t bytes)
{
  if (bytes > SIZE_MAX - sizeof(Loan)) fail(bytes);
  Loan *l = calloc(1, sizeof(Loan) + bytes);
  if (!l) fail(bytes);
  l->size = bytes;
  l->next = a->loans;
  if (l->next) l->next->before = l;
  a->loans = l;
  a->in_use += bytes;
  return l->bytes;
}

void arena_give_back(Arena *a, void *p)
{
  if (!p) return;
  Loan *l = (Loan *)((char *)p - offsetof(Loan, bytes));
  *(l->before ? &l->before->next : &a->loans) = l->next;
  if (l->next) l->next->before = l->before;
  a->in_use -= l->size;
  free(l);
}

void *arena_copy(Arena *a, const void *from, size_t bytes)
{
  void *p = arena_alloc(a, bytes);
  if (bytes) memcpy(p, from, bytes);
  return p;
}

char *arena_strdup(Arena *a, const char *text)
{
  return arena_copy(a, text, strlen(text) + 1);
}

char *arena_vprintf(Arena *a, const char *fmt, va_list args)
{
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, fmt, again);
  va_end(again);
  if (n < 0) return arena_strdup(a, fmt);         /* a conversion that libc cannot print: show the format itself */
  char *text = arena_alloc(a, (size_t)n + 1);
  vsnprintf(text, (size_t)n + 1, fmt, args);
  return text;
}

char *arena_printf(Arena *a, const char *fmt, ...)
{
  va_list args;
  va_start(args, fmt);
  char *text = arena_vprintf(a, fmt, args);
  va_end(args);
  return text;
}

size_t arena_bytes(const Arena *a)
{
  return a->in_use;
}
