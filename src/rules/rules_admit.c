/* rules_admit.c: a user's rule is put to its own numeric check before it may bound anything. The library's are not: its tests do that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rule_check.h"
#include <string.h>

static bool is_of(const RuleText *t, const Node *block) { return t->span.source == block->span.source && t->span.begin == block->span.begin; }

/* the check of the rule that this block made, which leaves the list again if it fails; NULL: the list has no such rule */
#define ADMIT(list, check) \
  for (int i = 0; i < (list).len; i++) { \
    if (!is_of(&(list).data[i]->text, block)) continue; \
    *text = &(list).data[i]->text; \
    if (!has_check(*text, block, diags)) return true; \
    if (check(r, (list).data[i], SEED, report)) return true; \
    memmove((list).data + i, (list).data + i + 1, (size_t)((list).len - i - 1) * sizeof *(list).data); \
    (list).len--; \
    return false; \
  }

enum { SEED = 1 };

/* a rule without a `check` clause is taken at its word, and the user is told */
static bool has_check(const RuleText *text, const Node *block, DiagList *diags)
{
  if (text->checks.len) return true;
  Diag *d = diag_add(diags, block->at, MSG_RULE_UNCHECKED, text->name->text);
  diag_hint(diags, d, "say where numbers may be drawn: check u in (-3, 3)");
  return false;
}

static bool passes(Rules *r, const Node *block, DiagList *diags, Buf *report, const RuleText **text)
{
  ADMIT(r->lists->majorizers, check_bound)
  ADMIT(r->lists->wholes, check_whole)
  ADMIT(r->lists->relaxations, check_relaxation)
  ADMIT(r->lists->minimizers, check_row)
  ADMIT(r->lists->charts, check_chart)
  return true;
}

bool rules_admit(Rules *r, const Node *block, DiagList *diags)
{
  Buf report = { 0 };
  const RuleText *text = NULL;
  bool ok = rules_add(r, block, diags);
  if (ok && !(ok = passes(r, block, diags, &report, &text))) {
    const char *said = buf_text(&report), *why = strstr(said, ": ");       /* behind the rule's name */
    why = why ? why + 2 : said;
    Diag *d = diag_add(diags, block->at, MSG_RULE_FAILS, text->name->text, (int)strcspn(why, "\n"), why);
    diag_hint(diags, d, "a rule that fails its own check is not used: mend it, or the intervals behind `check`");
  }
  buf_free(&report);
  return ok;
}
