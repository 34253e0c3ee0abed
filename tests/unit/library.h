/* library.h: the standard library, read, for tests that ask it something. library_open fills what library_close frees.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_TEST_LIBRARY_H
#define MAJORANT_TEST_LIBRARY_H
#include "rules/rules.h"
#include "sema/sema.h"
#include <string.h>

typedef struct Library { Arena *arena; Pool *pool; DiagList diags; Sema *sema; Rules *rules; } Library;      /* functions and densities; rules: none yet */

/* false, with the reason on standard error: the library cannot be read */
static inline bool library_open(Library *l)
{
  memset(l, 0, sizeof *l);
  l->arena = arena_new();
  l->pool = pool_new(l->arena);
  l->diags.arena = l->arena;
  l->sema = sema_new(l->pool, &l->diags);
  if (!l->sema || l->diags.errors) { diag_print(&l->diags, stderr, false); return false; }
  l->rules = rules_new(l->pool, l->sema);
  return true;
}

static inline void library_close(Library *l)
{
  sema_free(l->sema);
  arena_free(l->arena);
}

#endif
