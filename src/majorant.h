/* majorant.h: the public interface of libmajorant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_H
#define MAJORANT_H

#ifdef __cplusplus
extern "C" {
#endif

const char *majorant_version(void);

#ifdef __cplusplus
}
#endif
#endif
