/* Interned names and the nearest of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/name.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void same_spelling_same_pointer(void **state)
{
  (void)state;
  char text[] = "theta";
  assert_ptr_equal(name_of(text), name_of("theta"));
  assert_ptr_equal(name_of_n("theta[k]", 5), name_of("theta"));
  assert_ptr_not_equal(name_of("theta"), name_of("Theta"));
  assert_string_equal(name_of("µ")->text, "µ");
  assert_int_equal(name_of("")->len, 0);
}

static void *intern_many(void *result)
{
  const Name **names = result;
  char text[32];
  for (int i = 0; i < 5000; i++) {
    snprintf(text, sizeof text, "many_%d", i);
    names[i] = name_of(text);
  }
  return NULL;
}

static void threads_agree(void **state)
{
  (void)state;
  static const Name *one[5000], *other[5000];
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, intern_many, one), 0);
  intern_many(other);
  pthread_join(thread, NULL);
  assert_memory_equal(one, other, sizeof one);
}

static const char *nearest(const char *want)
{
  const char *known[] = { "theta", "phi", "mu", "sigma", "minimize", "K", "log" };
  const Name *candidates[7];
  for (int i = 0; i < 7; i++) candidates[i] = name_of(known[i]);
  const Name *found = name_nearest(name_of(want), candidates, 7);
  return found ? found->text : "";
}

static void nearest_name(void **state)
{
  (void)state;
  assert_string_equal(nearest("tehta"), "theta");
  assert_string_equal(nearest("thetta"), "theta");
  assert_string_equal(nearest("minimise"), "minimize");
  assert_string_equal(nearest("pih"), "phi");
  assert_string_equal(nearest("k"), "K");
  assert_string_equal(nearest("MU"), "mu");
  assert_string_equal(nearest("q"), "");
  assert_string_equal(nearest("alpha"), "");
  assert_string_equal(nearest(""), "");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(same_spelling_same_pointer),
    cmocka_unit_test(threads_agree),
    cmocka_unit_test(nearest_name),
  };
  return RUN_TESTS(tests);
}
