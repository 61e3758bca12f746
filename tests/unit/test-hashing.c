/* SPDX-License-Identifier: Apache-2.0 */
/* test-hashing.c -- proves lib/hashing.c: what a signature covers, and that
 * what was hashed is not read again. */
#include "document/hashing.h"

#include "tap.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LARGE ((size_t)3 << 20)
#define HOLE  100
#define MORE  1000 /* of one revision, with the hole 400 bytes into it */

static uint8_t *
make(size_t len)
{
	uint8_t *bytes = malloc(len);

	if (bytes == NULL)
		exit(99);
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 251);
	memcpy(bytes, "%PDF-1.7", 8);
	return bytes;
}

static cseal_document *
open_mem(const uint8_t *bytes, size_t len)
{
	cseal_document *document = NULL;

	if (cseal_document_open_mem(bytes, len, &document, NULL) != CSEAL_OK)
		exit(99);
	return document;
}

/* Puts a revision behind the end, not counted yet; returns where its hole
 * is. */
static struct csi_pdf_holes
append(cseal_document *document, uint8_t with)
{
	struct csi_pdf_holes holes = { .contents_len = HOLE };
	uint8_t *at;

	if (csi_pdf_file_room(&document->file, MORE, &at, NULL) != CSEAL_OK)
		exit(99);
	memset(at, with, MORE);
	holes.contents = document->file.len + 400;
	return holes;
}

static bool
hash(cseal_document *document, size_t len, const struct csi_pdf_holes *holes,
    const char *name, uint8_t *digest)
{
	cseal_wait wait;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	return csi_document_hash(
		   document, len, holes, name, &wait, digest, NULL) == CSEAL_OK;
}

/* OpenSSL's, in one go. */
static bool
is_right(const cseal_document *document, size_t len,
    const struct csi_pdf_holes *holes, const char *name, const uint8_t *digest)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	const uint8_t *file = document->file.at;
	size_t after = (size_t)holes->contents + holes->contents_len;
	uint8_t wanted[EVP_MAX_MD_SIZE];
	unsigned wanted_len;
	bool same;

	same = EVP_DigestInit_ex(md, EVP_get_digestbyname(name), NULL) == 1 &&
	       EVP_DigestUpdate(md, file, (size_t)holes->contents) == 1 &&
	       EVP_DigestUpdate(md, file + after, len - after) == 1 &&
	       EVP_DigestFinal_ex(md, wanted, &wanted_len) == 1 &&
	       memcmp(wanted, digest, wanted_len) == 0;
	EVP_MD_CTX_free(md);
	return same;
}

static void
every_revision_gets_the_digest_of_all_but_its_hole(void)
{
	static const char *const names[] = { "SHA256", "SHA512", "SHA256",
		"SHA384", "SHA256" };
	uint8_t *bytes = make(5000), digest[EVP_MAX_MD_SIZE];
	cseal_document *document = open_mem(bytes, 5000);

	for (size_t i = 0; i < 5; i++) {
		struct csi_pdf_holes holes = append(document, (uint8_t)i);
		size_t len = document->file.len + MORE;

		OK(hash(document, len, &holes, names[i], digest));
		OKF(is_right(document, len, &holes, names[i], digest),
		    "revision %zu", i);
		/* The hole is filled before the revision counts. */
		memset(document->file.at + holes.contents, 0xee, HOLE);
		document->file.len = len;
	}
	cseal_document_free(document);
	free(bytes);
}

static void
an_attempt_that_is_given_up_leaves_no_trace(void)
{
	uint8_t *bytes = make(5000), digest[EVP_MAX_MD_SIZE];
	cseal_document *document = open_mem(bytes, 5000);

	for (uint8_t i = 0; i < 3; i++) {
		struct csi_pdf_holes holes = append(document, i);

		OK(hash(document, 5000 + MORE, &holes, "SHA256", digest));
		OK(is_right(document, 5000 + MORE, &holes, "SHA256", digest));
	}
	cseal_document_free(document);
	free(bytes);
}

static void
a_document_that_went_back_is_hashed_as_it_is_now(void)
{
	uint8_t *bytes = make(5000), digest[EVP_MAX_MD_SIZE];
	cseal_document *document = open_mem(bytes, 5000);
	struct csi_pdf_holes holes;

	for (uint8_t i = 0; i < 2; i++) {
		holes = append(document, i);
		OK(hash(document, document->file.len + MORE, &holes, "SHA256",
		    digest));
		document->file.len += MORE;
	}
	csi_document_rewind(document, 5000);
	holes = append(document, 7);
	document->file.len += MORE;
	holes = append(document, 8);
	OK(hash(document, 5000 + 2 * MORE, &holes, "SHA256", digest));
	OK(is_right(document, 5000 + 2 * MORE, &holes, "SHA256", digest));
	cseal_document_free(document);
	free(bytes);
}

static void
a_hole_in_what_was_counted_can_be_filled(void)
{
	uint8_t *bytes = make(5000), digest[EVP_MAX_MD_SIZE];
	cseal_document *document = open_mem(bytes, 5000);
	struct csi_pdf_holes holes = append(document, 1), next;
	size_t len = 5000 + MORE;

	document->file.len = len;
	next = append(document, 2);
	OK(hash(document, len + MORE, &next, "SHA256", digest));
	OK(hash(document, len, &holes, "SHA256", digest));
	OK(is_right(document, len, &holes, "SHA256", digest));
	memset(document->file.at + holes.contents, 0xee, HOLE);
	OK(hash(document, len + MORE, &next, "SHA256", digest));
	OK(is_right(document, len + MORE, &next, "SHA256", digest));
	cseal_document_free(document);
	free(bytes);
}

/* Were they read again, this would die. */
static void
bytes_that_were_hashed_are_not_read_again(void)
{
	uint8_t *bytes = make(LARGE), digest[EVP_MAX_MD_SIZE];
	char path[] = "hashing-XXXXXX";
	cseal_document *document = NULL;
	struct csi_pdf_holes holes;
	int fd = mkstemp(path);
	size_t hidden;

	if (fd < 0 || write(fd, bytes, LARGE) != (ssize_t)LARGE ||
	    cseal_document_open_file(path, &document, NULL) != CSEAL_OK)
		exit(99);
	holes = append(document, 1);
	OK(hash(document, LARGE + MORE, &holes, "SHA256", digest));
	document->file.len = LARGE + MORE;
	hidden = document->file.mapped;
	OK(hidden > 0 && mprotect(document->file.at, hidden, PROT_NONE) == 0);
	holes = append(document, 2);
	OK(hash(document, LARGE + 2 * MORE, &holes, "SHA256", digest));
	OK(mprotect(document->file.at, hidden, PROT_READ) == 0);
	OK(is_right(document, LARGE + 2 * MORE, &holes, "SHA256", digest));
	cseal_document_free(document);
	close(fd);
	unlink(path);
	free(bytes);
}

static void
hashing_can_be_cancelled_and_goes_on_rightly(void)
{
	uint8_t *bytes = make(5000), digest[EVP_MAX_MD_SIZE];
	cseal_document *document = open_mem(bytes, 5000);
	struct csi_pdf_holes holes = append(document, 1);
	cseal_cancel *cancel = NULL;
	cseal_wait wait;

	if (cseal_cancel_new(&cancel, NULL) != CSEAL_OK)
		exit(99);
	cseal_cancel_request(cancel);
	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, cancel);
	OK(csi_document_hash(document, 5000 + MORE, &holes, "SHA256", &wait,
	       digest, NULL) == CSEAL_STOPPED_CANCELLED);
	OK(hash(document, 5000 + MORE, &holes, "SHA256", digest));
	OK(is_right(document, 5000 + MORE, &holes, "SHA256", digest));
	cseal_cancel_free(cancel);
	cseal_document_free(document);
	free(bytes);
}

int
main(void)
{
	RUN(every_revision_gets_the_digest_of_all_but_its_hole);
	RUN(an_attempt_that_is_given_up_leaves_no_trace);
	RUN(a_document_that_went_back_is_hashed_as_it_is_now);
	RUN(a_hole_in_what_was_counted_can_be_filled);
	RUN(bytes_that_were_hashed_are_not_read_again);
	RUN(hashing_can_be_cancelled_and_goes_on_rightly);
	return tap_done();
}
