/* SPDX-License-Identifier: Apache-2.0 */
/* holder.h -- which program has a node open. */
#ifndef CAMERA_HOLDER_H
#define CAMERA_HOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* Its name and number, such as "cheese (4711)"; false if it is not known: what
 * other users run is not shown to everybody. */
bool camera_holder(const char *node, char *room, size_t size);

#endif
