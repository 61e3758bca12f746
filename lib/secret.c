/* SPDX-License-Identifier: Apache-2.0 */
/* secret.c -- memory that is locked, and wiped when freed. */
#include "secret.h"

#include "error.h"
#include "locked.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct cseal_secret {
	struct csi_locked memory; /* which it is in itself */
	size_t len;
	uint8_t bytes[CSI_SECRET_MOST];
};

cseal_status
csi_secret_new(cseal_secret **ret_secret, cseal_error **ret_error)
{
	struct csi_locked memory;
	cseal_secret *secret;

	/* Locked as far as the system lets it be. */
	if (!csi_locked_init(&memory, sizeof(*secret)))
		return csi_fail_memory(ret_error);
	secret = memory.at;
	secret->memory = memory;
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

/* The byte goes to where it stays. */
static ssize_t
read_byte(int fd, uint8_t *byte)
{
	ssize_t got;

	do
		got = read(fd, byte, 1);
	while (got < 0 && errno == EINTR);
	return got;
}

static cseal_status
read_line(int fd, cseal_secret *secret)
{
	size_t begin = secret->len, end = begin;
	ssize_t got = 0;

	while (end < CSI_SECRET_MOST) {
		got = read_byte(fd, secret->bytes + end);
		if (got <= 0 || secret->bytes[end] == '\n')
			break;
		end++;
	}
	if (got >= 0 && end < CSI_SECRET_MOST) {
		if (end > begin && secret->bytes[end - 1] == '\r')
			end--;
		secret->len = end;
		return end > begin ? CSEAL_OK : CSEAL_COUNTER_PIN_NEEDED;
	}
	return got < 0 ? CSEAL_SETUP_FILE : CSEAL_REFUSED_LIMIT;
}

cseal_status
cseal_pin_from_fd(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	const int *fd = user;

	if (request == NULL || secret == NULL)
		return CSEAL_FAULT_APPLICATION;
	if (request->again || request->last_try)
		return CSEAL_COUNTER_PIN_NEEDED;
	return read_line(fd == NULL ? STDIN_FILENO : *fd, secret);
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
	struct csi_locked memory;

	if (secret == NULL)
		return;
	memory = secret->memory;
	csi_locked_free(&memory);
}
