/* SPDX-License-Identifier: Apache-2.0 */
/* pass.c -- the pass phrase of one file, asked for at most once.
 *
 * OpenSSL calls back once for each decoder that it tries: the customer must
 * not be asked as often. */
#include "pass.h"

#include <string.h>

cseal_status
file_pass_ask(struct file_pass *pass)
{
	cseal_secret *secret = NULL;
	const void *bytes;
	size_t len;

	if (pass->asked)
		return pass->st;
	pass->asked = true;
	pass->st = cseal_pin_ask(
	    pass->entry, pass->title, false, false, &secret, pass->ret_error);
	if (pass->st != CSEAL_OK)
		return pass->st;
	bytes = cseal_secret_bytes(secret, &len);
	if (len > FILE_PASS_MOST || memchr(bytes, '\0', len) != NULL) {
		pass->st = cseal_fail(pass->ret_error, CSEAL_AGAIN_PIN_WRONG,
		    "the pass phrase was too long or held a NUL");
	} else {
		memcpy(pass->text, bytes, len);
		pass->text[len] = '\0';
	}
	cseal_secret_free(secret);
	return pass->st;
}

int
file_pass_callback(char *buf, int size, int writing, void *user)
{
	struct file_pass *pass = user;
	size_t len;

	(void)writing;
	if (file_pass_ask(pass) != CSEAL_OK)
		return -1;
	len = strlen(pass->text);
	if (size < 0 || len > (size_t)size)
		return -1;
	memcpy(buf, pass->text, len);
	return (int)len;
}

void
file_pass_wipe(struct file_pass *pass)
{
	explicit_bzero(pass->text, sizeof(pass->text));
}
