/* internal.h: what the files of this module share: scopes, index variables, the elaborator's state. Nobody else includes it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_INTERNAL_H
#define MAJORANT_SEMA_INTERNAL_H
#include "base/vec.h"
#include "expr/facts.h"
#include "expr/function.h"
#include "sema/pattern.h"
#include "sema/sema.h"

/* ---- names (scope.c) ---- */

typedef struct Scope Scope;
typedef struct Binding Binding;

typedef enum {
  BIND_VALUE,         /* a scalar let, a string, an argument: value */
  BIND_SYMBOL,        /* data, array let, param: sym, param */
  BIND_INDEX,         /* the variable of a binder: var */
  BIND_FN,            /* fn: the overloads */
  BIND_MODEL,         /* model: node */
  BIND_RESULT,        /* m of `fit m = …`: fields */
  BIND_ARGS           /* family.args: args[] */
} BindKind;

typedef struct Fn { const Node *node; Scope *home; struct Fn *next; } Fn;          /* overloads in order of declaration */

/* A place where an index variable stands for a subscript other than as itself: x[t - 1] */
typedef struct ShiftUse { const Axis *axis; int64_t shift; Span span; struct ShiftUse *next; } ShiftUse;

/* The variable of a binder. Its axis is not known until the first use as a subscript, or `in`, tells. Until the binder
 * closes it is a stand-in over the axis s->unknown_axis, which index_settle then replaces by an index over the axis. */
typedef struct IndexVar {
  Index *index, *real;
  Axis *axis;                     /* NULL: not told yet */
  bool declared;                  /* pattern mode: the axis is that of a declared array */
  const Name *name;
  Span span;                      /* its mention in the braces */
  Span told; const char *teller;  /* what gave the axis: the text and place of w[i] */
  bool fixed;                     /* by `in AXIS` */
  bool ranged; const Expr *lo, *hi;
  ShiftUse *shifts;
  struct IndexVar *outer;         /* the variables in scope, innermost first */
} IndexVar;

/* A subscript that is judged where the binders around it close, and what they tell about its indices (NULL: nothing yet) */
typedef struct LaterUse {
  const Expr *e; const Axis *axis; Span span; const Expr *cond;
  bool outer;                     /* holds an index that is bound where the text that is read does not show */
  struct LaterUse *next;
} LaterUse;

struct Binding {
  const Name *name;
  BindKind kind;
  Span span;
  Binding *next;
  Value value;
  Symbol *sym; Param *param;
  IndexVar *var;
  Fn *fn;
  const Node *node; Scope *home;  /* MODEL */
  Scope *fields;                  /* RESULT */
  int nargs; Symbol **args;       /* ARGS */
};

/* by: the array that gave the size; alias: what a fn's body or a model calls the axis, NULL: its own name */
typedef struct AxisEntry { Axis *axis; const Name *alias; Span span; const Name *by; struct AxisEntry *next; } AxisEntry;

/* caller, model: of a model's scope while its statements run: what to go back to */
struct Scope { Scope *outer; Binding *first; AxisEntry *axes; VEC(Param *) params; Scope *caller; const Node *model; };

Scope *scope_new(Sema *, Scope *outer);
Binding *scope_bind(Sema *, const Name *, BindKind, Span);              /* in the current scope; replaces an older one of this name */
Binding *scope_find_here(Scope *, const Name *);
Binding *scope_find(Scope *, const Name *);                             /* from this scope outward */
Binding *sema_find(Sema *, const Name *);                               /* from the current scope, then the library's densities */
const Expr *sema_signed_parts(Sema *, const Expr *);                    /* a loss in which differences of data with one sign are data */
void sema_unknown(Sema *, Span, const Name *, const char *what);        /* unknown.c: "unknown name", with the nearest */
void sema_no_fields(Sema *, Span, const char *base, const Name *field); /* x.shape, where x is no result of a fit */
bool sema_load_densities(Sema *);

/* ---- axes (axes.c) ---- */

AxisEntry *axis_find(Sema *, const Name *);
bool axis_can_have(Sema *, int64_t size, const char *what, Span);      /* false with a message */
/* the axis that `name` means: one that has a size already, or an integer; NULL with a message (quiet: without) if there is none */
Axis *axis_known(Sema *, const Name *, Span, bool quiet);
/* the axes of AXES; sizes (may be NULL): of the array that is declared, which new names take over; 0 naxes if node is NULL */
bool axes_declare(Sema *, const Node *axes, const int64_t *sizes, int nsizes, const Name *owner, Axis **out, int *naxes, int *bar);
Axis *axis_without_name(Sema *, int64_t size);
const char *axis_text(Sema *, const Axis *);
bool axis_same(const Axis *, const Axis *);                             /* the same, or one has no name and the sizes agree */
/* index i stands as a subscript of `axis` in the expression `use` */
Range index_range(Sema *, IndexVar *);                                 /* where an index runs that has an axis or a range */
bool index_use(Sema *, const Expr *subscript, Axis *axis, Span use);
Axis *index_axis(Sema *, const Expr *);                                 /* that of an index variable, as far as it is known; else NULL */
Index *index_real(Sema *, IndexVar *);                                  /* over its axis, which is known by now */
const Expr *index_settle(Sema *, IndexVar *, const Expr *);             /* e with the stand-in replaced */
IndexVar *index_var_new(Sema *, const Name *, Span);
/* subscripts.c: is this computed subscript within its axis? At once where no binder is open, else when they close: false after a message */
bool subscript_use(Sema *, const LaterUse *);
/* a binder of these indices, whose axes are known, closes over what was said since `before` */
bool subscripts_close(Sema *, const LaterUse *before, int n, IndexVar *const *, const Expr *cond);
void index_push(Sema *, IndexVar *);

/* ---- state ---- */

typedef struct ArgumentCheck {
  const Expr *e; Domain domain; Span span; const char *fn, *arg;
  struct ArgumentCheck *next;
} ArgumentCheck;

struct Sema {
  const char *(*source)(int);     /* see sema_set_sources; may be NULL */
  Pool *pool; Arena *arena; DiagList *diags;
  Scope *library, *global, *scope;
  IndexVar *vars;
  LaterUse *later;                /* computed subscripts of the binders that are open */
  Axis *unknown_axis;
  VEC(Axis *) bare_axes;          /* those without a name, one for each size */
  VEC(const Name *) closed;       /* indices of binders that ended in this statement, for a hint */
  PatternScope *pattern;
  int guard;                      /* > 0 where a subscript may never be reached: under `if` */
  int conditional;                /* > 0 in the body of a binder with a condition */
  int depth, expansions;
  bool densities_loaded, in_loss; /* in_loss: what is read stands behind minimize */
  ArgumentCheck *checks;
  SemaEvaluate evaluate; void *evaluate_context;
  int nweights; Symbol *const *weight;
  SemaErrors errors; void *errors_context;
  VEC(Symbol *) symbols;          /* whose arrays are released at the end, */
  VEC(Param *) fixed;             /* and theirs */
  const Node *model;              /* the body of the model that is executed; NULL: none */
  bool rereading;                 /* printed expressions are read again: touch(p[k]), solve(A, h)[j] are understood */
};

/* a pattern variable that stands for a square matrix over this axis: A in inv(A) and later in A[d, e] */
typedef struct MatrixHole { const Name *name; Axis *axis; } MatrixHole;
struct PatternScope { VEC(Symbol *) symbols; IndexVar *vars; Scope *scope; VEC(MatrixHole) matrices; };

enum { SEMA_MAX_DEPTH = 2000, SEMA_MAX_EXPANSIONS = 100, SEMA_MAX_NODES = 4000000 };

/* pattern.c: the scope's free index of this name, made if need be; the axis that an index of this name has in the rule */
IndexVar *pattern_variable(Sema *, const Name *, Span);
Axis *pattern_variable_axis(Sema *, const Name *);
void pattern_tell_axis(Sema *, const Name *, Axis *);
/* the axis of the matrix that this pattern variable stands for; where it is not known: the one given, or a new one */
Axis *pattern_matrix_axis(Sema *, const Name *hole, Axis *otherwise, bool make);
Axis *pattern_axis(Sema *, const Name *);                 /* of this name in the rule, made if need be */

/* ---- elaboration ---- */

Value elab(Sema *, const Node *);
bool elab_scalar(Sema *, const Node *, const Expr **);                  /* an error if it is left an array */
bool elab_array(Sema *, const Node *, Value *);                         /* an ARRAY value */
Value elab_name(Sema *, const Node *);                                  /* elab_name.c */
bool constant_find(const Name *, double *value);                        /* pi, inf, …; value may be NULL */
Value elab_index(Sema *, const Node *);
Value elab_field(Sema *, const Node *);
Value elab_literal(Sema *, const Node *);
Value elab_range(Sema *, const Node *);                    /* 1..4 as an array of whole numbers */
Value elab_binder(Sema *, const Node *);                                /* elab_binder.c */
Value elab_call(Sema *, const Node *);                                  /* elab_call.c */
Value value_map1(Sema *, Value, const Expr *(*)(Pool *, const Expr *));
Value value_map2(Sema *, Value, Value, const Expr *(*)(Pool *, const Expr *, const Expr *), Span, const char *what);
const Expr *reduce_all(Sema *, ReduceOp, const Value *);                /* over all open indices */
Value reduce_named(Sema *, const char *word, const Value *, const Expr *parameter, Span at);   /* mean, logsumexp, … of all open indices */
const Expr *sema_call(Sema *, const char *function, const Expr *, Span);/* function(e); a message if the library lacks it */

/* ---- builtins (builtins.c) ---- */

typedef Value BuiltinCall(Sema *, const Node *call);
typedef struct Builtin { const char *name; int least, most; BuiltinCall *call; const char *doc; } Builtin;
const Builtin *builtin_find(const Name *);
extern const Builtin builtin_table[];
extern const int builtin_count;
bool binder_word(const Name *);                                         /* sum, min, …, array */
const char *binder_word_at(int i);                                      /* NULL behind the last */

/* ---- fn, models ---- */

bool fn_declare(Sema *, const Node *fn, Scope *);
Value fn_call(Sema *, const Fn *, const Node *call);
void sema_run_checks(Sema *);                                           /* at the end of a statement */
void argument_check(Sema *, const ArgumentCheck *);
const Node *model_family_use(const Node *body, const Name *family);     /* the first argument of its first call */
bool model_axes_of(Sema *, const Node *, Axis **, int *naxes);

/* ---- domains (domain.c) ---- */

bool domain_of(Sema *, const Node *domain, int naxes, Axis *const *axis, int bar, Domain *);
void domain_text(Buf *, const Domain *);
/* false with a message if a value of the array is outside (beyond 1e-8) */
bool domain_check(Sema *, const Domain *, const Array *, Symbol *, Span, const char *what);

/* ---- small things ---- */

Index *fresh_index(Sema *, const Index *like);
const char *span_text(Sema *, Span);                                    /* what was written there, on one line, shortened */
void symbol_bind_array(Sema *, Symbol *, Array *);                      /* takes the reference; sets the range facts */
Array *sema_evaluate_by_reference(void *, Pool *, const Expr *, int nopen, Index *const *open, char **error);
bool sema_evaluate_scalar(Sema *, const Expr *, Span, double *);
const Name *index_name(const Axis *);

#endif
