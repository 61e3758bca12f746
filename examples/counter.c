/* SPDX-License-Identifier: Apache-2.0 */
/* counter.c -- one customer at the counter, from the ID card to a sealed order.
 *	counter ORDER.pdf SEALED.pdf READER CAMERA PAD CUSTOMER SEAL TRUST.pem
 * CUSTOMER and SEAL name who signs, PINs are lines of standard input.  Exit
 * status: 0 the sealed order is valid, 1 it is not, 2 something failed. */
#include <counterseal/counterseal.h>
#include <err.h>
#include <stdio.h>
#include <string.h>

#define MINUTE 60000 /* ms */

/* Where the form of this house has room: page, and micrometres. */
static const struct cseal_place card_at = { 1, 16000, 101000, 144000, 34000 };
static const struct cseal_place photo_at = { 1, 165000, 96500, 29000, 38500 };
static const struct cseal_place ink_at = { 2, 16000, 213000, 60000, 36000 };
static const struct cseal_place hall_at = { 2, 86500, 209000, 42000, 42000 };
static cseal_context *ctx;
static cseal_document *pdf;
static cseal_identity *id;
static cseal_photo *photo;
static cseal_ink *ink;
static cseal_report *report;
static cseal_error *why;

static void
must(cseal_status st) /* or say who can make the next attempt succeed */
{
	if (st != CSEAL_OK)
		errx(2, "%s: %s", cseal_status_who(st), cseal_error_text(why));
}

static void
sign(const char *uri, struct cseal_seal seal)
{
	struct cseal_signer_options by = { sizeof(by),
		.pin = cseal_pin_from_fd };
	cseal_signer *signer = NULL;

	must(cseal_signer_open(ctx, uri, &by, MINUTE, NULL, &signer, &why));
	must(cseal_document_seal(ctx, pdf, signer, &seal, MINUTE, NULL, &why));
	cseal_signer_free(signer); /* logs out */
}

int
main(int argc, char **argv)
{
	const char *const *root = (const char *const *)argv + 8;
	struct cseal_report_options by = { sizeof(by), root, .trust_count = 1 };
	struct cseal_stamp card, shot;
	const struct cseal_stamp *const both[] = { &card, &shot };
	char text[512];

	if (argc != 9)
		return 2;
	must(cseal_context_new(NULL, &ctx, &why));
	must(cseal_document_open_file(argv[1], &pdf, &why));
	must(cseal_identity_read(ctx, argv[3], NULL, MINUTE, NULL, &id, &why));
	must(cseal_photo_take(ctx, argv[4], NULL, MINUTE, NULL, &photo, &why));
	snprintf(text, sizeof(text), "%s\n%s",
	    cseal_identity_value(id, CSEAL_IDENTITY_NAME),
	    cseal_identity_value(id, CSEAL_IDENTITY_NUMBER));
	card = cseal_stamp_at(card_at, cseal_look_text(text));
	shot = cseal_stamp_at(photo_at, cseal_look_photo(photo));
	must(cseal_document_stamp(ctx, pdf, both, 2, &why));
	cseal_photo_free(photo); /* wiped, as the identity */
	cseal_identity_free(id);
	must(cseal_ink_capture(ctx, argv[5], NULL, MINUTE, NULL, &ink, &why));
	sign(argv[6], cseal_seal_at(ink_at, cseal_look_ink(ink), "Order"));
	cseal_ink_free(ink); /* wiped, too */
	sign(argv[7], cseal_seal_at(hall_at, cseal_look_text("%name%\n%date%"),
			  "Accepted"));
	must(cseal_report_new(pdf, &by, &report, &why));
	puts(cseal_report_verdict(report));
	if (strcmp(cseal_report_verdict(report), "valid") != 0)
		return 1; /* only what is valid is filed */
	must(cseal_document_save_file(pdf, argv[2], &why));
	return 0;
}
