/* SPDX-License-Identifier: Apache-2.0 */
/* ink.h -- one handwritten signature: strokes of samples. */
#ifndef COUNTERSEAL_INK_H
#define COUNTERSEAL_INK_H

#include <counterseal/escrow.h>
#include <counterseal/signer.h>

/* x to the right and y down, from the top-left corner of the pad. */
struct cseal_ink_sample {
	int32_t x_um, y_um;
	uint16_t pressure; /* 0: pen up; 65535: the most the pad can tell */
	uint16_t flags;    /* 0 today */
	uint32_t time_us;  /* since the first sample */
};

struct cseal_ink_options {
	size_t size;
	const char *prompt; /* shown by a pad with a screen, or NULL */
	/* Less ink than this on the pad is AGAIN_INK_TOO_SHORT; 0: 3000. */
	uint32_t least_um;
};

/* Lets the customer write on the pad uri names (NULL: the only one) and
 * returns when OK is pressed.  Blocks.  Status: AGAIN_INK_TOO_SHORT,
 * STOPPED_DECLINED (cancel was pressed), COUNTER_*.  options may be NULL. */
CSEAL_API cseal_status cseal_ink_capture(cseal_context *context,
    const char *uri, const struct cseal_ink_options *options, int timeout_ms,
    cseal_cancel *cancel, cseal_ink **ret_ink, cseal_error **ret_error);

/* From an ISO/IEC 19794-7:2007 full-format record.  Status: REFUSED_INPUT,
 * REFUSED_LIMIT. */
CSEAL_API cseal_status cseal_ink_new_iso19794_7(const void *record, size_t len,
    cseal_ink **ret_ink, cseal_error **ret_error);

/* As such a record.  Biometric data: store with care.  Lives as long as the
 * ink. */
CSEAL_API cseal_status cseal_ink_iso19794_7(cseal_ink *ink,
    const void **ret_record, size_t *ret_len, cseal_error **ret_error);

/* As InkML (W3C Recommendation of 20 September 2011): X and Y in mm, F, and T in
 * ms.  Biometric data, too.  Lives until the next call. */
CSEAL_API cseal_status cseal_ink_inkml(cseal_ink *ink, const void **ret_bytes,
    size_t *ret_len, cseal_error **ret_error);

/* A drawing of it without time or pressure: "svg" or "pdf".  As it is made to
 * be shown, it is wiped when it is freed, but not locked in memory as the
 * samples are.  Lives until the next call.  Status: FAULT_APPLICATION (other
 * format). */
CSEAL_API cseal_status cseal_ink_draw(cseal_ink *ink, const char *format,
    const void **ret_bytes, size_t *ret_len, cseal_error **ret_error);

/* How what the pen did came from the pad to the computer. */
typedef enum cseal_ink_link {
	CSEAL_INK_LINK_UNKNOWN = 0,
	CSEAL_INK_LINK_CLEAR = 1, /* for whoever listens to read */
	CSEAL_INK_LINK_WEAK = 2,  /* encrypted, but that can be broken */
	CSEAL_INK_LINK_STRONG = 3 /* encrypted */
} cseal_ink_link;

/* "unknown", "clear", "weak", "strong"; NULL for an unknown value.  Static. */
CSEAL_API const char *cseal_ink_link_name(cseal_ink_link link);

/* What would have shown that samples were lost on the way. */
typedef enum cseal_ink_tally {
	CSEAL_INK_TALLY_NONE = 0,  /* nothing */
	CSEAL_INK_TALLY_QUEUE = 1, /* the system tells when its queue was full */
	CSEAL_INK_TALLY_CLOCK = 2, /* gaps between the times that the pad gave */
	CSEAL_INK_TALLY_COUNT = 3  /* gaps in the pad's own numbers */
} cseal_ink_tally;

/* "none", "queue", "clock", "count"; NULL for an unknown value.  Static. */
CSEAL_API const char *cseal_ink_tally_name(cseal_ink_tally tally);

#define CSEAL_INK_TEXT_MOST 127 /* bytes */

/* How ink was captured: what the pad can tell, and the computer saw.  Of all
 * that the pen did since the pad was cleared last, in the air, too, from the
 * first sample on that came: more than the samples of the ink.  A number that
 * nobody told is 0, a text "".  That no sample was lost is proven where nothing
 * was lost, there are no gaps, and the tally is that of a count; a clock shows
 * only what is missing for longer than half a sample's time, a queue only what
 * the system dropped. */
struct cseal_ink_account {
	size_t size;
	char device[CSEAL_INK_TEXT_MOST + 1]; /* model, firmware, number */
	char cipher[CSEAL_INK_TEXT_MOST + 1]; /* of the link: "AES-256" */
	cseal_ink_link link;
	cseal_ink_tally tally;
	uint64_t counted;  /* samples, by the pad's own numbers */
	uint64_t received; /* that came */
	uint64_t lost;     /* that are known to be missing */
	/* From the first to the last of them by the pad's clock, and by when
	 * they came: how far the two are apart. */
	uint64_t pad_us, host_us;
	/* By the core: the module, and when the first sample of the ink and
	 * OK came, in milliseconds since 1970 by the computer's clock. */
	char module[CSEAL_INK_TEXT_MOST + 1];
	int64_t began_ms, ended_ms;
	/* Times that the pen was out of the pad's reach, and the pad's numbers
	 * do not show whether samples of then are missing: a clock cannot, and a
	 * pad may number on while it sends nothing, or anew. */
	uint64_t gaps;
};

/* Of ink that was captured; NULL of ink that was read from a record. */
CSEAL_API const struct cseal_ink_account *cseal_ink_capture_account(
    const cseal_ink *ink);

/* The samples in the order of time, of all strokes; what a virtual pad wrote
 * is marked, and a mark is never taken off. */
CSEAL_API size_t cseal_ink_count(const cseal_ink *ink);
CSEAL_API const struct cseal_ink_sample *cseal_ink_samples(
    const cseal_ink *ink);
CSEAL_API uint32_t cseal_ink_duration_us(const cseal_ink *ink);
CSEAL_API size_t cseal_ink_stroke_count(const cseal_ink *ink);
CSEAL_API bool cseal_ink_is_virtual(const cseal_ink *ink);
CSEAL_API void cseal_ink_mark_virtual(cseal_ink *ink);

/* Are all samples and records in memory that does not reach the swap?  No core
 * file has it in any case, and it is wiped when the ink is freed.  False: the
 * system allows this process too little of such memory (RLIMIT_MEMLOCK; a
 * signature takes 64 KiB); a capture puts a warning into the log, too. */
CSEAL_API bool cseal_ink_is_locked(const cseal_ink *ink);

/*
 * Says for which document it was written: keeps the SHA-256 and the number of
 * its bytes, as the customer saw them, before the ink is put on.  What is added
 * to a PDF is added at its end, so the bytes stay the first ones of the sealed
 * document.  Status: FAULT_APPLICATION (no bytes).
 */
CSEAL_API cseal_status cseal_ink_bind(
    cseal_ink *ink, const void *document, size_t len, cseal_error **ret_error);

/* Is it the document that the ink was written for, with or without what was
 * added to it since?  Status: REFUSED_INPUT (no, or for none). */
CSEAL_API cseal_status cseal_ink_check_document(const cseal_ink *ink,
    const void *document, size_t len, cseal_error **ret_error);

/*
 * Seals it for an escrow: a CMS AuthEnvelopedData (RFC 5083, AES-256-GCM) that
 * holds one line of JSON, as cseal_ink_json() gives it and more, and behind
 * the newline the record, ISO/IEC 19794-7:2007.  It keeps others from reading
 * it; who made it is proven by the seal of the document that it is attached
 * to.  Lives until the next call.  Status: FAULT_APPLICATION (an escrow of
 * nobody), REFUSED_INPUT (the pen never touched the pad), FAULT_CRYPTO.
 */
CSEAL_API cseal_status cseal_ink_seal(cseal_ink *ink,
    const cseal_escrow *escrow, const void **ret_sealed, size_t *ret_len,
    cseal_error **ret_error);

/* The key of an escrow: PEM, encrypted or not, maybe with its certificate, or
 * PKCS #12. */
struct cseal_ink_key {
	size_t size;
	const void *bytes;
	size_t len;
	const char *title; /* for whoever is asked for the pass phrase */
	cseal_pin_fn pin;  /* NULL: there is nobody to ask */
	void *pin_user;
};

/*
 * Opens it.  What comes out has the account and the document that were sealed
 * with it.  Status: REFUSED_INPUT (nothing that was sealed so),
 * REFUSED_KEY_MISMATCH and REFUSED_DAMAGED (sealed for others, or changed),
 * SETUP_NO_KEY (the key cannot be read), AGAIN_PIN_WRONG, COUNTER_PIN_NEEDED,
 * REFUSED_LIMIT.
 */
CSEAL_API cseal_status cseal_ink_open(const void *sealed, size_t len,
    const struct cseal_ink_key *key, cseal_ink **ret_ink,
    cseal_error **ret_error);

/* What is known of it but the writing itself, as one JSON object: numbers of
 * samples and strokes, the capture account, the document.  Nothing of it is
 * biometric.  Lives until the next call; NULL: out of memory. */
CSEAL_API const char *cseal_ink_json(cseal_ink *ink);

/* Wipes, then frees. */
CSEAL_API void cseal_ink_free(cseal_ink *ink);

#endif
