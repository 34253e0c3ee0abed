/* Random numbers: the published values of Philox, and the distributions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "base/random.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* known answers of philox4x64-10 that come with Random123 */
static void known_answers(void **state)
{
  (void)state;
  Random r = random_stream(0, 0, 0);
  const uint64_t zero[4] = { 0x16554d9eca36314cU, 0xdb20fe9d672d0fdcU, 0xd7e772cee186176bU, 0x7e68b68aec7ba23bU };
  for (int i = 0; i < 4; i++) assert_true(random_bits(&r) == zero[i]);
  assert_int_equal(r.block, 1);
}

static void streams(void **state)
{
  (void)state;
  Random a = random_stream(1, random_purpose("mu"), 3), b = random_stream(1, random_purpose("mu"), 3);
  for (int i = 0; i < 100; i++) assert_true(random_bits(&a) == random_bits(&b));
  uint64_t first[4];
  Random others[4] = { random_stream(2, 7, 3), random_stream(1, 8, 3), random_stream(1, 7, 4), random_stream(1, 7, 3) };
  for (int i = 0; i < 4; i++) first[i] = random_bits(&others[i]);
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < i; j++) assert_true(first[i] != first[j]);
  assert_true(random_purpose("mu") != random_purpose("um"));
  assert_true(random_purpose("") == UINT64_C(0xcbf29ce484222325));
}

static void distributions(void **state)
{
  (void)state;
  enum { N = 400000, CELLS = 10 };
  Random r = random_stream(3, 1, 4);
  double sum = 0, square = 0, cube = 0, fourth = 0;
  int cells[CELLS] = {0}, faces[6] = {0}, inside = 0;
  for (int i = 0; i < N; i++) {
    double u = random_uniform(&r);
    assert_true(u > 0 && u < 1);
    cells[(int)(u * CELLS)]++;
    double z = random_normal(&r);
    sum += z, square += z * z, cube += z * z * z, fourth += z * z * z * z;
    inside += fabs(z) < 1.959963984540054;
    faces[random_below(&r, 6)]++;
  }
  for (int i = 0; i < CELLS; i++) assert_true(fabs(cells[i] - N / 10.0) < 5 * sqrt(N * 0.09));
  for (int i = 0; i < 6; i++) assert_true(fabs(faces[i] - N / 6.0) < 5 * sqrt(N * 5.0 / 36));
  assert_true(fabs(sum / N) < 5 / sqrt(N) && fabs(square / N - 1) < 5 * sqrt(2.0 / N));
  assert_true(fabs(cube / N) < 5 * sqrt(15.0 / N) && fabs(fourth / N - 3) < 5 * sqrt(96.0 / N));
  assert_true(fabs(inside / (double)N - 0.95) < 5 * sqrt(0.0475 / N));
  for (int i = 0; i < 1000; i++) {
    assert_int_equal(random_below(&r, 1), 0);
    assert_true(random_below(&r, UINT64_C(1) << 63) < UINT64_C(1) << 63);
    assert_true(random_below(&r, UINT64_C(0xC000000000000001)) < UINT64_C(0xC000000000000001));
  }
}

static void samples(void **state)
{
  (void)state;
  Random r = random_stream(1, 2, 3);
  int64_t out[100];
  int first[5] = {0}, last[5] = {0};
  for (int i = 0; i < 20000; i++) {
    assert_true(random_sample(&r, 5, 3, out));
    assert_true(out[0] != out[1] && out[1] != out[2] && out[0] != out[2]);
    for (int k = 0; k < 3; k++) assert_true(out[k] >= 0 && out[k] < 5);
    first[out[0]]++, last[out[2]]++;
  }
  for (int i = 0; i < 5; i++) assert_true(abs(first[i] - 4000) < 300 && abs(last[i] - 4000) < 300);
  bool seen[100] = {0};
  assert_true(random_sample(&r, 100, 100, out));
  for (int i = 0; i < 100; i++) assert_false(seen[out[i]]), seen[out[i]] = true;
  assert_true(random_sample(&r, INT64_MAX, 100, out));
  assert_true(random_sample(&r, 7, 0, out));
  assert_false(random_sample(&r, 3, 4, out));
  assert_false(random_sample(&r, 3, -1, out));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(known_answers), cmocka_unit_test(streams), cmocka_unit_test(distributions), cmocka_unit_test(samples),
  };
  return RUN_TESTS(tests);
}
