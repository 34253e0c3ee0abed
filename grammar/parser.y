/* parser.y: the grammar of one statement; what the tokens mean stands in src/syntax/scan.h, the tree in src/syntax/ast.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
%require "3.8"
%define api.pure full
%define api.token.prefix {TK_}
%define api.location.type {Span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%param {Parser *p}

%code requires {
#include "syntax/parser.h"
}

%code {
#include "base/diag.h"
#define YYMAXDEPTH 10000
#define YYLLOC_DEFAULT(now, rhs, n) \
  do { \
    if (n) { \
      (now) = YYRHSLOC(rhs, 1); \
      (now).end = YYRHSLOC(rhs, n).end; \
    } else { \
      (now) = YYRHSLOC(rhs, 0); \
      (now).begin = (now).end; \
    } \
  } while (0)

#include <math.h>
#include <string.h>

static int yylex(YYSTYPE *value, Span *span, Parser *p);
static void yyerror(Span *span, Parser *p, const char *message);

static Node *with_name(Node *n, const Token *t)
{
  n->name = t->name;
  n->at = t->span;
  return n;
}

static Node *with_op(Node *n, Op op, Span at)
{
  n->op = op;
  n->at = at;
  return n;
}

static Node *with_text(Node *n, const Token *t)
{
  n->string = t->string;
  return n;
}

static Node *at(Node *n, Span span)
{
  n->at = span;
  return n;
}

static List *list_new(Parser *p)
{
  return ARENA_NEW(p->lists, List);
}

static List *list_add(Parser *p, List *l, Node *n)
{
  vec_push(p->lists, &l->node, n);
  return l;
}

static List *list_join(Parser *p, List *l, char separator, List *more)
{
  l->bar = l->node.len;
  l->separator = separator;
  for (int i = 0; i < more->node.len; i++) list_add(p, l, more->node.data[i]);
  return l;
}

static Node *from_list(Parser *p, NodeKind kind, Span span, const List *l)
{
  Node *n = node_new(p->arena, kind, span, l->node.len, l->node.data);
  n->bar = l->bar;
  n->separator = l->separator;
  return n;
}

/* a node with one kid before those of the list; the bar still counts the list's items */
static Node *from_first(Parser *p, NodeKind kind, Span span, Node *first, const List *l)
{
  List all = {0};
  list_add(p, &all, first);
  for (int i = 0; i < l->node.len; i++) list_add(p, &all, l->node.data[i]);
  all.bar = l->bar;
  all.separator = l->separator;
  return from_list(p, kind, span, &all);
}

#define MAKE(kind, span, ...) \
  node_new(p->arena, NODE_##kind, (span), (int)(sizeof((Node *[]){ __VA_ARGS__ }) / sizeof(Node *)), (Node *[]){ __VA_ARGS__ })
#define LEAF(kind, token) with_name(node_new(p->arena, NODE_##kind, (token)->span, 0, NULL), (token))

static Node *make_number(Parser *p, const Token *t)
{
  Node *n = node_new(p->arena, NODE_NUMBER, t->span, 0, NULL);
  n->number = t->number;
  n->exact = t->exact;
  n->num = t->num;
  n->den = t->den;
  return n;
}

static Node *make_call(Parser *p, const Token *name, Span span, const List *args)
{
  return with_name(from_list(p, NODE_CALL, span, args), name);
}

static Node *make_bare(Parser *p, const Token *name, Span span, Node *arg)
{
  Node *n = with_name(MAKE(CALL, span, arg), name);
  n->bare = true;
  return n;
}

/* `spd diagonal`: a word behind a set without one belongs to the set, unless it is a domain of its own */
static Node *add_domain(Parser *p, Span span, Node *left, Node *word)
{
  Node *last = left->kind == NODE_DOMAIN_ALL ? left->kid[left->nkids - 1] : left;
  bool bare = word->kind == NODE_DOMAIN_SET && word->bare;
  if (bare && last->kind == NODE_DOMAIN_SET && !last->bare && !last->kid[0]) {
    last->kid[0] = node_new(p->arena, NODE_NAME, word->span, 0, NULL);
    last->kid[0]->name = word->name;
    last->span.end = left->span.end = word->span.end;
    return left;
  }
  List all = {0};
  if (left->kind == NODE_DOMAIN_ALL)
    for (int i = 0; i < left->nkids; i++) list_add(p, &all, left->kid[i]);
  else list_add(p, &all, left);
  return from_list(p, NODE_DOMAIN_ALL, span, list_add(p, &all, word));
}

static Node *make_interval(Parser *p, Span span, bool open_low, Node *low, Node *high, bool open_high)
{
  Node *n = MAKE(DOMAIN_INTERVAL, span, low, high);
  n->open_low = open_low;
  n->open_high = open_high;
  return n;
}

/* hyphens join words: closed-form */
static Node *make_word(Parser *p, Span span, const Token *a, const Token *b)
{
  Node *n = node_new(p->arena, NODE_NAME, span, 0, NULL);
  n->name = name_of(arena_printf(p->arena, "%s-%s", a->name->text, b->name->text));
  return n;
}

#define CLAUSE(word, span, ...) with_name(MAKE(CLAUSE, (span), __VA_ARGS__), (word))

/* init, prior and constraint of a parameter, in any order, each once */
static List *set_part(Parser *p, List *parts, int which, Span at, Node *value)
{
  if (parts->node.data[which]) {
    diag_add(p->diags, at, MSG_SYNTAX_TWICE);
    return NULL;
  }
  parts->node.data[which] = value;
  return parts;
}
}

%union {
  const Token *token;
  Node *node;
  List *list;
  Op op;
  bool flag;
}

/* what the scanner alone sees */
%token NEWLINE BAD

%token <token> NUMBER "a number" STRING "a string" NAME "a name" FUNCTION "a function" BINDER "a binder" INF "inf"
%token <token> LET "let" DATA "data" PARAM "param" FN "fn" MINIMIZE "minimize" MAXIMIZE "maximize" LOSS "loss"
  DERIVE "derive" GRAD "grad" CHECK "check" FIT "fit" PRINT "print" PLOT "plot" SAVE "save" USE "use" MODEL "model"
  END "end" FIX "fix" NOISE "noise" ALTERNATE "alternate" REQUIRE "require"
%token <token> MAJORIZER "majorizer" MINIMIZER "minimizer" FUNCTION_BLOCK "function" CHART "chart"
%token <token> CLAUSE_TEXT CLAUSE_EXPR CLAUSE_EXPR_OF CLAUSE_FOR CLAUSE_FOR_UNKNOWNS CLAUSE_ASSIGN CLAUSE_NEEDS CLAUSE_WORD
  CLAUSE_CHECK CLAUSE_RANGE CLAUSE_WORDS CLAUSE_IN CLAUSE_BOUND
%token AND "and" OR "or" NOT "not" IF "if" THEN "then" ELSE "else" IN "in" AS "as" INIT "init" OVER "over"
  SUBJECT "subject" TO "to" USING "using" WHERE "where" WITH "with" WRT "wrt"
%token ARROW "->" DOTS ".." LE "<=" GE ">=" EQ "==" NE "!=" BAR "|" BAR_OPEN "opening bar"
%token <token> BAR_CLOSE "closing bar"

%type <node> statement clause value option_value amount expr or and not comparison sum term product unary binder prefix_binder head_binder
%type <node> bare postfix primary closed power exponent norm call index arg argument place
%type <node> bound bound_range condition_opt parameter_opt axes axes_opt
%type <node> domain domains domains_opt in_domain interval range_first range_item range_domain default_opt
%type <node> target target_opt wrt_opt using_opt with_opt option fit_target model_arguments
%type <node> subject_opt over_opt step where_opt conditions word sample
%type <list> values index_list indices args arg_list arguments argument_list option_list name_list words bound_list steps samples
%type <list> param_parts array_items how
%type <token> name function_name
%type <op> compare bound_op
%type <flag> interval_open interval_close

%%

input:
  statement                       { p->result = $1; }
| clause                          { p->result = $1; }
;

/* ---- statements */

statement:
  LET name axes_opt '=' value     { $$ = with_name(MAKE(LET, @$, $3, $5), $2); }
| DATA name axes_opt domains_opt '=' value { $$ = with_name(MAKE(DATA, @$, $3, $4, $6), $2); }
| PARAM name axes_opt domains_opt param_parts
    { $$ = with_name(MAKE(PARAM, @$, $3, $4, $5->node.data[0], $5->node.data[1], $5->node.data[2]), $2); }
| PARAM NAME '.' NAME axes_opt domains_opt param_parts
    {
      if (strcmp($4->name->text, "args") != 0) {
        Diag *d = diag_add(p->diags, $4->span, MSG_SYNTAX_PARAM_FIELD, $4->name->text);
        diag_hint(p->diags, d, "'param %s.args' declares the arguments of a family", $2->name->text);
        YYERROR;
      }
      $$ = with_name(MAKE(PARAM_ARGS, @$, $5, $6, $7->node.data[0], $7->node.data[1], $7->node.data[2]), $2);
    }
| NOISE name axes_opt '~' expr    { $$ = with_name(MAKE(NOISE, @$, $3, $5), $2); }
| FN name '(' arguments ')' '=' expr { $$ = with_name(MAKE(FN, @$, from_list(p, NODE_ARGUMENTS, @4, $4), $7), $2); }
| LOSS name '=' expr              { $$ = with_name(MAKE(LOSS, @$, $4), $2); }
| step
| ALTERNATE '{' steps '}'         { $$ = at(from_list(p, NODE_ALTERNATE, @$, $3), @1); }
| DERIVE target_opt how           { $$ = at(MAKE(DERIVE, @$, $2, $3->node.data[0], $3->node.data[1]), @1); }
| DERIVE NAME NAME how            { $$ = with_name(MAKE(DERIVE, @$, LEAF(NAME, $3), $4->node.data[0], $4->node.data[1]), $2); }
| GRAD target_opt wrt_opt         { $$ = at(MAKE(GRAD, @$, $2, $3), @1); }
| CHECK target_opt                { $$ = at(MAKE(CHECK, @$, $2), @1); }
| FIT using_opt with_opt          { $$ = at(MAKE(FIT, @$, NULL, $2, $3), @1); }
| FIT fit_target using_opt with_opt { $$ = at(MAKE(FIT, @$, $2, $3, $4), @1); }
| FIT NAME '=' fit_target using_opt with_opt { $$ = with_name(MAKE(FIT, @$, $4, $5, $6), $2); }
| PRINT values                    { $$ = at(from_list(p, NODE_PRINT, @$, $2), @1); }
| REQUIRE expr ',' STRING         { $$ = at(with_text(MAKE(REQUIRE, @$, $2, NULL), $4), @1); }
| REQUIRE expr ',' STRING ',' STRING { $$ = at(with_text(MAKE(REQUIRE, @$, $2, with_text(node_new(p->arena, NODE_STRING, @6, 0, NULL), $6)), $4), @1); }
| PLOT values                     { $$ = at(from_list(p, NODE_PLOT, @$, $2), @1); }
| PLOT values TO STRING           { $$ = at(with_text(from_list(p, NODE_PLOT, @$, $2), $4), @1); }
| SAVE values TO STRING           { $$ = at(with_text(from_list(p, NODE_SAVE, @$, $2), $4), @1); }
| USE STRING                      { $$ = at(with_text(node_new(p->arena, NODE_USE, @$, 0, NULL), $2), @2); }
| USE NAME                        { $$ = with_name(node_new(p->arena, NODE_USE, @$, 0, NULL), $2); }
| MODEL name model_arguments      { $$ = with_name(MAKE(MODEL, @$, $3, NULL), $2); }
| FIX place '=' expr              { $$ = at(MAKE(FIX, @$, $2, $4), @1); }
| END                             { $$ = NULL; }
| value                           { $$ = MAKE(EXPR, @$, $1); }
| MAJORIZER name                  { $$ = with_name(node_new(p->arena, NODE_MAJORIZER, @$, 0, NULL), $2); }
| MINIMIZER name                  { $$ = with_name(node_new(p->arena, NODE_MINIMIZER, @$, 0, NULL), $2); }
| CHART name                      { $$ = with_name(node_new(p->arena, NODE_CHART, @$, 0, NULL), $2); }
| FUNCTION_BLOCK function_name '(' arguments ')'
    { $$ = with_name(MAKE(FUNCTION, @$, from_list(p, NODE_ARGUMENTS, @4, $4)), $2); }
;

name: NAME;
function_name: NAME | FUNCTION;

param_parts:
  %empty                          { $$ = list_add(p, list_add(p, list_add(p, list_new(p), NULL), NULL), NULL); }
| param_parts INIT amount         { if (!($$ = set_part(p, $1, 0, @2, $3))) YYERROR; }
| param_parts '~' expr            { if (!($$ = set_part(p, $1, 1, @2, $3))) YYERROR; }
| param_parts SUBJECT TO expr     { if (!($$ = set_part(p, $1, 2, @2, $4))) YYERROR; }
;

amount:                           /* no comparison: in `init 1 in (0, 1)` the domain stands in the wrong place */
  sum
| IF expr THEN expr ELSE expr     { $$ = at(MAKE(IF, @$, $2, $4, $6), @1); }
;
step:
  MINIMIZE expr subject_opt over_opt { $$ = at(MAKE(MINIMIZE, @$, $2, $3, $4), @1); }
| MAXIMIZE expr subject_opt over_opt { $$ = at(MAKE(MAXIMIZE, @$, $2, $3, $4), @1); }
;
steps:
  step                            { $$ = list_add(p, list_new(p), $1); }
| steps ';'
| steps ';' step                  { $$ = list_add(p, $1, $3); }
;
subject_opt: %empty { $$ = NULL; } | SUBJECT TO expr { $$ = $3; };
over_opt: %empty { $$ = NULL; } | OVER name_list { $$ = from_list(p, NODE_NAMES, @2, $2); };

target:
  NAME                            { $$ = LEAF(NAME, $1); }
| NAME '.' NAME                   { $$ = with_name(MAKE(FIELD, @$, LEAF(NAME, $1)), $3); }
;
target_opt: %empty { $$ = NULL; } | target;
how:                              /* format and rules of `derive`, in either order */
  %empty                          { $$ = list_add(p, list_add(p, list_new(p), NULL), NULL); }
| AS NAME using_opt               { $$ = list_add(p, list_add(p, list_new(p), LEAF(NAME, $2)), $3); }
| USING name_list                 { $$ = list_add(p, list_add(p, list_new(p), NULL), from_list(p, NODE_NAMES, @2, $2)); }
| USING name_list AS NAME         { $$ = list_add(p, list_add(p, list_new(p), LEAF(NAME, $4)), from_list(p, NODE_NAMES, @2, $2)); }
;
wrt_opt: %empty { $$ = NULL; } | WRT NAME { $$ = LEAF(NAME, $2); };
using_opt: %empty { $$ = NULL; } | USING name_list { $$ = from_list(p, NODE_NAMES, @2, $2); };
with_opt: %empty { $$ = NULL; } | WITH option_list { $$ = from_list(p, NODE_OPTIONS, @2, $2); };
name_list:
  NAME                            { $$ = list_add(p, list_new(p), LEAF(NAME, $1)); }
| name_list ',' NAME              { $$ = list_add(p, $1, LEAF(NAME, $3)); }
;
option: NAME '=' option_value     { $$ = with_name(MAKE(OPTION, @$, $3), $1); };
option_value: value | FUNCTION    { $$ = LEAF(NAME, $1); };
option_list:
  option                          { $$ = list_add(p, list_new(p), $1); }
| option_list ',' option          { $$ = list_add(p, $1, $3); }
;
fit_target:
  NAME                            { $$ = LEAF(NAME, $1); }
| NAME '(' args ')'               { $$ = make_call(p, $1, @$, $3); }
;
model_arguments:
  %empty                          { $$ = node_new(p->arena, NODE_ARGUMENTS, @$, 0, NULL); }
| '(' arguments ')'               { $$ = from_list(p, NODE_ARGUMENTS, @2, $2); }
;

/* ---- axes, domains, arguments */

axes_opt: %empty { $$ = NULL; } | axes;
axes:
  '[' values ']'                  { $$ = from_list(p, NODE_AXES, @$, $2); }
| '[' values BAR values ']'       { $$ = from_list(p, NODE_AXES, @$, list_join(p, $2, '|', $4)); }
;

domains_opt: %empty { $$ = NULL; } | domains;
domains:
  domain
| domains domain                  { $$ = add_domain(p, @$, $1, $2); }
;
domain:
  bound_op sum                    { $$ = with_op(MAKE(DOMAIN_BOUND, @$, $2), $1, @1); }
| IN in_domain                    { $$ = $2; }
| NAME                            { $$ = with_name(MAKE(DOMAIN_SET, @$, NULL), $1); $$->bare = true; }
;
in_domain:
  interval
| range_first DOTS sum            { $$ = MAKE(DOMAIN_LABEL, @$, $1, $3); }
| NAME                            { $$ = with_name(MAKE(DOMAIN_SET, @$, NULL), $1); }
| NAME '(' args ')'               { $$ = with_name(from_first(p, NODE_DOMAIN_SET, @$, NULL, $3), $1); }
;
interval: interval_open expr ',' expr interval_close { $$ = make_interval(p, @$, $1, $2, $4, $5); };
interval_open: '(' { $$ = true; } | '[' { $$ = false; };
interval_close: ')' { $$ = true; } | ']' { $$ = false; };
range_first:
  range_item
| range_first '+' range_item      { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_ADD, @2); }
| range_first '-' range_item      { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_SUB, @2); }
;
range_item: NUMBER { $$ = make_number(p, $1); } | NAME { $$ = LEAF(NAME, $1); };
bound_op: '<' { $$ = OP_LT; } | LE { $$ = OP_LE; } | '>' { $$ = OP_GT; } | GE { $$ = OP_GE; };

arguments:
  %empty                          { $$ = list_new(p); }
| argument_list
| argument_list BAR argument_list { $$ = list_join(p, $1, '|', $3); }
| argument_list ';' argument_list { $$ = list_join(p, $1, ';', $3); }
;
argument_list:
  argument                        { $$ = list_add(p, list_new(p), $1); }
| argument_list ',' argument      { $$ = list_add(p, $1, $3); }
;
argument:
  NAME axes_opt domains_opt default_opt        { $$ = with_name(MAKE(ARGUMENT, @$, $2, $3, $4), $1); }
| NAME axes_opt domains_opt STRING default_opt { $$ = with_text(with_name(MAKE(ARGUMENT, @$, $2, $3, $5), $1), $4); };
default_opt: %empty { $$ = NULL; } | '=' option_value { $$ = $2; };

/* ---- expressions, loosest first; term, product, binder: what begins with a binder goes on to the right as far as * and / do */

value:
  expr
| sum DOTS sum                    { $$ = at(MAKE(RANGE, @$, $1, $3), @2); }
;
values:
  value                           { $$ = list_add(p, list_new(p), $1); }
| values ',' value                { $$ = list_add(p, $1, $3); }
;
expr:
  or
| IF expr THEN expr ELSE expr     { $$ = at(MAKE(IF, @$, $2, $4, $6), @1); }
;
or:
  and
| or OR and                       { $$ = at(MAKE(OR, @$, $1, $3), @2); }
;
and:
  not
| and AND not                     { $$ = at(MAKE(AND, @$, $1, $3), @2); }
;
not:
  comparison
| NOT not                         { $$ = at(MAKE(NOT, @$, $2), @1); }
;
comparison:
  sum
| sum compare sum                 { $$ = with_op(MAKE(COMPARE, @$, $1, $3), $2, @2); }
| sum IN in_domain                { $$ = at(MAKE(MEMBER, @$, $1, $3), @2); }
;
compare: bound_op | EQ { $$ = OP_EQ; } | NE { $$ = OP_NE; };
sum:
  term
| sum '+' term                    { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_ADD, @2); }
| sum '-' term                    { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_SUB, @2); }
;
term:
  product
| binder
| product '*' binder              { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_MUL, @2); }
| product '/' binder              { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_DIV, @2); }
;
product:
  unary
| product '*' unary               { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_MUL, @2); }
| product '/' unary               { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_DIV, @2); }
;
binder:
  prefix_binder
| '-' binder                      { $$ = at(MAKE(NEGATE, @$, $2), @1); }
;
prefix_binder:
  head_binder
| NAME head_binder                { $$ = make_bare(p, $1, @$, $2); }
| FUNCTION prefix_binder          { $$ = make_bare(p, $1, @$, $2); }
;
head_binder:
  BINDER '{' bound_list condition_opt parameter_opt '}' term
    { $$ = with_name(MAKE(BINDER, @$, from_list(p, NODE_BOUNDS, @3, $3), $4, $5, $7), $1); }
;
bound_list:
  bound                           { $$ = list_add(p, list_new(p), $1); }
| bound_list ',' bound            { $$ = list_add(p, $1, $3); }
;
bound:
  NAME                            { $$ = with_name(MAKE(BOUND, @$, NULL), $1); }
| NAME IN bound_range             { $$ = with_name(MAKE(BOUND, @$, $3), $1); }
;
bound_range:
  sum
| sum DOTS sum                    { $$ = at(MAKE(RANGE, @$, $1, $3), @2); }
| NAME ARROW NAME                 { $$ = at(MAKE(MAP, @$, LEAF(NAME, $1), LEAF(NAME, $3)), @2); }
;
condition_opt: %empty { $$ = NULL; } | ':' expr { $$ = $2; };
parameter_opt: %empty { $$ = NULL; } | ';' expr { $$ = $2; };

unary:
  power
| '-' unary                       { $$ = at(MAKE(NEGATE, @$, $2), @1); }
| FUNCTION bare                   { $$ = make_bare(p, $1, @$, $2); }
;
bare:                             /* what a function takes without brackets */
  primary
| primary '^' exponent            { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_POW, @2); }
| FUNCTION bare                   { $$ = make_bare(p, $1, @$, $2); }
;
power:
  postfix
| postfix '^' exponent            { $$ = with_op(MAKE(BINARY, @$, $1, $3), OP_POW, @2); }
;
exponent:
  power
| '-' exponent                    { $$ = at(MAKE(NEGATE, @$, $2), @1); }
;
postfix: primary | closed;
primary:                          /* begins with no bracket: `log (a)` is a call */
  NUMBER                          { $$ = make_number(p, $1); }
| INF                             { $$ = node_new(p->arena, NODE_NUMBER, @$, 0, NULL); $$->number = INFINITY; }
| STRING                          { $$ = with_text(node_new(p->arena, NODE_STRING, @$, 0, NULL), $1); }
| NAME                            { $$ = LEAF(NAME, $1); }
| LOSS                            { $$ = LEAF(NAME, $1); }
| call
| norm
| primary '[' indices ']'         { $$ = from_first(p, NODE_INDEX, @$, $1, $3); $$->at = $1->at; }
| primary '.' NAME                { $$ = with_name(MAKE(FIELD, @$, $1), $3); }
| primary '.' NAME '(' args ')'   { $$ = with_name(MAKE(FIELD, @$, $1, make_call(p, $3, span_join(@3, @6), $5)), $3); }
;
closed:
  '(' expr ')'                    { $$ = $2; }
| '[' array_items ']'             { $$ = from_list(p, NODE_ARRAY, @$, $2); }
| closed '[' indices ']'          { $$ = from_first(p, NODE_INDEX, @$, $1, $3); $$->at = $1->at; }
| closed '.' NAME                 { $$ = with_name(MAKE(FIELD, @$, $1), $3); }
;
norm: BAR_OPEN expr BAR_CLOSE     { $$ = MAKE(NORM, @$, $2); $$->number = $3->number; };
array_items: values | values ',';
call: function_name '(' args ')'  { $$ = make_call(p, $1, @$, $3); };
args:
  %empty                          { $$ = list_new(p); }
| arg_list
| arg_list BAR arg_list           { $$ = list_join(p, $1, '|', $3); }
| arg_list ';' arg_list           { $$ = list_join(p, $1, ';', $3); }
;
arg_list:
  arg                             { $$ = list_add(p, list_new(p), $1); }
| arg_list ',' arg                { $$ = list_add(p, $1, $3); }
;
arg: value | FUNCTION { $$ = LEAF(NAME, $1); } | option;
indices:
  index_list
| index_list BAR index_list       { $$ = list_join(p, $1, '|', $3); }
;
index_list:
  index                           { $$ = list_add(p, list_new(p), $1); }
| index_list ',' index            { $$ = list_add(p, $1, $3); }
;
index: value | ':'                { $$ = node_new(p->arena, NODE_ALL, @$, 0, NULL); };

/* ---- clauses of rule files */

clause:
  CLAUSE_TEXT STRING              { $$ = with_text(CLAUSE($1, @$, NULL, NULL, NULL), $2); }
| CLAUSE_EXPR expr where_opt      { $$ = CLAUSE($1, @$, NULL, $2, $3); }
| CLAUSE_EXPR_OF '[' NUMBER ']' expr where_opt { $$ = CLAUSE($1, @$, make_number(p, $3), $5, $6); }
| CLAUSE_FOR expr where_opt       { $$ = CLAUSE($1, @$, NULL, $2, $3); }
| CLAUSE_FOR_UNKNOWNS argument_list ':' expr where_opt
    { $$ = CLAUSE($1, @$, from_list(p, NODE_ARGUMENTS, @2, $2), $4, $5); }
| CLAUSE_FOR_UNKNOWNS argument_list ':' sum '=' expr
    { $$ = CLAUSE($1, @$, from_list(p, NODE_ARGUMENTS, @2, $2), with_op(MAKE(COMPARE, @$, $4, $6), OP_EQ, @5), NULL); }
| CLAUSE_ASSIGN place '=' expr where_opt { $$ = CLAUSE($1, @$, $2, $4, $5); }
| CLAUSE_NEEDS conditions         { $$ = CLAUSE($1, @$, NULL, $2, NULL); }
| CLAUSE_NEEDS conditions ELSE expr { $$ = CLAUSE($1, @$, NULL, $2, $4); }
| CLAUSE_WORD word                { $$ = CLAUSE($1, @$, NULL, $2, NULL); }
| CLAUSE_CHECK samples            { $$ = CLAUSE($1, @$, NULL, from_list(p, NODE_CHECKS, @2, $2), NULL); }
| CLAUSE_RANGE range_domain       { $$ = CLAUSE($1, @$, NULL, $2, NULL); }
| CLAUSE_WORDS words where_opt    { $$ = CLAUSE($1, @$, NULL, from_list(p, NODE_NAMES, @2, $2), $3); }
| CLAUSE_IN IN expr where_opt     { $$ = CLAUSE($1, @$, NULL, $3, $4); }
| CLAUSE_BOUND LE sum where_opt   { $$ = CLAUSE($1, @$, NULL, $3, $4); $$->op = OP_LE; }
| CLAUSE_BOUND GE sum where_opt   { $$ = CLAUSE($1, @$, NULL, $3, $4); $$->op = OP_GE; }
;
where_opt: %empty { $$ = NULL; } | WHERE conditions { $$ = $2; };
conditions:                       /* a comma is an `and` */
  expr
| conditions ',' expr             { $$ = at(MAKE(AND, @$, $1, $3), @2); }
;
place:
  NAME                            { $$ = LEAF(NAME, $1); }
| NAME '[' indices ']'            { $$ = from_first(p, NODE_INDEX, @$, LEAF(NAME, $1), $3); $$->at = @1; }
;
samples:
  sample                          { $$ = list_add(p, list_new(p), $1); }
| samples ',' sample              { $$ = list_add(p, $1, $3); }
;
sample:
  place domains                   { $$ = at(MAKE(SAMPLE, @$, $1, $2), $1->at); }
| option
;
range_domain: in_domain | IN in_domain { $$ = $2; } | bound_op sum { $$ = with_op(MAKE(DOMAIN_BOUND, @$, $2), $1, @1); };
words:
  word                            { $$ = list_add(p, list_new(p), $1); }
| words ',' word                  { $$ = list_add(p, $1, $3); }
;
word:
  NAME                            { $$ = LEAF(NAME, $1); }
| NAME '-' NAME                   { $$ = make_word(p, @$, $1, $3); }
;

%%

static int yylex(YYSTYPE *value, Span *span, Parser *p)
{
  const Token *t = &p->token[p->next++];
  value->token = t;
  *span = t->span;
  return t->kind;
}

/* bison names what it expects by its own numbers */
static int token_kind(yysymbol_kind_t symbol)
{
  int kind = 0;
  while (kind < YYMAXUTOK && YYTRANSLATE(kind) != symbol) kind++;
  return kind;
}

static int yyreport_syntax_error(const yypcontext_t *context, Parser *p)
{
  yysymbol_kind_t symbols[YYNTOKENS];
  int n = yypcontext_expected_tokens(context, symbols, YYNTOKENS), kinds[YYNTOKENS];
  if (n < 0) return n;
  for (int i = 0; i < n; i++) kinds[i] = token_kind(symbols[i]);
  parser_report(p, p->next - 1, kinds, n);
  return 0;
}

/* bison itself calls this only when its stack is full */
static void yyerror(Span *span, Parser *p, const char *message)
{
  (void)message;
  diag_add(p->diags, *span, MSG_SYNTAX_DEEP);
}
