/* compile.h: from a list of array definitions to one program of the virtual machine.
 *
 * code_compile decides from the structure of the expressions and the sizes of the axes alone: which sums become passes over
 * a long axis or over the stored entries of sparse data, what is shared, what is hoisted out, which sums of products become
 * matrix products and in which order. It never refuses an expression for its shape; what fits no fast form is evaluated
 * element by element.
 *
 *   symbols  data, parameters, touch symbols become input slots (Slot.symbol is Symbol.id, Slot.owner the Symbol); targets
 *            of the list become output slots. A target that is mentioned in a later definition is its new value; a symbol
 *            that is mentioned before it is defined, or in its own definition, is an input. Weights and statistics that are
 *            no targets are replaced by their definitions.
 *   sizes    Axis.size must be known; data are sparse if Symbol.value is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_COMPILE_H
#define MAJORANT_CODE_COMPILE_H
#include "base/diag.h"
#include "code/program.h"
#include "plan/definition.h"

typedef struct CodeOptions {
  int64_t small;                  /* definitions whose arrays stay below this many elements run without tiles; 0: the default; -1: never */
  Buf *plan;                      /* if not NULL, receives the passes, contractions and shared values in a form for people */
} CodeOptions;

/* NULL with a message where a name has no kernel or no size. options may be NULL. The program lives in the pool's arena. */
Program *code_compile(Pool *, const DefinitionList *, const CodeOptions *, DiagList *);

#endif
