/* SPDX-License-Identifier: Apache-2.0 */
/* seal.h -- what is put on a document: where, how it looks, who signs. */
#ifndef COUNTERSEAL_SEAL_H
#define COUNTERSEAL_SEAL_H

#include <counterseal/level.h>
#include <counterseal/mark.h>
#include <counterseal/signer.h>

/* What may change in the document afterwards. */
typedef enum cseal_allow {
	CSEAL_ALLOW_UNSAID = 0,
	CSEAL_ALLOW_NONE = 1,       /* nothing */
	CSEAL_ALLOW_FORMS = 2,      /* filling in fields, and signing */
	CSEAL_ALLOW_ANNOTATIONS = 3 /* that, and annotations */
} cseal_allow;

/* Which fields must not change any more once this one is signed. */
typedef enum cseal_lock {
	CSEAL_LOCK_NONE = 0,
	CSEAL_LOCK_ALL = 1,
	CSEAL_LOCK_INCLUDE = 2, /* those that are named */
	CSEAL_LOCK_EXCLUDE = 3  /* all but those that are named */
} cseal_lock;

/* Names and object identifiers of the signature. */
typedef enum cseal_form {
	CSEAL_FORM_PADES = 0, /* RFC 5652 in ETSI.CAdES.detached */
	CSEAL_FORM_GM = 1     /* GB/T 35275 (GM/T 0010), for SM2 keys */
} cseal_form;

struct cseal_seal {
	size_t size;
	/* Which signature field: NULL makes a new one at the place.  The name
	 * of an existing unsigned field uses that one and its rectangle; a
	 * name that does not exist makes a new field of that name;
	 * "group.name" in the group of fields of that name, which is made
	 * where it is not there; what is no group is REFUSED_FIELD. */
	const char *field;
	bool visible;             /* false: place and look are not used */
	struct cseal_place place; /* not used with an existing field */
	/* In a text or QR code %name%, %date% (2026-03-01), %reason% and
	 * %location% stand for what the signature says, and are refused where
	 * it does not; so they are in the looks of marks. */
	struct cseal_look look;
	const char *reason; /* NULL: none; likewise below */
	const char *location;
	const char *contact;
	const char *name; /* NULL: the certificate's common name */
	cseal_digest digest;
	cseal_scheme scheme;
	/* Claimed signing time, seconds since 1970 UTC; 0: the clock. */
	int64_t time;
	/* Seals even with a certificate that is expired or not for signing,
	 * for tests and for documents of the past. */
	bool insecure_any_certificate;
	/* Certifies: the document's author says what may change.  Only the
	 * first signature can. */
	cseal_allow certify;
	const char *legal_attestation; /* with certify only; NULL: none */
	/* An existing field may have a lock of its own, which is followed:
	 * then this must be none. */
	cseal_lock lock;
	const char *const *lock_fields; /* full names */
	size_t lock_field_count;
	/* With a lock: what may change in the whole document from then on
	 * (ISO 32000-2). */
	cseal_allow lock_document;
	/* What is to be reached, and, as in cseal_extension, by whom, whether
	 * less will do where a service fails, and what it was. */
	cseal_level level;
	const char *tsa;
	bool lower_level_ok;
	cseal_level *ret_level;
	cseal_error **ret_lowered;
	/* What this one signature shows elsewhere, be it visible itself or
	 * not; see mark.h. */
	const struct cseal_mark *const *marks;
	size_t mark_count;
	const struct cseal_straddle *straddle; /* NULL: none */
	cseal_form form;
	/* With the form of GM only: /Filter and /SubFilter, which readers of
	 * that form expect differently; NULL: Counterseal.GMPkiLite and
	 * GM.sm2cms.detached. */
	const char *filter, *subfilter;
};

/* A seal that shows a look at a place; reason may be NULL, and the rest is what
 * zeros say. */
static inline struct cseal_seal
cseal_seal_at(
    struct cseal_place place, struct cseal_look look, const char *reason)
{
	struct cseal_seal seal;

	memset(&seal, 0, sizeof(seal));
	seal.size = sizeof(seal);
	seal.visible = true;
	seal.place = place;
	seal.look = look;
	seal.reason = reason;
	return seal;
}

/*
 * Appends one revision with one signature: PAdES B-B (ETSI EN 319 142-1):
 * ETSI.CAdES.detached, ESS signing-certificate-v2, no signing-time
 * attribute, /M set.  What virtual devices captured is marked in the
 * signature dictionary and comes back in the report.  Blocks while the
 * signer signs and services answer.  context is needed for a look of text or
 * QR code and for levels above B only.  Level T puts a time-stamp into the
 * signature, over its digest algorithm, or over SHA-256 where the authority
 * refuses SM3; LT and LTA append further revisions as
 * cseal_document_extend() does.
 *
 * What the document claims of PDF/A (ISO 19005-1 to -4) and PDF/UA (ISO
 * 14289-1) is kept.  Where it is tagged, what is new has its place in the
 * structure; a document that is tagged and claims neither PDF/UA nor level A
 * gets that with its first signature only, because some verifiers take later
 * changes of the structure for forbidden ones.  In PDF/A colours follow the
 * output intent, or are calibrated.  PDF/A-1, and PDF/A without an output
 * intent, has nothing that can be seen through by halves: a PNG gets a mask of
 * one bit, and what is half clear in more than its edges, an opacity, and a
 * look of a PDF that would end the claim are REFUSED_INPUT with the reason.
 * Status: REFUSED_*, AGAIN_PIN_WRONG, COUNTER_*, STOPPED_*, FAULT_CRYPTO;
 * above B FAULT_REMOTE, REFUSED_CERT_REVOKED, SETUP_CONFIG and
 * SETUP_NO_MODULE, too.
 */
CSEAL_API cseal_status cseal_document_seal(cseal_context *context,
    cseal_document *document, cseal_signer *signer,
    const struct cseal_seal *seal, int timeout_ms, cseal_cancel *cancel,
    cseal_error **ret_error);

/* One seal of several, and who signs it. */
struct cseal_seal_by {
	size_t size;
	cseal_signer *signer;
	const struct cseal_seal *seal;
};

/*
 * The same for several seals, one revision after another: all of them, or
 * the document is as it was; the error says which one failed.  One signer may
 * sign several.  What was hashed for one is not hashed again for the next.
 */
CSEAL_API cseal_status cseal_document_seal_all(cseal_context *context,
    cseal_document *document, const struct cseal_seal_by *const *seals,
    size_t count, int timeout_ms, cseal_cancel *cancel,
    cseal_error **ret_error);

#endif
