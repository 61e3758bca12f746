/* SPDX-License-Identifier: Apache-2.0 */
/* sealer.c -- stamps and seals as its arguments say, by the public API alone:
 *
 *   sealer IN OUT [OPTION...]...
 *
 * --stamp and --seal do it with the options before them; --reset forgets
 * them.  --save FILE writes what there is so far. */
#include <counterseal/counterseal.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FILES_MOST 32

struct sealer {
	cseal_context *context;
	cseal_document *document;
	cseal_signer *signer;
	struct cseal_place place;
	struct cseal_look look;
	struct cseal_seal seal;
	char *files[FILES_MOST];
	size_t file_count;
	cseal_ink *ink;
	cseal_photo *photo;
	bool timed;
};

static cseal_status
ask_pin(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	return cseal_secret_append(secret, "1234", 4);
}

static char *
read_file(struct sealer *sealer, const char *path, size_t *ret_len)
{
	FILE *file = fopen(path, "rb");
	char *bytes = NULL;

	*ret_len = 0;
	if (file == NULL || sealer->file_count == FILES_MOST) {
		perror(path);
		exit(1);
	}
	for (size_t room = 1 << 16;; room *= 2) {
		bytes = realloc(bytes, room);
		*ret_len += fread(bytes + *ret_len, 1, room - *ret_len, file);
		if (*ret_len < room)
			break;
	}
	fclose(file);
	sealer->files[sealer->file_count++] = bytes;
	return bytes;
}

static void
reset(struct sealer *sealer)
{
	memset(&sealer->look, 0, sizeof(sealer->look));
	memset(&sealer->seal, 0, sizeof(sealer->seal));
	memset(&sealer->place, 0, sizeof(sealer->place));
	sealer->look.size = sizeof(sealer->look);
	sealer->seal.size = sizeof(sealer->seal);
}

static cseal_status
open_signer(struct sealer *sealer, const char *uri, cseal_error **ret_error)
{
	const struct cseal_signer_options options = { .size = sizeof(options),
		.pin = ask_pin };

	cseal_signer_free(sealer->signer);
	sealer->signer = NULL;
	return cseal_signer_open(sealer->context, uri, &options, -1, NULL,
	    &sealer->signer, ret_error);
}

static cseal_status
stamp(struct sealer *sealer, cseal_error **ret_error)
{
	const struct cseal_stamp one = { .size = sizeof(one),
		.place = sealer->place,
		.look = sealer->look };
	const struct cseal_stamp *all = &one;

	return cseal_document_stamp(
	    sealer->context, sealer->document, &all, 1, ret_error);
}

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static cseal_status
seal(struct sealer *sealer, cseal_error **ret_error)
{
	double start = now_ms();
	cseal_status st;

	sealer->seal.visible =
	    sealer->place.page != 0 || sealer->look.image != NULL ||
	    sealer->look.text != NULL || sealer->look.ink != NULL ||
	    sealer->look.photo != NULL;
	sealer->seal.place = sealer->place;
	sealer->seal.look = sealer->look;
	st = cseal_document_seal(sealer->context, sealer->document,
	    sealer->signer, &sealer->seal, -1, NULL, ret_error);
	if (sealer->timed)
		printf("%.3f ms\n", now_ms() - start);
	return st;
}

static cseal_status
take_ink(struct sealer *sealer, const char *path, cseal_error **ret_error)
{
	size_t len;
	const char *bytes = read_file(sealer, path, &len);
	cseal_status st;

	cseal_ink_free(sealer->ink);
	sealer->ink = NULL;
	st = cseal_ink_new_iso19794_7(bytes, len, &sealer->ink, ret_error);
	sealer->look.ink = sealer->ink;
	return st;
}

static cseal_status
capture_ink(struct sealer *sealer, const char *uri, cseal_error **ret_error)
{
	cseal_status st;

	cseal_ink_free(sealer->ink);
	sealer->ink = NULL;
	st = cseal_ink_capture(
	    sealer->context, uri, NULL, 10000, NULL, &sealer->ink, ret_error);
	sealer->look.ink = sealer->ink;
	return st;
}

static cseal_status
take_photo(struct sealer *sealer, const char *path, cseal_error **ret_error)
{
	size_t len;
	const char *bytes = read_file(sealer, path, &len);
	cseal_status st;

	cseal_photo_free(sealer->photo);
	sealer->photo = NULL;
	st = cseal_photo_new_mem(bytes, len, &sealer->photo, ret_error);
	sealer->look.photo = sealer->photo;
	return st;
}

/* Options without a value; false: it is none of them. */
static bool
act(struct sealer *sealer, const char *option, cseal_status *st,
    cseal_error **ret_error)
{
	if (strcmp(option, "--stamp") == 0)
		*st = stamp(sealer, ret_error);
	else if (strcmp(option, "--seal") == 0)
		*st = seal(sealer, ret_error);
	else if (strcmp(option, "--reset") == 0)
		reset(sealer);
	else if (strcmp(option, "--any-certificate") == 0)
		sealer->seal.insecure_any_certificate = true;
	else if (strcmp(option, "--over") == 0)
		sealer->look.text_over = true;
	else if (strcmp(option, "--virtual") == 0)
		cseal_ink_mark_virtual(sealer->ink);
	else if (strcmp(option, "--timed") == 0)
		sealer->timed = true;
	else
		return false;
	return true;
}

static cseal_status
set(struct sealer *sealer, const char *option, const char *value,
    cseal_error **ret_error)
{
	const struct {
		const char *option, **value;
	} texts[] = { { "--text", &sealer->look.text },
		{ "--qr", &sealer->look.qr }, { "--font", &sealer->look.font },
		{ "--field", &sealer->seal.field },
		{ "--reason", &sealer->seal.reason },
		{ "--location", &sealer->seal.location },
		{ "--contact", &sealer->seal.contact },
		{ "--name", &sealer->seal.name } };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(option, texts[i].option) != 0)
			continue;
		*texts[i].value = value;
		return CSEAL_OK;
	}
	if (strcmp(option, "--place") == 0)
		return cseal_place_parse(value, &sealer->place, ret_error);
	if (strcmp(option, "--image") == 0)
		sealer->look.image =
		    read_file(sealer, value, &sealer->look.image_len);
	else if (strcmp(option, "--ink") == 0)
		return take_ink(sealer, value, ret_error);
	else if (strcmp(option, "--pad") == 0)
		return capture_ink(sealer, value, ret_error);
	else if (strcmp(option, "--photo") == 0)
		return take_photo(sealer, value, ret_error);
	else if (strcmp(option, "--signer") == 0)
		return open_signer(sealer, value, ret_error);
	else if (strcmp(option, "--color") == 0)
		sealer->look.color = (uint32_t)strtoul(value, NULL, 16);
	else if (strcmp(option, "--opacity") == 0)
		sealer->look.opacity = (uint8_t)atoi(value);
	else if (strcmp(option, "--lost") == 0)
		sealer->look.qr_lost_percent = (uint8_t)atoi(value);
	else if (strcmp(option, "--turn") == 0)
		sealer->look.turn_mdeg = (int32_t)(atof(value) * 1000);
	else if (strcmp(option, "--digest") == 0)
		sealer->seal.digest = (cseal_digest)atoi(value);
	else if (strcmp(option, "--scheme") == 0)
		sealer->seal.scheme = (cseal_scheme)atoi(value);
	else if (strcmp(option, "--save") == 0)
		return cseal_document_save_file(
		    sealer->document, value, ret_error);
	else
		return CSEAL_FAULT_APPLICATION;
	return CSEAL_OK;
}

static cseal_status
run(struct sealer *sealer, int argc, char **argv, cseal_error **ret_error)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = getenv("SEALER_MODULES") };
	cseal_status st;

	st = cseal_context_new(&options, &sealer->context, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_document_open_file(argv[1], &sealer->document, ret_error);
	for (int i = 3; st == CSEAL_OK && i < argc; i++) {
		if (act(sealer, argv[i], &st, ret_error))
			continue;
		if (i + 1 == argc)
			return CSEAL_FAULT_APPLICATION;
		st = set(sealer, argv[i], argv[i + 1], ret_error);
		i++;
	}
	if (st != CSEAL_OK)
		return st;
	return cseal_document_save_file(sealer->document, argv[2], ret_error);
}

int
main(int argc, char **argv)
{
	struct sealer sealer = { 0 };
	cseal_error *error = NULL;
	cseal_status st;

	if (argc < 3)
		return 2;
	reset(&sealer);
	st = run(&sealer, argc, argv, &error);
	if (st != CSEAL_OK)
		fprintf(stderr, "%s: %s\n", cseal_status_name(st),
		    cseal_error_text(error));
	cseal_error_free(error);
	cseal_signer_free(sealer.signer);
	cseal_ink_free(sealer.ink);
	cseal_photo_free(sealer.photo);
	cseal_document_free(sealer.document);
	cseal_context_unref(sealer.context);
	for (size_t i = 0; i < sealer.file_count; i++)
		free(sealer.files[i]);
	return st != CSEAL_OK;
}
