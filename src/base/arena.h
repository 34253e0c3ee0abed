/* arena.h: memory that is freed all at once.
 *
 * One arena per compilation unit (a script, a REPL session, a model). Everything that a unit builds, trees, expressions,
 * derivations, plans, lives in its arena and is never freed alone. Arrays of numbers do not: see array.h.
 * Running out of memory calls the arena's handler (default: a message and abort); nothing here returns NULL.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_ARENA_H
#define MAJORANT_BASE_ARENA_H
#include <stdarg.h>
#include <stddef.h>

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *);
void *arena_alloc(Arena *, size_t bytes);                  /* zeroed, aligned for any type */
void *arena_array(Arena *, size_t count, size_t size);     /* zeroed, overflow-checked */
void *arena_copy(Arena *, const void *, size_t bytes);
/* the array again with room for more, what is new zeroed: longer where it lies if nothing came behind it, else a copy; the old place stays readable */
void *arena_grow(Arena *, void *old, size_t bytes, size_t want);
/* zeroed memory that may be given back before the arena ends: tables that double. p NULL: nothing is given back */
void *arena_lend(Arena *, size_t bytes);
void arena_give_back(Arena *, void *p);
char *arena_strdup(Arena *, const char *);
char *arena_printf(Arena *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *, const char *fmt, va_list) __attribute__((format(printf, 2, 0)));
void arena_on_out_of_memory(void (*handler)(size_t bytes));   /* called before the program aborts; NULL: the default message */
size_t arena_bytes(const Arena *);                         /* in use, for limits and --time */

#define ARENA_NEW(arena, Type) ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_ARRAY(arena, Type, count) ((Type *)arena_array((arena), (size_t)(count), sizeof(Type)))

#endif
