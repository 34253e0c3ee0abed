/* finish.c: program_finish: what is done with a program between its last instruction and its first run, in this order. The
 * order matters: each step of the table says what it needs of those before it and what it leaves, and after the rewrites the program is
 * verified once more, for they have conditions on each other that no single one of them knows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/storage.h"

/* over the whole program, or over each pass by itself */
typedef struct Step { void (*whole)(Program *); void (*pass)(Program *, int section); const char *needs, *leaves; } Step;

static void group_pass(Program *p, int section) { program_group(p, &p->section[section]); }
static void again_pass(Program *p, int section)
{
  do program_group(p, &p->section[section]); while (program_again(p, section));
}
static void strip_pass(Program *p, int section) { program_strips(p, &p->section[section]); }

/* Instructions for instructions: the program computes the same. */
static const Step rewrites[] = {
  { program_share, NULL, "instructions as they were emitted, each register written once, but for sums", "nothing is made twice; picked rows and scattered products are read where they lie" },
  { NULL, program_nearest, "squared distances in one instruction, and who takes their least in another", "the two are one, where nobody keeps the distances" },
  { NULL, program_picks, "rows that are picked and sums, as they were emitted", "those that only one sum reads are added up as they are picked" },
  { NULL, program_blend, "sums of products with something, and with what is left of it, as they were emitted", "the two are one product" },
  { NULL, program_quadratic, "a product with a matrix that only another product with the same reads, as they were emitted", "quadratic forms are one instruction" },
  { NULL, program_deviate, "differences and what is summed of them, side by side", "differences that only feed sums are made in registers" },
  { NULL, program_fuse, "sums of differences and products in their last form but for weights and factors", "a weight, a factor, what is added are part of them; quotients share reciprocals" },
  { NULL, program_draw, "the instructions that stay", "those that may run together are neighbours" },
  { NULL, again_pass, "neighbours: groups as they will be", "what is large and cheap to make is made again for those that read it after its group" },
  { program_join, NULL, "products in their last form", "accumulators that are only added to each other are one" },
};

/* Where everything lies: no instruction changes from here on. */
static const Step layout[] = {
  { program_accumulators, NULL, "the instructions that stay", "the registers that a pass adds up, and which of them blocks own" },
  { NULL, group_pass, "neighbours", "which instructions of a pass run slice by slice" },
  { NULL, strip_pass, "groups", "which run together on a few elements at a time" },
  { NULL, program_place_tiles, "groups and strips: what lives when", "a place in the tile for each of its registers, rows for each row of the pass" },
  { NULL, program_size_tile, "the rows of a tile, the accumulators", "the length of a tile, the number of blocks" },
  { program_place_wholes, NULL, "which sections read what", "a place for each register that passes hand on" },
  { program_band, NULL, "the length of a tile", "the order of the stored entries of sparse slots" },
};

/* Steps over passes that follow each other take one pass after the other. */
static void run(Program *p, const Step *step, int n)
{
  for (int k = 0; k < n; k++) {
    if (step[k].whole) { step[k].whole(p); continue; }
    int end = k;
    while (end < n && step[end].pass) end++;
    for (int s = 0; s < p->nsection; s++)
      for (int j = k; j < end && p->section[s].kind == SECTION_PASS; j++) step[j].pass(p, s);
    k = end - 1;
  }
}

const char *program_finish(Program *p)
{
  const char *fault = program_verify(p);
  if (fault) return fault;
  run(p, rewrites, sizeof rewrites / sizeof *rewrites);
  fault = program_verify(p);
  if (fault) return fault;
  run(p, layout, sizeof layout / sizeof *layout);
  p->finished = true;
  return NULL;
}
