/* sema.h: from the syntax tree to meaning: names, axes, domains; tree -> DAG.
 *
 * A Sema holds what a session has declared so far. It reads no files and runs no fits: the session hands it arrays that
 * were read, and a function that evaluates. Every call that can fail reports into the diagnostics given to sema_new and
 * returns false, NULL or a value of kind VALUE_BAD; what was declared before stays as it was.
 * Owner: the session. Symbols' arrays are released by sema_free.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SEMA_SEMA_H
#define MAJORANT_SEMA_SEMA_H
#include "base/diag.h"
#include "sema/loss.h"
#include "sema/value.h"

/* Loads the functions of the library (functions.em); its densities are read when a name is first not found elsewhere. */
Sema *sema_new(Pool *, DiagList *);
void sema_free(Sema *);

/* evaluates e over the open indices; NULL with *error. Default: the reference evaluator. */
typedef Array *(*SemaEvaluate)(void *context, Pool *, const Expr *e, int nopen, Index *const *open, char **error);
void sema_set_evaluate(Sema *, SemaEvaluate, void *context);

/* ---- expressions ---- */
Value sema_value(Sema *, const Node *);                       /* elaborates */
Array *sema_evaluate(Sema *, const Value *);                  /* an ARRAY value in numbers; a new reference */
bool sema_number(Sema *, const Node *, double *);             /* a constant number */
bool sema_integer(Sema *, const Node *, int64_t *);

/* ---- declarations ---- */
bool sema_let(Sema *, const Node *let, const Node *override);                 /* override: the value of --set, or NULL */
/* data whose source is an expression */
bool sema_data_value(Sema *, const Node *data);
/* data that was read: sizes of new axes are taken from it; takes the reference */
bool sema_data_array(Sema *, const Node *data, Array *);
bool sema_param(Sema *, const Node *param);                   /* PARAM, PARAM_ARGS */
bool sema_fix(Sema *, const Node *fix);
bool sema_require(Sema *, const Node *require);              /* false, with the statement's message, where its condition fails */
bool sema_fn(Sema *, const Node *fn);
bool sema_model(Sema *, const Node *model);

/* the loss of a MINIMIZE, MAXIMIZE or LOSS statement, with the parameters that occur in it; NULL after an error */
Loss *sema_loss(Sema *, const Node *statement);
const Symbol *sema_param_symbol(Sema *, const Node *name);    /* `wrt p` */

/* ---- models ---- */
/* opens the scope of `fit m = NAME(args)`: binds the arguments and returns the model's body, whose statements the caller
 * then executes; sema_model_close ends the scope and keeps its names under `result` (may be NULL) for m.mu */
const Node *sema_model_open(Sema *, const Node *call);
void sema_model_close(Sema *, const Name *result);
/* a result without names of its own, for the fields below; false where the name is somebody else's */
bool sema_result_open(Sema *, const Name *result);
/* a further field: m.loss, m.trace (axis NULL: a number); takes the reference */
void sema_result_field(Sema *, const Name *result, const char *field, int naxes, Axis *const *axis, Array *);
/* the weights of the latest fit, for posterior(k) and assign(k) */
void sema_set_weights(Sema *, int n, Symbol *const *weight);
/* standard errors of a parameter after a fit, for se(p): a new reference; NULL after a message */
typedef Array *(*SemaErrors)(void *context, const Symbol *param, Span);
void sema_set_errors(Sema *, SemaErrors, void *context);

/* the words that open a file behind `data` (csv), one after the other, NULL behind the last: for the hint where one stands elsewhere */
void sema_set_sources(Sema *, const char *(*source)(int));

/* `what` is reserved for a later version; the hint says what serves now */
void sema_reserved(Sema *, Span, const char *what);

/* ---- for completion and help ---- */
bool sema_knows(const Sema *, const Name *);                  /* the script has declared it */
bool sema_is_param(const Sema *, const Name *);
typedef enum { NAME_LET, NAME_DATA, NAME_PARAM, NAME_FN, NAME_MODEL, NAME_RESULT, NAME_BUILTIN, NAME_FUNCTION, NAME_DENSITY } NameKind;
void sema_names(Sema *, void (*see)(void *context, const Name *, NameKind, const char *doc), void *context);

#endif
