/* crew.h: threads that wait for work: one crew serves all machines of a program, one machine at a time.
 * Jobs are numbered; which thread does which job is left to chance, so a job's result must depend on its number alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_CREW_H
#define MAJORANT_VM_CREW_H
#include <stdbool.h>
#include <stdint.h>

typedef struct Crew Crew;

Crew *crew_new(int threads);                  /* the caller is one of them; 0: one per processor that may be used. NULL: no memory */
void crew_free(Crew *);
int crew_threads(const Crew *);               /* as many as could be started */
/* work(context, job, worker) for job = 0 .. jobs - 1, worker = 0 .. threads - 1; returns when all are done */
void crew_run(Crew *, int jobs, void (*work)(void *context, int job, int worker), void *context);

/* n numbers from here to there, which do not overlap; all threads take part where there are many */
void crew_copy(Crew *, double *to, const double *from, int64_t n);

/* before jobs that call BLAS: as many threads take part from now on as there is room for BLAS's buffers. False: for none */
bool crew_fit_blas(Crew *);

/* Memory that the machines of a crew use in turns: what is in it is lost when another one runs. */
typedef enum { ROOM_WHOLES, ROOM_PARTIALS, ROOM_TILES, ROOM_SCRATCH, ROOM_COUNT } Room;
bool crew_reserve(Crew *, Room, int64_t numbers);         /* so many at least; it may move. False: no memory */
double *crew_room(const Crew *, Room);

#endif
