/* derive_order.c: the order in which blocks are solved; see derive_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derive_internal.h"

const Block *derive_block_of(const Block *block, int n, const Symbol *p)
{
  for (int i = 0; i < n; i++)
    if (block[i].param == p) return &block[i];
  return NULL;
}

bool block_mentions(const Block *b, const Symbol *s)
{
  for (int k = 0; k < b->coefs.len; k++)
    if (expr_has_symbol(b->coefs.data[k].stat->def, s)) return true;
  if (b->update == UPDATE_INNER_SOLVER && !b->row && expr_has_symbol(b->phi, s)) return true;
  return b->equation && expr_has_symbol(b->equation, s);
}

static bool mentions_unsolved(const SurrogateGroup *g, const Block *block, int n, const Block *b, const bool *solved)
{
  for (int i = 0; i < g->nparams; i++) {
    if (solved[i] || g->param[i] == b->param) continue;
    const Block *other = derive_block_of(block, n, g->param[i]);
    if (b->solve && other && other->solve == b->solve) continue;
    if (block_mentions(b, g->param[i])) return true;
  }
  return false;
}

static bool has_init(const Loss *loss, const Symbol *p)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) return loss->param[i].init || loss->param[i].draw || loss->param[i].chosen;
  return false;
}

/* Does a block of labels leave the beginning to others? A start that was chosen is worth more than one that was drawn, and labels
 * drawn at random say more of the data than other numbers drawn at random. */
static bool waits(const Loss *loss, const Block *block, int n, int at)
{
  bool chosen = false, drawn = false, numbers = false;
  if (block[at].param->domain.kind != DOMAIN_LABEL) return false;
  for (int i = 0; i < n; i++) {
    if (i == at) continue;
    bool init = has_init(loss, block[i].param);
    chosen |= init;
    drawn |= !init;
    numbers |= block[i].param->domain.kind != DOMAIN_LABEL;
  }
  return has_init(loss, block[at].param) ? drawn : numbers && !chosen;
}

/* triangular elimination: a block whose coefficients hold no parameter that is still to be solved goes first; where none is
 * free of the others, the order of declaration (each is then minimised with the newest values of the rest) */
void derive_order_blocks(Pool *pool, const Loss *loss, SurrogateGroup *g, Block *block, int n)
{
  bool solved[LOSS_MAX_PARAMS] = { false }, placed[LOSS_MAX_PARAMS] = { false };
  for (int done = 0; done < n;) {
    int pick = -1;
    for (int i = 0; i < n && pick < 0; i++)
      if (!placed[i] && !mentions_unsolved(g, block, n, &block[i], solved)) pick = i;
    for (int late = 0; late < 2; late++)
      for (int i = 0; i < n && pick < 0; i++)
        if (!placed[i] && waits(loss, block, n, i) == late) pick = i;
    for (int b = 0; b < n; b++) {                           /* with all that are solved together with it */
      if (b != pick && (!block[pick].solve || block[b].solve != block[pick].solve)) continue;
      placed[b] = true;
      done++;
      for (int i = 0; i < g->nparams; i++) solved[i] |= g->param[i] == block[b].param;
      vec_push(pool_arena(pool), &g->blocks, block[b]);
    }
  }
}
