/* SPDX-License-Identifier: Apache-2.0 */
/* mock-trustlist.c -- a reader of trusted lists that says what the list tells
 * it to, one call a line, true or not:
 *
 *	signer HEX                    the certificate that signed it
 *	index N                       the same, by its number in the request
 *	head TYPE TERRITORY NEXT
 *	pointer TYPE TERRITORY MIME HEX
 *	period TYPE STATUS SINCE FLAGS   l: limited, d: documents, u: unknown
 *	service PROVIDER NAME HEX        with the periods above it
 *	nothing                       a service, a pointer and a head of NULL
 *	ignore                        goes on where the core says no
 *	status N                      ends with that
 *
 * Words are - (empty), NULL, LONG, or CONTROL for texts that are not. */
#include <counterseal/module.h>

#include <stdlib.h>
#include <string.h>

#define PERIODS 300

struct play {
	const struct cseal_trustlist_request *request;
	cseal_trustlist *list;
	cseal_error **ret_error;
	struct cseal_trustlist_period periods[PERIODS];
	size_t period_count;
	size_t signer;
	uint8_t der[8192];
	size_t der_len;
};

static const char *
text_of(const char *word)
{
	static char text[1000];

	if (strcmp(word, "NULL") == 0)
		return NULL;
	if (strcmp(word, "CONTROL") == 0)
		return "a\nb";
	if (strcmp(word, "LONG") != 0)
		return strcmp(word, "-") == 0 ? "" : word;
	memset(text, 'x', sizeof(text) - 1);
	return text;
}

static void
read_hex(struct play *play, const char *hex)
{
	for (play->der_len = 0; hex[0] != '\0' && hex[1] != '\0' &&
				play->der_len < sizeof(play->der);
	     hex += 2) {
		char digits[3] = { hex[0], hex[1], '\0' };

		play->der[play->der_len++] = (uint8_t)strtoul(digits, NULL, 16);
	}
}

static cseal_status
find_signer(struct play *play, const char *hex)
{
	const struct cseal_trustlist_request *request = play->request;

	read_hex(play, hex);
	for (size_t i = 0; i < request->signer_count; i++) {
		if (request->signers[i].len == play->der_len &&
		    memcmp(request->signers[i].bytes, play->der,
			play->der_len) == 0) {
			play->signer = i;
			return CSEAL_OK;
		}
	}
	return cseal_fail(play->ret_error, CSEAL_SETUP_TRUST,
	    "somebody else signed the list");
}

static cseal_status
say_head(struct play *play, char **words)
{
	const struct cseal_trustlist_head head = { .size = sizeof(head),
		.signer = play->signer,
		.type = text_of(words[1]),
		.territory = text_of(words[2]),
		.next_update = strtoll(words[3], NULL, 10) };

	return cseal_trustlist_add_head(play->list, &head, play->ret_error);
}

static cseal_status
say_pointer(struct play *play, char **words)
{
	const struct cseal_der signer = { play->der, 0 };
	struct cseal_trustlist_pointer pointer = { .size = sizeof(pointer),
		.type = text_of(words[1]),
		.territory = text_of(words[2]),
		.mime_type = text_of(words[3]),
		.signers = &signer,
		.signer_count = 1 };
	struct cseal_der one = signer;

	read_hex(play, words[4]);
	one.len = play->der_len;
	pointer.signers = &one;
	return cseal_trustlist_add_pointer(
	    play->list, &pointer, play->ret_error);
}

static cseal_status
say_service(struct play *play, char **words)
{
	struct cseal_der der = { play->der, 0 };
	const struct cseal_trustlist_service service = { .size =
							     sizeof(service),
		.provider = text_of(words[1]),
		.name = text_of(words[2]),
		.certificates = &der,
		.certificate_count = 1,
		.periods = play->periods,
		.period_count = play->period_count };

	read_hex(play, words[3]);
	der.len = play->der_len;
	play->period_count = 0;
	return cseal_trustlist_add_service(
	    play->list, &service, play->ret_error);
}

static void
keep_period(struct play *play, char **words)
{
	struct cseal_trustlist_period *period =
	    &play->periods[play->period_count];

	if (play->period_count == PERIODS)
		return;
	play->period_count++;
	period->type = strcmp(words[1], "NULL") == 0 ? NULL : words[1];
	period->status = strcmp(words[2], "NULL") == 0 ? NULL : words[2];
	period->since = strtoll(words[3], NULL, 10);
	period->is_limited = strchr(words[4], 'l') != NULL;
	period->for_documents = strchr(words[4], 'd') != NULL;
	period->has_unknown = strchr(words[4], 'u') != NULL;
}

static cseal_status
say(struct play *play, char **words)
{
	cseal_status st = CSEAL_OK;

	if (strcmp(words[0], "signer") == 0)
		st = find_signer(play, words[1]);
	else if (strcmp(words[0], "index") == 0)
		play->signer = strtoul(words[1], NULL, 10);
	else if (strcmp(words[0], "head") == 0)
		st = say_head(play, words);
	else if (strcmp(words[0], "pointer") == 0)
		st = say_pointer(play, words);
	else if (strcmp(words[0], "period") == 0)
		keep_period(play, words);
	else if (strcmp(words[0], "service") == 0)
		st = say_service(play, words);
	else if (strcmp(words[0], "nothing") == 0)
		st = cseal_trustlist_add_service(
		    play->list, NULL, play->ret_error);
	return st;
}

static cseal_status
run(struct play *play, char *script)
{
	bool is_deaf = false;
	char *lines = NULL, *save = NULL;

	for (char *line = strtok_r(script, "\n", &lines); line != NULL;
	     line = strtok_r(NULL, "\n", &lines)) {
		static char empty[] = "";
		char *words[6] = { empty, empty, empty, empty, empty, empty };
		cseal_status st;

		for (size_t i = 0; i < 6; i++) {
			char *word = strtok_r(i == 0 ? line : NULL, " ", &save);

			if (word == NULL)
				break;
			words[i] = word;
		}
		if (strcmp(words[0], "status") == 0)
			return (cseal_status)strtol(words[1], NULL, 10);
		if (strcmp(words[0], "ignore") == 0) {
			is_deaf = true;
			play->ret_error = NULL;
		}
		st = say(play, words);
		if (st != CSEAL_OK && !is_deaf)
			return st;
	}
	return CSEAL_OK;
}

static cseal_status
read_list(cseal_host *host, const struct cseal_trustlist_request *request,
    cseal_wait *wait, cseal_trustlist *list, cseal_error **ret_error)
{
	struct play *play = calloc(1, sizeof(*play));
	char *script = strndup(request->bytes, request->len);
	cseal_status st = CSEAL_FAULT_MEMORY;

	if (play != NULL && script != NULL) {
		play->request = request;
		play->list = list;
		play->ret_error = ret_error;
		st = run(play, script);
	} else {
		cseal_fail(ret_error, st, "out of memory");
	}
	free(play);
	free(script);
	return st;
}

static const struct cseal_trustlist_ops ops = {
	.size = sizeof(ops),
	.read = read_list,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_TRUSTLIST,
	.title = "Mock of a reader of trusted lists",
	.ops.trustlist = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "mock-trustlist",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
