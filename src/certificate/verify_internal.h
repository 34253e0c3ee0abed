/* verify_internal.h: what the files of verify share: one certificate that is checked.
 *
 * verify.c goes through the groups, verify_declare.c makes the loss anew, verify_step.c answers the walk of majorize.c and tests each bound,
 * verify_update.c holds the updates against the record, verify_compare.c expressions. Every function that says false has told the fault.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_VERIFY_INTERNAL_H
#define MAJORANT_CERTIFICATE_VERIFY_INTERNAL_H
#include "certificate/certificate_read.h"
#include "sema/reread.h"

/* how a step was held against what it replaces, beyond its theorem with its conditions */
typedef enum { FOUND_CONVEX, FOUND_OVER_BOX, FOUND_IN_PART, FOUND_AT_POINTS, FOUND_EQUAL, FOUND_LATER, FOUND_WAYS } Found;
typedef struct Tested { const char *key, *clause; Found found; } Tested;      /* a bound that was found to hold, and how */

typedef struct Checker {
  Pool *pool;
  Arena *arena;
  Sema *sema;
  const Rules *rules;
  const Certificate *certificate;
  DiagList *diags;
  Buf *report;
  Reread *declared;                       /* the loss's axes and symbols, then the weights of the steps so far */
  VEC(Axis *) axes; VEC(Symbol *) symbols;      /* the axes in the order of the certificate, which names them all; bare ones have no name */
  Loss *loss;
  Derivation *d;
  const char *fault;                      /* the first */
  /* the group that is replayed */
  const CertGroup *group; int at;         /* steps replayed so far */
  int nparam; Symbol *const *param;
  Reread *step;                           /* the free indices of step `at`, once its `before` was read */
  const Expr *before;
  VEC(Tested) tested;
  int found[FOUND_WAYS];
  Axis *number_axis;                      /* verify_compare.c: of indices that are only numbers */
} Checker;

/* the first fault, with what the reader said; always false */
bool verify_fail(Checker *, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *verify_shortened(Checker *, const Expr *);

/* what a record says in words must be what the rule says; NULL: nothing */
bool verify_same_words(const char *, const char *);
bool verify_words(Checker *, const char *what, const char *field, const char *made, const char *recorded);

/* equal but for the axis of an index within given ends that is used as a number alone */
bool verify_same(Checker *, const Expr *, const Expr *);

bool verify_declare(Checker *);
bool verify_all_shared_out(Checker *);                    /* each parameter is in one group, or steps on the loss itself */
Axis *verify_axis(const Checker *, const char *name);     /* as the certificate calls it; NULL: none */
Symbol *verify_symbol(const Checker *, const char *name);

/* enters these indices; those that a scope further out has already stay what they are. out[] gets all, in order */
bool verify_enter_indices(Checker *, Reread *, const CertIndices *, const char *what, Index **out);
/* e with index[i] as the record calls it; NULL where the record has others */
const Expr *verify_as_recorded(Checker *, const Expr *, int n, Index *const *index, int nrecorded, Index *const *recorded);
/* the conditions that were proved just now, against the recorded ones; base: indices of the term that they are about */
bool verify_proofs(Checker *, Reread *scope, const char *what, int nbase, Index *const *base, Index *const *base_recorded, int n, const Proof *, const CertProofs *);
/* name[own] = def, of a weight or a coefficient, against the record */
bool verify_definition(Checker *, Reread *scope, const char *what, const Symbol *, const CertDefinition *);

const char *verify_step_name(Checker *);
/* the two ends of a Replay */
const Majorizer *verify_next_rule(void *checker, const Expr *term, int *skip);
bool verify_step_taken(void *checker, const Step *);

void verify_count_steps(Checker *);       /* one line of how the steps were found to hold */

bool verify_block(Checker *, const Block *, const CertBlock *);

#endif
