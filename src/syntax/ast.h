/* ast.h: the syntax tree: what was written, with places, and no meaning yet.
 *
 * One uniform node; what the kids of a kind are stands in the table below and nowhere else. Kids at a fixed position may be
 * NULL where the part was not written ("?" in the table); lists ("...") hold no NULL. Trees live in the arena they were
 * parsed into and never change afterwards. Names are not resolved here: `true`, `pi`, `eye`, axes, `simplex` are names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_SYNTAX_AST_H
#define MAJORANT_SYNTAX_AST_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/name.h"
#include "base/source.h"
#include <stdbool.h>
#include <stdint.h>

/* NODE(kind, word in dumps, "kids; other fields") */
#define NODE_KINDS(NODE) \
  /* expressions */ \
  NODE(NUMBER,    "number",    "number; exact, num/den where the literal is a small fraction; inf is not exact") \
  NODE(STRING,    "string",    "string (escapes resolved)") \
  NODE(NAME,      "name",      "name; also true, false, pi") \
  NODE(ALL,       "all",       "the index ':'") \
  NODE(CALL,      "call",      "args...; name; an arg may be an OPTION; bar: args before '|' or ';' (separator says which); bare: log |x|") \
  NODE(INDEX,     "index",     "base, indices...; an index is an expression, ALL or a RANGE; bar: INDICES before '|' (base not counted)") \
  NODE(FIELD,     "field",     "base, CALL? (m.f(x): its name is the field's); name") \
  NODE(BINARY,    "binary",    "left, right; op: ADD SUB MUL DIV POW") \
  NODE(NEGATE,    "negate",    "operand") \
  NODE(COMPARE,   "compare",   "left, right; op: LT LE GT GE EQ NE") \
  NODE(AND,       "and",       "left, right") \
  NODE(OR,        "or",        "left, right") \
  NODE(NOT,       "not",       "operand") \
  NODE(MEMBER,    "member",    "expression, DOMAIN: `x in (0, 1)` as a condition (rule files)") \
  NODE(IF,        "if",        "condition, then, else") \
  NODE(NORM,      "norm",      "operand; number: 2, or 1 for |v|_1") \
  NODE(BINDER,    "binder",    "BOUNDS, condition?, parameter? (the M of softmin{k; M}), body; name: sum, min, array, ...") \
  NODE(BOUNDS,    "bounds",    "BOUND...") \
  NODE(BOUND,     "bound",     "range?: a NAME (axis), RANGE, CALL (nz(Y)), MAP; name: the index variable; `i, j in nz(Y)` hangs nz(Y) on j") \
  NODE(RANGE,     "range",     "first, last: 1..K") \
  NODE(MAP,       "map",       "from, to: T -> S") \
  NODE(ARRAY,     "array",     "items...: [1, 2, 3]; rows are ARRAYs themselves") \
  NODE(OPTION,    "option",    "value; name: NAME = value") \
  /* declarations */ \
  NODE(AXES,      "axes",      "axes...: NAMEs (or expressions); bar: axes before '|'") \
  NODE(ARGUMENTS, "arguments", "ARGUMENT...; bar and separator as in CALL") \
  NODE(ARGUMENT,  "argument",  "AXES?, DOMAIN?, default?; name") \
  NODE(DOMAIN_BOUND,    "domain-bound",    "bound; op: GT GE LT LE") \
  NODE(DOMAIN_INTERVAL, "domain-interval", "low, high; open_low, open_high") \
  NODE(DOMAIN_LABEL,    "domain-label",    "first, last: in 1..K") \
  NODE(DOMAIN_SET,      "domain-set",      "qualifier? (a NAME: spd diagonal), args...; name: real, simplex, spd, ball, ordered, ...; bare: without `in`") \
  NODE(DOMAIN_ALL,      "domain-all",      "domains...: several that hold at once, in the order written (rare)") \
  /* statements */ \
  NODE(BLOCK,     "block",     "statements...: a whole source, or the body of a model") \
  NODE(LET,       "let",       "AXES?, value; name") \
  NODE(DATA,      "data",      "AXES?, DOMAIN?, source; name") \
  NODE(PARAM,     "param",     "AXES?, DOMAIN?, init?, prior? (reserved), subject? (reserved); name") \
  NODE(PARAM_ARGS,"param-args","as PARAM; `param family.args[K]`: name is the family") \
  NODE(NOISE,     "noise",     "AXES?, distribution (reserved); name") \
  NODE(FN,        "fn",        "ARGUMENTS, body; name") \
  NODE(MINIMIZE,  "minimize",  "loss, subject? (reserved), over?: NAMES (reserved, in ALTERNATE)") \
  NODE(MAXIMIZE,  "maximize",  "as MINIMIZE") \
  NODE(LOSS,      "loss",      "value; name") \
  NODE(ALTERNATE, "alternate", "MINIMIZE or MAXIMIZE... (reserved)") \
  NODE(DERIVE,    "derive",    "target?: NAME or FIELD (`all` is a NAME), format?: NAME, NAMES? (using)") \
  NODE(GRAD,      "grad",      "target?: NAME or FIELD, wrt?: NAME") \
  NODE(CHECK,     "check",     "target?: NAME or FIELD") \
  NODE(FIT,       "fit",       "target?: NAME or CALL, NAMES? (using), OPTIONS?; name: m of `fit m = NAME(args)`, else NULL") \
  NODE(PRINT,     "print",     "expressions...") \
  NODE(PLOT,      "plot",      "expressions...; string: the file or NULL") \
  NODE(SAVE,      "save",      "expressions...; string: the file") \
  NODE(USE,       "use",       "string: a file, or else name: a module") \
  NODE(MODEL,     "model",     "ARGUMENTS, BLOCK; name") \
  NODE(REQUIRE,   "require",   "condition, mend: STRING or NULL; string: what is wrong where it fails") \
  NODE(FIX,       "fix",       "place: NAME or INDEX, value") \
  NODE(EXPR,      "expr",      "expression") \
  NODE(OPTIONS,   "options",   "OPTION...") \
  NODE(NAMES,     "names",     "NAME...") \
  /* rule files: blocks of clauses, see doc/RULES.md */ \
  NODE(MAJORIZER, "majorizer", "CLAUSE...; name") \
  NODE(MINIMIZER, "minimizer", "CLAUSE...; name") \
  NODE(FUNCTION,  "function",  "ARGUMENTS, CLAUSE...; name") \
  NODE(CHART,     "chart",     "CLAUSE...; name") \
  NODE(CLAUSE,    "clause",    "subject?, value?, condition?; name: the clause word; see the table of clauses; string; op") \
  NODE(CHECKS,    "checks",    "OPTION (Z = 4: a size) or SAMPLE...") \
  NODE(SAMPLE,    "sample",    "place: NAME or INDEX, DOMAIN: a[z] in (0.1, 5)")

/* What the three kids of a CLAUSE hold, by its word; the words are not reserved.
 *   id because source evaluate latex      string alone
 *   order                                 value: NUMBER
 *   for        for U, ...: e where c      subject: ARGUMENTS? (the unknowns), value: e, condition: c?
 *              for x > 0: x = e (chart)   value: COMPARE EQ of x and e
 *   bound definition   bound e where c    value: e, condition?
 *   with let gives inverse   p = e        subject: p (NAME or INDEX), value: e, condition?
 *   needs      needs c else a             value: c, condition: a? (NAME `keep`, or an expression)
 *   update     update closed-form         value: NAME (hyphens joined)
 *   check      check a[z] in D, Z = 4     value: CHECKS
 *   domain     domain x > 0               value: a condition (may be MEMBER)
 *   range      range real                 value: DOMAIN
 *   derivative derivative[2] e where c    subject: NUMBER? (which argument), value: e, condition?
 *   shape      shape convex, w where c    value: NAMES, condition?
 *   concave convex affine   in e where c  value: e (the coordinate), condition?
 *   curvature  curvature <= e where c     op: LE or GE, value: e, condition? */

typedef enum {
#define NODE(kind, word, doc) NODE_##kind,
  NODE_KINDS(NODE)
#undef NODE
  NODE_KIND_COUNT
} NodeKind;

/* OPERATOR(op, text) */
#define OPERATORS(OPERATOR) \
  OPERATOR(ADD, "+") OPERATOR(SUB, "-") OPERATOR(MUL, "*") OPERATOR(DIV, "/") OPERATOR(POW, "^") \
  OPERATOR(LT, "<") OPERATOR(LE, "<=") OPERATOR(GT, ">") OPERATOR(GE, ">=") OPERATOR(EQ, "==") OPERATOR(NE, "!=")

typedef enum {
  OP_NONE,
#define OPERATOR(op, text) OP_##op,
  OPERATORS(OPERATOR)
#undef OPERATOR
  OP_COUNT
} Op;

typedef struct Node Node;
struct Node {
  NodeKind kind;
  Op op;
  Span span;                 /* all of it */
  Span at;                   /* its name or operator: where a message about it points; span where there is none */
  const Name *name;
  const char *string;
  double number;
  bool exact; int64_t num, den;   /* NUMBER: value is num/den exactly */
  int bar; char separator;        /* items before the conditional bar, 0: none; '|' or ';' */
  bool bare;                      /* CALL without brackets, DOMAIN_SET without `in` */
  bool open_low, open_high;       /* DOMAIN_INTERVAL */
  int depth;                      /* height of the tree, bounded: recursion over a tree is safe */
  int nkids;
  Node *kid[];
};

const char *node_kind_word(NodeKind);
const char *op_text(Op);

/* for the parser and for whoever builds trees of his own: fields other than kind, span, at and kids are zero */
Node *node_new(Arena *, NodeKind, Span, int nkids, Node *const *kids);

void ast_dump(Buf *, const Node *);        /* --dump=ast: an indented tree with line:column positions */
void ast_to_text(Buf *, const Node *);     /* an expression, domain or statement as a person would write it, minimal brackets */
bool ast_equal(const Node *, const Node *); /* same tree, places aside */

#endif
