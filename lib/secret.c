/* SPDX-License-Identifier: Apache-2.0 */
/* secret.c -- memory that is locked, and wiped when freed.
 *
 * A secret has pages of its own: locking is by page, so what shared a page
 * with it would be unlocked with it. */
#include "secret.h"

#include "error.h"

#include <string.h>
#include <sys/mman.h>

struct cseal_secret {
	size_t len;
	uint8_t bytes[CSI_SECRET_MOST];
};

cseal_status
csi_secret_new(cseal_secret **ret_secret, cseal_error **ret_error)
{
	cseal_secret *secret = mmap(NULL, sizeof(*secret),
	    PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (secret == MAP_FAILED)
		return csi_fail_memory(ret_error);
	/* Both are best effort: RLIMIT_MEMLOCK may leave nothing to lock. */
	(void)mlock(secret, sizeof(*secret));
	(void)madvise(secret, sizeof(*secret), MADV_DONTDUMP);
	*ret_secret = secret;
	return CSEAL_OK;
}

cseal_status
cseal_secret_append(cseal_secret *secret, const void *bytes, size_t len)
{
	if (secret == NULL || (bytes == NULL && len != 0))
		return CSEAL_FAULT_APPLICATION;
	if (len > CSI_SECRET_MOST - secret->len)
		return CSEAL_REFUSED_LIMIT;
	if (len != 0)
		memcpy(secret->bytes + secret->len, bytes, len);
	secret->len += len;
	return CSEAL_OK;
}

const void *
cseal_secret_bytes(const cseal_secret *secret, size_t *ret_len)
{
	*ret_len = secret->len;
	return secret->bytes;
}

void
cseal_secret_free(cseal_secret *secret)
{
	if (secret == NULL)
		return;
	explicit_bzero(secret, sizeof(*secret));
	munmap(secret, sizeof(*secret));
}
