/* hand.c: the entry of the hand-written programs.  usage: hand MODEL FOLDER ITERATIONS THREADS
 * Prints one JSON object: the loss before the last iteration, the seconds that the iterations took by the clock and by the
 * processors, and the most memory the process held, in kilobytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hand.h"
#include <pthread.h>
#include <float.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

void openblas_set_num_threads(int);

typedef struct Crew {
  pthread_mutex_t lock;
  pthread_cond_t go, done;
  int threads, running;
  long round;                     /* grows with each job; its number tells the threads that one is new */
  bool over;
  void (*work)(void *, int);
  void *context;
  atomic_long next;
} Crew;

typedef struct Seat { Crew *crew; int thread; } Seat;

static double clock_of(clockid_t id)
{
  struct timespec t;
  clock_gettime(id, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double wall_start, cpu_start;

void hand_start(Hand *h)
{
  (void)h;
  wall_start = clock_of(CLOCK_MONOTONIC);
  cpu_start = clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void give_up(const char *what, const char *which)
{
  fprintf(stderr, "hand: %s %s\n", what, which);
  exit(1);
}

static double *room[64];
static int rooms;

double *hand_zeros(long n)
{
  size_t bytes = ((size_t)n * sizeof(double) + 63) / 64 * 64;
  double *a = rooms < 64 ? aligned_alloc(64, bytes ? bytes : 64) : NULL;
  if (!a) give_up("out of", "memory");
  room[rooms++] = a;
  memset(a, 0, bytes);
  return a;
}

double *hand_read(Hand *h, const char *file, long *rows, int *columns)
{
  char path[4096], header[4096];
  unsigned char magic[10];
  snprintf(path, sizeof path, "%s/%s", h->folder, file);
  FILE *f = fopen(path, "rb");
  if (!f || fread(magic, 1, 10, f) != 10) give_up("cannot read", path);
  size_t length = (size_t)(magic[8] | magic[9] << 8);
  if (length >= sizeof header || fread(header, 1, length, f) != length) give_up("no header in", path);
  header[length] = '\0';
  const char *shape = strstr(header, "'shape': (");
  long r = 0, c = 1;
  if (!strstr(header, "'<f8'") || !shape || sscanf(shape + 10, "%ld, %ld", &r, &c) < 1) give_up("no doubles in", path);
  double *a = hand_zeros(r * c);
  if (fread(a, sizeof *a, (size_t)(r * c), f) != (size_t)(r * c)) give_up("too short:", path);
  fclose(f);
  *rows = r;
  if (columns) *columns = (int)c;
  return a;
}

static void *sit(void *context)
{
  const Seat *seat = context;
  Crew *c = seat->crew;
  for (long round = 0;;) {
    pthread_mutex_lock(&c->lock);
    while (c->round == round && !c->over) pthread_cond_wait(&c->go, &c->lock);
    round = c->round;
    bool over = c->over;
    pthread_mutex_unlock(&c->lock);
    if (over) return NULL;
    c->work(c->context, seat->thread);
    pthread_mutex_lock(&c->lock);
    if (--c->running == 0) pthread_cond_signal(&c->done);
    pthread_mutex_unlock(&c->lock);
  }
}

void hand_parallel(Hand *h, void (*work)(void *, int), void *context)
{
  Crew *c = h->crew;
  pthread_mutex_lock(&c->lock);
  c->work = work;
  c->context = context;
  c->running = c->threads - 1;
  c->round++;
  atomic_store(&c->next, 0);
  pthread_cond_broadcast(&c->go);
  pthread_mutex_unlock(&c->lock);
  work(context, 0);
  pthread_mutex_lock(&c->lock);
  while (c->running) pthread_cond_wait(&c->done, &c->lock);
  pthread_mutex_unlock(&c->lock);
}

long hand_next(Hand *h, long n, int block)
{
  long i = atomic_fetch_add(&h->crew->next, 1) * block;
  return i < n ? i : -1;
}

HandWork hand_work(const Hand *h, long parts, long rooms)
{
  HandWork w = { .threads = h->threads, .parts = (parts + 7) / 8 * 8, .rooms = rooms };
  w.part = hand_zeros(w.parts * w.threads);
  w.room = hand_zeros(w.rooms * w.threads);
  return w;
}

void hand_gather(const HandWork *w, long n, double *sum)
{
  memset(sum, 0, (size_t)n * sizeof *sum);
  for (int t = 0; t < w->threads; t++) {
    double *part = hand_part(w, t);
    for (long i = 0; i < n; i++) sum[i] += part[i];
    memset(part, 0, (size_t)n * sizeof *part);
  }
}

double hand_posterior(double *p, int components, int n, int stride, double *most, double *total)
{
  double sum = 0;
  memcpy(most, p, (size_t)n * sizeof *p);
  for (int k = 1; k < components; k++)
    for (int i = 0; i < n; i++) most[i] = p[k * stride + i] > most[i] ? p[k * stride + i] : most[i];
  memset(total, 0, (size_t)n * sizeof *total);
  for (int k = 0; k < components; k++)
    for (int i = 0; i < n; i++) {
      double e = exp(p[k * stride + i] - most[i]);
      p[k * stride + i] = e;
      total[i] += e;
    }
  for (int i = 0; i < n; i++) {
    sum += most[i] + log(total[i]);
    total[i] = 1 / total[i];
  }
  for (int k = 0; k < components; k++)
    for (int i = 0; i < n; i++) p[k * stride + i] *= total[i];
  return sum;
}

/* blocks are turned so that the distances of many points to one centre run along a row */
void hand_nearest(const double *x, int m, int d, const double *centre, int k, double *turned, double *distance, double *least, double *label)
{
  for (int i = 0; i < m; i++)
    for (int j = 0; j < d; j++) turned[j * HAND_BLOCK + i] = x[i * d + j];
  for (int i = 0; i < m; i++) least[i] = DBL_MAX;
  for (int c = 0; c < k; c++) {
    memset(distance, 0, HAND_BLOCK * sizeof *distance);
    for (int j = 0; j < d; j++)
      for (int i = 0; i < m; i++) distance[i] += fabs(turned[j * HAND_BLOCK + i] - centre[c * d + j]);
    for (int i = 0; i < m; i++) {
      label[i] = distance[i] < least[i] ? c : label[i];
      least[i] = distance[i] < least[i] ? distance[i] : least[i];
    }
  }
}

double hand_cholesky(double *a, int d)
{
  double log_det = 0;
  if (LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', d, a, d) != 0) give_up("a matrix is not", "positive definite");
  for (int i = 0; i < d; i++) {
    log_det += 2 * log(a[i * d + i]);
    for (int j = i + 1; j < d; j++) a[i * d + j] = 0;
  }
  return log_det;
}

#define HAND_ENTRY(name) { #name, hand_##name },
static const struct Model { const char *name; void (*fit)(Hand *); } models[] = { HAND_MODELS(HAND_ENTRY) };

static const struct Model *find(const char *name)
{
  for (size_t i = 0; i < sizeof models / sizeof *models; i++)
    if (strcmp(models[i].name, name) == 0) return &models[i];
  give_up("no model", name);
  return NULL;
}

int main(int argc, char **argv)
{
  if (argc != 5) give_up("usage:", "hand MODEL FOLDER ITERATIONS THREADS");
  const struct Model *model = find(argv[1]);
  Crew crew = { .lock = PTHREAD_MUTEX_INITIALIZER, .go = PTHREAD_COND_INITIALIZER, .done = PTHREAD_COND_INITIALIZER };
  Hand h = { .folder = argv[2], .iterations = atoi(argv[3]), .threads = atoi(argv[4]), .crew = &crew };
  if (h.iterations < 1 || h.threads < 1 || h.threads > 256) give_up("not a number of", "iterations and threads");
  pthread_t thread[256];
  Seat seat[256];
  crew.threads = h.threads;
  for (int t = 1; t < h.threads; t++) {
    seat[t] = (Seat){ &crew, t };
    if (pthread_create(&thread[t], NULL, sit, &seat[t]) != 0) give_up("cannot start", "a thread");
  }
  openblas_set_num_threads(1);    /* the blocks are dealt to threads here */
  model->fit(&h);
  double wall = clock_of(CLOCK_MONOTONIC) - wall_start, cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
  pthread_mutex_lock(&crew.lock);
  crew.over = true;
  pthread_cond_broadcast(&crew.go);
  pthread_mutex_unlock(&crew.lock);
  for (int t = 1; t < h.threads; t++) pthread_join(thread[t], NULL);
  while (rooms) free(room[--rooms]);
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("{\"loss\": %.17g, \"seconds\": %.6f, \"cpu\": %.6f, \"memory\": %ld}\n", h.loss, wall, cpu, use.ru_maxrss);
  return 0;
}
