/* SPDX-License-Identifier: Apache-2.0 */
/* test-config.c -- proves lib/config.c and lib/folder.c. */
#include "config.h"

#include "scratch.h"
#include "tap.h"

#include <sys/stat.h>

static csi_config *
read_text(const char *text)
{
	csi_config *config = NULL;
	cseal_error *error = NULL;
	const char *path = scratch_write("one.conf", text);

	if (csi_config_new(path, NULL, &config, &error) != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return config;
}

static bool
value_is(const csi_config *config, const char *section, const char *key,
    const char *expected)
{
	const char *value = csi_config_value(config, section, key);

	if (value == NULL || expected == NULL)
		return value == expected;
	return strcmp(value, expected) == 0;
}

static void
settings_are_read_by_section_and_key(void)
{
	csi_config *config = read_text("\xef\xbb\xbf# comment\r\n"
				       "\r\n"
				       "[ module sdt-reader ]\r\n"
				       "  speed =  115200 \t\r\n"
				       "name=\xe5\xbc\xa0 # kept\n"
				       "eq = a=b\n"
				       "\t# comment\n"
				       "[other]\n"
				       "speed = 1\n"
				       "[module sdt-reader]\n"
				       "last = no newline");

	OK(config != NULL);
	OK(value_is(config, "module sdt-reader", "speed", "115200"));
	OK(value_is(
	    config, "module sdt-reader", "name", "\xe5\xbc\xa0 # kept"));
	OK(value_is(config, "module sdt-reader", "eq", "a=b"));
	OK(value_is(config, "module sdt-reader", "last", "no newline"));
	OK(value_is(config, "other", "speed", "1"));
	OK(value_is(config, "other", "name", NULL));
	OK(value_is(config, "none", "speed", NULL));
	csi_config_free(config);
	csi_config_free(NULL);
}

static void
the_last_value_counts_and_lists_collect(void)
{
	csi_config *config = read_text("[devices]\n"
				       "reader = a\n"
				       "reader = b\n"
				       "camera = x\n"
				       "reader = c\n"
				       "pad = 1\n"
				       "pad =\n"
				       "signer = 1\n"
				       "signer =\n"
				       "signer = 2\n");

	OK(value_is(config, "devices", "reader", "c"));
	OK(strcmp(csi_config_value_at(config, "devices", "reader", 0), "a") ==
	    0);
	OK(strcmp(csi_config_value_at(config, "devices", "reader", 1), "b") ==
	    0);
	OK(strcmp(csi_config_value_at(config, "devices", "reader", 2), "c") ==
	    0);
	OK(csi_config_value_at(config, "devices", "reader", 3) == NULL);
	OK(value_is(config, "devices", "pad", NULL));
	OK(csi_config_value_at(config, "devices", "pad", 0) == NULL);
	OK(value_is(config, "devices", "signer", "2"));
	OK(strcmp(csi_config_value_at(config, "devices", "signer", 0), "2") ==
	    0);
	OK(csi_config_value_at(config, "devices", "signer", 1) == NULL);
	csi_config_free(config);
}

static void
every_entry_can_be_looked_at(void)
{
	csi_config *config = read_text("[a]\nb = c\nd =\n");
	const char *section, *key, *value;

	OK(csi_config_entry(config, 0, &section, &key, &value));
	OK(strcmp(section, "a") == 0 && strcmp(key, "b") == 0);
	OK(csi_config_entry(config, 1, &section, &key, &value));
	OK(strcmp(key, "d") == 0 && value[0] == '\0');
	OK(!csi_config_entry(config, 2, &section, &key, &value));
	csi_config_free(config);
}

static void
later_files_override_in_the_order_of_bytes(void)
{
	csi_config *config = NULL;
	char *user;

	scratch_folder("etc");
	scratch_folder("etc/conf.d");
	scratch_write("etc/c.conf", "[s]\na = 1\nb = 1\nc = 1\nd = 1\n");
	scratch_write("etc/conf.d/10-x.conf", "[s]\nb = 10\nc = 10\nd = 10\n");
	scratch_write("etc/conf.d/9-x.conf", "[s]\nc = 9\nd = 9\n");
	scratch_write("etc/conf.d/.hidden.conf", "[s]\na = hidden\n");
	scratch_write("etc/conf.d/.conf", "[s]\na = nameless\n");
	scratch_write("etc/conf.d/x.conf.bak", "broken");
	user = strdup(scratch_write("user.conf", "[s]\nd = user\n"));
	OK(csi_config_new(scratch_path("etc/c.conf"), user, &config, NULL) ==
	    CSEAL_OK);
	OK(value_is(config, "s", "a", "1"));
	OK(value_is(config, "s", "b", "10"));
	OK(value_is(config, "s", "c", "9"));
	OK(value_is(config, "s", "d", "user"));
	csi_config_free(config);
	free(user);
}

static void
only_the_users_file_must_exist(void)
{
	cseal_error *error = NULL;
	csi_config *config = NULL;
	char *missing = strdup(scratch_path("none/none.conf"));

	OK(csi_config_new(missing, NULL, &config, NULL) == CSEAL_OK);
	OK(value_is(config, "s", "a", NULL));
	csi_config_free(config);
	config = NULL;
	OK(csi_config_new(missing, missing, &config, &error) ==
	    CSEAL_SETUP_FILE);
	OK(config == NULL);
	OK(strstr(cseal_error_text(error), missing) != NULL);
	cseal_error_free(error);
	OK(csi_config_new("c.conf", NULL, &config, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	free(missing);
}

struct hostile {
	const char *what;
	const char *text;
	size_t len; /* 0: up to the NUL */
	unsigned line;
};

static const struct hostile hostiles[] = {
	{ "a key before the first section", "\nkey = 1\n", 0, 2 },
	{ "no equals sign", "[s]\nkey\n", 0, 2 },
	{ "no key", "[s]\n= 1\n", 0, 2 },
	{ "a key with a blank", "[s]\na b = 1\n", 0, 2 },
	{ "a key with a bracket", "[s]\na[0] = 1\n", 0, 2 },
	{ "a section without end", "[s\n", 0, 1 },
	{ "a section without name", "[ ]\n", 0, 1 },
	{ "a bracket alone", "[", 0, 1 },
	{ "a section in a section", "[a[b]]\n", 0, 1 },
	{ "something after a section", "[s] x\n", 0, 1 },
	{ "a NUL", "[s]\na = 1\0x\n", 13, 2 },
	{ "a NUL in a comment", "#\0\n", 3, 1 },
	{ "an escape", "[s]\na = \x1b[0m\n", 0, 2 },
	{ "a carriage return within", "[s]\na = 1\rb = 2\n", 0, 2 },
	{ "Latin-1", "[s]\na = \xe9\n", 0, 2 },
	{ "a surrogate", "[s]\n\na = \xed\xa0\x80\n", 0, 3 },
	{ "UTF-16", "\xff\xfe[\0s\0]\0\n\0", 10, 1 },
};

static void
broken_files_are_refused_with_their_line(void)
{
	for (size_t i = 0; i < sizeof(hostiles) / sizeof(hostiles[0]); i++) {
		const struct hostile *hostile = &hostiles[i];
		size_t len =
		    hostile->len != 0 ? hostile->len : strlen(hostile->text);
		const char *path =
		    scratch_write_bytes("bad.conf", hostile->text, len);
		csi_config *config = NULL;
		cseal_error *error = NULL;
		char place[600];

		snprintf(place, sizeof(place), "%s:%u:", path, hostile->line);
		OKF(csi_config_new(path, NULL, &config, &error) ==
			CSEAL_SETUP_CONFIG,
		    "%s", hostile->what);
		OKF(strstr(cseal_error_text(error), place) != NULL, "%s",
		    cseal_error_text(error));
		OK(config == NULL);
		cseal_error_free(error);
	}
}

static cseal_status
read_bytes(const char *bytes, size_t len)
{
	csi_config *config = NULL;
	cseal_status st = csi_config_new(
	    scratch_write_bytes("big.conf", bytes, len), NULL, &config, NULL);

	csi_config_free(config);
	return st;
}

static void
sizes_have_limits(void)
{
	const size_t room = CSI_CONFIG_FILE_MOST + 1;
	char *text = malloc(room);
	size_t len;

	memset(text, '#', room);
	OK(read_bytes(text, CSI_CONFIG_LINE_MOST) == CSEAL_OK);
	OK(read_bytes(text, CSI_CONFIG_LINE_MOST + 1) == CSEAL_SETUP_CONFIG);
	memset(text, '\n', room);
	OK(read_bytes(text, room - 1) == CSEAL_OK);
	OK(read_bytes(text, room) == CSEAL_SETUP_CONFIG);
	len = (size_t)sprintf(text, "[s]\n");
	for (int i = 0; i < CSI_CONFIG_ENTRIES_MOST; i++)
		len += (size_t)sprintf(text + len, "a = 1\n");
	OK(read_bytes(text, len) == CSEAL_OK);
	len += (size_t)sprintf(text + len, "a = 1\n");
	OK(read_bytes(text, len) == CSEAL_SETUP_CONFIG);
	len = (size_t)sprintf(text, "[%0*d]\n", CSI_CONFIG_NAME_MOST, 1);
	OK(read_bytes(text, len) == CSEAL_OK);
	len = (size_t)sprintf(text, "[%0*d]\n", CSI_CONFIG_NAME_MOST + 1, 1);
	OK(read_bytes(text, len) == CSEAL_SETUP_CONFIG);
	len = (size_t)sprintf(
	    text, "[s]\n%0*d = 1\n", CSI_CONFIG_NAME_MOST + 1, 1);
	OK(read_bytes(text, len) == CSEAL_SETUP_CONFIG);
	free(text);
}

static void
what_is_not_a_regular_file_is_refused(void)
{
	csi_config *config = NULL;

	OK(mkfifo(scratch_path("fifo.conf"), 0600) == 0);
	OK(csi_config_new(scratch_path("fifo.conf"), NULL, &config, NULL) ==
	    CSEAL_SETUP_CONFIG);
	scratch_folder("folder.conf");
	OK(csi_config_new(scratch_path("folder.conf"), NULL, &config, NULL) ==
	    CSEAL_SETUP_CONFIG);
	OK(csi_config_new("/dev/zero", NULL, &config, NULL) ==
	    CSEAL_SETUP_CONFIG);
}

static void
a_folder_with_too_many_files_is_refused(void)
{
	csi_config *config = NULL;
	char name[64];

	scratch_folder("many");
	scratch_folder("many/conf.d");
	for (int i = 0; i <= CSI_CONFIG_FOLDER_MOST; i++) {
		snprintf(name, sizeof(name), "many/conf.d/%d.conf", i);
		scratch_write(name, "");
	}
	OK(csi_config_new(scratch_path("many/c.conf"), NULL, &config, NULL) ==
	    CSEAL_REFUSED_LIMIT);
}

int
main(void)
{
	scratch_make();
	RUN(settings_are_read_by_section_and_key);
	RUN(the_last_value_counts_and_lists_collect);
	RUN(every_entry_can_be_looked_at);
	RUN(later_files_override_in_the_order_of_bytes);
	RUN(only_the_users_file_must_exist);
	RUN(broken_files_are_refused_with_their_line);
	RUN(sizes_have_limits);
	RUN(what_is_not_a_regular_file_is_refused);
	RUN(a_folder_with_too_many_files_is_refused);
	return tap_done();
}
