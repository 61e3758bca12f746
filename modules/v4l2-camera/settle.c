/* SPDX-License-Identifier: Apache-2.0 */
/* settle.c -- when exposure and focus have come to rest. */
#include "settle.h"

#define FRAMES_LEAST 5u
#define CALM_LEAST   3u
#define LIGHT_STEP   50u  /* 1/50: a change of 2 % is none */
#define LIGHT_NOISE  128u /* half a step of 255 is none either */

static bool
is_calm(uint32_t before, uint32_t now)
{
	uint32_t change = before < now ? now - before : before - now;

	return change <= LIGHT_NOISE || change < before / LIGHT_STEP;
}

/* Focus is found when it is hardly worse than it ever was. */
static bool
is_sharp(uint32_t sharpest, uint32_t now)
{
	return (uint64_t)now * 10 >= (uint64_t)sharpest * 9;
}

bool
camera_settled(struct camera_settle *settle, const struct camera_look *look)
{
	if (settle->count > 0 && is_calm(settle->light, look->light))
		settle->calm++;
	else
		settle->calm = 0;
	settle->count++;
	settle->light = look->light;
	if (settle->sharpest < look->sharpness)
		settle->sharpest = look->sharpness;
	if (settle->count >= CAMERA_SETTLE_FRAMES_MOST)
		return true;
	return settle->count >= FRAMES_LEAST && settle->calm >= CALM_LEAST &&
	       is_sharp(settle->sharpest, look->sharpness);
}
