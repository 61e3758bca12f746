/* SPDX-License-Identifier: Apache-2.0 */
/* pass.h -- the pass phrase of one file, asked for at most once. */
#ifndef FILE_PASS_H
#define FILE_PASS_H

#include <counterseal/module.h>

#define FILE_PASS_MOST 1023 /* bytes */

struct file_pass {
	const cseal_pin_entry *entry;
	const char *title; /* what the application shows */
	cseal_error **ret_error;
	bool asked;
	cseal_status st; /* of asking */
	char text[FILE_PASS_MOST + 1];
};

/* Asks, the first time; then says the same again. */
cseal_status file_pass_ask(struct file_pass *pass);
/* The same as a pem_password_cb; user is a struct file_pass. */
int file_pass_callback(char *buf, int size, int writing, void *user);
void file_pass_wipe(struct file_pass *pass);

#endif
