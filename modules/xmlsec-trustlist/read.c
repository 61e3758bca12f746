/* SPDX-License-Identifier: Apache-2.0 */
/* read.c -- answers one question: a list, and who may have signed it. */
#include "reader.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/xmlsec.h>

#define SIGNERS_MOST 8192

bool
reader_fail(
    struct reader *reader, enum failure failure, const char *format, ...)
{
	va_list args;

	if (reader->failure != 0)
		return false;
	reader->failure = failure;
	va_start(args, format);
	vsnprintf(reader->why, sizeof(reader->why), format, args);
	va_end(args);
	return false;
}

/* What libraries say of hostile bytes is not for people. */
static void
say_nothing(void *user, const char *format, ...)
{
	(void)user;
	(void)format;
}

static void
report_nothing(const char *file, int line, const char *func, const char *object,
    const char *subject, int reason, const char *message)
{
	(void)file;
	(void)line;
	(void)func;
	(void)object;
	(void)subject;
	(void)reason;
	(void)message;
}

bool
reader_init(void)
{
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, say_nothing);
	xmlSecErrorsSetCallback(report_nothing);
	return xmlSecInit() == 0 && xmlSecCryptoAppInit(NULL) == 0 &&
	       xmlSecCryptoInit() == 0;
}

void
reader_end(void)
{
	xmlSecCryptoShutdown();
	xmlSecCryptoAppShutdown();
	xmlSecShutdown();
	xmlCleanupParser();
}

static bool
read_list(struct reader *reader, const uint8_t *xml, size_t len)
{
	xmlDoc *doc = document_parse(reader, xml, len);
	size_t signer = 0;
	bool ok;

	if (doc == NULL)
		return false;
	ok = signature_prove(reader, doc, &signer) &&
	     content_read(reader, doc, signer);
	xmlFreeDoc(doc);
	return ok;
}

static void
read_question(struct reader *reader, struct signer *signers,
    const uint8_t *question, size_t len)
{
	struct record_reader in = { .at = question, .end = question + len };
	struct record_reader body;
	bool was_asked = false;
	uint8_t tag;

	reader->signers = signers;
	while (!was_asked && record_next(&in, &tag, &body)) {
		size_t body_len = (size_t)(body.end - body.at);

		if (tag == SAY_SIGNER && reader->signer_count < SIGNERS_MOST) {
			struct signer *one = &signers[reader->signer_count++];

			one->der = body.at;
			one->len = body_len;
		} else if (tag == SAY_LIST) {
			was_asked = true;
			read_list(reader, body.at, body_len);
		}
	}
	if (!was_asked)
		reader_fail(reader, FAILED_DAMAGED, "there was no list");
}

void
reader_answer(const uint8_t *question, size_t len, struct record_writer *out)
{
	struct reader reader = { .failure = 0 };
	struct signer *signers = calloc(SIGNERS_MOST, sizeof(*signers));
	uint8_t failure;

	if (signers == NULL)
		reader_fail(&reader, FAILED_MEMORY, "out of memory");
	else
		read_question(&reader, signers, question, len);
	free(signers);
	if (reader.failure != 0) {
		reader.out.len = 0;
		reader.out.failed = false;
		failure = (uint8_t)reader.failure;
		record_start(&reader.out, SAY_FAILED);
		record_put(&reader.out, &failure, 1);
		record_put_text(&reader.out, reader.why);
		record_end(&reader.out);
	}
	*out = reader.out;
}
