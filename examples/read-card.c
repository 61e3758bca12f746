/* SPDX-License-Identifier: Apache-2.0 */
/* read-card.c -- reads the identity document on a reader.
 *
 *     read-card [URI]
 *
 * Without a URI it takes the only reader there is.  Ctrl-C ends the wait. */
#include <counterseal/counterseal.h>
#include <signal.h>
#include <stdio.h>

static cseal_cancel *cancel;

static void
stop(int number)
{
	cseal_cancel_request(cancel); /* may be called from a signal handler */
}

static const char *
or_dash(const char *text)
{
	return text != NULL ? text : "-";
}

static void
print(const cseal_identity *identity)
{
	printf("%s\n",
	    or_dash(cseal_identity_value(identity, CSEAL_IDENTITY_NAME)));
	printf("%s\n",
	    or_dash(cseal_identity_value(identity, CSEAL_IDENTITY_NUMBER)));
	printf("signed by the state: %s\n",
	    cseal_verdict_name(
		cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED)));
	for (size_t i = 0; i < cseal_identity_reason_count(identity); i++)
		printf("- %s\n", cseal_identity_reason(identity, i));
}

/* Who can make the next attempt succeed decides what the counter shows. */
static void
explain(cseal_status st, const cseal_error *error)
{
	if (cseal_status_class_of(st) == CSEAL_CLASS_AGAIN)
		fprintf(stderr, "once more: ");
	fprintf(
	    stderr, "%s\n%s\n", cseal_status_text(st), cseal_error_text(error));
}

int
main(int argc, char **argv)
{
	struct cseal_identity_options wish = { .size = sizeof(wish),
		.card_wait_ms = -1 };
	cseal_context *context = NULL;
	cseal_identity *identity = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_cancel_new(&cancel, &error);
	if (st == CSEAL_OK)
		st = cseal_context_new(NULL, &context, &error);
	if (st == CSEAL_OK)
		signal(SIGINT, stop);
	if (st == CSEAL_OK)
		st = cseal_identity_read(context, argc > 1 ? argv[1] : NULL,
		    &wish, 30000, cancel, &identity, &error);
	if (st == CSEAL_OK)
		print(identity);
	else
		explain(st, error);
	cseal_error_free(error);
	cseal_identity_free(identity); /* wipes what was read */
	cseal_context_unref(context);
	signal(SIGINT, SIG_DFL);
	cseal_cancel_free(cancel);
	return st != CSEAL_OK;
}
