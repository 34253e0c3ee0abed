/* Memory that ends: each allocation of a fit fails in its turn, alone or with all that follow. The program may say so (that it is memory,
 * not that the loss falls without bound) and stop; it may do without; it may not crash, nor give another result without a word. The
 * failing is glibc's allocation functions under other names, so that those of LAPACK fail, too. A process of its own for each try: running
 * out while an expression is made ends the process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "majorant.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#include "base/arena.h"
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);

static atomic_long made;                  /* allocations since the session began */
static long first_failing, last_failing;  /* 0: none */

static bool fails(void)
{
  long n = ++made;
  if (n < first_failing || n > last_failing) return false;
  errno = ENOMEM;
  return true;
}

void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return fails() ? NULL : __libc_calloc(n, size); }
void *realloc(void *p, size_t n) { return fails() ? NULL : __libc_realloc(p, n); }
void *aligned_alloc(size_t alignment, size_t n) { return fails() ? NULL : __libc_memalign(alignment, n); }

enum { DONE = 0, TOLD = 1, SCANNER = 2, WRONG = 9 };     /* texts say so and abort; the scanner that flex makes says so and exits */

static void told(size_t bytes)
{
  (void)bytes;
  _exit(TOLD);
}

/* every way in which a fit allocates: the machine and its crew, joint steps, charts, searches, medians, accelerations, sampling at kinks,
 * decompositions, singular systems, saddles, rounding, starts, printing */
static const struct { const char *text, *value; } scripts[] = {
  { "data x[N, D] = array{i in 1..40, d in 1..2} (sin(7 * i * d) + 3 * (i > 20))\nlet K = 2\nparam w[K] in simplex\nparam mu[K, D] init sample(x)\n"
    "param S[K, D, D] in spd init eye(D)\nminimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])\nfit with iters = 30, restarts = 2, accel = auto",
    "|mu|" },
  { "data x[N, D] = array{i in 1..30, d in 1..3} sin(7 * i * d)\nparam X[N, D] in rank(2)\nminimize |x - X|^2\nfit",
    "|X|" },
  { "data x[N] = array{i in 1..30} sin(7 * i)\nparam c[3] init [-1, 0, 1]\nminimize sum{i} min{k} |x[i] - c[k]|\nfit",
    "sum(c)" },
  { "data x[N, P] = array{i in 1..30, d in 1..3} sin(7 * i * d)\nparam b[P] in ball(0.5, norm = 1)\nminimize sum{i} softplus(dot(x[i], b) - 1)\nfit with method = newton",
    "|b|" },
  { "data x[N] = array{i in 1..20} sin(7 * i)\nparam a init 0\nparam s > 0 init 1\nminimize sum{i} (log(s) + (x[i] - a)^4 / s)\nfit with method = newton",
    "s" },
  { "data x[N, D] = array{i in 1..20, d in 1..2} sin(7 * i * d)\nparam c[D]\nminimize max{i} |x[i] - c|\nfit",
    "|c|" },
  { "data x[N, D] = array{i in 1..20, d in 1..3} sin(7 * i * d)\nparam W[2, D] in orthogonal\nminimize -sum{i, k} dot(x[i], W[k])^2\nfit",
    "sum{d, e} abs(dot(W[:, d], W[:, e]))" },
  { "data x[N] = array{i in 1..20} (1e13 + sin(7 * i))\nlet K = 2\nparam w[K] in simplex\nparam mu[K] init [1e13, 1e13 + 1]\nparam v[K] > 0 init 1\n"
    "minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], v[k])\nfit",
    "sum{k} (mu[k] - 1e13)" },
  { "data y[R, C] = array{r in 1..5, c in 1..70} sin(7 * r * c)\nparam x[R, C]\n"
    "minimize sum{r, c} (x[r, c] - y[r, c])^2 + sum{r in 2..R, c} (x[r, c] - x[r - 1, c])^2 + sum{r, c in 2..C} (x[r, c] - x[r, c - 1])^2\nfit with iters = 2",
    "|x|" },
  { "data y[R, C] = array{r in 1..3, c in 1..4} sin(7 * r * c)\nparam m\nparam a[R]\nparam b[C]\nminimize sum{r, c} (y[r, c] - m - a[r] - b[c])^2\nfit",
    "sum{r, c} (m + a[r] + b[c])^2" },
  { "data x[N] = array{i in 1..60} (sin(7 * i) + 2 * (i > 25))\nlet K = 2\nparam w[K] in simplex\nparam c[K] init [0, 1]\nparam v[K] > 0 init 1\n"
    "minimize -sum{i} log sum{k} w[k] * normal(x[i] | c[k], v[k])\nfit with accel = anderson, tol = 1e-14",
    "sum{k} w[k] * c[k]^2" },
};

static double fitted(size_t k, int *status)
{
  MajorantArray a = { 0 };
  Majorant *m = majorant_new();
  if (!m) _exit(TOLD);
  *status = majorant_run_text(m, "script", scripts[k].text);
  if (*status == 0 && majorant_get(m, scripts[k].value, &a) != 0) *status = TOLD;
  double value = *status == 0 ? a.data[0] : NAN;
  if (*status != 0 && !strstr(majorant_messages(m), "memory")) _exit(WRONG);
  majorant_array_free(&a);
  majorant_free(m);
  return value;
}

/* runs the script in a process of its own; returns its status, or -1 for a signal. *count: allocations, *value: what is to come out */
static int try(size_t script, long first, long last, long *count, double *value)
{
  int ends[2], status;
  if (pipe(ends) != 0) fail();
  pid_t child = fork();
  if (child == 0) {
    signal(SIGSEGV, SIG_DFL);
    signal(SIGFPE, SIG_DFL);
    if (first && !freopen("/dev/null", "w", stderr)) _exit(WRONG);
    arena_on_out_of_memory(told);
    first_failing = last_failing = 0;
    made = 0;
    first_failing = first;
    last_failing = last;
    int s;
    double got = fitted(script, &s);
    first_failing = last_failing = 0;
    struct { long n; double value; } out = { made, got };
    if (write(ends[1], &out, sizeof out) != sizeof out) _exit(WRONG);
    _exit(s != 0 ? TOLD : !first || fabs(got - *value) <= 1e-6 * fmax(1, fabs(*value)) ? DONE : WRONG);
  }
  close(ends[1]);
  struct { long n; double value; } in = { 0 };
  if (read(ends[0], &in, sizeof in) == sizeof in && !first) { *count = in.n; *value = in.value; }
  close(ends[0]);
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGABRT ? TOLD : -1;
  return WEXITSTATUS(status) == SCANNER ? TOLD : WEXITSTATUS(status);
}

/* the first allocations read the library; all are tried where there are few, then fewer and fewer of the rest */
static void memory_ends(void **state)
{
  (void)state;
  for (size_t k = 0; k < sizeof scripts / sizeof *scripts; k++) {
    long count = 0;
    double value = 0;
    int tries = 0, done = 0, wrong = 0;
    assert_int_equal(try(k, 0, 0, &count, &value), DONE);
    for (long n = count; n >= 1; n -= 1 + (count - n) / 8) {       /* the latest stand closest: that is the fit */
      long last[2] = { n, count * 100 };
      for (int c = 0; c < 2; c++) {
        int status = try(k, n, last[c], &(long){ 0 }, &value);
        tries++;
        done += status == DONE;
        if (status == DONE || status == TOLD) continue;
        wrong++;
        print_error("script %zu, allocation %ld of %ld%s: %s\n", k, n, count, c ? " and all after it" : "", status < 0 ? "a signal" : "a wrong result, or no message of memory");
      }
    }
    assert_int_equal(wrong, 0);
    assert_true(tries > 20 && done < tries);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(memory_ends) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

#else
#include <stdio.h>

int main(void)
{
  puts("1..0 # SKIP the allocation functions are the sanitizer's own");
  return 0;
}
#endif
