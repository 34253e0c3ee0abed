/* diag.h: errors, warnings and notes, collected as values; nothing here exits or jumps.
 *
 * Each message has an id from messages.def (one table: id, severity, format). A printed message reads
 *     file:line:column: error: text
 *       5 | minimize sum{i} w[i] * |x[i] - c|^2
 *         |                 ^~~~
 *     note: …     hint: …
 * Colours only on a terminal and without NO_COLOR.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_BASE_DIAG_H
#define MAJORANT_BASE_DIAG_H
#include "base/source.h"
#include <stdbool.h>
#include <stdio.h>

typedef enum { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE } Severity;

typedef enum {
#define MESSAGE(id, severity, format) MSG_##id,
#include "base/messages.def"
#undef MESSAGE
  MSG_COUNT
} MessageId;

typedef struct DiagPart { struct DiagPart *next; bool is_hint; Span span; const char *text; } DiagPart;   /* notes and hints */
typedef struct Diag { struct Diag *next; MessageId id; Severity severity; Span span; const char *text; DiagPart *parts; } Diag;

typedef struct DiagList { Arena *arena; Diag *first, *last; int errors, warnings; } DiagList;

/* the arguments follow the format of the message in messages.def; the result can be given notes and hints */
Diag *diag_add(DiagList *, Span, MessageId, ...);
void diag_note(DiagList *, Diag *, Span, const char *fmt, ...) __attribute__((format(printf, 4, 5)));   /* span may be {0} */
void diag_hint(DiagList *, Diag *, const char *fmt, ...) __attribute__((format(printf, 3, 4)));         /* the mend */
void diag_print(const DiagList *, FILE *, bool colour);
bool diag_wants_colour(FILE *);               /* a terminal, and neither NO_COLOR nor TERM=dumb */
void diag_clear(DiagList *);

#endif
