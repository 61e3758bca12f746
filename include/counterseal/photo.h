/* SPDX-License-Identifier: Apache-2.0 */
/* photo.h -- one still picture: JPEG bytes as the camera made them. */
#ifndef COUNTERSEAL_PHOTO_H
#define COUNTERSEAL_PHOTO_H

#include <counterseal/identity.h>

struct cseal_photo_options {
	size_t size;
	uint32_t width, height; /* wished, in pixels; 0: the camera's choice */
};

/* Takes one photo with the camera uri names; NULL: the only one there is.
 * Blocks.  Status: AGAIN_PHOTO_UNUSABLE, COUNTER_*, STOPPED_*, FAULT_DEVICE.
 * options may be NULL. */
CSEAL_API cseal_status cseal_photo_take(cseal_context *context, const char *uri,
    const struct cseal_photo_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_photo **ret_photo, cseal_error **ret_error);

/* From JPEG bytes, which are checked and copied.  Status: REFUSED_INPUT,
 * REFUSED_LIMIT. */
CSEAL_API cseal_status cseal_photo_new_mem(const void *jpeg, size_t len,
    cseal_photo **ret_photo, cseal_error **ret_error);

/* The JPEG file, ISO/IEC 10918-1, exactly as it came; but one of a camera that
 * leaves the Huffman tables out, as Motion JPEG may, has the typical ones
 * (K.3.3) put in. */
CSEAL_API const void *cseal_photo_bytes(
    const cseal_photo *photo, size_t *ret_len);
CSEAL_API uint32_t cseal_photo_width(const cseal_photo *photo);
CSEAL_API uint32_t cseal_photo_height(const cseal_photo *photo);
CSEAL_API bool cseal_photo_is_virtual(const cseal_photo *photo);

/* Says that a photo read back from a file came from a virtual camera. */
CSEAL_API void cseal_photo_mark_virtual(cseal_photo *photo);

/* What is wrong with a photo that somebody at the counter can put right. */
typedef enum cseal_photo_flaw {
	CSEAL_PHOTO_TOO_SMALL = 0,
	CSEAL_PHOTO_TOO_DARK = 1,
	CSEAL_PHOTO_TOO_BRIGHT = 2,
	CSEAL_PHOTO_FLAT = 3, /* nothing can be told apart on it */
	CSEAL_PHOTO_BLURRED = 4
} cseal_photo_flaw;

#define CSEAL_PHOTO_FLAWS 5

/* "too-dark", ...; and a sentence that says what to do.  NULL for an unknown
 * flaw.  Static. */
CSEAL_API const char *cseal_photo_flaw_name(cseal_photo_flaw flaw);
CSEAL_API const char *cseal_photo_flaw_text(cseal_photo_flaw flaw);

struct cseal_photo_quality {
	size_t size;
	unsigned flaws;    /* a bit for each, 1 << flaw; 0: it is usable */
	uint32_t light;    /* mean luma, 0 to 255 */
	uint32_t contrast; /* luma between its dark and its light parts */
	/* How steep edges are, in thousandths of the contrast. */
	uint32_t sharpness;
	uint32_t dark_permille, bright_permille; /* black, and burnt out */
};

/*
 * Examines a photo without knowing what is on it: for a clerk to take it again
 * while the customer is there.  Whether it is good enough is for the
 * application to say.  Status: SETUP_NO_MODULE (none measures), REFUSED_INPUT
 * (it cannot be decoded), REFUSED_LIMIT, STOPPED_*.
 */
CSEAL_API cseal_status cseal_photo_examine(cseal_context *context,
    const cseal_photo *photo, int timeout_ms, cseal_cancel *cancel,
    struct cseal_photo_quality *ret_quality, cseal_error **ret_error);

#define CSEAL_MATCHER_MOST     127 /* bytes of a matcher's name */
#define CSEAL_MATCH_DIGEST_LEN 32  /* bytes of SHA-256 */

/* How much two faces are alike, says who. */
struct cseal_photo_likeness {
	size_t size;
	double score;     /* in the matcher's own scale: more is more alike */
	double threshold; /* at which its maker takes them for one person's */
	char matcher[CSEAL_MATCHER_MOST + 1]; /* its name, version and model */
	bool is_virtual;
	/* Of which two files it is, SHA-256: of the photo, and of the portrait
	 * as the document has it.  Of others the score says nothing. */
	uint8_t photo_digest[CSEAL_MATCH_DIGEST_LEN];
	uint8_t portrait_digest[CSEAL_MATCH_DIGEST_LEN];
};

/*
 * Compares the face on a photo with the portrait of a document, by the one
 * module that does (kind matcher; none comes with the library).  A portrait in
 * JPEG 2000 is given to it as PNG, if a module is there that opens it; else as
 * it is.  The score is
 * that of the matcher: neither the library nor a report makes a claim of it.
 * Status: SETUP_NO_MODULE, REFUSED_INPUT (no portrait; no face; a form that
 * the matcher does not read), STOPPED_*.
 */
CSEAL_API cseal_status cseal_photo_match(cseal_context *context,
    const cseal_photo *photo, const cseal_identity *identity, int timeout_ms,
    cseal_cancel *cancel, struct cseal_photo_likeness *ret_likeness,
    cseal_error **ret_error);

/* Wipes, then frees. */
CSEAL_API void cseal_photo_free(cseal_photo *photo);

#endif
