/* report.h: what a fit tells of its run besides the result: that the loss has no minimum, that slices were left alone, that it is
 * slow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_REPORT_H
#define MAJORANT_FIT_REPORT_H
#include "fit/engine.h"

/* an error: the loss has no finite value at the start; names a datum that can be the reason */
void report_start(Engine *, bool defined, double loss);
/* an error: the loss has no minimum where the run ended: it falls without bound (what: what tells so, NULL: a number that is none;
 * mend: NULL, or what keeps it from that) from all starts, or towards infinity */
void report_unbounded(Engine *, int runs, int iterations, const char *what, const char *mend);
void report_runaway(Engine *, const char *what, const char *mend);      /* mend: NULL, or what the library says of it */
/* what a parameter's row says of the way to infinity, or a density or function that it is an argument of; NULL: nothing */
const char *report_limit_of(const Engine *, const Symbol *param);
/* a note: data that this parameter is multiplied with lie so far from 0 beside their spread that its equations are known to few digits */
bool report_far(const Engine *, const Symbol *param);     /* of equations for it; true: something was said */
void report_far_data(const Engine *);                     /* of the numbers themselves */
/* of the starts some led to no minimum, and others did */
void report_dropped(Engine *, int without, int runs, const char *what);
/* slices that a row left alone, and those whose least value lies at infinity, in the last pass */
void report_slices(Engine *, const Symbol *param, long kept);
void report_slow(const Engine *, const FitResult *);
void report_wide_band(const Engine *);                    /* a system that CHOLMOD would solve in far less time, which this program was built without */

/* rounding moves the loss by more than the change that counts as convergence */
void report_noise(const Engine *, double loss, double noise);

#endif
