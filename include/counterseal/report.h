/* SPDX-License-Identifier: Apache-2.0 */
/* report.h -- the verdict on a document. */
#ifndef COUNTERSEAL_REPORT_H
#define COUNTERSEAL_REPORT_H

#include <counterseal/document.h>

struct cseal_report_options {
	size_t size;
	/* PEM or DER files, or folders of them, with trust anchors. */
	const char *const *trust;
	size_t trust_count;
	/* The time at which certificates are judged, seconds since 1970 UTC;
	 * 0: the clock. */
	int64_t time;
	/* Files with what issuers said: a revocation list (DER or PEM) or a
	 * responder's answer (DER), beside what is in the document. */
	const char *const *revocation;
	size_t revocation_count;
	/* A signer of whom nothing says whether the certificate was revoked:
	 * trust is unknown.  Else that is a reason, and takes nothing. */
	bool require_revocation;
	/*
	 * Trusted lists (ETSI TS 119 612): XML files, which a module reads, so
	 * that the context is needed.  The files with certificates say who
	 * must have signed them.  A list of lists that one of those signed
	 * says who signs the lists of the countries it names.
	 *
	 * A service of a list is an anchor for what it is listed for, and as
	 * far as it was granted at the time at which the signer is judged:
	 * CA/QC for signatures, TSA for time-stamps.  Of a list that should
	 * have been replaced by now, trust is unknown.
	 */
	cseal_context *context;
	const char *const *trusted_lists;
	size_t trusted_list_count;
	const char *const *trusted_list_signers;
	size_t trusted_list_signer_count;
};

/*
 * Judges every signature of the document.  A document that cannot be read
 * without guessing gets a report that says so, not an error: an error means
 * that there is no report (trust anchors unreadable, out of memory, a trusted
 * list that is not signed by whom it must be).  Reads no network; trusted
 * lists are given two minutes.  options may be NULL: then trust is unknown.
 * Status: SETUP_TRUST, COUNTER_PASSWORD_NEEDED, REFUSED_*, FAULT_MEMORY; with
 * trusted lists SETUP_NO_MODULE, too.
 */
CSEAL_API cseal_status cseal_report_new(cseal_document *document,
    const struct cseal_report_options *options, cseal_report **ret_report,
    cseal_error **ret_error);

/* "valid", "invalid", "indeterminate" or "unsigned". */
CSEAL_API const char *cseal_report_verdict(const cseal_report *report);

struct cseal_report_signature {
	size_t size;
	const char *field; /* full name of the field */
	const char *kind;  /* "signature" "timestamp" */
	const char *subfilter; /* what is not judged of its form is unknown */
	const char *level; /* "B-B" "B-T" "B-LT" "B-LTA" "CMS" "none" */
	uint32_t revision; /* from 1 */
	uint32_t revisions;
	bool covers_file;
	const char *integrity; /* "intact" "broken"; "unknown": not judged */
	const char *trust;     /* "trusted" "untrusted" "expired" "revoked"
				    "unknown" */
	const char *changes;   /* "none" "permitted" "forbidden" "unknown" */
	const char *subject, *issuer, *serial, *not_before, *not_after;
	const char *time;        /* RFC 3339, or NULL */
	const char *time_source; /* "claimed" "timestamp", or NULL */
	bool is_virtual;
	const char *verdict; /* "valid" "invalid" "indeterminate" */
	size_t reason_count;
	const char *const *reasons; /* sentences */
};

/* In the order of their revisions.  Borrowed from the report. */
CSEAL_API size_t cseal_report_count(const cseal_report *report);
CSEAL_API const struct cseal_report_signature *cseal_report_at(
    const cseal_report *report, size_t i);

/* Sentences on the document as a whole; NULL past the end. */
CSEAL_API size_t cseal_report_problem_count(const cseal_report *report);
CSEAL_API const char *cseal_report_problem(
    const cseal_report *report, size_t i);

/* The same as a tree, written as a list: what belongs to a finding comes
 * behind it, one deeper. */
struct cseal_report_finding {
	size_t size;
	/* 0: the document; 1: a problem of it, or a signature; 2: what was
	 * checked of the signature; 3: why it came out so. */
	unsigned depth;
	/* "document" "signature" "timestamp" "integrity" "changes" "trust"
	 * "time" */
	const char *check;
	const char *outcome;  /* as the report has it */
	const char *sentence; /* of a signature: its field */
};

/* Borrowed from the report; NULL past the end. */
CSEAL_API size_t cseal_report_finding_count(const cseal_report *report);
CSEAL_API const struct cseal_report_finding *cseal_report_finding_at(
    const cseal_report *report, size_t i);

/* The whole report as one JSON object with stable keys.  file is the name to
 * put in it, or NULL.  Lives until the next call; NULL when out of memory. */
CSEAL_API const char *cseal_report_json(cseal_report *report, const char *file);

/* Takes NULL. */
CSEAL_API void cseal_report_free(cseal_report *report);

#endif
