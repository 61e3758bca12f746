/* SPDX-License-Identifier: Apache-2.0 */
/* counter.c -- one customer at the counter, from the ID card to a sealed order.
 *
 *     counter ORDER SEALED READER CAMERA PAD CUSTOMER SEAL TRUST <PINS
 *
 * CUSTOMER and SEAL name who signs, the others files and devices. */
#include <counterseal/counterseal.h>
#include <stdio.h>
#include <string.h>

#define MINUTE 60000 /* ms */

/* Where the form of this house has room: page, and micrometres. */
static const struct cseal_place identity_place = { 1, 16000, 101000, 144000,
	34000 };
static const struct cseal_place photo_place = { 1, 165000, 96500, 29000,
	38500 };
static const struct cseal_place ink_place = { 2, 16000, 213000, 60000, 36000 };
static const struct cseal_place seal_place = { 2, 86500, 209000, 42000, 42000 };

static cseal_context *context;
static cseal_document *order;
static cseal_error *error;

static cseal_status
give_pin(void *user, const struct cseal_pin_request *asked, cseal_secret *pin)
{
	char line[128];

	if (asked->again || fgets(line, sizeof(line), stdin) == NULL ||
	    line[0] == '\n')
		return CSEAL_COUNTER_PIN_NEEDED;
	return cseal_secret_append(pin, line, strcspn(line, "\n"));
}

static cseal_status
stamp(struct cseal_place place, const char *text, const cseal_photo *photo)
{
	const struct cseal_stamp one = { sizeof(one), place,
		{ .size = sizeof(one.look), .text = text, .photo = photo } };
	const struct cseal_stamp *const stamps[] = { &one };

	return cseal_document_stamp(context, order, stamps, 1, &error);
}

static cseal_status
sign(const char *uri, struct cseal_place place, const char *text,
    const cseal_ink *ink)
{
	struct cseal_signer_options how = { .size = sizeof(how),
		.pin = give_pin };
	struct cseal_seal seal = { .size = sizeof(seal),
		.visible = true,
		.place = place,
		.look = {
		    .size = sizeof(seal.look), .text = text, .ink = ink } };
	cseal_signer *signer = NULL;
	cseal_status st = cseal_signer_open(
	    context, uri, &how, MINUTE, NULL, &signer, &error);

	if (st == CSEAL_OK)
		st = cseal_document_seal(
		    context, order, signer, &seal, MINUTE, NULL, &error);
	cseal_signer_free(signer);
	return st;
}

/* The card and the photo become content of the order. */
static cseal_status
merge(const char *reader, const char *camera)
{
	cseal_identity *identity = NULL;
	cseal_photo *photo = NULL;
	cseal_status st = cseal_identity_read(
	    context, reader, NULL, MINUTE, NULL, &identity, &error);

	if (st == CSEAL_OK)
		st = cseal_photo_take(
		    context, camera, NULL, MINUTE, NULL, &photo, &error);
	if (st == CSEAL_OK)
		st = stamp(identity_place,
		    cseal_identity_value(identity, CSEAL_IDENTITY_NAME), NULL);
	if (st == CSEAL_OK)
		st = stamp(photo_place, NULL, photo);
	cseal_photo_free(photo); /* wiped, as the identity */
	cseal_identity_free(identity);
	return st;
}

/* What the customer writes is the look of the customer's signature. */
static cseal_status
sign_with_ink(const char *uri, const char *pad)
{
	cseal_ink *ink = NULL;
	cseal_status st = cseal_ink_capture(
	    context, pad, NULL, 2 * MINUTE, NULL, &ink, &error);

	if (st == CSEAL_OK)
		st = sign(uri, ink_place, NULL, ink);
	cseal_ink_free(ink);
	return st;
}

/* Only what is valid is filed. */
static cseal_status
file(const char *path, const char *const *trust)
{
	struct cseal_report_options wish = {
		.size = sizeof(wish), .trust = trust, .trust_count = 1
	};
	cseal_report *report = NULL;
	cseal_status st = cseal_report_new(order, &wish, &report, &error);

	if (st == CSEAL_OK) {
		printf("%s\n", cseal_report_verdict(report));
		if (strcmp(cseal_report_verdict(report), "valid") == 0)
			st = cseal_document_save_file(order, path, &error);
	}
	cseal_report_free(report);
	return st;
}

int
main(int argc, char **argv)
{
	cseal_status st;

	if (argc != 9)
		return 2;
	st = cseal_context_new(NULL, &context, &error);
	if (st == CSEAL_OK)
		st = cseal_document_open_file(argv[1], &order, &error);
	if (st == CSEAL_OK)
		st = merge(argv[3], argv[4]);
	if (st == CSEAL_OK)
		st = sign_with_ink(argv[6], argv[5]);
	if (st == CSEAL_OK)
		st = sign(argv[7], seal_place, "%name%\n%date%", NULL);
	if (st == CSEAL_OK)
		st = file(argv[2], (const char *const *)argv + 8);
	if (st != CSEAL_OK)
		fprintf(stderr, "%s\n%s\n", cseal_status_text(st),
		    cseal_error_text(error));
	cseal_error_free(error);
	cseal_document_free(order);
	cseal_context_unref(context);
	return st != CSEAL_OK;
}
