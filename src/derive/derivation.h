/* derivation.h: what a derivation is made of: the data that majorize.c, collect.c and minimize.c fill, that the printers
 * show and that the plan puts in order. Everything lives in the pool's arena.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_DERIVE_DERIVATION_H
#define MAJORANT_DERIVE_DERIVATION_H
#include "base/vec.h"
#include "derive/derive.h"
#include "expr/facts.h"

/* what a pattern variable stood for; of f(u): f in the variable */
typedef struct StepHole { const Name *name; const Expr *value; Symbol *variable; int nargs; } StepHole;

/* one application of a majorizer: before <= after, with equality and equal gradient at the touch */
typedef struct Step {
  const Majorizer *rule;
  const Expr *before, *after;
  const Expr *outer, *inner;              /* of a rule on f(u): f in a placeholder t, and u; else NULL */
  int skip;                               /* that many ways in which the rule fitted, too, came before */
  VEC(StepHole) holes;
  VEC(Symbol *) weights;                  /* introduced here, with their definitions */
  VEC(Proof) proofs;
} Step;

/* The rules of a walk from a record instead of the list: `next` names the one for this term (NULL: none, or the record is
 * at fault), `taken` is told what came of it (NULL: the rule does not fit) and says whether it is what was recorded. */
typedef struct Replay {
  const Majorizer *(*next)(void *context, const Expr *term, int *skip);
  bool (*taken)(void *context, const Step *);
  void *context;
} Replay;

/* a finished surrogate could not be reached for this term */
typedef struct Refusal {
  const Expr *term; int tried;
  const Majorizer *nearest; const Minimizer *nearest_row;   /* the rule, or the row, that came closest; NULL: none */
  const char *condition; const Expr *unproved;              /* what it lacked, in words or as a condition (refusal_text); NULL where nothing had the form */
  bool by_row;                            /* the term is a whole surrogate, for which no row of minimisers serves */
} Refusal;

/* one coefficient of a block's surrogate: stat[own] multiplies the atom */
typedef struct Coefficient { Symbol *stat; const Expr *atom; const char *role; } Coefficient;
typedef struct FixedCoefficient { const char *role; const Expr *value; } FixedCoefficient;      /* one that is a number, 0 where the atom is absent */

/* A block's surrogate in another variable u: param = chart(u) if into, else u = chart(param); or, with a scale, param = shift + scale * u.
 * Neither: in param itself */
typedef struct Substitution { const Chart *chart; bool into; double shift, scale; } Substitution;

typedef struct Block {
  Symbol *param;
  UpdateKind update;
  const Minimizer *row;                   /* NULL: none fits */
  const char *rule;                       /* its id, or that of the search */
  Substitution by;                        /* the variable that the row was found for */
  const Relaxation *relaxed;              /* the bound that took the coupling out of the block's quadratic; NULL: none was needed */
  const Expr *slack;                      /* what that bound adds to the surrogate: 0 at the touch, nowhere negative; NULL without one */
  Symbol *free;                           /* an array of 1 where an entry may move, 0 where the user fixed it; NULL: all may */
  const Symbol *profiled;                 /* NULL, or another block's parameter, which was put in as its minimiser given this one (K-PROFILE) */
  struct Block *second;                   /* of a row in two unknowns: the update of the second, which comes before; NULL: of one */
  bool is_second;                         /* the row's second unknown is what this block updates */
  int solve;                              /* blocks with the same number are solved together: one quadratic form, or one inner solver; 0: alone */
  bool in_turn;                           /* labels that meet: one entry after the other, by value, which holds the others as they are then */
  bool majorizer;                         /* the surrogate of this block is proved to majorize */
  VEC(Coefficient) coefs;
  VEC(FixedCoefficient) fixed;
  Index *own[ARRAY_MAX_AXES];             /* free indices of what follows: one for each axis of param */
  const Expr *value;                      /* the minimiser; mentions coefficients, parameters solved before, touch symbols */
  const Expr *needs;                      /* 1 where the row applies, else the old value stays; NULL: always */
  Symbol *root; Index *root_own[ARRAY_MAX_AXES]; /* a number of each slice that value mentions: where equation, which rises in it, is 0; */
  const Expr *equation, *equation_slope, *root_lo, *root_hi, *root_start;    /* between these ends, from this start. NULL: none; the slope: not known */
  const char *limit;                      /* of the row: what it means where one of the next two fails; NULL: nothing to tell */
  const Expr *plain, *spare;              /* where plain is not 1 the answer is spare; NULL: always the minimiser above */
  const Expr *attained;                   /* 1 where the slice has its least value at a finite place; NULL: always */
  const Expr *bounded;                    /* 1 where the slice has a minimum, else the loss falls without bound; NULL: always */
  /* one-dimensional: the slice's surrogate, its slope and its second derivative in unknown[own]. Inner solver: phi is the part of the
   * surrogate that holds the block, or one of those that are solved with it */
  Symbol *unknown; const Expr *phi, *slope, *curve;
  VEC(Proof) proofs;
} Block;

/* do the coefficients of the block, or what it searches or lowers, hold this symbol? */
static inline bool block_is_changed(const Block *b) { return b->by.chart || b->by.scale != 0; }
bool block_mentions(const Block *, const Symbol *);

/* how far a surrogate is taken; see majorize.h */
typedef struct Manner { bool strict, apart, solver, descent, whole, entries, convex, kinks; } Manner;

/* parameters that are majorized together, from one touch */
typedef struct SurrogateGroup {
  int nparams; Symbol **param;
  const Expr *loss;                       /* the part of the loss that is majorized: all of it */
  const Expr *surrogate;                  /* finished terms */
  bool pairs;                             /* an atom of two unknowns was kept on the way */
  bool slices;                            /* an atom of a whole slice, or of a matrix formed from one, was kept on the way */
  bool split_off;                         /* a simple term that is concave was not kept on the way */
  bool strict, apart, loose, solver, note, descent, entries, convex, kinks;      /* see majorize.h */
  bool whole;                             /* a rule for whole losses, named by `using`, came first: whole.h */
  const Replay *replay;                   /* NULL: rules are searched */
  VEC(Step) steps;
  VEC(Proof) factors;                     /* signs of what bounded terms are multiplied with */
  VEC(Block) blocks;                      /* in the order of solution */
} SurrogateGroup;

/* E: the loss itself; M: proved to lie above it; D: it falls where the surrogate does (a descent rule came first); L: it lies above near the
 * touch, which the run tests and mends; F: it touches with the same slope, and the run shortens its steps */
char surrogate_type(const SurrogateGroup *);
bool surrogate_is_proved(const SurrogateGroup *);         /* E or M */

struct Derivation {
  Pool *pool;
  const Rules *rules;
  const Loss *loss;
  Facts *facts;                           /* of no active parameter: those of every set of parameters are beside it */
  VEC(SurrogateGroup) groups;                      /* taken in turn, each with a new touch */
  int njoint; Symbol **joint;             /* parameters that step together on the loss itself */
  UpdateKind joint_update;
  const char *joint_rule;                 /* the first method tried: an id */
  bool gauss_newton;                      /* the joint step takes the Gauss-Newton form of the second derivatives */
  bool fixed_step; double step;           /* gd with a step of given length */
  const char *method;                     /* as asked for */
  const Name *const *use_rule;            /* `using`: NULL-terminated, or NULL */
  TermsMet *met;                          /* as in DeriveOptions */
  const Majorizer *loose;                 /* with this rule, which is slow, all joint parameters would have a proved bound; NULL: none */
  VEC(Refusal) refusals;                  /* why the joint parameters have no surrogate */
};

/* one group of parameters, its steps taken from the record `replay`; blocks are collected and looked up anew */
bool derive_replay(Derivation *, int n, Symbol *const *param, Manner, const Replay *, SurrogateGroup *);

/* Why a term has no bound (refusal.c). What the nearest rule lacked, NULL: nothing had the form; is the i-th refusal the first of its term?;
 * the term as people write it; "No rule fits" before it and what follows it. */
const char *refusal_text(Arena *, const Refusal *);
bool refusal_is_new(const Derivation *, int i);
const Expr *refusal_term(Pool *, const Refusal *);
const char *refusal_head(const Refusal *);
const char *refusal_tail(Arena *, const Refusal *);

#endif
