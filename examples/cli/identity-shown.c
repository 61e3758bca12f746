/* SPDX-License-Identifier: Apache-2.0 */
/* identity-shown.c -- an identity as the tool shows it. */
#include "identity-shown.h"

#include "command.h"
#include "labels.h"
#include "sentence.h"

#include <string.h>

static const cseal_identity_question questions[] = {
	CSEAL_IDENTITY_DATA_SIGNED,
	CSEAL_IDENTITY_CHIP_GENUINE,
	CSEAL_IDENTITY_MATCHES_PRINT,
};

/* Name, telephone, address, and the day that it was written down. */
static void
print_contacts(const cseal_identity *identity)
{
	for (size_t i = 0; i < cseal_identity_contact_count(identity); i++) {
		const char *between = ": ";

		fputs(_("Person to notify"), stdout);
		for (int k = 1; k <= CSEAL_CONTACT_LAST; k++) {
			const char *text = cseal_identity_contact(
			    identity, i, (cseal_identity_contact_part)k);

			if (text == NULL)
				continue;
			printf("%s%s", between, text);
			between = "; ";
		}
		putchar('\n');
	}
}

static void
print_identity(const cseal_identity *identity)
{
	const char *value;

	for (int i = 1; i <= CSEAL_IDENTITY_LAST; i++) {
		value = cli_identity_shown(identity, (cseal_identity_field)i);
		if (value != NULL)
			printf("%s: %s\n",
			    cli_identity_label(
				identity, (cseal_identity_field)i),
			    value);
	}
	print_contacts(identity);
	for (size_t i = 0; i < CLI_COUNT(questions); i++)
		printf("%s: %s\n", cli_question_label(questions[i]),
		    cli_verdict_label(
			cseal_identity_verdict(identity, questions[i])));
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++) {
		fputs("- ", stdout);
		cli_print_sentence(cseal_identity_reason(identity, i));
		putchar('\n');
	}
	if (cseal_identity_is_virtual(identity))
		puts(_("VIRTUAL: this was not read from a real document."));
}

/* What a name that ends so asks for. */
static const struct {
	const char *ending, *media_type;
	cseal_picture_form form;
} forms[] = {
	{ ".png", "image/png", CSEAL_PICTURE_PNG },
	{ ".jpg", "image/jpeg", CSEAL_PICTURE_JPEG },
	{ ".jpeg", "image/jpeg", CSEAL_PICTURE_JPEG },
};

static bool
ends_with(const char *path, const char *ending)
{
	size_t len = strlen(path), end = strlen(ending);

	return len > end && strcasecmp(path + len - end, ending) == 0;
}

bool
cli_is_jpeg_2000(const char *media_type)
{
	return strcmp(media_type, "image/jp2") == 0 ||
	       strcmp(media_type, "image/j2c") == 0;
}

/* JPEG 2000 becomes what the name asks for; all else stays as it is. */
static cseal_status
develop(struct cli *cli, cseal_identity *identity, const char *path,
    const void **bytes, size_t *len, const char **media_type)
{
	cseal_status st;

	for (size_t i = 0; i < CLI_COUNT(forms); i++) {
		if (!cli_is_jpeg_2000(*media_type) ||
		    !ends_with(path, forms[i].ending))
			continue;
		st = cli_context(cli);
		if (st == CSEAL_OK)
			st = cseal_identity_decode_portrait(cli->context,
			    identity, forms[i].form, CLI_DECODE_MS, cli->cancel,
			    bytes, len, &cli->error);
		*media_type = forms[i].media_type;
		return st;
	}
	return CSEAL_OK;
}

cseal_status
cli_write_portrait(struct cli *cli, cseal_identity *identity, const char *path)
{
	const char *media_type = NULL;
	const void *bytes;
	cseal_status st;
	size_t len = 0;

	bytes = cseal_identity_portrait(identity, &len, &media_type);
	if (bytes == NULL)
		return cli_fail(cli, CSEAL_REFUSED_INPUT,
		    _("the document has no portrait that could be written "
		      "to %s"),
		    path);
	st = develop(cli, identity, path, &bytes, &len, &media_type);
	if (st != CSEAL_OK)
		return st;
	st = cli_write_file(cli, path, bytes, len);
	if (st != CSEAL_OK)
		return st;
	cli_put(cli, "portrait", cli_text(path));
	cli_put(cli, "portrait_type", cli_text(media_type));
	cli_progress(cli, _("Portrait: %s (%s)"), path, media_type);
	return CSEAL_OK;
}

cseal_status
cli_show_identity(struct cli *cli, cseal_identity *identity)
{
	const char *json;

	if (!cli->json) {
		print_identity(identity);
		return CSEAL_OK;
	}
	json = cseal_identity_json(identity);
	if (json == NULL)
		return CSEAL_FAULT_MEMORY;
	cli_put(cli, "identity", json_loads(json, 0, NULL));
	return CSEAL_OK;
}
