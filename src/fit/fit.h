/* fit.h: runs a plan: starts, restarts, iterations, descent check, stopping, joint steps on the loss.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_FIT_H
#define MAJORANT_FIT_FIT_H
#include "base/clock.h"
#include "plan/plan.h"
#include <signal.h>

typedef enum { FIT_OK, FIT_FAILED, FIT_INTERRUPTED } FitStatus;

typedef struct FitProgress { int run, runs, iteration, iterations; double loss, change, seconds; } FitProgress;

typedef struct FitOptions {
  int iters;                      /* 1000 */
  double tol;                     /* 1e-9, relative change of the loss; 0: run all iterations */
  int restarts;                   /* 1 */
  uint64_t seed;                  /* 1 */
  int threads;                    /* 0: as many as there are cores */
  const char *method; double step;
  const Name *const *use_rule;    /* `using RULE, …`, NULL-terminated, or NULL */
  const char *accel;              /* "late": as "auto" once it is found to crawl */
  const char *require;            /* NULL, "converged", "majorizer" */
  volatile sig_atomic_t *stop;    /* set by Ctrl-C: keep the best so far and return; NULL: nobody does */
  void (*progress)(void *, const FitProgress *); void *progress_context;       /* NULL: silent */
  bool trace_iterations; TimeDetail time; FILE *err;                            /* --trace=iter, --time: lines that go to err */
} FitOptions;

typedef struct FitBlock { const Name *param; UpdateKind update; const char *rule; bool majorizer; char type; bool touches; long kept; } FitBlock;   /* type: of its surrogate, E, M, D, L, F, or F without one, then not `touches` (derive/derivation.h); kept: slices left alone for lack of mass */

typedef struct FitResult {
  FitStatus status;
  const Name *name;
  double loss;                    /* as the user wrote it, recomputed at the returned parameters */
  int iterations; bool converged, monotone; uint64_t seed;
  int accelerated;                /* 0, or the iteration after which "late" set in */
  const char *endless;            /* NULL, or where the loss goes on falling: "b goes to infinity" */
  double seconds, processor_seconds;      /* of the run by the clock; of all threads of the process in the meantime */
  double derive_seconds, run_seconds;     /* before the first iteration; of the iterations of all runs */
  int ntrace; double *trace;      /* trace[0]: the start */
  int nblocks; FitBlock *block;
  int nparams; Symbol **param; Array **value;             /* new references */
  int nweights; Symbol **weight;  /* weight symbols of the surrogate, for posterior(k) */
  double rise; const char *rise_block;                    /* the greatest rise beyond rounding, if any */
} FitResult;

void fit_options_default(FitOptions *);
/* the i-th value of an option whose values are words; NULL behind the last, and for other options */
const char *fit_option_value(const char *option, int i);
DeriveOptions fit_derive_options(const FitOptions *);     /* what they say of the derivation */
/* loss and derivation are compiled together; NULL with messages if nothing can be run */
FitResult *fit_run(Pool *, const Rules *, const Loss *, const FitOptions *, DiagList *, Derivation **derivation /* out, may be NULL */);
void fit_result_release(FitResult *);                     /* the arrays */

/* numeric check of the surrogate: touching, equal gradient, majorization at random feasible points; prints the worst */
bool fit_check(Pool *, const Rules *, const Loss *, uint64_t seed, int threads, Buf *report, DiagList *);
bool fit_check_derivation(Pool *, const Derivation *, bool with_updates, uint64_t seed, int threads, Buf *report, DiagList *);
/* dumps of one stage of this loss: "plan", "bytecode" */
void fit_dump(Pool *, const Rules *, const Loss *, const FitOptions *, const char *stage, Buf *, DiagList *);
/* evaluates an expression with open indices through the machine (long) or the reference evaluator (short) */
Array *fit_evaluate(Pool *, const Expr *, int nopen, Index *const *open, int threads, DiagList *);

#endif
