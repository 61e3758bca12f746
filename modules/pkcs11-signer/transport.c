/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- a certificate from a file beside the token. */
#include "signer.h"
#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST (1u << 20) /* bytes */

static cseal_status
fail_errno(const char *path, cseal_error **ret_error)
{
	int number = errno;
	cseal_status st = CSEAL_SETUP_FILE;

	if (number == ENOENT || number == ENOTDIR)
		st = CSEAL_SETUP_NO_KEY;
	else if (number == EACCES || number == EPERM)
		st = CSEAL_SETUP_PERMISSION;
	return cseal_fail(
	    ret_error, st, "could not read %s: %s", path, strerror(number));
}

/* One byte more than is allowed is asked for, so that too much shows. */
static cseal_status
read_bytes(int fd, const char *path, uint8_t *bytes, size_t *ret_len,
    cseal_error **ret_error)
{
	struct stat meta;
	size_t len = 0;
	ssize_t more;

	if (fstat(fd, &meta) != 0)
		return fail_errno(path, ret_error);
	if (!S_ISREG(meta.st_mode))
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s was not a regular file", path);
	do {
		more = read(fd, bytes + len, FILE_MOST + 1 - len);
		if (more < 0 && errno != EINTR)
			return fail_errno(path, ret_error);
		if (more > 0)
			len += (size_t)more;
	} while (more != 0 && len <= FILE_MOST);
	if (len > FILE_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "%s is larger than %u bytes", path, FILE_MOST);
	*ret_len = len;
	return CSEAL_OK;
}

/* One in DER, or the PEM blocks up to the first that is damaged. */
static size_t
decode(
    const uint8_t *bytes, size_t len, struct pkcs11_certificate *certificates)
{
	const uint8_t *at = bytes;
	size_t count = 0;
	X509 *x509;
	BIO *in;

	if (len > 0 && bytes[0] == 0x30) {
		x509 = d2i_X509(NULL, &at, (long)len);
		if (x509 != NULL)
			certificates[count++].x509 = x509;
		return count;
	}
	in = BIO_new_mem_buf(bytes, (int)len);
	while (in != NULL && count < PKCS11_CHAIN_MOST) {
		x509 = PEM_read_bio_X509(in, NULL, NULL, NULL);
		if (x509 == NULL)
			break;
		certificates[count++].x509 = x509;
	}
	BIO_free(in);
	return count;
}

cseal_status
pkcs11_read_file(const char *path, struct pkcs11_certificate *certificates,
    size_t *ret_count, cseal_error **ret_error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	cseal_status st;
	uint8_t *bytes;
	size_t len = 0;

	if (fd < 0)
		return fail_errno(path, ret_error);
	bytes = malloc(FILE_MOST + 1);
	st = bytes == NULL ? pkcs11_fail_memory(ret_error)
			   : read_bytes(fd, path, bytes, &len, ret_error);
	close(fd);
	if (st == CSEAL_OK) {
		*ret_count = decode(bytes, len, certificates);
		if (*ret_count == 0)
			st = cseal_fail(ret_error, CSEAL_SETUP_NO_KEY,
			    "%s is not a certificate in PEM or DER", path);
		ERR_clear_error();
	}
	free(bytes);
	return st;
}
