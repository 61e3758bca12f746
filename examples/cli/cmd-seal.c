/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-seal.c -- counterseal seal: signs PDF files, visibly or not. */
#include "mend.h"
#include "sealing.h"

#include <stdlib.h>
#include <string.h>

#define SEALS_MOST 16 /* on one document */

/* `now` is the seal that the options are about; --next puts it behind the
 * others. */
struct values {
	struct cli_sealing now;
	const char *output, *folder;
	bool repair;
	struct cli_sealing before[SEALS_MOST - 1];
	size_t before_count;
};

static const struct cli_option options[] = {
	{ 'o', "output", "FILE", CLI_TEXT, offsetof(struct values, output),
	    N_("write the sealed PDF there") },
	{ 0, "output-dir", "DIR", CLI_TEXT, offsetof(struct values, folder),
	    N_("or there, under its own name; for several, too") },
	{ 's', "signer", "URI", CLI_TEXT, offsetof(struct cli_signing, signer),
	    N_("who signs; see counterseal cert list") },
	CLI_SIGNING_PIN,
	CLI_SIGNING_CERTIFICATE,
	CLI_SEALING_ROWS,
	{ 0, "level", "LEVEL", CLI_TEXT,
	    offsetof(struct cli_sealing, levels.level),
	    N_("B (the default), T, LT or LTA: PAdES B-B to B-LTA") },
	{ 0, "tsa", "URL", CLI_TEXT, offsetof(struct cli_sealing, levels.tsa),
	    N_("the time-stamp authority, instead of the configured one") },
	{ 0, "lower-level-ok", NULL, CLI_FLAG,
	    offsetof(struct cli_sealing, levels.lower),
	    N_("keep a lower level when a service fails, and say so") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct cli_signing, timeout_ms),
	    N_("how long to wait for the signer (default 120)") },
	{ 'n', "next", NULL, CLI_ORDERED, 0,
	    N_("one more seal: the options after it are its own") },
	{ 0, "repair", NULL, CLI_FLAG, offsetof(struct values, repair),
	    N_("repair a damaged PDF if nothing else helps") },
};

static const struct values defaults = { .now.signing.timeout_ms = 120000 };

/* --next */
static cseal_status
take(struct cli *cli, void *given, const struct cli_option *option,
    const char *value)
{
	struct values *values = given;

	if (values->before_count == SEALS_MOST - 1)
		return cli_usage(
		    cli, _("a document gets %d seals at most"), SEALS_MOST);
	values->before[values->before_count++] = values->now;
	values->now = defaults.now;
	return CSEAL_OK;
}

/* ---- the seals, and who signs ----------------------------------------- */

struct seals {
	size_t count;
	struct cli_sealing *options[SEALS_MOST];
	struct cli_seal_made made[SEALS_MOST];
	cseal_signer *signers[SEALS_MOST]; /* may be the same */
	struct cseal_seal_by by[SEALS_MOST];
	const struct cseal_seal_by *list[SEALS_MOST];
	int timeout_ms; /* of all of them together */
};

static bool
is_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* One login for each signer. */
static cseal_status
open_signer(struct cli *cli, struct seals *seals, size_t i)
{
	const struct cli_signing *signing = &seals->options[i]->signing;

	for (size_t before = 0; before < i; before++) {
		const struct cli_signing *other =
		    &seals->options[before]->signing;

		if (is_same(signing->signer, other->signer) &&
		    is_same(signing->certificate, other->certificate)) {
			seals->signers[i] = seals->signers[before];
			return CSEAL_OK;
		}
	}
	return cli_open_signer(cli, signing, &seals->signers[i]);
}

static cseal_status
make_seals(struct cli *cli, struct values *values, struct seals *seals)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; i <= values->before_count && st == CSEAL_OK; i++) {
		seals->options[i] = i < values->before_count
					? &values->before[i]
					: &values->now;
		st = cli_check_signing(cli, &seals->options[i]->signing);
		if (st == CSEAL_OK)
			st = cli_make_seal(
			    cli, seals->options[i], &seals->made[i]);
		if (st == CSEAL_OK)
			seals->count++;
	}
	return st;
}

static cseal_status
open_signers(struct cli *cli, struct seals *seals)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < seals->count; i++) {
		int ms = seals->options[i]->signing.timeout_ms;

		st = open_signer(cli, seals, i);
		seals->by[i] = (struct cseal_seal_by){ sizeof(seals->by[i]),
			seals->signers[i], &seals->made[i].seal };
		seals->list[i] = &seals->by[i];
		seals->timeout_ms = ms < 0 || seals->timeout_ms < 0
					? CSEAL_NO_TIMEOUT
					: seals->timeout_ms + ms;
	}
	return st;
}

static void
free_seals(struct seals *seals)
{
	for (size_t i = seals->count; i-- > 0;) {
		bool shared = false;

		for (size_t before = 0; before < i; before++)
			shared |= seals->signers[before] == seals->signers[i];
		if (!shared)
			cseal_signer_free(seals->signers[i]);
		cli_seal_made_free(&seals->made[i]);
	}
}

/* ---- the documents ----------------------------------------------------- */

static json_t *
signers_json(const struct seals *seals)
{
	json_t *array = json_array();

	for (size_t i = 0; i < seals->count; i++)
		json_array_append_new(
		    array, cli_signer_json(seals->signers[i]));
	return array;
}

static void
tell(struct cli *cli, const struct seals *seals, const char *input,
    const char *output, uint64_t len)
{
	cli_put(cli, "input", cli_text(input));
	cli_put(cli, "output", cli_text(output));
	cli_put(cli, "bytes", json_integer((json_int_t)len));
	if (cli->json)
		return;
	for (size_t i = 0; i < seals->count; i++)
		printf(_("%s: sealed by %s, %ju bytes\n"), output,
		    cseal_signer_subject(seals->signers[i]), (uintmax_t)len);
}

/* The lowest level of all its seals. */
static void
tell_levels(struct cli *cli, const struct seals *seals)
{
	const struct cli_levels *lowest = &seals->options[0]->levels;

	for (size_t i = 1; i < seals->count; i++)
		if (seals->options[i]->levels.reached < lowest->reached)
			lowest = &seals->options[i]->levels;
	cli_tell_level(cli, lowest);
}

/* Before the next document. */
static void
forget_levels(const struct seals *seals)
{
	for (size_t i = 0; i < seals->count; i++) {
		cli_levels_free(&seals->options[i]->levels);
		seals->options[i]->levels.lowered = NULL;
	}
}

static cseal_status
seal_file(struct cli *cli, const struct values *values, struct seals *seals,
    const char *input, const char *output)
{
	cseal_document *document;
	cseal_status st;
	uint64_t len = 0;
	bool repaired;

	st =
	    cli_open_document(cli, input, values->repair, &document, &repaired);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; st == CSEAL_OK && i < seals->count; i++)
		st = cli_find_place(cli, document, &seals->made[i].at_text,
		    &seals->made[i].seal.place);
	if (st == CSEAL_OK)
		st = cseal_document_seal_all(cli->context, document,
		    seals->list, seals->count, seals->timeout_ms, cli->cancel,
		    &cli->error);
	if (st == CSEAL_OK)
		st = cli_save_document(cli, document, output, &len);
	if (st == CSEAL_OK) {
		tell(cli, seals, input, output, len);
		tell_levels(cli, seals);
		cli_tell_mended(cli, input, document, repaired);
	}
	cseal_document_free(document);
	forget_levels(seals);
	return st;
}

/* What the answer says of one of several: the same keys as of a single one,
 * and the status. */
static void
add_result(struct cli *cli, json_t *results, cseal_status st, const char *input)
{
	json_t *one = cli->answer;

	if (!cli->json) {
		if (st != CSEAL_OK)
			fprintf(stderr, _("%s: not sealed: %s\n"), input,
			    cseal_error_text(cli->error));
		return;
	}
	json_object_set_new(one, "status", cli_text(cseal_status_name(st)));
	json_object_set_new(one, "input", cli_text(input));
	json_object_set_new(one, "note",
	    cli_text(st == CSEAL_OK ? NULL : cseal_error_text(cli->error)));
	cli_append(cli, results, json_incref(one));
}

/* Is it in vain to try the next document?  A wrong PIN would be given again
 * until the token is locked. */
static bool
ends_all(cseal_status st)
{
	cseal_status_class class = cseal_status_class_of(st);

	return class == CSEAL_CLASS_AGAIN || class == CSEAL_CLASS_STOPPED ||
	       class == CSEAL_CLASS_COUNTER;
}

/* Each document is sealed or left out; the first failure is what counts. */
static cseal_status
seal_files(struct cli *cli, const struct values *values, struct seals *seals,
    char **inputs, char **outputs)
{
	json_t *results = cli->json ? json_array() : NULL;
	json_t *answer = cli->answer;
	cseal_error *first = NULL;
	cseal_status st, all = CSEAL_OK;

	for (size_t i = 0; inputs[i] != NULL && !ends_all(all); i++) {
		cli->answer = cli->json ? json_object() : NULL;
		st = seal_file(cli, values, seals, inputs[i], outputs[i]);
		add_result(cli, results, st, inputs[i]);
		json_decref(cli->answer);
		if (st != CSEAL_OK && all == CSEAL_OK) {
			all = st;
			first = cli->error;
			cli->error = NULL;
		} else if (st != CSEAL_OK && ends_all(st)) {
			all = st;
		}
		cseal_error_free(cli->error);
		cli->error = NULL;
	}
	cli->answer = answer;
	cli->error = first;
	cli_put(cli, "documents", results);
	return all;
}

/* ---- where they go ------------------------------------------------------ */

static cseal_status
name_output(struct cli *cli, const struct values *values, const char *input,
    char **ret_output)
{
	const char *slash = strrchr(input, '/');
	const char *name = slash == NULL ? input : slash + 1;

	if (values->folder == NULL) {
		*ret_output = strdup(values->output);
	} else if (asprintf(ret_output, "%s/%s", values->folder, name) < 0) {
		*ret_output = NULL;
	}
	if (*ret_output == NULL)
		return CSEAL_FAULT_MEMORY;
	return cli_check_output(cli, input, *ret_output);
}

static cseal_status
name_outputs(
    struct cli *cli, const struct values *values, char **inputs, char **outputs)
{
	cseal_status st = CSEAL_OK;

	if (values->output != NULL && values->folder != NULL)
		return cli_usage(
		    cli, _("--output and --output-dir exclude each other"));
	if (values->folder == NULL && inputs[1] != NULL)
		return cli_usage(cli, _("several documents need --output-dir"));
	if (values->folder == NULL && values->output == NULL)
		return cli_check_output(cli, inputs[0], NULL);
	for (size_t i = 0; st == CSEAL_OK && inputs[i] != NULL; i++) {
		st = name_output(cli, values, inputs[i], &outputs[i]);
		for (size_t j = 0; st == CSEAL_OK && j < i; j++)
			if (strcmp(outputs[i], outputs[j]) == 0)
				st = cli_usage(cli,
				    _("two documents would become %s"),
				    outputs[i]);
	}
	return st;
}

static size_t
count_of(char **operands)
{
	size_t count = 0;

	while (operands[count] != NULL)
		count++;
	return count;
}

static cseal_status
run_seals(struct cli *cli, struct values *values, struct seals *seals,
    char **inputs, char **outputs)
{
	cseal_status st;

	st = name_outputs(cli, values, inputs, outputs);
	if (st == CSEAL_OK)
		st = make_seals(cli, values, seals);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st == CSEAL_OK)
		st = open_signers(cli, seals);
	if (st != CSEAL_OK)
		return st;
	cli_progress(cli, _("Sealing."));
	if (cli->json) {
		cli_put(cli, "signer", cli_signer_json(seals->signers[0]));
		cli_put(cli, "signers", signers_json(seals));
	}
	if (values->folder != NULL)
		return seal_files(cli, values, seals, inputs, outputs);
	return seal_file(cli, values, seals, inputs[0], outputs[0]);
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	size_t count = count_of(operands);
	struct seals *seals = calloc(1, sizeof(*seals));
	char **outputs = calloc(count + 1, sizeof(*outputs));
	cseal_status st = CSEAL_FAULT_MEMORY;

	if (seals != NULL && outputs != NULL)
		st = run_seals(cli, given, seals, operands, outputs);
	if (seals != NULL)
		free_seals(seals);
	for (size_t i = 0; outputs != NULL && i < count; i++)
		free(outputs[i]);
	free(outputs);
	free(seals);
	return st;
}

const struct cli_command cli_seal = {
	.name = "seal",
	.synopsis = "IN.pdf... -o OUT.pdf --signer URI [LOOK --at PLACE] "
		    "[--next ...]",
	.summary = N_("signs PDF files, visibly or not"),
	.more = N_("LOOK is --image, --ink, --text or --qr, or --text beside "
		   "one of the others.  In a\ntext or QR code %name%, %date%, "
		   "%reason% and %location% stand for what the seal\nsays.  A "
		   "place is a page from 1 or \"last\", and millimetres from "
		   "its top left\ncorner: last:120,240,40,40.  For a picture "
		   "one side is enough: last:120,240,40."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.operands = 1,
	.more_operands = true,
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
	.take = take,
};
