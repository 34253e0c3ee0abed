/* blas_room.h: OpenBLAS asks the system for a large buffer for each thread that calls it, and where a limit on memory (ulimit -v, -d)
 * refuses it, asks again for ever. Where there is such a limit the buffers are asked for beforehand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_VM_BLAS_ROOM_H
#define MAJORANT_VM_BLAS_ROOM_H

/* for how many threads, of so many, there is room for their buffers; they are kept for them. Without a limit: for all */
int blas_room(int threads);

#endif
