/* SPDX-License-Identifier: Apache-2.0 */
/* identity.h -- what the noun is made of.
 *
 * The raw files are the truth; what the record says is read from them, also
 * when they come back in JSON. */
#ifndef CSI_IDENTITY_IDENTITY_H
#define CSI_IDENTITY_IDENTITY_H

#include "bytes.h"
#include "emrtd/contacts.h"
#include "emrtd/face.h"
#include "evidence.h"
#include "identity/record.h"

#define CSI_READ_AT_ROOM  26 /* "YYYY-MM-DDTHH:MM:SS+HH:MM" */
#define CSI_READER_ROOM   512
#define CSI_PORTRAIT_MOST (UINT32_C(256) << 10)
#define CSI_JSON_MOST     (UINT32_C(8) << 20) /* all evidence, in base64 */

struct cseal_identity {
	struct csi_record record;
	cseal_verdict verdicts[CSEAL_IDENTITY_MATCHES_PRINT + 1];
	cseal_evidence *files; /* NULL: not there any more */
	/* Of any media type known here; empty: none; 0 dots: not known. */
	struct csi_image portrait, signature;
	/* What these are in where there are no files. */
	struct csi_bytes own_portrait, own_signature;
	struct csi_bytes decoded[CSEAL_PICTURE_JPEG + 1]; /* by form */
	struct csi_contacts contacts;
	bool is_virtual;
	char read_at[CSI_READ_AT_ROOM]; /* local time; "": not known */
	char uri[CSI_READER_ROOM], module[CSI_READER_ROOM];
	char *json; /* made when first asked for */
	size_t json_len;
};

struct csi_identity_trust;

/*
 * Reads fields, verdicts and reasons from the raw files, checked as on the
 * day `today`, "YYYY-MM-DD", and judged by what was given, or NULL.  Status:
 * COUNTER_CARD_UNREADABLE, FAULT_MODULE for files that a reader must not
 * give, REFUSED_INPUT for what was given.
 */
cseal_status csi_identity_derive(cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error);

/* Whether a raw file of that name is one that is read here. */
bool csi_identity_is_file(const char *name);

/* "data_signed", "chip_genuine", "matches_print"; NULL for any other. */
const char *csi_identity_question_name(cseal_identity_question question);

/* The static text for one of the media types of pictures; NULL for any
 * other. */
const char *csi_identity_media_type(const char *media_type);

#define CSI_IDENTITY_PICTURE_MOST ((size_t)64 << 20) /* bytes, decoded */

/* JPEG 2000 in another form, by the module that does that.  Status: that of
 * cseal_identity_decode_portrait(). */
cseal_status csi_identity_decode(cseal_context *context,
    const struct csi_image *portrait, cseal_picture_form form, cseal_wait *wait,
    cseal_blob *made, cseal_error **ret_error);

/* Sets width and height by the bytes themselves. */
void csi_identity_measure(struct csi_image *picture);

#endif
