/* SPDX-License-Identifier: Apache-2.0 */
/* liar-reader.c -- a reader that breaks its contract.  URI: liar:HOW */
#include <counterseal/module.h>

#include <stdint.h>
#include <string.h>

static cseal_status
reader_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_reader, cseal_error **ret_error)
{
	const char *how = uri + strlen("liar:");

	if (strcmp(how, "none") == 0)
		return CSEAL_OK;
	if (strcmp(how, "silent-failure") == 0)
		return CSEAL_COUNTER_DEVICE_BUSY;
	*ret_reader = (void *)(uintptr_t)how;
	return CSEAL_OK;
}

static void
reader_close(void *opened)
{
}

/* 256 bytes that say something, in UTF-16LE. */
static void
write_text(uint8_t *text)
{
	for (int i = 0; i < 256; i += 2) {
		text[i] = ' ';
		text[i + 1] = 0;
	}
	text[0] = 'A';
	memcpy(text + 122, "9\0", 2);
}

static cseal_status
reader_read(void *opened, const struct cseal_read_request *request,
    cseal_wait *wait, cseal_evidence *evidence, cseal_error **ret_error)
{
	static const uint8_t zeros[8192];
	const char *how = opened;
	uint8_t text[256];

	write_text(text);
	if (strcmp(how, "nothing") == 0)
		return CSEAL_OK;
	if (strcmp(how, "status") == 0)
		return (cseal_status)7;
	if (strcmp(how, "zeros") == 0)
		return cseal_evidence_add(
		    evidence, CSEAL_FILE_SDT_TEXT, zeros, 256, ret_error);
	if (strcmp(how, "short-text") == 0)
		return cseal_evidence_add(
		    evidence, CSEAL_FILE_SDT_TEXT, text, 255, ret_error);
	cseal_evidence_add(evidence, CSEAL_FILE_SDT_TEXT, text, 256, NULL);
	if (strcmp(how, "text-twice") == 0)
		return cseal_evidence_add(
		    evidence, CSEAL_FILE_SDT_TEXT, text, 256, ret_error);
	if (strcmp(how, "long-photo") == 0)
		return cseal_evidence_add(evidence, CSEAL_FILE_SDT_PHOTO, zeros,
		    sizeof(zeros), ret_error);
	if (strcmp(how, "short-sam") == 0)
		return cseal_evidence_add(
		    evidence, CSEAL_FILE_SDT_SAM, zeros, 15, ret_error);
	if (strcmp(how, "unknown-file") == 0)
		return cseal_evidence_add(
		    evidence, "EF.COM", zeros, 1, ret_error);
	if (strcmp(how, "then-failed") == 0)
		return cseal_fail(ret_error, CSEAL_AGAIN_CARD_LIFTED, "away");
	return CSEAL_OK;
}

static const struct cseal_reader_ops ops = {
	.size = sizeof(ops),
	.open = reader_open,
	.close = reader_close,
	.read = reader_read,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_READER,
	.title = "A reader that breaks its contract",
	.ops.reader = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.flags = CSEAL_MODULE_VIRTUAL,
		.id = "liar-reader",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
