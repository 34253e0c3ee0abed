/* mixture.h: EM for mixtures whose exponents are linear in a row of numbers that is made of each point: one product gives all
 * exponents, another one all moments.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BENCH_MIXTURE_H
#define MAJORANT_BENCH_MIXTURE_H
#include "hand.h"

typedef struct Mixture Mixture;
struct Mixture {
  Hand *h;
  long n;
  int d, k, width;                /* width: of the rows; a multiple of d */
  const double *x;
  double *row, *constant;         /* [K, width], [K]: exponent = constant + row . the point's row; set before each pass */
  /* m points' rows into room (BLOCK * width numbers): what exponents are made of, and what moments are; may add to *loss. NULL: the points */
  void (*make)(const Mixture *, const double *x, int m, double *room, const double **exponent, const double **moment, double *loss);
  const void *model;              /* the maker's own */
  double *share;                  /* [K]; after a pass the new ones */
  double *sum, *weight;           /* of a pass: moments [K, width], weights [K] */
  HandWork work;
};

/* reads x.npy and the start, which is returned */
double *mixture_open(Mixture *, Hand *, const char *start, int rows_per_point);
/* returns the loss that belongs to the rows and constants */
double mixture_pass(Mixture *);

#endif
