/* SPDX-License-Identifier: Apache-2.0 */
/* document.h -- a PDF, opened for merging, sealing or verifying. */
#ifndef COUNTERSEAL_DOCUMENT_H
#define COUNTERSEAL_DOCUMENT_H

#include <counterseal/identity.h>
#include <counterseal/ink.h>
#include <counterseal/photo.h>
#include <string.h>

/*
 * The bytes that were opened are never changed: every operation appends an
 * incremental update (ISO 32000-1, 7.5.6).  An operation that fails leaves
 * the document as it was.  The file is mapped: nobody may truncate it or
 * write to it while the document is open.
 */

/* Status: SETUP_FILE, REFUSED_NOT_A_PDF, REFUSED_DAMAGED, REFUSED_ENCRYPTED
 * when stamping or sealing; opening itself reads no more than it needs. */
CSEAL_API cseal_status cseal_document_open_file(
    const char *path, cseal_document **ret_document, cseal_error **ret_error);
/* Copies the bytes. */
CSEAL_API cseal_status cseal_document_open_mem(const void *bytes, size_t len,
    cseal_document **ret_document, cseal_error **ret_error);

/*
 * The password of an encrypted document: the user's, or the owner's, who may
 * do what the permissions forbid.  Bytes as they are: UTF-8 for AES-256
 * (without SASLprep), PDFDocEncoding for older forms.  The empty one is tried
 * without being asked for.  What is added to the document is encrypted, too.
 * A copy is kept, and wiped.  Status: AGAIN_PASSWORD_WRONG; REFUSED_ENCRYPTED
 * (for certificates, or in a way that is not known); REFUSED_LIMIT; that of
 * reading.  Without it, sealing, stamping and verifying give
 * COUNTER_PASSWORD_NEEDED.
 */
#define CSEAL_PASSWORD_MOST 1024
CSEAL_API cseal_status cseal_document_password(cseal_document *document,
    const void *password, size_t len, cseal_error **ret_error);

/* The document as it is now, with what was appended.  Valid until the next
 * operation on it. */
CSEAL_API const void *cseal_document_bytes(
    const cseal_document *document, uint64_t *ret_len);

/* Whether the cross-reference table was found damaged.  Then what is appended
 * carries a complete one, made of the objects that stand in the file, and
 * whoever gets the result should be told. */
CSEAL_API bool cseal_document_was_damaged(const cseal_document *document);

/*
 * Where a document cannot be read even so, replaces it by what a repair module
 * makes of it: a new file, which does not begin with the bytes that were
 * opened.  *ret_repaired false: there was no need, and the document is as it
 * was.  Before anything was stamped or sealed.  Status: REFUSED_FORBIDDEN (it
 * is signed, or may be), REFUSED_DAMAGED, REFUSED_ENCRYPTED, REFUSED_LIMIT,
 * SETUP_NO_MODULE, STOPPED_*.
 */
CSEAL_API cseal_status cseal_document_repair(cseal_context *context,
    cseal_document *document, int timeout_ms, cseal_cancel *cancel,
    bool *ret_repaired, cseal_error **ret_error);

/* Writes beside path, syncs, and renames over it: afterwards path is whole,
 * or as it was.  Status: SETUP_DISK_FULL, SETUP_FILE, SETUP_PERMISSION. */
CSEAL_API cseal_status cseal_document_save_file(
    cseal_document *document, const char *path, cseal_error **ret_error);
/* Writes everything from the descriptor's position on; does not sync. */
CSEAL_API cseal_status cseal_document_save_fd(
    cseal_document *document, int fd, cseal_error **ret_error);

/* Reads no more than it needs.  Status: REFUSED_*. */
CSEAL_API cseal_status cseal_document_page_count(
    cseal_document *document, uint32_t *ret_count, cseal_error **ret_error);
/* As shown, with crop box and rotation; in micrometres. */
CSEAL_API cseal_status cseal_document_page_size(cseal_document *document,
    uint32_t page, uint32_t *ret_width_um, uint32_t *ret_height_um,
    cseal_error **ret_error);

/* A rectangle on a page as shown (rotation and crop box respected), from
 * its top-left corner, in micrometres. */
#define CSEAL_PAGE_LAST UINT32_MAX
struct cseal_place {
	uint32_t page; /* from 1; CSEAL_PAGE_LAST: the last one */
	int32_t x_um, y_um;
	uint32_t width_um, height_um;
};

/* Parses "PAGE:X,Y,W,H": page from 1 or "last"; decimal millimetres.  What is
 * left out ("PAGE:X,Y", "PAGE:X,Y,W", "PAGE:X,Y,,H") is 0: see
 * cseal_place_complete().  Status: FAULT_APPLICATION (it says something else). */
CSEAL_API cseal_status cseal_place_parse(
    const char *text, struct cseal_place *ret_place, cseal_error **ret_error);

/*
 * Where a phrase stands: occurrence 1 is the first, -1 the last.  Blanks do
 * not count.  Poppler's pdftotext reads the text, in a process of its own
 * that has no environment and limits on time and memory; its path is
 * "pdftotext" in the configuration's section [text].  context may be NULL.
 * It is not told the password of an encrypted document (arguments are seen by
 * all): it gets a copy in the clear through memory, never through a file.
 * Status: REFUSED_PLACE (not found; no text at all: a scan), REFUSED_INPUT
 * (pdftotext cannot read the document), REFUSED_LIMIT, SETUP_FILE (no
 * pdftotext), SETUP_CONFIG, STOPPED_*, COUNTER_PASSWORD_NEEDED, that of
 * opening it.
 */
CSEAL_API cseal_status cseal_document_find_text(cseal_context *context,
    cseal_document *document, const char *phrase, int32_t occurrence,
    int timeout_ms, cseal_cancel *cancel, struct cseal_place *ret_place,
    cseal_error **ret_error);

/* What is drawn: one picture (image, ink, photo or QR code), or text, or both.
 * A picture is scaled to fit the place, keeps its proportions and is centred;
 * text is wrapped, and begins at the top left.  Both: the picture has the left
 * of the place, two fifths of it at most, and the text the right. */
struct cseal_look {
	size_t size;
	/* PNG, JPEG (put upright as its Exif data has it), or a one-page PDF:
	 * a vector image. */
	const void *image;
	size_t image_len;
	const cseal_ink *ink;
	const cseal_photo *photo;
	const char *qr;   /* text of a QR code (ISO/IEC 18004) */
	const char *text; /* lines end with \n */
	const char *font; /* for text, as fontconfig names it; NULL: default */
	/* Height of a line's font; what is too high is refused.  0: 3500
	 * (10 pt), and where that is too high, the largest that fits, down to
	 * 1400 (4 pt). */
	uint32_t text_um;
	uint32_t color; /* of text, QR code and ink, 0xRRGGBB */
	/* Percent, 1 to 100; 0: 100.  Below 100 the page shows through all of
	 * it evenly, which a document that claims PDF/A-1, or PDF/A without an
	 * output intent, cannot have: REFUSED_INPUT. */
	uint8_t opacity;
	/* Clockwise, in thousandths of a degree, -360000 to 360000; 0:
	 * upright.  The place is the upright rectangle on the page in which
	 * what is turned has room: turned by 90000 a wide picture wants a high
	 * place, and askew a larger one than it would upright. */
	int32_t turn_mdeg;
	/* How much of a QR code may become unreadable, in percent: 7, 15, 25
	 * or 30, its levels L, M, Q and H; 0: 15.  It brings its white ground
	 * and quiet zone with it, and a place where one of its modules would
	 * be smaller than 200 um is refused. */
	uint8_t qr_lost_percent;
	bool text_over; /* text and picture have all of the place */
};

/* A look of that alone; what is borrowed is borrowed for as long as the look is
 * used.  In the header: the sizes are those that the application has. */
static inline struct cseal_look
cseal_look_text(const char *text)
{
	struct cseal_look look;

	memset(&look, 0, sizeof(look));
	look.size = sizeof(look);
	look.text = text;
	return look;
}
static inline struct cseal_look
cseal_look_ink(const cseal_ink *ink)
{
	struct cseal_look look = cseal_look_text(NULL);

	look.ink = ink;
	return look;
}
static inline struct cseal_look
cseal_look_photo(const cseal_photo *photo)
{
	struct cseal_look look = cseal_look_text(NULL);

	look.photo = photo;
	return look;
}
static inline struct cseal_look
cseal_look_image(const void *image, size_t len)
{
	struct cseal_look look = cseal_look_text(NULL);

	look.image = image;
	look.image_len = len;
	return look;
}

/*
 * Gives a place the width or height that it has not (0): from the other by the
 * proportions of the picture, or both as large as the picture really is, where
 * it says so: a PNG by pHYs, a JPEG by JFIF, a PDF and ink always.  A picture
 * that is turned has the size of the upright rectangle around it.  Status:
 * REFUSED_PLACE (it does not say; text), REFUSED_INPUT.
 */
CSEAL_API cseal_status cseal_place_complete(struct cseal_place *place,
    const struct cseal_look *look, cseal_error **ret_error);

/* Draws a look on a page for good: content, not an annotation.  context is
 * needed for text and QR codes only (it finds what makes them), else may be
 * NULL. */
struct cseal_stamp {
	size_t size;
	struct cseal_place place;
	struct cseal_look look;
};

/* What is drawn, and where. */
static inline struct cseal_stamp
cseal_stamp_at(struct cseal_place place, struct cseal_look look)
{
	struct cseal_stamp stamp;

	stamp.size = sizeof(stamp);
	stamp.place = place;
	stamp.look = look;
	return stamp;
}

/* All of them in one revision.  Status: REFUSED_PLACE, REFUSED_INPUT,
 * REFUSED_LIMIT (more text than a QR code holds), REFUSED_FORBIDDEN (the
 * document is signed: content must not change), SETUP_NO_FONT,
 * SETUP_NO_MODULE. */
CSEAL_API cseal_status cseal_document_stamp(cseal_context *context,
    cseal_document *document, const struct cseal_stamp *const *stamps,
    size_t count, cseal_error **ret_error);

/* What was not saved is lost. */
CSEAL_API void cseal_document_free(cseal_document *document);

#endif
