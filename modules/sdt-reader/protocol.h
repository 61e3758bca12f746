/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.h -- frames between a host and the SAM of an ID card reader.
 *
 * GA/T 467, chapter 7; pure functions over bytes.  A request is
 *   AA AA AA 96 69 | LEN (2, big endian) | CMD PARA | DATA | CHK
 * and a response has SW1 SW2 SW3 in the place of CMD PARA.  LEN counts what
 * follows it; CHK is the exclusive or of what lies between the preamble and
 * itself. */
#ifndef SDT_PROTOCOL_H
#define SDT_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SDT_REQUEST_LEN 10
#define SDT_HEADER_LEN  7 /* preamble and LEN */
#define SDT_LEN_LEAST   4 /* a status and a check byte */
/* The longest response there is: text, photo and fingerprints. */
#define SDT_LEN_MOST   2314
#define SDT_FRAME_MOST (SDT_HEADER_LEN + SDT_LEN_MOST)
/* More than this without a preamble is noise, not the end of something that
 * was said before. */
#define SDT_SKIP_MOST 65536

#define SDT_TEXT_LEN         256
#define SDT_PHOTO_MOST       1024
#define SDT_FINGERPRINT_MOST 1024
#define SDT_ADDRESS_MOST     280
#define SDT_SAM_LEN          16

enum sdt_command {
	SDT_SAM_STATUS,
	SDT_SAM_ID,
	SDT_FIND_CARD,
	SDT_SELECT_CARD,
	SDT_READ,             /* text and photo */
	SDT_READ_FINGERPRINT, /* and fingerprints */
	SDT_READ_ADDRESS      /* what was added to the address */
};

void sdt_request(enum sdt_command command, uint8_t ret_frame[SDT_REQUEST_LEN]);

/* What a response means for the conversation. */
enum sdt_answer {
	SDT_DONE,       /* 90, 9F */
	SDT_NONE,       /* 91: the card has no such item */
	SDT_NO_CARD,    /* 80 */
	SDT_NOT_TAKEN,  /* 81: the card was found, but not selected */
	SDT_NOT_READ,   /* the card was lifted, or it is bad */
	SDT_NOT_A_CARD, /* 40: not one of those a SAM reads */
	SDT_NOT_HEARD,  /* 10: the request came with an error */
	SDT_SAM_FAILED, /* 60, 66: the SAM itself */
	SDT_NOT_OBEYED, /* it does not do that, or not now */
	SDT_NOT_KNOWN   /* not a status that was ever described */
};

struct sdt_status {
	uint8_t sw3;
	enum sdt_answer answer;
	const char *text; /* past tense, for a note */
};

/* The row of the status; SDT_NOT_KNOWN where SW1 or SW2 is not 0. */
const struct sdt_status *sdt_status_of(const uint8_t sw[3]);

/*
 * Finds one response in what a reader sends, however it is cut into pieces
 * and whatever is before it.  All zero is a new one.
 */
struct sdt_receiver {
	uint8_t frame[SDT_FRAME_MOST];
	size_t len;     /* bytes of the frame so far */
	size_t skipped; /* bytes before it */
};

enum sdt_progress {
	SDT_MORE,       /* not yet */
	SDT_FRAME,      /* the response is whole and right */
	SDT_NOISE,      /* too much that is no frame */
	SDT_BAD_LENGTH, /* too long, or too short, to be a response */
	SDT_BAD_CHECK   /* damaged on the way */
};

/* Takes one byte.  After anything but SDT_MORE the receiver is done. */
enum sdt_progress sdt_receive(struct sdt_receiver *receiver, uint8_t byte);

/* Of a whole response: its status, and its data. */
const struct sdt_status *sdt_status(const struct sdt_receiver *receiver);
const uint8_t *sdt_data(const struct sdt_receiver *receiver, size_t *ret_len);

/*
 * Whether a whole response can be one to the command.  Frames have no number:
 * one that comes late, from before the question, shows only by its form.  A
 * failure fits every command.
 */
bool sdt_fits(const struct sdt_receiver *receiver, enum sdt_command command);

/* What lies where in the data of a read; points into it. */
struct sdt_card {
	const uint8_t *text; /* SDT_TEXT_LEN */
	const uint8_t *photo, *fingerprint;
	size_t photo_len, fingerprint_len;
};

/* False if the lengths do not agree with each other or with the limits. */
bool sdt_card_of(const uint8_t *data, size_t len, bool with_fingerprint,
    struct sdt_card *ret_card);

#endif
