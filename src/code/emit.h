/* emit.h: what the files emit*.c share: nodes become instructions.
 *
 * A Ref is a tensor at a place: a register, an offset and a stride for each loop. Offsets and strides of whole registers
 * count from the first value of each loop; view_in moves a pass's loop to absolute rows. In a pass over stored entries a ref
 * that depends on the row or the column of the entry alone is `picked`: the index register moves it, entry by entry.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_EMIT_H
#define MAJORANT_CODE_EMIT_H
#include "code/site.h"

typedef struct Ref Ref;
typedef struct Frame Frame;
typedef struct Dim { const Loop *loop; int64_t stride; } Dim;
struct Ref { int reg; int64_t offset; int n; Dim dim[PROGRAM_MAX_AXES]; int pick; int64_t pick_stride; };   /* pick: index register, 0 none */

/* the index space of an instruction: loops in order, and the tile last */
struct Frame { const Site *site; int n; const Loop *loop[PROGRAM_MAX_AXES]; };

/* emit.c */
Site *site_get(Lower *, Key *, int level);
Site *site_short(Lower *, Node *);                        /* the short section in which the node is there as a whole */
Site *site_after(Lower *, const Site *pass);              /* the short section behind a pass */
Ref emit_whole(Lower *, Node *);                          /* the whole tensor, for sections after level_avail */
Ref emit_node(Lower *, Site *, Node *);                   /* at a site: a tile, or the whole tensor that was there before */
Ref emit_full(Lower *, Site *, Node *);                   /* not picked */
Ref emit_index(Lower *, Site *, Node *, int64_t size);    /* the node's value as an I32 index below size */
Ref emit_turned(Lower *, Site *, Node *, Ref, bool again);            /* rows of data as columns of a tile register, made once a tile */
void remember(Lower *, Site *, Node *, Ref);
void remember_index(Lower *, Site *, Node *, Ref);
bool recall(Lower *, Site *, Node *, Ref *);
bool recall_index(Lower *, Site *, Node *, Ref *);

/* emit_view.c */
Frame frame_of(Lower *, const Site *, LoopSet);           /* the pass's loops left out */
void frame_add(Lower *, Frame *, const Loop *);
Instr instr_in(const Frame *, int op);                    /* space and opcode */
View view_in(Lower *, const Frame *, const Ref *);
unsigned frame_mask(const Frame *, LoopSet);              /* bits of these loops' axes */
unsigned frame_tile_mask(const Frame *);
Ref ref_new(Lower *, const Site *, ElemType, int n, const Loop *const *loop, const Node *for_whom);   /* a fresh register */
Ref ref_result(Lower *, const Site *, const Node *);       /* a fresh register for the node's value; in the target's order if it is a definition's */
Ref ref_number(Lower *, double);
Ref emit_shifted(Lower *, const Site *, const Frame *, const Ref *, double by, Ref to);        /* to := the values plus a number */
void emit_instr(Lower *, const Site *, const Instr *);
int64_t ref_stride(const Ref *, const Loop *);
const Loop *key_tile(const Key *);                        /* the loop that stands for the tile */
int origin_slot(Lower *, Origin *);

/* emit_access.c */
Ref emit_access(Lower *, Site *, Node *);
Ref emit_element(Lower *, Site *, Node *);
Ref ref_unpicked(Lower *, Site *, Ref);                   /* gathered if picked */
Ref ref_narrowed(Lower *, Site *, Node *, Ref whole);     /* a whole tensor seen from a site */

/* emit_reduce.c */
Ref emit_dot(Lower *, Site *, Node *);
Ref emit_sqdist(Lower *, Site *, Node *);
Ref emit_reduction(Lower *, Site *, Node *);
Ref emit_arg_index(Lower *, Site *, Node *);              /* of an arg min or arg max: the index alone, from 0 of its loop */
Ref emit_softmax(Lower *, Site *, Node *);
Ref emit_scatter(Lower *, Site *, Node *);                /* both: of a pass, and in a short section */
Ref emit_sum(Lower *, Site *, Node *);                    /* HOME_SUM: the accumulator of a pass */

/* emit_scan.c */
Ref emit_scan(Lower *, Site *, Node *);

/* columns.c */
Ref emit_columns_sum(Lower *, Site *, Node *);
Ref emit_columns_add(Lower *, Site *, Node *, Ref accumulator);
Ref emit_columns_expand(Lower *, Site *, Node *access, Origin *);

/* emit_matrix.c */
Ref emit_matrix(Lower *, Site *, Node *);

#endif
