/* session_verify.c: --verify=FILE: a certificate is replayed (derive/certificate.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/session.h"
#include "derive/certificate.h"

void session_verify(Session *s, const char *path)
{
  char *error = NULL;
  Source *source = source_from_file(s->arena, path, &error);
  if (!source) diag_add(&s->diags, (Span){ 0 }, MSG_FILE_READ, path, error);
  if (source && session_load_rules(s)) {
    Buf report = { 0 };
    bool ok = certificate_check(s->pool, s->sema, s->rules, source->text, source->len, &s->diags, &report) != NULL;
    if (ok) buf_put(&report, "valid\n");
    else s->status = 1;
    fputs(buf_text(&report), s->out);
    buf_free(&report);
  }
  session_report(s);
}
