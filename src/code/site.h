/* site.h: where nodes are evaluated.
 *
 * Short sections and passes alternate by levels: section `short` of level v runs after all passes of level v, a pass of level
 * v after the short section of level v - 1. A Key names a kind of pass (over a loop; over the stored entries of sparse data,
 * whose two loops then go together), or none: the short sections. All sums of one key and level share one pass.
 *
 * Inside a pass, a node that holds the pass's loops is a tile; anything else is a whole tensor that was there before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_SITE_H
#define MAJORANT_CODE_SITE_H
#include "code/ir.h"

typedef struct Key {
  Loop *row, *col;                /* the loop of the pass; both for a pass over entries; row NULL: short sections */
  Origin *sparse;
  LoopSet loops;
  Loop entry;                     /* of a pass over entries: the entry; its id is -1 */
  int id;
  bool once;                      /* of sections that run once */
  Map form, need;                 /* Node -> Node; Node -> level + 1 */
  int floor; uint64_t levels;     /* no pass of this kind runs before that level; at which they run, 63 for all above */
} Key;

struct Site { const Key *key; int level, section; Map ref, index, turned; };     /* Node -> Ref of its tile; of an index; of data turned to lie along the tile */

typedef enum { HOME_SHORT, HOME_SUM, HOME_MAP } HomeKind;
typedef struct Home { HomeKind kind; Key *key; } Home;                            /* HOME_SUM: accumulated by a pass; HOME_MAP: stored row by row */

Key *key_short(Lower *);

static inline bool key_holds(const Key *k, const Node *n) { return k->row && loops_empty(loops_minus(k->loops, n->free)); }

/* the same kind of pass among those that run once */
Key *key_once(Lower *, const Key *);

/* fixed.c */
bool symbol_fixed(const Symbol *);                        /* data with a value */
bool node_fixed(Node *);                                  /* depends on the data alone */
bool node_kept(Lower *, Node *);                          /* and is worth keeping, where a pass would make it anew each time */

/* level.c */
Home node_home(Lower *, Node *);                          /* of the whole tensor */
void levels_find(Lower *);                                /* for all definitions: result_level and what they need */
int level_avail(Lower *, Node *);                         /* the short section after which it is there */
bool is_separate(Lower *, const Key *, Node *);           /* holds the pass's loops, yet is made by another pass before */
Node *same_row(Lower *, const Key *, const Node *access);    /* the value that it reads, if the same pass makes it for the same row; NULL */
Origin *sparse_factor(const Node *, Loop **row, Loop **col);   /* a sum of products that vanish but for the stored entries of sparse data; NULL: no */

/* columns.c: which order of sparse data serves the sums over their entries; once, before anything has a home */
void columns_choose(Lower *);
/* a sum over the stored entries of each column of sparse data, in a pass over the columns: the other factors; NULL: it is none,
 * or is better made by a pass over the entries. The same of a sum over the columns, which goes to rows */
Node *columns_summed(Lower *, const Key *, const Node *);
Node *columns_added(Lower *, const Node *, Loop **row, Loop **column);      /* row: may be NULL */
/* the order in which a pass over `key` can expand the columns of large sparse data for an access: a tile in place of a dense copy; NULL: it cannot */
Origin *columns_expanded(Lower *, const Key *, const Node *access);

/* form.c: the node in the form and order in which it is computed there: N_MAP with binary operations, N_DOT of at most two
 * factors, N_SQDIST; its arguments are forms to be found in turn */
Node *node_form(Lower *, Key *, Node *);

#endif
