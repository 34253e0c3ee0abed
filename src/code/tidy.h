/* tidy.h: a last look at the instructions before program_finish. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_TIDY_H
#define MAJORANT_CODE_TIDY_H
#include "code/program.h"

void program_tidy(Program *);

#endif
