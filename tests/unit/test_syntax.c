/* The sentences of the manual's chapter on lexical form and the statements, each held against the parser; messages; printing
 * and reading back; random token strings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "syntax/parse.h"
#include "syntax/scan.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The tree with all its brackets: (op a b) for operators, name(a, b) for calls, sum{i in N: c; m}(body) for binders. */
static void put_shape(Buf *b, const Node *n)
{
  if (!n) {
    buf_put(b, "-");
    return;
  }
  const char *open = "(", *close = ")";
  switch (n->kind) {
  case NODE_NUMBER: buf_number(b, n->number); return;
  case NODE_NAME: buf_put(b, n->name->text); return;
  case NODE_STRING: buf_printf(b, "\"%s\"", n->string); return;
  case NODE_ALL: buf_put(b, ":"); return;
  case NODE_EXPR: put_shape(b, n->kid[0]); return;
  case NODE_BINARY: case NODE_COMPARE: buf_printf(b, "(%s ", op_text(n->op)); open = ""; break;
  case NODE_CALL: buf_put(b, n->name->text); break;
  case NODE_NORM: open = n->number == 1 ? "|1 " : "|"; close = "|"; break;
  case NODE_BLOCK: open = close = ""; break;
  default:
    buf_printf(b, "(%s%s%s", node_kind_word(n->kind), n->name ? " " : "", n->name ? n->name->text : "");
    if (n->string) buf_printf(b, " \"%s\"", n->string);
    if (n->op) buf_printf(b, " %s", op_text(n->op));
    open = n->nkids ? " " : "";
  }
  buf_put(b, open);
  for (int i = 0; i < n->nkids; i++) {
    if (i) buf_put(b, n->kind == NODE_BLOCK ? "\n" : n->bar && i == n->bar + (n->kind == NODE_INDEX) ? (n->separator == '|' ? " | " : " ; ") : " ");
    put_shape(b, n->kid[i]);
  }
  buf_put(b, close);
}

static Node *read_text(Arena *a, const char *text, size_t len, DiagList *diags)
{
  *diags = (DiagList){ .arena = a };
  return parse_source(a, source_from_text(a, "t.em", ".", text, len), diags);
}

static char *message_text(const DiagList *diags)
{
  char *text = NULL;
  size_t len;
  FILE *f = open_memstream(&text, &len);
  diag_print(diags, f, false);
  fclose(f);
  return text;
}

static void expect_shape(const char *text, const char *want)
{
  Arena *a = arena_new();
  DiagList diags;
  Node *n = read_text(a, text, strlen(text), &diags);
  Buf got = {0};
  if (diags.errors) {
    char *m = message_text(&diags);
    buf_put(&got, m);
    free(m);
  } else {
    put_shape(&got, n);
  }
  if (strcmp(buf_text(&got), want)) {
    print_error("%s\n  read as   %s\n  should be %s\n", text, buf_text(&got), want);
    fail();
  }
  buf_free(&got);
  arena_free(a);
}

/* both texts are the same tree */
static void expect_same(const char *text, const char *other)
{
  Arena *a = arena_new();
  DiagList d1, d2;
  Node *n = read_text(a, text, strlen(text), &d1), *m = read_text(a, other, strlen(other), &d2);
  Buf x = {0}, y = {0};
  put_shape(&x, n);
  put_shape(&y, m);
  assert_int_equal(d1.errors + d2.errors, 0);
  assert_string_equal(buf_text(&x), buf_text(&y));
  buf_free(&x);
  buf_free(&y);
  arena_free(a);
}

/* the messages, one a line, "line:column: text", hints behind " / " */
static void expect_messages(const char *text, size_t len, const char *want)
{
  Arena *a = arena_new();
  DiagList diags;
  read_text(a, text, len, &diags);
  Buf got = {0};
  for (const Diag *d = diags.first; d; d = d->next) {
    int line, column;
    source_position(d->span.source, d->span.begin, &line, &column);
    buf_printf(&got, "%s%d:%d: %s", got.len ? "\n" : "", line, column, d->text);
    for (const DiagPart *p = d->parts; p; p = p->next) buf_printf(&got, " / %s", p->text);
  }
  if (strcmp(buf_text(&got), want)) {
    print_error("%s\n  gives     %s\n  should be %s\n", text, buf_text(&got), want);
    fail();
  }
  buf_free(&got);
  arena_free(a);
}

typedef struct Pair { const char *text, *want; } Pair;

static void check_shapes(const Pair *p, size_t n)
{
  for (size_t i = 0; i < n; i++) expect_shape(p[i].text, p[i].want);
}
static void check_messages(const Pair *p, size_t n)
{
  for (size_t i = 0; i < n; i++) expect_messages(p[i].text, strlen(p[i].text), p[i].want);
}
#define SHAPES(...) do { static const Pair p_[] = { __VA_ARGS__ }; check_shapes(p_, sizeof p_ / sizeof *p_); } while (0)
#define MESSAGES(...) do { static const Pair p_[] = { __VA_ARGS__ }; check_messages(p_, sizeof p_ / sizeof *p_); } while (0)

static void precedence(void **state)
{
  (void)state;
  SHAPES(
    {"a + b * c", "(+ a (* b c))"},
    {"a - b - c", "(- (- a b) c)"},
    {"a / b * c", "(* (/ a b) c)"},
    {"a^b^c", "(^ a (^ b c))"},
    {"-x^2", "(negate (^ x 2))"},
    {"2^-x", "(^ 2 (negate x))"},
    {"2^-x^2", "(^ 2 (negate (^ x 2)))"},
    {"-a * b", "(* (negate a) b)"},
    {"a - -b", "(- a (negate b))"},
    {"a * -b", "(* a (negate b))"},
    {"a < b + 1", "(< a (+ b 1))"},
    {"not a < b and c or d", "(or (and (not (< a b)) c) d)"},
    {"if a then b else if c then d else e", "(if a b (if c d e))"},
    {"(if a then b else c) + 1", "(+ (if a b c) 1)"},
    {"if a then b else c + 1", "(if a b (+ c 1))"},
    {"f(if a then b else c)", "f((if a b c))"},
    {"a == b", "(== a b)"}, {"a != b", "(!= a b)"}, {"a <= b", "(<= a b)"}, {"a >= b", "(>= a b)"});
}

static void binders(void **state)
{
  (void)state;
  SHAPES(
    {"sum{i} a[i]*b[i] + c", "(+ (binder sum (bounds (bound i -)) - - (* (index a i) (index b i))) c)"},
    {"a / sum{k} b[k] * c[k]", "(/ a (binder sum (bounds (bound k -)) - - (* (index b k) (index c k))))"},
    {"sum{i} -a[i]*b[i]", "(binder sum (bounds (bound i -)) - - (* (negate (index a i)) (index b i)))"},
    {"a * -sum{i} x[i]", "(* a (negate (binder sum (bounds (bound i -)) - - (index x i))))"},
    {"-sum{i} x[i] * y + z", "(+ (negate (binder sum (bounds (bound i -)) - - (* (index x i) y))) z)"},
    {"log sum{z} a[z] * b", "log((binder sum (bounds (bound z -)) - - (* (index a z) b)))"},
    {"f sum{z} a[z] * b", "f((binder sum (bounds (bound z -)) - - (* (index a z) b)))"},
    {"log f sum{z} a", "log(f((binder sum (bounds (bound z -)) - - a)))"},
    {"sum{i} min{k} |x[i] - c[k]|^2",
     "(binder sum (bounds (bound i -)) - - (binder min (bounds (bound k -)) - - (^ |(- (index x i) (index c k))| 2)))"},
    {"sum{i in N, j in 2..T : i < j} x", "(binder sum (bounds (bound i N) (bound j (range 2 T))) (< i j) - x)"},
    {"softmin{k; M} f", "(binder softmin (bounds (bound k -)) - M f)"},
    {"array{i in N, j in M} e", "(binder array (bounds (bound i N) (bound j M)) - - e)"},
    {"sum{u, m in nz(Y)} r", "(binder sum (bounds (bound u -) (bound m nz(Y))) - - r)"},
    {"sum{z in T -> S} f", "(binder sum (bounds (bound z (map T S))) - - f)"},
    {"sum{i} x[i]^2", "(binder sum (bounds (bound i -)) - - (^ (index x i) 2))"},
    {"sum(v) * 2", "(* sum(v) 2)"}, {"min(a, b)", "min(a b)"},
    {"sum{i}\n x[i]", "(binder sum (bounds (bound i -)) - - (index x i))"});
}

static void functions_and_bars(void **state)
{
  (void)state;
  SHAPES(
    {"log |x|^2", "log((^ |x| 2))"},
    {"log |x|^2 * 3", "(* log((^ |x| 2)) 3)"},
    {"exp(-|x|^2)", "exp((negate (^ |x| 2)))"},
    {"log(x)^2", "(^ log(x) 2)"},
    {"sqrt |v|", "sqrt(|v|)"},
    {"-log |x|", "(negate log(|x|))"},
    {"log p[k] + 1", "(+ log((index p k)) 1)"},
    {"|v|_1", "|1 v|"}, {"|v|_1^2", "(^ |1 v| 2)"}, {"|v| - _1", "(- |v| _1)"},
    {"||x| - |y||", "|(- |x| |y|)|"},
    {"| |x| |", "||x||"},
    {"normal(|x[i]| | m, v)", "normal(|(index x i)| | m v)"},
    {"|normal(x | m, v)|", "|normal(x | m v)|"},
    {"phi[w | z]", "(index phi w | z)"},
    {"phi[w, z]", "(index phi w z)"},
    {"x[:, d]", "(index x : d)"}, {"phi[: | z]", "(index phi : | z)"}, {"x[2..T]", "(index x (range 2 T))"}, {"x[t-1]", "(index x (- t 1))"},
    {"huber(r; d)", "huber(r ; d)"},
    {"|x[i] - c[k]|^2", "(^ |(- (index x i) (index c k))| 2)"},
    {"dot(a, |b|)", "dot(a |b|)"},
    {"[|a|, |b|]", "(array |a| |b|)"},
    {"print |a|\nprint |b|", "(print |a|)\n(print |b|)"});
}

static void words_and_numbers(void **state)
{
  (void)state;
  SHAPES(
    {"1..K", "(range 1 K)"}, {"print 1..3", "(print (range 1 3))"},
    {"0.5", "0.5"}, {"1e-3", "0.001"}, {"inf", "inf"}, {"3", "3"}, {"1E5", "100000"},
    {"\"a\\\"b\\\\c\"", "\"a\"b\\c\""},
    {"\xCE\xB8 + \xC3\xA9t\xC3\xA9_2", "(+ \xCE\xB8 \xC3\xA9t\xC3\xA9_2)"},
    {"_a1", "_a1"},
    {"m.loss + m.data", "(+ (field loss m) (field data m))"},
    {"init[1] + to + with", "(+ (+ (index init 1) to) with)"},
    {"a # comment | ( \"", "a"},
    {"[[1, 2], [3, 4]]", "(array (array 1 2) (array 3 4))"},
    {"\xEF\xBB\xBFlet x = 1", "(let x - 1)"},
    {"let x = 1\r\nlet y = 2\r\n", "(let x - 1)\n(let y - 2)"});
  Arena *a = arena_new();
  DiagList diags;
  static const struct { const char *text; bool exact; int64_t num, den; } numbers[] = {
    {"0.5", true, 1, 2}, {"0.1", true, 1, 10}, {"1e-3", true, 1, 1000}, {"2.50", true, 5, 2}, {"0", true, 0, 1}, {"0.000", true, 0, 1},
    {"1e15", true, 1000000000000000, 1}, {"3", true, 3, 1}, {"1e300", false, 0, 0}, {"inf", false, 0, 0}, {"0.1234567890123456789", false, 0, 0},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    const Node *n = read_text(a, numbers[i].text, strlen(numbers[i].text), &diags)->kid[0]->kid[0];
    assert_int_equal(n->exact, numbers[i].exact);
    assert_int_equal(n->num, numbers[i].num);
    assert_int_equal(n->den, numbers[i].den);
  }
  arena_free(a);
}

static void lines(void **state)
{
  (void)state;
  SHAPES(
    {"let a = 1; let b = 2", "(let a - 1)\n(let b - 2)"},
    {"let a =\n 1 +\n 2", "(let a - (+ 1 2))"},
    {"print f(a,\n b\n , c)", "(print f(a b c))"},
    {"print [1,\n\n 2]\n\n\nprint 3", "(print (array 1 2))\n(print 3)"},
    {"param x init\n 0", "(param x - - 0 - -)"},
    {"print if a then\n b else\n c", "(print (if a b c))"},
    {"fn f(x |\n m) = x", "(fn f (arguments (argument x - - -) | (argument m - - -)) x)"},
    {"fit\nderive\ncheck\ngrad", "(fit - - -)\n(derive - - -)\n(check -)\n(grad - -)"},
    {"minimize sum{i,\n j} |x|\nfit", "(minimize (binder sum (bounds (bound i -) (bound j -)) - - |x|) - -)\n(fit - - -)"});
}

static void statements(void **state)
{
  (void)state;
  SHAPES(
    {"let K = 2", "(let K - 2)"},
    {"data x[N, D] = csv(\"f.csv\", columns = \"a, b\", header = true)",
     "(data x (axes N D) - csv(\"f.csv\" (option columns \"a, b\") (option header true)))"},
    {"param m", "(param m - - - - -)"},
    {"param c[K, D] init sample(x)", "(param c (axes K D) - sample(x) - -)"},
    {"param phi[W | Z]", "(param phi (axes W | Z) - - - -)"},
    {"param phi[A, B | Z]", "(param phi (axes A B | Z) - - - -)"},
    {"param w[K] in simplex init 1 / K", "(param w (axes K) (domain-set simplex -) (/ 1 K) - -)"},
    {"param a > 0 init 1", "(param a - (domain-bound > 0) 1 - -)"},
    {"param a >= -1", "(param a - (domain-bound >= (negate 1)) - - -)"},
    {"param a in (0, 1)", "(param a - (domain-interval 0 1) - - -)"},
    {"param a in [0, 1)", "(param a - (domain-interval 0 1) - - -)"},
    {"param S[K, D, D] in spd diagonal init eye(D)", "(param S (axes K D D) (domain-set spd diagonal) eye(D) - -)"},
    {"param v in ball(2)", "(param v - (domain-set ball - 2) - - -)"},
    {"param v in simplex(K)", "(param v - (domain-set simplex - K) - - -)"},
    {"param z[N] in 1..K", "(param z (axes N) (domain-label 1 K) - - -)"},
    {"param t[K] ordered init 0", "(param t (axes K) (domain-set ordered -) 0 - -)"},
    {"param t[K] in [0, 1] ordered", "(param t (axes K) (domain-all (domain-interval 0 1) (domain-set ordered -)) - - -)"},
    {"param w in simplex ~ dirichlet(1) init 0", "(param w - (domain-set simplex -) 0 dirichlet(1) -)"},
    {"param family.args[K]", "(param-args family (axes K) - - - -)"},
    {"fn f(x, y) = x + y", "(fn f (arguments (argument x - - -) (argument y - - -)) (+ x y))"},
    {"fn poisson(x >= 0 | m > 0) = x",
     "(fn poisson (arguments (argument x - (domain-bound >= 0) -) | (argument m - (domain-bound > 0) -)) x)"},
    {"fn normal(x[D] | mu[D], v[D, D] in spd) = x",
     "(fn normal (arguments (argument x (axes D) - -) | (argument mu (axes D) - -) (argument v (axes D D) (domain-set spd -) -)) x)"},
    {"fn huber(r; delta) = r", "(fn huber (arguments (argument r - - -) ; (argument delta - - -)) r)"},
    {"minimize x^2", "(minimize (^ x 2) - -)"},
    {"maximize x subject to x < 1", "(maximize x (< x 1) -)"},
    {"loss F = x", "(loss F x)"},
    {"derive all", "(derive all - -)"}, {"derive m as latex", "(derive m latex -)"}, {"derive using a, b", "(derive - - (names a b))"},
    {"grad F wrt p", "(grad F p)"}, {"check F", "(check F)"},
    {"fit F with iters = 3, method = gd", "(fit F - (options (option iters 3) (option method gd)))"},
    {"fit m = mixture(x, K = 3, family = normal) with seed = 1",
     "(fit m mixture(x (option K 3) (option family normal)) - (options (option seed 1)))"},
    {"fit using jensen_log with tol = 0", "(fit - (names jensen_log) (options (option tol 0)))"},
    {"print a, b", "(print a b)"}, {"plot a, b to \"x.svg\"", "(plot \"x.svg\" a b)"}, {"plot surrogate(p)", "(plot surrogate(p))"},
    {"save a, b to \"x.csv\"", "(save \"x.csv\" a b)"},
    {"use \"a.em\"; use mixture", "(use \"a.em\")\n(use mixture)"},
    {"fix p[3] = 1", "(fix (index p 3) 1)"},
    {"require x > 0, \"a\"", "(require \"a\" (> x 0) -)"}, {"require x, \"a\", \"b\"", "(require \"a\" x \"b\")"},
    {"model m(x, K = 2)\n param c[K]\n minimize x\nend", "(model m (arguments (argument x - - -) (argument K - - 2)) (param c (axes K) - - - -)\n(minimize x - -))"},
    {"model m\n minimize x\nend\nprint 1", "(model m (arguments) (minimize x - -))\n(print 1)"},
    {"noise e[N, Z] ~ normal(0, 1)", "(noise e (axes N Z) normal(0 1))"},
    {"alternate { minimize F over theta; minimize G over lambda }",
     "(alternate (minimize F - (names theta)) (minimize G - (names lambda)))"},
    {"alternate {\n minimize F over theta\n maximize G over a, b\n}\nprint 1",
     "(alternate (minimize F - (names theta)) (maximize G - (names a b)))\n(print 1)"},
    {"noise + alternate + chart", "(+ (+ noise alternate) chart)"});
}

static void rules(void **state)
{
  (void)state;
  SHAPES(
    {"majorizer j\n id \"R-J\"\n order 30\n for -log sum{z} a[z] where a[z] >= 0, z > 1\n bound b\n with r[z] = c\n check a[z] in (0.1, 5), Z = 4\nend",
     "(majorizer j (clause id \"R-J\" - - -) (clause order - 30 -) "
     "(clause for - (negate log((binder sum (bounds (bound z -)) - - (index a z)))) (and (>= (index a z) 0) (> z 1))) "
     "(clause bound - b -) (clause with (index r z) c -) "
     "(clause check - (checks (sample (index a z) (domain-interval 0.1 5)) (option Z 4)) -))"},
    {"minimizer n\n for p in simplex: -p\n   where a >= 0\n let s = 1\n gives p[k] = a\n needs s > 0 else keep\n update closed-form\nend",
     "(minimizer n (clause for (arguments (argument p - (domain-set simplex -) -)) (negate p) (>= a 0)) (clause let s 1 -) "
     "(clause gives (index p k) a -) (clause needs - (> s 0) keep) (clause update - closed-form -))"},
    {"minimizer n for x > 0: x end\nlet k = 3", "(minimizer n (clause for (arguments (argument x - (domain-bound > 0) -)) x -))\n(let k - 3)"},
    {"minimizer n for x > 0: x end", "(minimizer n (clause for (arguments (argument x - (domain-bound > 0) -)) x -))"},
    {"minimizer n for mu[D], S[D, D] in spd: x end",
     "(minimizer n (clause for (arguments (argument mu (axes D) - -) (argument S (axes D D) (domain-set spd -) -)) x -))"},
    {"function log(x)  domain x > 0;  derivative 1/x;  range real;  shape increasing, concave;  end",
     "(function log (arguments (argument x - - -)) (clause domain - (> x 0) -) (clause derivative - (/ 1 x) -) "
     "(clause range - (domain-set real -) -) (clause shape - (names increasing concave) -))"},
    {"function b(n, x)\n derivative[2] n\n range > 0\n shape convex where x >= 0\n concave in log x where x > 1\n curvature <= 1/4\n evaluate \"b\"\nend",
     "(function b (arguments (argument n - - -) (argument x - - -)) (clause derivative 2 n -) (clause range - (domain-bound > 0) -) "
     "(clause shape - (names convex) (>= x 0)) (clause concave - log(x) (> x 1)) (clause curvature <= - (/ 1 4) -) (clause evaluate \"b\" - - -))"},
    {"chart positive  for x > 0:  x = exp(u)  inverse u = log(x)  end",
     "(chart positive (clause for (arguments (argument x - (domain-bound > 0) -)) (== x exp(u)) -) (clause inverse u log(x) -))"},
    {"function f(x) domain x in (0, 1) end", "(function f (arguments (argument x - - -)) (clause domain - (member x (domain-interval 0 1)) -))"});
}

static void messages(void **state)
{
  (void)state;
  MESSAGES(
    {"let x 3", "1:7: expected '=' or '[', found '3'"},
    {"let loss = 3", "1:5: expected a name, found the keyword 'loss' / 'loss' is a keyword: choose another name"},
    {"let log = 3", "1:5: expected a name, found the function 'log' / 'log' is a built-in function: choose another name"},
    {"parm x", "1:6: expected an operator or the end of the line, found 'x' / did you mean 'param'?"},
    {"x = 3", "1:3: expected an operator or the end of the line, found '=' / a value is named with 'let': let x = …; equality is '=='"},
    {"print 2x", "1:8: expected ',', an operator or the end of the line, found 'x' / a product needs its '*': 2 * x"},
    {"print a < b < c", "1:13: expected ',', an operator or the end of the line, found '<' / comparisons do not chain: write 'a < b and b < c'"},
    {"print 2 * if a then b else c", "1:11: expected an operand, found the keyword 'if' / put the 'if' in brackets: (if … then … else …)"},
    {"print sum{i} if a then b else c", "1:14: expected an operand, found the keyword 'if' / put the 'if' in brackets: (if … then … else …)"},
    {"print sum(i) x[i]", "1:14: expected ',', an operator or the end of the line, found 'x' / its index variables stand in braces: sum{i} …"},
    {"print 3 +", "1:10: expected an operand, but the statement ends here"},
    {"print (3 + 4]", "1:13: ']' does not close '(' / it was opened here"},
    {"print 3)", "1:8: ')' closes nothing / delete it, or open it before"},
    {"print |x\nprint 1", "1:7: the norm is still open at the end of its line / a bar where an operand is expected opens a norm; a norm stands on one line: |x[i] - c|"},
    {"print |x|_2", "1:10: there is no norm of the kind '2' / there are |v|, the Euclidean norm, and |v|_1, the sum of absolute values"},
    {"print 1.", "1:9: expected a name, but the statement ends here / a decimal point has digits on both sides"},
    {"print 1. + 2", "1:7: a decimal point has digits on both sides / write '1.0', or '1' for a whole number"},
    {"print .5", "1:7: a decimal point has digits on both sides / write '0.5'"},
    {"print 1e999", "1:7: this number is too large for double precision"},
    {"print \"abc", "1:7: this string is not closed on its line / a '\"' inside a string is written '\\\"', the end of a line '\\n'"},
    {"print a \xC3\x97 b", "1:9: '\xC3\x97' (U+00D7) means nothing here / write '*'"},
    {"print log -x", "1:11: expected an operand, found '-' / write log(-…)"},
    {"minimize a\n  + b", "2:3: expected a statement, found '+' / a line goes on only inside brackets or after an operator: end the line above with it"},
    {"minimize a\n  - b", "2:3: this line is a statement of its own: it does not continue the line above / a line goes on inside brackets or after an operator: end the line above with the '-'"},
    {"model m(x)\n minimize x", "1:1: this model has no 'end' / write 'end' on a line of its own behind its last line"},
    {"end", "1:1: 'end' closes nothing / it closes a 'model' or a block of rules"},
    {"majorizer foo\n bund x\nend", "2:2: no clause of a majorizer begins with 'bund' / did you mean 'bound'?"},
    {"param x init 1 init 2", "1:16: this part of the declaration was given before"},
    {"print \"\xE2\x80\xAE\"", "1:8: the invisible character U+202E may show this text in another order than it is read"});
}

/* several in one run; a line with a statement keyword starts a statement whatever is open */
static void recovery(void **state)
{
  (void)state;
  MESSAGES(
    {"let = 1\nprint 3 3\nlet y = 2", "1:5: expected a name, found '='\n2:9: expected ',', an operator or the end of the line, found '3' / if a product is meant, write '*'"},
    {"data n = [\n [0, 1],\nprint 3 3",
     "1:10: '[' is still open where the next statement begins / close it with ']'\n3:9: expected ',', an operator or the end of the line, found '3' / if a product is meant, write '*'"},
    {"print f(|x\n, y)\nprint 3 3",
     "1:9: the norm is still open at the end of its line / a bar where an operand is expected opens a norm; a norm stands on one line: |x[i] - c|\n"
     "3:9: expected ',', an operator or the end of the line, found '3' / if a product is meant, write '*'"},
    {"print \xC3\x97 \xC3\x97\nprint \xC3\x97",
     "1:7: '\xC3\x97' (U+00D7) means nothing here / write '*'\n2:7: '\xC3\x97' (U+00D7) means nothing here / write '*'"},
    {"model a(x\n minimize x 2\nend\nprint 1",
     "1:8: '(' is still open where the next statement begins / close it with ')'\n2:13: expected an operator or the end of the line, found '2' / if a product is meant, write '*'"});
  expect_messages("print \"\xC3\xA9\" + \xFFx", 15, "1:13: byte 0xFF at offset 13 is not UTF-8 / save the text as UTF-8");
}

static char *repeat(const char *a, int n, const char *middle, const char *b, size_t *len)
{
  Buf s = {0};
  buf_put(&s, "print ");
  for (int i = 0; i < n; i++) buf_put(&s, a);
  buf_put(&s, middle);
  for (int i = 0; i < n; i++) buf_put(&s, b);
  buf_put(&s, "\nprint 1 1");
  *len = s.len;
  return s.text;
}

/* a hundred thousand of anything is refused by one message, and the next statement is read */
static void nesting(void **state)
{
  (void)state;
  static const struct { const char *a, *middle, *b; } towers[] = {
    {"(", "x", ")"}, {"[", "1", "]"}, {"f(", "x", ")"}, {"|", "x", "|"}, {"-", "x", ""}, {"not ", "x", ""}, {"x^", "x", ""}, {"log ", "x", ""},
    {"if a then b else ", "c", ""}, {"sum{i} ", "x", ""}, {"x + ", "x", ""}, {"x * ", "x", ""}, {"", "x", "[1]"}, {"", "x", ".f"}, {"(", "x", ""}, {"x[", "x", "]"},
  };
  for (size_t i = 0; i < sizeof towers / sizeof *towers; i++)
    for (int n = 150; n <= 100000; n = n == 150 ? 100000 : n + 1) {
      size_t len;
      char *text = repeat(towers[i].a, n, towers[i].middle, towers[i].b, &len);
      Arena *a = arena_new();
      DiagList diags;
      read_text(a, text, len, &diags);
      bool open = !strcmp(towers[i].a, "(") && !*towers[i].b;
      int want = n > 150 || open ? 2 : 1;
      if (diags.errors != want) {
        char *m = message_text(&diags);
        print_error("%d of '%s': %.300s\n", n, towers[i].a, m);
        free(m);
        fail();
      }
      arena_free(a);
      free(text);
    }
}

static void incomplete(void **state)
{
  (void)state;
  static const char *const yes[] = { "let x =", "print f(a,", "print a +", "model m(x)\n minimize x", "sum{i}", "print [1,\n", "majorizer j\n for x",
                                     "function f(x)", "alternate {", "print if a then", "param x init" };
  static const char *const no[] = { "let x = 1", "print a", "print |x", "fit", "model m(x)\n minimize x\nend", "", "\n", "# x", "print (1\nlet y = 2", ")", "fit with x = 1" };
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) assert_true(parse_is_incomplete(yes[i], strlen(yes[i])));
  for (size_t i = 0; i < sizeof no / sizeof *no; i++) assert_false(parse_is_incomplete(no[i], strlen(no[i])));
}

/* what ast_to_text prints reads back as the same tree */
static bool reads_back(Arena *a, const Node *n)
{
  Buf text = {0}, again = {0};
  ast_to_text(&text, n);
  DiagList diags;
  Node *m = read_text(a, buf_text(&text), text.len, &diags);
  bool same = m && ast_equal(n, m);
  if (!same) {
    char *messages = message_text(&diags);
    put_shape(&again, n);
    print_error("printed as %s\nfrom %s\n%s", buf_text(&text), buf_text(&again), messages);
    free(messages);
  }
  buf_free(&text);
  buf_free(&again);
  return same;
}

static void printing(void **state)
{
  (void)state;
  static const Pair texts[] = {
    {"-(x^2)", "-x^2"}, {"(-x)^2", "(-x)^2"}, {"(a+b)*c", "(a + b) * c"}, {"a-(b-c)", "a - (b - c)"}, {"a/(b*c)", "a / (b * c)"}, {"a/b", "a/b"},
    {"(sum{i} x[i]) * 2", "(sum{i} x[i]) * 2"}, {"sum{i}(a[i]+1)", "sum{i} (a[i] + 1)"}, {"2^(-x)", "2^-x"}, {"(a^b)^c", "(a^b)^c"},
    {"log(sum{i} x)", "log(sum{i} x)"}, {"log sum{i} x", "log sum{i} x"}, {"-(a*b)", "-(a * b)"}, {"-(sum{i} x)", "-sum{i} x"},
    {"(a<b)==c", "(a < b) == c"}, {"not (a and b)", "not (a and b)"}, {"(if a then b else c)+1", "(if a then b else c) + 1"},
    {"normal(x|m,v)", "normal(x | m, v)"}, {"f(x;d)", "f(x; d)"}, {"phi[w|z]", "phi[w | z]"}, {"|v|_1^2", "|v|_1^2"}, {"[[1,2],[3,4]]", "[[1, 2], [3, 4]]"},
    {"a*(b*sum{i}x)*c", "a * (b * sum{i} x) * c"}, {"(-sum{i} x)*c", "(-sum{i} x) * c"}, {"\"a\\n\\\"\"", "\"a\\n\\\"\""},
  };
  Arena *a = arena_new();
  DiagList diags;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    Node *n = read_text(a, texts[i].text, strlen(texts[i].text), &diags);
    Buf text = {0};
    ast_to_text(&text, n->kid[0]);
    assert_string_equal(buf_text(&text), texts[i].want);
    assert_true(reads_back(a, n));
    buf_free(&text);
  }
  arena_free(a);
  expect_same("log (a)", "log(a)");
  expect_same("log(|x|^2)^2", "(log(|x|^2))^2");
}

static void dump(void **state)
{
  (void)state;
  Arena *a = arena_new();
  DiagList diags;
  const char *text = "param x > 0\nminimize 0.5 * |x|_1";
  Buf b = {0};
  ast_dump(&b, read_text(a, text, strlen(text), &diags));
  assert_string_equal(buf_text(&b),
    "block @1:1-2:21\n"
    "  param x @1:1-1:12\n"
    "    -\n"
    "    domain-bound > @1:9-1:12\n"
    "      number 0 @1:11-1:12\n"
    "    -\n    -\n    -\n"
    "  minimize @2:1-2:21\n"
    "    binary * @2:10-2:21\n"
    "      number 0.5 = 1/2 @2:10-2:13\n"
    "      norm 1 @2:16-2:21\n"
    "        name x @2:17-2:18\n"
    "    -\n    -\n");
  buf_free(&b);
  arena_free(a);
}

static void tables(void **state)
{
  (void)state;
  for (int i = 1; word_at(i); i++) assert_true(strcmp(word_at(i - 1)->text, word_at(i)->text) < 0);
  for (int i = 1; word_head_at(i); i++) assert_true(strcmp(word_head_at(i - 1)->text, word_head_at(i)->text) < 0);
  for (int i = 1; word_clause_at(i); i++) assert_true(strcmp(word_clause_at(i - 1)->text, word_clause_at(i)->text) < 0);
  assert_ptr_equal(word_nearest_statement(name_of("minimise")), name_of("minimize"));
}

/* Random token strings: no crash, no hang, and whatever is accepted prints and reads back. Grammatical ones are grown by
 * rules from a few seeds, so that deep trees are among them. */
static unsigned long long seed = 20240501;

static int draw(int n)
{
  seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  return (int)((seed >> 33) % (unsigned long long)n);
}

static void grow(Buf *b, int depth)
{
  static const char *const leaves[] = { "x", "1", "0.5", "x[i]", "phi[w | z]", "f(a, b)", "normal(x | m, v)", "|v|", "|v|_1", "m.loss", "x[:, 2]", "log(x)", "log |x|" };
  static const char *const infix[] = { " + ", " - ", " * ", " / ", "^", " < ", " and ", " or ", " == " };
  static const char *const prefix[] = { "-", "sum{i} ", "log sum{i, j : i < j} ", "f min{k; M} ", "log ", "not ", "2^-", "sum{i in 1..K} -" };
  if (depth == 0 || draw(5) == 0) {
    buf_put(b, leaves[draw(13)]);
    return;
  }
  switch (draw(6)) {
  case 0: case 1: grow(b, depth - 1); buf_put(b, infix[draw(9)]); grow(b, depth - 1); break;
  case 2: case 3: buf_put(b, prefix[draw(8)]); grow(b, depth - 1); break;
  case 4: buf_put(b, "("); grow(b, depth - 1); buf_put(b, ")"); break;
  default: buf_put(b, "(if "); grow(b, depth - 1); buf_put(b, " then "); grow(b, depth - 1); buf_put(b, " else "); grow(b, depth - 1); buf_put(b, ")");
  }
}

static void fuzz(void **state)
{
  (void)state;
  static const char *const tokens[] = {
    "x", "sum", "K", "1", "0.5", "\"s\"", "log", "(", ")", "[", "]", "{", "}", "|", "|", "_1", ",", ";", ":", "=", "==", "<", "<=", "+", "-", "*", "/", "^",
    "..", "->", ".", "~", "\n", "\n", "let", "data", "param", "fn", "minimize", "loss", "derive", "grad", "fit", "print", "save", "model", "end", "fix", "if",
    "then", "else", "and", "not", "in", "init", "with", "using", "as", "wrt", "to", "over", "where", "subject", "alternate", "noise", "majorizer", "minimizer",
    "function", "chart", "for", "bound", "gives", "because", "check", "needs", "shape", "range", "domain", "derivative", "simplex", "spd", "#", "\xCE\xB8", "\xFF", "\xC3\x97",
    "sum{i}", "x[i]", "csv(\"f\")", "in (0, 1)", "1..K",
  };
  enum { NTOKENS = sizeof tokens / sizeof *tokens };
  int accepted = 0;
  for (int round = 0; round < 6000; round++) {
    Buf b = {0};
    if (round % 2) {
      buf_put(&b, "print ");
      grow(&b, 4);
    } else {
      for (int n = 1 + draw(30); n > 0; n--) {
        const char *t = tokens[draw(NTOKENS)];
        if (*t == '\xFF' && draw(50)) continue;
        buf_printf(&b, "%s%s", t, draw(4) ? " " : "");
      }
    }
    Arena *a = arena_new();
    DiagList diags;
    Node *n = read_text(a, buf_text(&b), b.len, &diags);
    parse_is_incomplete(buf_text(&b), b.len);
    free(message_text(&diags));
    if (n) {
      accepted += n->nkids;
      if (!reads_back(a, n)) fail_msg("%s", buf_text(&b));
    } else {
      assert_true(diags.errors > 0);
    }
    arena_free(a);
    buf_free(&b);
  }
  assert_true(accepted > 2000);
}

/* an outline has the clauses that were asked for; a block of it, read again, is what the whole text has in its place */
static void outlines(void **state)
{
  (void)state;
  static const char text[] = "# rules\nmajorizer a\n  order 3\n  for u^2 where u > 0\n  bound 2 * u\nend\n\n"
                             "minimizer b\n  for x: c * x; gives x = \"é\" +\n    c\n  check c in (0, 1)\nend\n";
  static const char *const words[] = { "order", "for", NULL };
  Arena *a = arena_new();
  DiagList diags = { .arena = a };
  const Source *source = source_from_text(a, "t.em", ".", text, strlen(text));
  const Node *whole = parse_source(a, source, &diags), *outline = parse_outline(a, source, words, &diags);
  assert_int_equal(diags.errors, 0);
  assert_int_equal(outline->nkids, 2);
  assert_int_equal(outline->kid[0]->nkids, 2);
  assert_true(ast_equal(outline->kid[0]->kid[1], whole->kid[0]->kid[1]));
  assert_int_equal(outline->kid[1]->nkids, 1);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(outline->kid[i]->span.begin, whole->kid[i]->span.begin);
    assert_int_equal(outline->kid[i]->span.end, whole->kid[i]->span.end);
    const Node *part = parse_part(a, outline->kid[i]->span, &diags);
    assert_int_equal(diags.errors, 0);
    assert_int_equal(part->nkids, 1);
    assert_true(ast_equal(part->kid[0], whole->kid[i]));
    assert_int_equal(part->kid[0]->kid[0]->span.begin, whole->kid[i]->kid[0]->span.begin);
  }
  static const char slip[] = "majorizer a\n  for u\n  bound u +* 2\nend\n";
  const Source *wrong = source_from_text(a, "t.em", ".", slip, strlen(slip));
  outline = parse_outline(a, wrong, words, &diags);
  assert_int_equal(diags.errors, 0);                       /* not seen, */
  parse_part(a, outline->kid[0]->span, &diags);
  assert_int_equal(diags.errors, 1);                       /* and then seen */
  arena_free(a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(precedence), cmocka_unit_test(binders), cmocka_unit_test(functions_and_bars), cmocka_unit_test(words_and_numbers),
    cmocka_unit_test(lines), cmocka_unit_test(statements), cmocka_unit_test(rules), cmocka_unit_test(messages), cmocka_unit_test(recovery),
    cmocka_unit_test(nesting), cmocka_unit_test(incomplete), cmocka_unit_test(printing), cmocka_unit_test(dump), cmocka_unit_test(tables),
    cmocka_unit_test(outlines), cmocka_unit_test(fuzz),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
