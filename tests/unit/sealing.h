/* SPDX-License-Identifier: Apache-2.0 */
/* sealing.h -- for tests: a context, a signer whose key was just made, and
 * documents to be stamped and sealed. */
#ifndef TESTS_SEALING_H
#define TESTS_SEALING_H

#include "credentials.h"
#include "document/document.h"
#include "pdf/build.h"
#include "sample-jpeg.h"
#include "sample-png.h"
#include "tap.h"

#include <counterseal/counterseal.h>

#include <unistd.h>

struct sealing_key {
	char pem[32]; /* path */
	struct cred_chain chain;
};

static cseal_context *context;

/* Below the modules' folder of the build: TEST_MODULES, TEST_MOCKS. */
static inline void
sealing_start(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = TEST_MODULES };

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-signer.so", NULL) != CSEAL_OK)
		exit(99);
}

static inline void
sealing_make_key(struct sealing_key *key, const char *kind)
{
	int fd;

	strcpy(key->pem, "sealing-XXXXXX");
	fd = mkstemp(key->pem);
	cred_chain_make(&key->chain, kind);
	{
		X509 *const all[3] = { key->chain.certificate, key->chain.ca,
			key->chain.root };

		if (fd < 0 ||
		    cred_write_pem(key->pem, key->chain.key, NULL, all, 3) != 0)
			exit(99);
	}
	close(fd);
}

static inline void
sealing_free_key(struct sealing_key *key)
{
	unlink(key->pem);
	cred_chain_free(&key->chain);
}

static inline cseal_signer *
sealing_open_uri(const char *uri)
{
	cseal_signer *signer = NULL;
	cseal_error *error = NULL;

	if (cseal_signer_open(context, uri, NULL, CSEAL_NO_TIMEOUT, NULL,
		&signer, &error) != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return signer;
}

/* behaviour: of mock-signer, which is virtual; "" is honest. */
static inline cseal_signer *
sealing_open(const char *behaviour, const char *pem)
{
	char uri[256];

	snprintf(uri, sizeof(uri), "mock:%s:%s", behaviour, pem);
	return sealing_open_uri(uri);
}

/* One that is not virtual. */
static inline cseal_signer *
sealing_open_file(const char *pem)
{
	char folder[3000], uri[4000];

	if (getcwd(folder, sizeof(folder)) == NULL)
		return NULL;
	snprintf(uri, sizeof(uri), "file:%s/%s", folder, pem);
	return sealing_open_uri(uri);
}

/* One page; what else is in the catalog. */
static inline cseal_document *
sealing_document(const char *catalog)
{
	cseal_document *document = NULL;
	struct build build = { .count = 0 };
	char text[400];

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	snprintf(text, sizeof(text), "<< /Type /Catalog /Pages 2 0 R %s >>",
	    catalog);
	build_object(&build, 1, text);
	build_table(&build, "/Root 1 0 R");
	if (cseal_document_open_mem(
		build.pdf.at, build.pdf.len, &document, NULL) != CSEAL_OK)
		exit(99);
	build_free(&build);
	return document;
}

/* A copy of what the document is now, to see that it stays so. */
static inline struct csi_bytes
sealing_copy(const cseal_document *document)
{
	struct csi_bytes copy = { 0 };
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	csi_bytes_add(&copy, bytes, (size_t)len);
	return copy;
}

static inline bool
sealing_is_same(const cseal_document *document, const struct csi_bytes *copy)
{
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	return len == copy->len && memcmp(bytes, copy->at, copy->len) == 0;
}

static inline bool
sealing_has(const cseal_document *document, const char *text)
{
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	return memmem(bytes, (size_t)len, text, strlen(text)) != NULL;
}

static inline struct cseal_look
sealing_look(void)
{
	struct cseal_look look = { .size = sizeof(look) };

	return look;
}

static inline struct csi_bytes
sealing_png(void)
{
	const struct sample_png how = { .width = 20,
		.height = 10,
		.color_type = PNG_COLOR_TYPE_RGBA,
		.bit_depth = 8 };
	struct csi_bytes png = { 0 };

	sample_png(&png, &how);
	return png;
}

#endif
