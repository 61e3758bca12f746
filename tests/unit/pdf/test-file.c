/* SPDX-License-Identifier: Apache-2.0 */
/* test-file.c -- proves lib/pdf/file.c: the bytes of a document. */
#include "pdf/file.h"

#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/counterseal-file-XXXXXX";
static char path[64];

static uint8_t
byte_at(size_t i)
{
	return (uint8_t)(i * 31 + i / 251);
}

static bool
make_file(size_t len)
{
	FILE *file = fopen(path, "w");

	if (file == NULL)
		return false;
	for (size_t i = 0; i < len; i++)
		putc(byte_at(i), file);
	return fclose(file) == 0;
}

static bool
is_right(const struct csi_pdf_file *file, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (file->at[i] != byte_at(i))
			return false;
	return true;
}

static bool
append(struct csi_pdf_file *file, size_t more)
{
	uint8_t *at = NULL;

	if (csi_pdf_file_room(file, more, &at, NULL) != CSEAL_OK ||
	    at != file->at + file->len)
		return false;
	for (size_t i = 0; i < more; i++)
		at[i] = byte_at(file->len + i);
	file->len += more;
	return true;
}

static void
a_file_of_any_length_is_read_and_grows(void)
{
	static const size_t lens[] = { 0, 1, 4095, 4096, 4097, 1048576, 1048577,
		1300000, 1052672 };

	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct csi_pdf_file file;
		size_t len = lens[i];

		OK(make_file(len));
		if (!OK(csi_pdf_file_open(path, &file, NULL) == CSEAL_OK))
			continue;
		OKF(file.len == len && is_right(&file, len), "%zu bytes", len);
		OK(append(&file, 1) && append(&file, 5000));
		OK(append(&file, 3 << 20) && append(&file, 1));
		len += 5002 + (3 << 20);
		OK(file.len == len && is_right(&file, len));
		csi_pdf_file_close(&file);
		OK(file.at == NULL);
		csi_pdf_file_close(&file);
	}
}

static void
a_large_file_is_mapped_and_stays_mapped(void)
{
	struct csi_pdf_file file;
	size_t len = 5000001;

	OK(make_file(len));
	OK(csi_pdf_file_open(path, &file, NULL) == CSEAL_OK);
	OK(file.mapped > len - 4096 && file.mapped <= len);
	OK(file.room - file.mapped <= (4u << 20));
	for (int i = 0; i < 40; i++)
		OK(append(&file, 200000));
	OK(file.mapped > len - 4096);
	OK(is_right(&file, len + 40 * 200000));
	/* The file itself is as it was. */
	csi_pdf_file_close(&file);
	OK(csi_pdf_file_open(path, &file, NULL) == CSEAL_OK);
	OK(file.len == len && is_right(&file, len));
	csi_pdf_file_close(&file);
}

static void
bytes_are_copied(void)
{
	struct csi_pdf_file file;
	char bytes[] = "abc";

	OK(csi_pdf_file_copy(bytes, 3, &file, NULL) == CSEAL_OK);
	bytes[0] = 'x';
	OK(file.len == 3 && memcmp(file.at, "abc", 3) == 0);
	csi_pdf_file_close(&file);
	OK(csi_pdf_file_copy(NULL, 0, &file, NULL) == CSEAL_OK);
	OK(file.len == 0);
	csi_pdf_file_close(&file);
}

static cseal_status
open_status(const char *what)
{
	struct csi_pdf_file file;
	cseal_error *error = NULL;
	cseal_status st = csi_pdf_file_open(what, &file, &error);

	if (st == CSEAL_OK)
		csi_pdf_file_close(&file);
	else if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static void
what_is_no_regular_file_is_refused_at_once(void)
{
	OK(open_status(folder) == CSEAL_SETUP_FILE);
	OK(open_status("/dev/null") == CSEAL_SETUP_FILE);
	OK(open_status("/nonexistent/file") == CSEAL_SETUP_FILE);
	unlink(path);
	OK(mkfifo(path, 0600) == 0);
	OK(open_status(path) == CSEAL_SETUP_FILE);
	unlink(path);
}

static void
a_file_that_may_not_be_read_is_refused(void)
{
	if (geteuid() == 0) {
		tap_skip("root may read everything");
		return;
	}
	OK(make_file(10));
	OK(chmod(path, 0) == 0);
	OK(open_status(path) == CSEAL_SETUP_PERMISSION);
	unlink(path);
}

static void
more_than_the_address_space_is_a_limit(void)
{
	struct csi_pdf_file file;
	uint8_t *at;

	OK(csi_pdf_file_copy("abc", 3, &file, NULL) == CSEAL_OK);
	OK(csi_pdf_file_room(&file, SIZE_MAX, &at, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	OK(csi_pdf_file_room(&file, SIZE_MAX / 8, &at, NULL) != CSEAL_OK);
	OK(file.len == 3 && memcmp(file.at, "abc", 3) == 0);
	csi_pdf_file_close(&file);
}

int
main(void)
{
	if (mkdtemp(folder) == NULL)
		return 99;
	snprintf(path, sizeof(path), "%s/file", folder);
	RUN(a_file_of_any_length_is_read_and_grows);
	RUN(a_large_file_is_mapped_and_stays_mapped);
	RUN(bytes_are_copied);
	RUN(what_is_no_regular_file_is_refused_at_once);
	RUN(a_file_that_may_not_be_read_is_refused);
	RUN(more_than_the_address_space_is_a_limit);
	unlink(path);
	rmdir(folder);
	return tap_done();
}
