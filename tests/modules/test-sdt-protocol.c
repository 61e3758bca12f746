/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-protocol.c -- proves modules/sdt-reader/protocol.c.
 *
 * The frames are those that independent programs send and receive. */
#include "protocol.h"
#include "tap.h"

#include <string.h>

static const uint8_t found[] = { 0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x08, 0x00,
	0x00, 0x9f, 0x00, 0x00, 0x00, 0x00, 0x97 };

static void
requests_are_as_others_send_them(void)
{
	static const struct {
		enum sdt_command command;
		uint8_t end[3];
	} rows[] = {
		{ SDT_SAM_STATUS, { 0x11, 0xff, 0xed } },
		{ SDT_SAM_ID, { 0x12, 0xff, 0xee } },
		{ SDT_FIND_CARD, { 0x20, 0x01, 0x22 } },
		{ SDT_SELECT_CARD, { 0x20, 0x02, 0x21 } },
		{ SDT_READ, { 0x30, 0x01, 0x32 } },
		{ SDT_READ_FINGERPRINT, { 0x30, 0x10, 0x23 } },
		{ SDT_READ_ADDRESS, { 0x30, 0x03, 0x30 } },
	};
	static const uint8_t begin[] = { 0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 3 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t frame[SDT_REQUEST_LEN];

		sdt_request(rows[i].command, frame);
		OKF(memcmp(frame, begin, 7) == 0, "begin of %zu", i);
		OKF(memcmp(frame + 7, rows[i].end, 3) == 0, "end of %zu", i);
	}
}

static void
answers_that_others_receive_are_understood(void)
{
	static const struct {
		uint8_t body[16];
		size_t len;
		enum sdt_answer answer;
		size_t data;
	} rows[] = {
		{ { 0, 4, 0, 0, 0x90, 0x94 }, 6, SDT_DONE, 0 },
		{ { 0, 8, 0, 0, 0x9f, 0, 0, 0, 0, 0x97 }, 10, SDT_DONE, 4 },
		{ { 0, 4, 0, 0, 0x80, 0x84 }, 6, SDT_NO_CARD, 0 },
		{ { 0, 12, 0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0x9c }, 14,
		    SDT_DONE, 8 },
		{ { 0, 4, 0, 0, 0x81, 0x85 }, 6, SDT_NOT_TAKEN, 0 },
		{ { 0, 4, 0, 0, 0x41, 0x45 }, 6, SDT_NOT_READ, 0 },
		{ { 0, 4, 0, 0, 0x10, 0x14 }, 6, SDT_NOT_HEARD, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sdt_receiver receiver = { 0 };
		enum sdt_progress progress = SDT_MORE;
		size_t len = 99;

		for (size_t k = 0; k < 5; k++)
			progress = sdt_receive(&receiver, found[k]);
		for (size_t k = 0; k < rows[i].len; k++) {
			OKF(progress == SDT_MORE, "%zu is not whole at %zu", i,
			    k);
			progress = sdt_receive(&receiver, rows[i].body[k]);
		}
		OKF(progress == SDT_FRAME, "%zu is whole", i);
		OKF(sdt_status(&receiver)->answer == rows[i].answer,
		    "%zu means that", i);
		sdt_data(&receiver, &len);
		OKF(len == rows[i].data, "%zu has its data", i);
	}
}

static enum sdt_progress
receive(struct sdt_receiver *receiver, const uint8_t *bytes, size_t len)
{
	enum sdt_progress progress = SDT_MORE;

	for (size_t i = 0; i < len && progress == SDT_MORE; i++)
		progress = sdt_receive(receiver, bytes[i]);
	return progress;
}

/* Every sequence of up to seven bytes of the preamble's own values: whatever
 * it is, the frame after it is found. */
static void
a_frame_is_found_after_whatever_looks_like_its_begin(void)
{
	static const uint8_t values[] = { 0xaa, 0x96, 0x69, 0x00 };
	size_t missed = 0, count = 0;

	for (unsigned pattern = 0; pattern < 1u << 14; pattern++) {
		struct sdt_receiver receiver = { 0 };
		uint8_t noise[7];
		bool is_preamble = false;

		for (int i = 0; i < 7; i++)
			noise[i] = values[pattern >> 2 * i & 3];
		for (size_t i = 0; i + 5 <= 7; i++)
			is_preamble |= memcmp(noise + i, found, 5) == 0;
		if (is_preamble)
			continue;
		count++;
		receive(&receiver, noise, sizeof(noise));
		missed += receive(&receiver, found, sizeof(found)) != SDT_FRAME;
	}
	OKF(missed == 0, "%zu kinds of noise", count);
}

static void
noise_has_an_end(void)
{
	struct sdt_receiver receiver = { 0 };
	enum sdt_progress progress = SDT_MORE;
	size_t len = 0;

	while (progress == SDT_MORE && len < 2 * SDT_SKIP_MOST) {
		progress = sdt_receive(&receiver, 0x55);
		len++;
	}
	OK(progress == SDT_NOISE);
	OK(len == SDT_SKIP_MOST + 1);
}

static void
lengths_have_limits(void)
{
	for (unsigned len = 0; len < 0x10000; len += len < 3000 ? 1 : 499) {
		struct sdt_receiver receiver = { 0 };
		enum sdt_progress progress;
		bool fits = len >= SDT_LEN_LEAST && len <= SDT_LEN_MOST;

		receive(&receiver, found, 5);
		sdt_receive(&receiver, (uint8_t)(len >> 8));
		progress = sdt_receive(&receiver, (uint8_t)len);
		if (progress != (fits ? SDT_MORE : SDT_BAD_LENGTH)) {
			OKF(false, "LEN %u", len);
			return;
		}
	}
	OKF(true, "%d to %d", SDT_LEN_LEAST, SDT_LEN_MOST);
}

static void
the_longest_frame_fits(void)
{
	struct sdt_receiver receiver = { 0 };
	enum sdt_progress progress;
	struct sdt_card card;
	const uint8_t *data;
	size_t len;

	receive(&receiver, found, 5);
	sdt_receive(&receiver, 0x09);
	sdt_receive(&receiver, 0x0a);
	sdt_receive(&receiver, 0);
	sdt_receive(&receiver, 0);
	sdt_receive(&receiver, 0x90);
	receive(&receiver, (const uint8_t[]){ 1, 0, 4, 0, 4, 0 }, 6);
	for (int i = 0; i < 256 + 1024 + 1024; i++)
		sdt_receive(&receiver, 0x5a);
	progress = sdt_receive(&receiver, 0x09 ^ 0x0a ^ 0x90 ^ 1 ^ 4 ^ 4);
	OK(progress == SDT_FRAME);
	OK(receiver.len == SDT_FRAME_MOST);
	data = sdt_data(&receiver, &len);
	OK(sdt_card_of(data, len, true, &card));
	OK(card.text == data + 6 && card.photo == data + 6 + 256);
	OK(card.photo_len == 1024 && card.fingerprint_len == 1024);
	OK(!sdt_card_of(data, len, false, &card));
}

static void
every_damaged_byte_is_noticed(void)
{
	for (size_t at = 5; at < sizeof(found); at++) {
		size_t missed = 0;

		for (int bit = 0; bit < 8; bit++) {
			struct sdt_receiver receiver = { 0 };
			uint8_t frame[sizeof(found)];

			memcpy(frame, found, sizeof(found));
			frame[at] ^= (uint8_t)(1 << bit);
			missed += receive(&receiver, frame, sizeof(frame)) ==
				  SDT_FRAME;
		}
		OKF(missed == 0, "at %zu", at);
	}
}

static void
every_status_has_a_meaning_and_a_text(void)
{
	for (int sw3 = 0; sw3 < 256; sw3++) {
		const uint8_t sw[3] = { 0, 0, (uint8_t)sw3 };
		const struct sdt_status *status = sdt_status_of(sw);

		if (status->text == NULL || status->text[0] == '\0' ||
		    (status->answer != SDT_NOT_KNOWN && status->sw3 != sw3))
			OKF(false, "SW3 %02x", (unsigned)sw3);
	}
	OK(sdt_status_of((const uint8_t[]){ 0, 0, 0x66 })->answer ==
	    SDT_SAM_FAILED);
	OK(sdt_status_of((const uint8_t[]){ 0, 0, 0x91 })->answer == SDT_NONE);
	OK(sdt_status_of((const uint8_t[]){ 0, 0, 0x40 })->answer ==
	    SDT_NOT_A_CARD);
	OK(sdt_status_of((const uint8_t[]){ 0, 0, 0x00 })->answer ==
	    SDT_NOT_KNOWN);
	OK(sdt_status_of((const uint8_t[]){ 1, 0, 0x90 })->answer ==
	    SDT_NOT_KNOWN);
	OK(sdt_status_of((const uint8_t[]){ 0, 1, 0x9f })->answer ==
	    SDT_NOT_KNOWN);
}

static void
an_answer_to_another_question_does_not_fit(void)
{
	struct sdt_receiver receiver = { 0 };

	receive(&receiver, found, sizeof(found));
	OK(sdt_fits(&receiver, SDT_FIND_CARD));
	OK(!sdt_fits(&receiver, SDT_SAM_STATUS));
	OK(!sdt_fits(&receiver, SDT_SAM_ID));
	OK(!sdt_fits(&receiver, SDT_SELECT_CARD));
	OK(!sdt_fits(&receiver, SDT_READ));
	OK(!sdt_fits(&receiver, SDT_READ_ADDRESS));
	/* What is not done is not done for every question. */
	receiver.frame[9] = 0x41;
	for (int i = SDT_SAM_STATUS; i <= SDT_READ_ADDRESS; i++)
		OKF(sdt_fits(&receiver, (enum sdt_command)i), "41 to %d", i);
}

static void
lengths_inside_a_card_must_agree(void)
{
	static const struct {
		uint8_t lens[6];
		size_t len;
		bool with_fingerprint, fits;
	} rows[] = {
		{ { 1, 0, 4, 0 }, 4 + 256 + 1024, false, true },
		{ { 1, 0, 0, 0 }, 4 + 256, false, true },
		{ { 1, 0, 4, 0 }, 4 + 256 + 1023, false, false },
		{ { 1, 0, 4, 0 }, 4 + 256 + 1025, false, false },
		{ { 1, 1, 4, 0 }, 4 + 257 + 1024, false, false },
		{ { 0, 255, 4, 0 }, 4 + 255 + 1024, false, false },
		{ { 0, 0, 0, 0 }, 4, false, false },
		{ { 1, 0, 4, 1 }, 4 + 256 + 1025, false, false },
		{ { 1, 0, 255, 255 }, 4 + 256, false, false },
		{ { 1, 0 }, 3, false, false },
		{ { 0 }, 0, false, false },
		{ { 1, 0, 4, 0, 4, 0 }, 6 + 256 + 2048, true, true },
		{ { 1, 0, 4, 0, 0, 0 }, 6 + 256 + 1024, true, true },
		{ { 1, 0, 0, 0, 4, 0 }, 6 + 256 + 1024, true, true },
		{ { 1, 0, 4, 0, 4, 1 }, 6 + 256 + 2049, true, false },
		{ { 1, 0, 4, 0, 4, 0 }, 6 + 256 + 2047, true, false },
		{ { 1, 0, 4, 0, 0 }, 5, true, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		static uint8_t data[4096];
		struct sdt_card card = { 0 };

		memcpy(data, rows[i].lens, 6);
		OKF(sdt_card_of(data, rows[i].len, rows[i].with_fingerprint,
			&card) == rows[i].fits,
		    "row %zu", i);
		OKF((card.text != NULL) == rows[i].fits, "result of row %zu",
		    i);
	}
}

int
main(void)
{
	RUN(requests_are_as_others_send_them);
	RUN(answers_that_others_receive_are_understood);
	RUN(a_frame_is_found_after_whatever_looks_like_its_begin);
	RUN(noise_has_an_end);
	RUN(lengths_have_limits);
	RUN(the_longest_frame_fits);
	RUN(every_damaged_byte_is_noticed);
	RUN(every_status_has_a_meaning_and_a_text);
	RUN(an_answer_to_another_question_does_not_fit);
	RUN(lengths_inside_a_card_must_agree);
	return tap_done();
}
