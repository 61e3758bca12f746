/* SPDX-License-Identifier: Apache-2.0 */
/* sealing.h -- options that say what one seal is, and the seal that they
 * make. */
#ifndef CLI_SEALING_H
#define CLI_SEALING_H

#include "at-text.h"
#include "levels.h"
#include "look.h"
#include "marks.h"
#include "signing.h"

/* A command that has these rows begins its values with this. */
struct cli_sealing {
	struct cli_signing signing;
	struct cli_levels levels;
	struct cli_mark_options marks;
	const char *image, *ink, *text, *qr, *at, *field;
	struct cli_at_text_options at_text;
	const char *font, *font_size, *color, *opacity, *turn, *correction;
	const char *reason, *location, *contact, *name;
	const char *digest, *time;
	const char *form, *filter, *subfilter;
	const char *certify, *attestation, *lock, *lock_document;
	bool pss, any_certificate, text_over;
};

/* clang-format off */
#define CLI_SEALING_ROW(name, value, take, member, help) \
	{ 0, name, value, take, offsetof(struct cli_sealing, member), help }
#define CLI_SEALING_ROWS \
	CLI_SEALING_ROW("image", "FILE", CLI_TEXT, image, \
	    N_("what it looks like: a PNG, a JPEG or a PDF of one page")), \
	CLI_SEALING_ROW("ink", "FILE", CLI_TEXT, ink, \
	    N_("or a signature as ink capture wrote it")), \
	CLI_SEALING_ROW("text", "TEXT", CLI_TEXT, text, \
	    N_("or text, alone or beside that; can name signer and day")), \
	CLI_SEALING_ROW("qr", "TEXT", CLI_TEXT, qr, \
	    N_("or a QR code of that text, which can name them, too")), \
	CLI_SEALING_ROW("correction", "LEVEL", CLI_TEXT, correction, \
	    N_("error correction of the QR code: L, M (default), Q or H")), \
	CLI_SEALING_ROW("font", "FONT", CLI_TEXT, font, \
	    N_("font of the text, as fontconfig names it")), \
	CLI_SEALING_ROW("font-size", "MM", CLI_TEXT, font_size, \
	    N_("its height (default 3.5, or as much smaller as is needed)")), \
	CLI_SEALING_ROW("text-over", NULL, CLI_FLAG, text_over, \
	    N_("text over the picture instead of right of it")), \
	CLI_SEALING_ROW("color", "RRGGBB", CLI_TEXT, color, \
	    N_("color of the text, QR code or ink (default 000000)")), \
	CLI_SEALING_ROW("opacity", "PERCENT", CLI_TEXT, opacity, \
	    N_("less than 100: the page shows through")), \
	CLI_SEALING_ROW("turn", "DEGREES", CLI_TEXT, turn, \
	    N_("turn it in its place, clockwise")), \
	{ 'a', "at", "PLACE", CLI_TEXT, offsetof(struct cli_sealing, at), \
	    N_("where it goes: PAGE:X,Y,W,H in millimetres") }, \
	CLI_SEALING_ROW("at-text", "TEXT", CLI_TEXT, at_text.text, \
	    N_("or over this text; TEXT#2 is the second, TEXT#-1 the last")), \
	CLI_SEALING_ROW("at-text-size", "W,H", CLI_TEXT, at_text.size, \
	    N_("its size there in millimetres (default 42,42)")), \
	CLI_SEALING_ROW("at-text-offset", "X,Y", CLI_TEXT, at_text.offset, \
	    N_("how far right of and below the text, in millimetres")), \
	CLI_MARK_ROWS, \
	{ 'f', "field", "NAME", CLI_TEXT, offsetof(struct cli_sealing, field), \
	    N_("use this signature field, or make one of that name") }, \
	CLI_SEALING_ROW("reason", "TEXT", CLI_TEXT, reason, \
	    N_("why it is signed")), \
	CLI_SEALING_ROW("location", "TEXT", CLI_TEXT, location, \
	    N_("where it is signed")), \
	CLI_SEALING_ROW("contact", "TEXT", CLI_TEXT, contact, \
	    N_("how to reach the signer")), \
	CLI_SEALING_ROW("name", "TEXT", CLI_TEXT, name, \
	    N_("name of the signer, instead of the certificate's")), \
	CLI_SEALING_ROW("certify", "WHAT", CLI_TEXT, certify, \
	    N_("certify: none, forms or annotations may change afterwards")), \
	CLI_SEALING_ROW("legal-attestation", "TEXT", CLI_TEXT, attestation, \
	    N_("what the certification says of hidden content")), \
	CLI_SEALING_ROW("lock", "FIELDS", CLI_TEXT, lock, \
	    N_("lock them: all, NAME,..., or all-but:NAME,...")), \
	CLI_SEALING_ROW("lock-document", "WHAT", CLI_TEXT, lock_document, \
	    N_("with --lock: what may change afterwards, as for --certify")), \
	CLI_SEALING_ROW("digest", "NAME", CLI_TEXT, digest, \
	    N_("sha256, sha384, sha512 or sm3; without it, as the key needs")), \
	CLI_SEALING_ROW("form", "FORM", CLI_TEXT, form, \
	    N_("pades (the default), or gm: GB/T 35275, for SM2 keys")), \
	CLI_SEALING_ROW("filter", "NAME", CLI_TEXT, filter, \
	    N_("with --form gm: /Filter that its readers expect")), \
	CLI_SEALING_ROW("subfilter", "NAME", CLI_TEXT, subfilter, \
	    N_("likewise: /SubFilter")), \
	CLI_SEALING_ROW("pss", NULL, CLI_FLAG, pss, \
	    N_("RSASSA-PSS instead of PKCS #1 v1.5")), \
	CLI_SEALING_ROW("time", "TIME", CLI_TEXT, time, \
	    N_("claimed time, RFC 3339, instead of the clock's")), \
	CLI_SEALING_ROW("insecure-any-certificate", NULL, CLI_FLAG, \
	    any_certificate, \
	    N_("sign with an expired or unsuitable certificate, too"))
/* clang-format on */

/* What the options make; the seal points into it and into them, and what level
 * was reached is noted there. */
struct cli_seal_made {
	struct cseal_seal seal;
	struct cli_look look;
	struct cli_marks marks;
	struct cli_at_text at_text;
	char *lock_text;
	const char *lock_fields[CLI_LIST_MOST];
};

/* Checks the options, and reads what the seal looks like. */
cseal_status cli_make_seal(struct cli *cli, struct cli_sealing *sealing,
    struct cli_seal_made *ret_made);
void cli_seal_made_free(struct cli_seal_made *made);

#endif
