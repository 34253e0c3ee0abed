/* session.h: a session executes statements one after the other: the heart of the program, of the REPL and of libmajorant.
 *
 * It owns all that its statements make (arena, pool, meaning, rules, arrays of results). Text goes to `out`, messages and
 * progress to `err`; with json nothing goes to `out` before session_finish writes the one object.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SESSION_SESSION_H
#define MAJORANT_SESSION_SESSION_H
#include "base/vec.h"
#include "data/json_out.h"
#include "rules/rules.h"
#include "fit/fit.h"
#include "sema/sema.h"
#include "syntax/parse.h"
#include <stdio.h>

/* stages that can be dumped, parts that can be traced: DUMP(id, word) TRACE(id, word) */
#define SESSION_DUMPS(X) X(AST, "ast") X(IR, "ir") X(GRADIENT, "gradient") X(SURROGATE, "surrogate") X(PLAN, "plan") X(BYTECODE, "bytecode")
#define SESSION_TRACES(X) X(RULES, "rules") X(ITER, "iter") X(VM, "vm")
#define X(id, word) DUMP_##id,
typedef enum { SESSION_DUMPS(X) DUMP_COUNT } DumpStage;
#undef X
#define X(id, word) TRACE_##id,
typedef enum { SESSION_TRACES(X) TRACE_COUNT } TracePart;
#undef X
extern const char *const dump_words[DUMP_COUNT], *const trace_words[TRACE_COUNT];

typedef struct Override { const char *name, *value; bool used; struct Override *next; } Override;

typedef struct SessionOptions {
  unsigned dump, trace;           /* bits: 1 << DumpStage, 1 << TracePart; with a dump, statements that run or print are passed over */
  bool json; TimeDetail time;
  int threads;                    /* 0: as many as there are cores */
  Override *set, *data;           /* --set K=5, --data x=file.csv */
  bool interactive;               /* errors leave the session alive */
  bool quiet;                     /* no word about a fit that went well, no progress */
} SessionOptions;

typedef struct Printed { const char *text, *string; Array *array; int naxes; const char *axis[ARRAY_MAX_AXES]; struct Printed *next; } Printed;
typedef struct Fitted { FitResult *result; const char *name; const Loss *loss; Array **errors; struct Fitted *next; } Fitted;   /* errors: NULL until asked for */
typedef struct LossSet { Loss *main; VEC(Loss *) named; } LossSet;
typedef struct PatternModel PatternModel;
typedef struct ResultLoss { const Name *name; Loss *loss; struct ResultLoss *next; } ResultLoss;      /* m of `fit m = …` */

typedef struct Session {
  SessionOptions options;
  FILE *out, *err;
  Arena *arena;
  Pool *pool;
  Sema *sema;
  Rules *rules;                   /* NULL until something is derived */
  DiagList diags;
  LossSet losses;
  ResultLoss *results;
  VEC(PatternModel) patterns;     /* of the library: empty until somebody asks (patterns.h) */
  Fitted *fits, **last_fit;
  Printed *printed, **last_printed;
  int status;                     /* the exit status so far: 0, 1, 3 */
  int depth;                      /* of `use` */
  const Node *calling;            /* `NAME(args)` of the model that is made or fitted: errors in its text mention it; else NULL */
  bool interrupted;               /* Ctrl-C in a fit of an interactive session: the rest of the entry is left */
  bool dumped;                    /* a fit dumped its loss */
  double parse_seconds, data_seconds, derive_seconds, fit_seconds, after_seconds;
} Session;

Session *session_new(const SessionOptions *, FILE *out, FILE *err);
void session_free(Session *);

/* Executes the statements of a source. Messages are printed as they come; false after an error. In a script the first
 * statement that fails ends the run. */
bool session_run(Session *, Source *);
bool session_run_file(Session *, const char *path);           /* "-": standard input */
bool session_run_text(Session *, const char *name, const char *text);
/* the JSON object, the times; call once, at the end */
void session_finish(Session *);
/* --verify: checks a certificate and prints what was found; the exit status is 1 where it is not valid */
void session_verify(Session *, const char *path);              /* verify.c */
int session_status(const Session *);

/* ---- between the files of the session ---- */

bool session_block(Session *, const Node *block);
void session_mention_call(Session *);                          /* in the messages so far: see `calling` */
void session_report(Session *);                                /* prints and clears the messages so far */
bool session_load_rules(Session *);
bool session_data(Session *, const Node *);                    /* data.c */
bool session_save(Session *, const Node *);
bool session_use(Session *, const Node *);
bool session_fit(Session *, const Node *);                     /* fit.c */
bool session_derive(Session *, const Node *);
bool session_is_format(const char *word);                       /* of a derivation: derive.c */
bool session_grad(Session *, const Node *);
bool session_check(Session *, const Node *);
void session_dump_losses(Session *);                           /* of losses that no fit dumped */
const char *session_text(Session *, const Node *);             /* as a person would write it */
const char *session_path(Session *, const Node *statement, const char *file);        /* relative to the script's folder */
bool session_plot(Session *, const Node *);                    /* plot.c */
bool session_print(Session *, const Node *);                   /* print.c */
Array *session_errors(void *session, const Symbol *param, Span);                 /* errors.c: for se(p) */
bool session_read_options(Session *, const Node *options, FitOptions *);        /* fit_options.c */
bool session_read_using(Session *, const Node *names, const Name *const **rules);      /* NULL-terminated; NULL: none */
void session_tell_unused(Session *, const Derivation *, const Node *names);
Loss *session_find_loss(Session *, const Node *target, Span);
const char *session_fit_option(int i, const char **doc);       /* NULL behind the last */
bool session_is_fit_option(const Name *);
const char *session_fit_option_value(int option, int i);       /* a word that it takes; NULL behind the last */
bool session_dumping(const Session *, DumpStage);

void table_print(FILE *, const char *name, int naxes, const char *const *axis, const Array *);      /* table.c */
void output_json(Session *);                                   /* output_json.c */
void progress_show(void *file, const FitProgress *);           /* progress.c */
void progress_clear(FILE *);
bool interrupt_catch(void);                                    /* interrupt.c: Ctrl-C sets the flag instead of ending the program */
void interrupt_release(void);
volatile sig_atomic_t *interrupt_flag(void);
void interrupt_prompt(bool);                                    /* true: the prompt waits for a line */

#endif
