/* output_json.c: --output=json: one object for the whole run; the manual documents each field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"

static void put_shape(JsonOut *j, int naxes, const char *const *axis, const Array *a)
{
  json_key(j, "axes");
  json_open_array(j);
  for (int i = 0; i < naxes; i++) json_string(j, axis[i]);
  json_close(j);
  json_key(j, "shape");
  json_open_array(j);
  for (int i = 0; i < naxes; i++) json_integer(j, a->size[i]);
  json_close(j);
  json_key(j, "values");
  if (!a->sparse) {
    json_numbers(j, a->data, array_count(a));
    return;
  }
  json_open_array(j);
  for (int64_t r = 0; r < a->size[0]; r++)
    for (int64_t c = 0; c < a->size[1]; c++) json_number(j, array_at(a, (int64_t[]){ r, c }));
  json_close(j);
}

static void put_blocks(JsonOut *j, const FitResult *r)
{
  json_key(j, "blocks");
  json_open_array(j);
  for (int i = 0; i < r->nblocks; i++) {
    const FitBlock *b = &r->block[i];
    json_open_object(j);
    json_key(j, "param"); json_string(j, b->param->text);
    json_key(j, "update"); json_string(j, update_kind_name[b->update]);
    json_key(j, "rule");
    if (b->rule) json_string(j, b->rule); else json_null(j);
    json_key(j, "majorizer"); json_bool(j, b->majorizer);
    json_key(j, "type"); json_string(j, (const char[]){ b->type, 0 });
    if (b->kept > 0) { json_key(j, "kept"); json_integer(j, b->kept); }
    json_close(j);
  }
  json_close(j);
}

static void put_params(JsonOut *j, const FitResult *r)
{
  json_key(j, "params");
  json_open_object(j);
  for (int i = 0; i < r->nparams; i++) {
    const Symbol *p = r->param[i];
    const char *axis[ARRAY_MAX_AXES];
    for (int a = 0; a < p->naxes; a++) axis[a] = p->axis[a]->name->text;
    json_key(j, p->name->text);
    json_open_object(j);
    put_shape(j, p->naxes, axis, r->value[i]);
    json_close(j);
  }
  json_close(j);
}

static void put_fit(JsonOut *j, const Fitted *f)
{
  const FitResult *r = f->result;
  json_open_object(j);
  json_key(j, "name"); json_string(j, f->name);
  json_key(j, "loss"); json_number(j, r->loss);
  json_key(j, "iterations"); json_integer(j, r->iterations);
  json_key(j, "converged"); json_bool(j, r->converged);
  json_key(j, "seed"); json_integer(j, (int64_t)r->seed);
  json_key(j, "seconds"); json_number(j, r->seconds);
  json_key(j, "processor_seconds"); json_number(j, r->processor_seconds);
  json_key(j, "monotone"); json_bool(j, r->monotone);
  json_key(j, "trace"); json_numbers(j, r->trace, r->ntrace);
  put_blocks(j, r);
  put_params(j, r);
  json_close(j);
}

void output_json(Session *s)
{
  JsonOut j;
  json_begin(&j, s->out);
  json_open_object(&j);
  json_key(&j, "version"); json_string(&j, PACKAGE_VERSION);
  json_key(&j, "fits");
  json_open_array(&j);
  for (const Fitted *f = s->fits; f; f = f->next) put_fit(&j, f);
  json_close(&j);
  json_key(&j, "printed");
  json_open_array(&j);
  for (const Printed *p = s->printed; p; p = p->next) {
    json_open_object(&j);
    json_key(&j, "expr"); json_string(&j, p->text);
    if (p->string) { json_key(&j, "text"); json_string(&j, p->string); }
    else put_shape(&j, p->naxes, p->axis, p->array);
    json_close(&j);
  }
  json_close(&j);
  json_close(&j);
  json_end(&j);                                       /* a failure shows in the stream, see session_finish */
}
