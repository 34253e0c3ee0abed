/* majorant.h: the public interface of libmajorant: a session that runs statements and gives back arrays.
 *
 *     Majorant *m = majorant_new();
 *     majorant_put(m, "x[N, D]", 2, (const int64_t[]){ 272, 2 }, numbers);
 *     if (majorant_run_text(m, "kmeans", "let K = 2\nparam c[K, D] init sample(x)\n"
 *                                        "minimize sum{i} min{k} |x[i] - c[k]|^2\nfit with restarts = 10") != 0)
 *       fputs(majorant_messages(m), stderr);
 *     MajorantArray c;
 *     if (majorant_get(m, "c", &c) == 0) { … c.data[k * 2 + d] …; majorant_array_free(&c); }
 *     majorant_free(m);
 *
 * A session is used by one thread at a time; different sessions are independent.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_H
#define MAJORANT_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { MAJORANT_MAX_AXES = 8 };

typedef struct Majorant Majorant;

/* numbers in row-major order; the caller owns data and frees it by majorant_array_free */
typedef struct MajorantArray {
  int naxes;                               /* 0: a single number */
  int64_t size[MAJORANT_MAX_AXES];
  double *data;
} MajorantArray;

const char *majorant_version(void);

Majorant *majorant_new(void);              /* NULL if the standard library cannot be read */
/* the same; where the result is NULL, *why is the message, to be freed by free(), or NULL if there is no memory */
Majorant *majorant_open(char **why);
void majorant_free(Majorant *);

/* Execute statements. The result is 0, or as the program's exit status: 1 an error, 3 a fit that did not converge where the
 * script requires it. A session goes on after an error. `name` stands in the messages. */
int majorant_run_text(Majorant *, const char *name, const char *text);
int majorant_run_file(Majorant *, const char *path);

/* declares data from memory: declaration is "x[N, D]", without axes for a number; the numbers are copied */
int majorant_put(Majorant *, const char *declaration, int naxes, const int64_t *size, const double *numbers);
/* the value of an expression, such as a parameter after a fit */
int majorant_get(Majorant *, const char *expression, MajorantArray *);
void majorant_array_free(MajorantArray *);

/* what the latest call wrote: error messages, and the text of `print`, `derive`, …; valid until the next call */
const char *majorant_messages(const Majorant *);
const char *majorant_output(const Majorant *);

#ifdef __cplusplus
}
#endif
#endif
