/* report.h: what a fit tells of its run besides the result: that the loss has no minimum, that slices were left alone, that it is
 * slow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_REPORT_H
#define MAJORANT_FIT_REPORT_H
#include "fit/engine.h"

/* an error: the loss has no finite value at the start; names a datum that can be the reason */
void report_start(Engine *, bool defined, double loss);
/* an error: the loss falls without bound, or is not finite. fault: what tells so, NULL: a number that is none */
void report_broken(Engine *, int iteration, const char *fault);
/* Does the loss have a minimum where the run ended? False after an error; that an infimum lies at infinity is told, and such a
 * run has not converged. earlier: a point on the way */
bool report_runaway(Engine *, const double *earlier, const double *last, int iterations, bool *converged);
/* slices that a row left alone, and those whose least value lies at infinity, in the last pass */
void report_slices(Engine *, const Symbol *param, long kept);
void report_slow(const Engine *, const FitResult *);

/* rounding moves the loss by more than the change that counts as convergence */
void report_noise(const Engine *, double loss, double noise);

#endif
