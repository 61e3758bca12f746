/* SPDX-License-Identifier: Apache-2.0 */
/* files.h -- makes the files that are measured; the same bytes each time. */
#ifndef BENCH_FILES_H
#define BENCH_FILES_H

#include <stdbool.h>

bool make_small(const char *path);           /* 3 pages, about 100 kB */
bool make_large(const char *path);           /* 34 pages, 100 MB of images */
bool make_objects_classic(const char *path); /* 100 000 objects, a table */
bool make_objects_streams(const char *path); /* the same, packed */

#endif
