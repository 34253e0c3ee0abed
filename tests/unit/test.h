/* test.h: what every unit test includes before anything else of cmocka's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_TEST_H
#define MAJORANT_TEST_H
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define RUN_TESTS(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif
