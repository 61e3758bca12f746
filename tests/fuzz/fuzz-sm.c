/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-sm.c -- what a card says under secure messaging, and in PACE: nobody
 * without the keys says anything that counts. */
#include "bac.h"
#include "fuzz.h"
#include "pace.h"

#include <stdlib.h>
#include <string.h>

static bool
draw(void *user, uint8_t *out, size_t len)
{
	memset(out, 0x11, len);
	return true;
}

static void
say_in_pace(const uint8_t *data, size_t size)
{
	const struct emrtd_pace_way way = { 2, 2, EMRTD_GENERIC, EMRTD_AES_128,
		12, false };
	emrtd_pace *pace =
	    emrtd_pace_new(&way, (const uint8_t *)"123456", 6, draw, NULL);
	uint8_t out[EMRTD_PACE_ROOM];
	struct emrtd_secure secure;
	size_t len;

	if (pace == NULL)
		abort();
	emrtd_pace_take_nonce(pace, data, size);
	if (emrtd_pace_say_mapping(pace, out, &len) != EMRTD_OK)
		abort();
	emrtd_pace_take_mapping(pace, data, size);
	emrtd_pace_take_key(pace, data, size);
	if (emrtd_pace_take_token(pace, data, size, &secure) == EMRTD_OK)
		abort();
	emrtd_pace_free(pace);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t seed[EMRTD_SEED_LEN] = { 1 };
	uint8_t *room = malloc(size + 1);
	struct emrtd_pace_way way;
	struct emrtd_secure secure;
	struct emrtd_answer answer;
	struct emrtd_bac bac = { .card = { 1 } };

	if (room == NULL || !emrtd_bac_start(&bac, seed))
		abort();
	for (int cipher = EMRTD_3DES; cipher <= EMRTD_AES_256; cipher += 2) {
		emrtd_secure_start(
		    &secure, (enum emrtd_cipher)cipher, seed, sizeof(seed));
		if (emrtd_secure_unwrap(&secure, data, size, room, &answer) !=
			EMRTD_WRONG ||
		    !secure.is_over)
			abort();
	}
	if (emrtd_bac_end(&bac, data, size, &secure) == EMRTD_OK)
		abort();
	if (emrtd_pace_choose(data, size, &way) &&
	    !emrtd_group_is_known(way.parameter))
		abort();
	say_in_pace(data, size);
	free(room);
	return 0;
}
