/* majorant.c: the public interface over the modules. Only names that begin with majorant_ leave the shared library.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "majorant.h"

const char *majorant_version(void)
{
  return PACKAGE_VERSION;
}
