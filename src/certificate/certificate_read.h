/* certificate_read.h: a certificate's JSON as plain records, nothing judged yet. All in the arena.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CERTIFICATE_CERTIFICATE_READ_H
#define MAJORANT_CERTIFICATE_CERTIFICATE_READ_H
#include "certificate/certificate.h"

typedef struct CertIndex { const char *name, *axis; } CertIndex;
typedef VEC(CertIndex) CertIndices;
typedef struct CertAxis { const char *name; double size; bool bare; } CertAxis;     /* bare: of a size alone; it agrees with every axis of that size */

typedef struct CertSymbol {
  bool param;
  const char *name;
  VEC(const char *) axes;
  double bar;
  Domain domain;                          /* param */
  const char *labels;                     /* the axis of its labels, NULL: none is named */
  bool chosen;                            /* param: its start was given, not drawn at random; blocks are put in order by it */
  VEC(double) fixed;                      /* param: what the user fixed, NAN where an entry may move; empty: nothing */
  double least, greatest; bool integer;   /* data; not finite: not known */
  VEC(ValueRange) places;                 /* data: of each place of the last axis; empty: not told */
  int definite;                           /* data, as in Symbol */
} CertSymbol;

typedef struct CertProof { const char *condition, *proof; CertIndices indices; } CertProof;
typedef VEC(CertProof) CertProofs;
typedef struct CertDefinition { const char *symbol, *name, *definition, *of; CertIndices indices; } CertDefinition;

typedef struct CertStep {
  const char *rule, *name, *before, *after, *because, *source;
  bool exact;
  double skip;
  CertIndices indices;
  VEC(CertDefinition) weights;
  CertProofs conditions;
} CertStep;

typedef struct CertBlock {
  const char *param, *update, *rule, *name, *relaxed, *chart, *target, *formula, *needs, *bounded, *attained, *plain, *spare, *root, *equation, *lowest, *highest, *start, *because;      /* NULL: null there */
  bool majorizer;
  double together;                        /* blocks with one number other than 0 are solved together */
  CertIndices indices;
  VEC(CertDefinition) coefs;
  CertProofs conditions;
} CertBlock;

typedef struct CertGroup {
  VEC(const char *) params;
  bool strict, apart, solver, descent, whole, entries, convex, kinks;
  const char *type;                       /* NULL: not said */
  const char *surrogate;
  VEC(CertStep) steps;
  CertProofs factors;
  VEC(CertBlock) blocks;
} CertGroup;

typedef struct Certificate {
  double format;
  const char *name, *loss;
  bool maximize;
  VEC(CertAxis) axes;
  VEC(CertSymbol) symbols;
  VEC(const char *) use_rule, jointly;
  const char *jointly_rule, *jointly_update;
  VEC(CertGroup) groups;
} Certificate;

/* NULL with *why, one line */
Certificate *certificate_read(Arena *, const char *text, size_t len, const char **why);

#endif
