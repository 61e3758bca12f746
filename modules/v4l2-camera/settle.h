/* SPDX-License-Identifier: Apache-2.0 */
/* settle.h -- when exposure and focus of a camera that was just switched on
 * have come to rest: numbers only. */
#ifndef CAMERA_SETTLE_H
#define CAMERA_SETTLE_H

#include <stdbool.h>
#include <stdint.h>

#define CAMERA_SETTLE_FRAMES_MOST 25u

/* What one frame looks like. */
struct camera_look {
	uint32_t light;     /* mean luma, in 1/256 */
	uint32_t sharpness; /* mean absolute Laplacian, in 1/256 */
};

/* All zero at the start. */
struct camera_settle {
	unsigned count; /* frames seen */
	unsigned calm;  /* of them in a row that were like the one before */
	uint32_t light;
	uint32_t sharpest;
};

/* Takes the next frame in; true if it may be kept. */
bool camera_settled(
    struct camera_settle *settle, const struct camera_look *look);

#endif
