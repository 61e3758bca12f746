/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why a reader of travel documents is not there. */
#include "find.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Where pcscd listens; made by itself or by systemd for it. */
#define SOCKET "/run/pcscd/pcscd.comm"

/* ---- readers on USB ---------------------------------------------------- */

/* USB interface descriptors: 0b is for smart cards. */
static bool
is_card_interface(const char *path)
{
	char text[8] = "";
	FILE *file = fopen(path, "re");
	bool is;

	if (file == NULL)
		return false;
	is = fgets(text, sizeof(text), file) != NULL &&
	     strncmp(text, "0b", 2) == 0;
	fclose(file);
	return is;
}

static size_t
count_on_usb(void)
{
	glob_t found = { 0 };
	size_t count = 0;

	if (glob("/sys/bus/usb/devices/*/bInterfaceClass", 0, NULL, &found) ==
	    0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			count += is_card_interface(found.gl_pathv[i]);
	}
	globfree(&found);
	return count;
}

/* libccid's package tells the daemon of its driver here. */
static bool
has_ccid_driver(void)
{
	struct stat meta;

	return stat("/usr/lib/pcsc/drivers/ifd-ccid.bundle", &meta) == 0;
}

static void
examine_usb(const struct cseal_desk *desk, size_t reader_count)
{
	size_t count = count_on_usb();

	if (count > reader_count && !has_ccid_driver())
		cseal_desk_say(desk, true,
		    "Install libccid, and restart pcscd.",
		    "There is a card reader on USB, and no driver for it: the "
		    "CCID driver of pcscd is missing.");
	else if (count > reader_count)
		cseal_desk_say(desk, true,
		    "Plug the reader in again; if that does not help, see what "
		    "pcscd writes to the journal.",
		    "There is a card reader on USB that pcscd does not use.");
	else if (reader_count == 0)
		cseal_desk_say(desk, false,
		    "Connect a contactless card reader that pcscd supports.",
		    "pcscd runs, and has no reader.");
}

/* ---- the daemon -------------------------------------------------------- */

static void
say_no_daemon(const struct cseal_desk *desk, cseal_status st, const char *why)
{
	struct stat meta;

	if (st == CSEAL_SETUP_PERMISSION)
		cseal_desk_say(desk, true,
		    "Allow the actions org.debian.pcsc-lite.access_pcsc and "
		    "access_card by a rule of polkit, or log in at the desk.",
		    "pcscd refuses this user (polkit).");
	else if (stat(SOCKET, &meta) != 0)
		cseal_desk_say(desk, true,
		    "Install pcscd, and start pcscd.socket.",
		    "The PC/SC daemon does not run: %s is not there.", SOCKET);
	else
		cseal_desk_say(desk, true,
		    "Start pcscd; if it runs, allow the action "
		    "org.debian.pcsc-lite.access_pcsc by a rule of polkit.",
		    "The PC/SC daemon does not answer, or not to this user: "
		    "%s.",
		    why);
}

static size_t
count_readers(const struct cseal_desk *desk, const char *names)
{
	size_t count = 0;

	for (const char *at = names; *at != '\0'; at += strlen(at) + 1) {
		cseal_desk_say(
		    desk, false, NULL, "There is the reader %s.", at);
		count++;
	}
	return count;
}

static void
examine_policy(const struct cseal_desk *desk, cseal_host *host)
{
	enum emrtd_policy policy;
	cseal_error *error = NULL;

	if (emrtd_policy_read(host, &policy, &error) != CSEAL_OK)
		cseal_desk_say(desk, true, "Correct the configuration.", "%s.",
		    cseal_error_text(error));
	else if (policy == EMRTD_BAC_ONLY)
		cseal_desk_say(desk, true,
		    "Remove access = bac from [module emrtd-reader], unless "
		    "only old documents come here.",
		    "PACE is switched off; basic access control is weaker.");
	cseal_error_free(error);
}

void
emrtd_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	cseal_error *error = NULL;
	struct emrtd_line *line;
	const char *names;
	cseal_status st;

	examine_policy(&desk, host);
	st = emrtd_line_open(NULL, &line, &error);
	if (st != CSEAL_OK) {
		say_no_daemon(&desk, st, cseal_error_text(error));
		cseal_error_free(error);
		return;
	}
	st = emrtd_line_readers(line, NULL, &names, &error);
	if (st == CSEAL_OK)
		examine_usb(&desk, count_readers(&desk, names));
	else
		say_no_daemon(&desk, st, cseal_error_text(error));
	cseal_error_free(error);
	emrtd_line_close(line);
}
