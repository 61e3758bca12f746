/* SPDX-License-Identifier: Apache-2.0 */
/* harness.c -- reading documents of nobody through the public API. */
#include "harness.h"

#include "scratch.h"

#include <time.h>

static const char *module_path;

long
harness_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
print_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	printf("# %s: %s\n", origin, text);
}

static void
make_context(struct harness *harness)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config =
		    harness->config[0] != '\0' ? harness->config : NULL,
		.module_dir = "/nonexistent",
		.log = print_log,
		.log_level = CSEAL_LOG_DEBUG };
	cseal_error *error = NULL;

	if (cseal_context_new(&options, &harness->context, &error) !=
		CSEAL_OK ||
	    cseal_context_load_module(harness->context, module_path, &error) !=
		CSEAL_OK) {
		printf("Bail out! %s\n", cseal_error_text(error));
		exit(99);
	}
}

void
harness_make(struct harness *harness, const char *module)
{
	memset(harness, 0, sizeof(*harness));
	scratch_make();
	module_path = module;
	/* Curves with a name: numbers want more time of OpenSSL. */
	issuer_make_with(
	    &harness->state, "NL", cred_key("EC:P-256"), cred_key("EC:P-256"));
	snprintf(harness->trust, sizeof(harness->trust), "%s",
	    scratch_path("csca.pem"));
	if (cred_write_pem(
		harness->trust, NULL, NULL, &harness->state.csca, 1) != 0)
		exit(99);
	make_context(harness);
}

void
harness_configure(struct harness *harness, const char *more)
{
	char text[512];

	cseal_context_unref(harness->context);
	snprintf(text, sizeof(text), "[module emrtd-reader]\n%s\n", more);
	snprintf(harness->config, sizeof(harness->config), "%s",
	    scratch_write("test.conf", text));
	make_context(harness);
}

void
harness_free(struct harness *harness)
{
	cseal_context_unref(harness->context);
	issuer_free(&harness->state);
}

struct outcome
harness_read_with(struct harness *harness,
    const struct cseal_identity_options *options, int timeout_ms,
    cseal_cancel *cancel)
{
	struct outcome outcome = { 0 };
	cseal_error *error = NULL;
	long began = harness_now_ms();

	outcome.st = cseal_identity_read(harness->context,
	    harness->uri[0] != '\0' ? harness->uri : NULL, options, timeout_ms,
	    cancel, &outcome.identity, &error);
	outcome.took_ms = harness_now_ms() - began;
	snprintf(
	    outcome.text, sizeof(outcome.text), "%s", cseal_error_text(error));
	if ((outcome.st == CSEAL_OK) != (error == NULL) ||
	    (error != NULL && cseal_error_status(error) != outcome.st)) {
		printf("Bail out! status and error did not agree\n");
		exit(99);
	}
	cseal_error_free(error);
	return outcome;
}

struct outcome
harness_read(struct harness *harness, bool can, int timeout_ms)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = 0,
		.mrz = can ? NULL : DOCUMENT_ZONE,
		.can = can ? DOCUMENT_CAN : NULL,
		.trust = harness->trust,
	};

	return harness_read_with(harness, &options, timeout_ms, NULL);
}

void
outcome_free(struct outcome *outcome)
{
	cseal_identity_free(outcome->identity);
	outcome->identity = NULL;
}

bool
outcome_has_reason(const struct outcome *outcome, const char *part)
{
	const cseal_identity *identity = outcome->identity;

	for (size_t i = 0;
	     identity != NULL && i < cseal_identity_reason_count(identity);
	     i++) {
		if (strstr(cseal_identity_reason(identity, i), part) != NULL)
			return true;
	}
	return false;
}

void
outcome_show(const struct outcome *outcome)
{
	const cseal_identity *identity = outcome->identity;

	printf("# %s %s\n", cseal_status_name(outcome->st), outcome->text);
	for (size_t i = 0;
	     identity != NULL && i < cseal_identity_reason_count(identity); i++)
		printf("# - %s\n", cseal_identity_reason(identity, i));
}

cseal_verdict
outcome_signed(const struct outcome *outcome)
{
	return cseal_identity_verdict(
	    outcome->identity, CSEAL_IDENTITY_DATA_SIGNED);
}

cseal_verdict
outcome_genuine(const struct outcome *outcome)
{
	return cseal_identity_verdict(
	    outcome->identity, CSEAL_IDENTITY_CHIP_GENUINE);
}
