/* plan_text.h: the program for people, --dump=plan. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_PLAN_TEXT_H
#define MAJORANT_CODE_PLAN_TEXT_H
#include "code/ir.h"

void plan_text(const Lower *, Buf *);

#endif
