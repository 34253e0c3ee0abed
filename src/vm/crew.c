/* crew.c: see crew.h. A round is announced by its number; waiting threads look at it for a moment before they sleep, since
 * rounds follow each other closely inside an iteration.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/crew.h"
#include "vm/blas_room.h"
#include "base/array.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LOOKS = 1500, STACK_BYTES = 2 << 20 };      /* of a thread: where memory is limited, the usual 8 MB count although nobody needs them */

typedef struct Hand { Crew *crew; pthread_t thread; int worker; } Hand;

struct Crew {
  int threads, taking;                         /* threads that were started; that take jobs */
  Hand *hand;                                  /* hand[1 .. threads - 1]; 0 is the caller */
  pthread_mutex_t lock;
  pthread_cond_t start, done;
  atomic_uint round;
  atomic_int next, busy;                       /* the next job; hands that have not finished the round */
  atomic_bool leave;
  int jobs;
  void (*work)(void *, int, int);
  void *context;
  struct { double *numbers; int64_t count; } room[ROOM_COUNT];
};

static void pause_briefly(void)
{
#if defined __x86_64__ || defined __i386__
  __builtin_ia32_pause();
#endif
}

static void do_jobs(Crew *c, int worker)
{
  for (int job; (job = atomic_fetch_add(&c->next, 1)) < c->jobs;) c->work(c->context, job, worker);
}

static void *hand_main(void *arg)
{
  Hand *h = arg;
  Crew *c = h->crew;
  unsigned seen = 0;
  for (;;) {
    for (int k = 0; k < LOOKS && atomic_load(&c->round) == seen; k++) pause_briefly();
    if (atomic_load(&c->round) == seen) {
      pthread_mutex_lock(&c->lock);
      while (atomic_load(&c->round) == seen) pthread_cond_wait(&c->start, &c->lock);
      pthread_mutex_unlock(&c->lock);
    }
    seen = atomic_load(&c->round);
    if (atomic_load(&c->leave)) return NULL;
    if (h->worker < c->taking) do_jobs(c, h->worker);
    if (atomic_fetch_sub(&c->busy, 1) == 1) {
      pthread_mutex_lock(&c->lock);
      pthread_cond_signal(&c->done);
      pthread_mutex_unlock(&c->lock);
    }
  }
}

static void announce(Crew *c)
{
  pthread_mutex_lock(&c->lock);
  atomic_fetch_add(&c->round, 1);
  pthread_cond_broadcast(&c->start);
  pthread_mutex_unlock(&c->lock);
}

static int processors(void)
{
  cpu_set_t set;
  int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return n < 1 ? 1 : n;
}

Crew *crew_new(int threads)
{
  if (threads <= 0) threads = processors();
  Crew *c = calloc(1, sizeof *c);
  if (!c) return NULL;
  c->hand = calloc((size_t)threads, sizeof *c->hand);
  if (!c->hand) { free(c); return NULL; }
  pthread_mutex_init(&c->lock, NULL);
  pthread_cond_init(&c->start, NULL);
  pthread_cond_init(&c->done, NULL);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  for (c->threads = 1; c->threads < threads; c->threads++) {
    Hand *h = &c->hand[c->threads];
    *h = (Hand){ .crew = c, .worker = c->threads };
    if (pthread_create(&h->thread, &attributes, hand_main, h) != 0) break;
  }
  pthread_attr_destroy(&attributes);
  c->taking = c->threads;
  return c;
}

void crew_free(Crew *c)
{
  if (!c) return;
  atomic_store(&c->leave, true);
  announce(c);
  for (int k = 1; k < c->threads; k++) pthread_join(c->hand[k].thread, NULL);
  pthread_mutex_destroy(&c->lock);
  pthread_cond_destroy(&c->start);
  pthread_cond_destroy(&c->done);
  for (int r = 0; r < ROOM_COUNT; r++) free(c->room[r].numbers);
  free(c->hand);
  free(c);
}

bool crew_fit_blas(Crew *c)
{
  int room = blas_room(c->taking);
  if (room < 1) return false;
  c->taking = room < c->taking ? room : c->taking;
  return true;
}

bool crew_reserve(Crew *c, Room r, int64_t numbers)
{
  if (c->room[r].numbers && c->room[r].count >= numbers) return true;
  double *more = array_room(numbers + 1, sizeof(double));
  if (!more) return false;                               /* the machines that there are keep theirs */
  free(c->room[r].numbers);
  c->room[r].numbers = more;
  c->room[r].count = numbers;
  return true;
}

double *crew_room(const Crew *c, Room r) { return c->room[r].numbers; }

int crew_threads(const Crew *c) { return c->threads; }

void crew_run(Crew *c, int jobs, void (*work)(void *, int, int), void *context)
{
  if (c->taking == 1 || jobs == 1) {
    for (int job = 0; job < jobs; job++) work(context, job, 0);
    return;
  }
  c->jobs = jobs;
  c->work = work;
  c->context = context;
  atomic_store(&c->next, 0);
  atomic_store(&c->busy, c->threads - 1);
  announce(c);
  do_jobs(c, 0);
  for (int k = 0; k < LOOKS && atomic_load(&c->busy) > 0; k++) pause_briefly();
  pthread_mutex_lock(&c->lock);
  while (atomic_load(&c->busy) > 0) pthread_cond_wait(&c->done, &c->lock);
  pthread_mutex_unlock(&c->lock);
}

typedef struct Copy { double *to; const double *from; int64_t n; } Copy;
enum { A_COPY = 1 << 15 };                     /* numbers that one job copies */

static void copy_part(void *context, int job, int worker)
{
  (void)worker;
  const Copy *c = context;
  int64_t lo = (int64_t)job * A_COPY, left = c->n - lo;
  memcpy(c->to + lo, c->from + lo, (size_t)(left < A_COPY ? left : A_COPY) * sizeof *c->to);
}

void crew_copy(Crew *c, double *to, const double *from, int64_t n)
{
  Copy copy = { to, from, n };
  if (n > 0) crew_run(c, (int)((n + A_COPY - 1) / A_COPY), copy_part, &copy);
}
