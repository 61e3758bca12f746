/* SPDX-License-Identifier: Apache-2.0 */
/* attachment.h -- files inside a document, which its seals cover: ink that was
 * sealed for an escrow, what a chip said, the data of the order. */
#ifndef COUNTERSEAL_ATTACHMENT_H
#define COUNTERSEAL_ATTACHMENT_H

#include <counterseal/document.h>

/* What a file is to the document: /AFRelationship (ISO 32000-2, Table 43). */
typedef enum cseal_relation {
	CSEAL_RELATION_UNSPECIFIED = 0,
	CSEAL_RELATION_SOURCE = 1,      /* the document was made from it */
	CSEAL_RELATION_DATA = 2,        /* of something that is shown */
	CSEAL_RELATION_ALTERNATIVE = 3, /* the same in another form */
	CSEAL_RELATION_SUPPLEMENT = 4   /* more than is shown */
} cseal_relation;

struct cseal_attachment {
	size_t size;
	/* Of the file, UTF-8, 1 to 255 bytes without slashes, backslashes and
	 * control characters. */
	const char *name;
	const char *description; /* one line for people; NULL: none */
	const char *type;        /* MIME; NULL: "application/octet-stream" */
	const void *data;        /* borrowed for the call */
	size_t len;
	cseal_relation relation;
	int64_t time; /* of its last change, seconds since 1970; 0: now */
};

/* A file of that name with these bytes. */
static inline struct cseal_attachment
cseal_attachment_of(const char *name, const void *data, size_t len)
{
	struct cseal_attachment attachment;

	memset(&attachment, 0, sizeof(attachment));
	attachment.size = sizeof(attachment);
	attachment.name = name;
	attachment.data = data;
	attachment.len = len;
	return attachment;
}

/*
 * Attaches all of them in one revision: embedded files (ISO 32000-2, 7.11.4),
 * listed for viewers and associated with the document (14.13).  Before it is
 * signed: seals that come later cover them.  PDF/A-1 takes no files, PDF/A-2
 * only such as are PDF/A, PDF/A-3 and PDF/A-4f any.  Status: REFUSED_FORBIDDEN
 * (the document is signed, or its kind of PDF/A or its permissions do not allow
 * it), REFUSED_INPUT (a name that is there already, or is not that of a
 * file; another text that is not as above), REFUSED_LIMIT,
 * COUNTER_PASSWORD_NEEDED.
 */
CSEAL_API cseal_status cseal_document_attach(cseal_document *document,
    const struct cseal_attachment *const *attachments, size_t count,
    cseal_error **ret_error);

/* The files that a document lists, in the order in which it does, as it is now;
 * to be freed before it.  Status: REFUSED_DAMAGED, REFUSED_LIMIT (more than
 * 4096), COUNTER_PASSWORD_NEEDED. */
CSEAL_API cseal_status cseal_document_attachments(cseal_document *document,
    cseal_attachments **ret_attachments, cseal_error **ret_error);

/* Of number i: as the document says it, which may be anything.  Name and
 * description are one line for people, not a path to write to.  NULL: it does
 * not say, or past the end. */
CSEAL_API size_t cseal_attachments_count(const cseal_attachments *attachments);
CSEAL_API const char *cseal_attachments_name(
    const cseal_attachments *attachments, size_t i);
CSEAL_API const char *cseal_attachments_description(
    const cseal_attachments *attachments, size_t i);
CSEAL_API const char *cseal_attachments_type(
    const cseal_attachments *attachments, size_t i);
/* UNSPECIFIED where it says another one. */
CSEAL_API cseal_relation cseal_attachments_relation(
    const cseal_attachments *attachments, size_t i);

/* The bytes of number i, at most 256 MiB; they live until the next call.
 * Status: FAULT_APPLICATION (past the end), REFUSED_DAMAGED (also: not of the
 * size that the document says), REFUSED_UNSUPPORTED (a filter that is not
 * known, or a file elsewhere), REFUSED_LIMIT, COUNTER_PASSWORD_NEEDED. */
CSEAL_API cseal_status cseal_attachments_data(cseal_attachments *attachments,
    size_t i, const void **ret_data, size_t *ret_len, cseal_error **ret_error);

/* With their bytes; takes NULL. */
CSEAL_API void cseal_attachments_free(cseal_attachments *attachments);

#endif
