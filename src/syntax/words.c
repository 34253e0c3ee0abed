/* words.c: looking up the words of words.def.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "grammar/parser.h"
#include "syntax/scan.h"
#include <stdlib.h>
#include <string.h>

static const Word words[] = {
#define WORD(text, token, class) { text, token, WORD_##class },
#include "syntax/words.def"
};
static const BlockWord heads[] = {
#define HEAD_WORD(text, token, block) { text, token, block },
#include "syntax/words.def"
};
static const BlockWord clauses[] = {
#define CLAUSE_WORD(text, token, blocks) { text, token, blocks },
#include "syntax/words.def"
};

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

/* the text is the first member of every entry */
static int compare(const void *text, const void *entry)
{
  return strcmp(text, *(const char *const *)entry);
}

#define FIND(table, text) bsearch((text), (table), COUNT(table), sizeof *(table), compare)

const Word *word_find(const char *text) { return FIND(words, text); }
const BlockWord *word_find_head(const char *text) { return FIND(heads, text); }
const BlockWord *word_find_clause(const char *text) { return FIND(clauses, text); }
const Word *word_at(int i) { return i < COUNT(words) ? &words[i] : NULL; }
const BlockWord *word_head_at(int i) { return i < COUNT(heads) ? &heads[i] : NULL; }
const BlockWord *word_clause_at(int i) { return i < COUNT(clauses) ? &clauses[i] : NULL; }

const Name *word_nearest_statement(const Name *want)
{
  const Name *names[COUNT(words)];
  int n = 0;
  for (int i = 0; i < COUNT(words); i++)
    if (words[i].class == WORD_STATEMENT) names[n++] = name_of(words[i].text);
  return name_nearest(want, names, n);
}
