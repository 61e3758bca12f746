/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why a reader is not there. */
#include "find.h"

#include <grp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct desk {
	cseal_finding_fn report;
	void *user;
};

static void say(const struct desk *desk, bool is_problem, const char *cure,
    const char *format, ...) CSEAL_PRINTF(4, 5);

static void
say(const struct desk *desk, bool is_problem, const char *cure,
    const char *format, ...)
{
	char text[1024];
	const struct cseal_finding finding = {
		.size = sizeof(finding),
		.is_problem = is_problem,
		.about = "sdt-reader",
		.text = text,
		.cure = cure,
	};
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	desk->report(desk->user, &finding);
}

/* The group that the device belongs to is the one to join. */
static void
say_denied(const struct desk *desk, const char *path)
{
	char buf[1024], cure[512];
	struct group group, *found = NULL;
	struct stat meta;

	snprintf(cure, sizeof(cure),
	    "Give the user access with a udev rule, or run as one who has it.");
	if (stat(path, &meta) == 0 && (meta.st_mode & 0060) == 0060 &&
	    meta.st_gid != 0) {
		getgrgid_r(meta.st_gid, &group, buf, sizeof(buf), &found);
		if (found != NULL)
			snprintf(cure, sizeof(cure),
			    "Add the user to the group %s and log in again.",
			    found->gr_name);
	}
	say(desk, true, cure, "%s is there, but may not be used by this user.",
	    path);
}

static void
examine_named(const struct desk *desk, const char *uri)
{
	struct sdt_uri parsed;
	cseal_error *error = NULL;

	if (sdt_uri_parse(uri, &parsed, &error) != CSEAL_OK) {
		say(desk, true, "Correct [devices] reader.",
		    "The configured reader cannot be used: %s.",
		    cseal_error_text(error));
		cseal_error_free(error);
	} else if (parsed.is_tcp) {
		say(desk, false, NULL,
		    "The reader at %s, port %s, is asked when it is used.",
		    parsed.host, parsed.port);
	} else if (!sdt_is_tty(parsed.path)) {
		say(desk, true,
		    "Connect the reader, or correct [devices] reader.",
		    "The configured serial line %s is not there.", parsed.path);
	} else if (access(parsed.path, R_OK | W_OK) != 0) {
		say_denied(desk, parsed.path);
	} else {
		say(desk, false, NULL,
		    "The serial line %s is there and may be used.",
		    parsed.path);
	}
}

/* Lines that could have a reader, where none is configured. */
static void
examine_lines(const struct desk *desk)
{
	glob_t lines;

	if (sdt_list_lines(&lines) && lines.gl_pathc > 0)
		say(desk, false,
		    "If it is a reader, write [devices] reader = "
		    "sdt:tty:PATH, or [module sdt-reader] probe = yes.",
		    "No reader is configured; there is a serial line, %s.",
		    lines.gl_pathv[0]);
	globfree(&lines);
}

static bool
has_line(const char *folder, const char *file, const char *line)
{
	char path[512], text[16] = "";
	FILE *stream;
	bool same;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	stream = fopen(path, "re");
	if (stream == NULL)
		return false;
	same = fgets(text, sizeof(text), stream) != NULL &&
	       strncmp(text, line, strlen(line)) == 0;
	fclose(stream);
	return same;
}

/* The vendor and product of the ministry's standard driver. */
static void
examine_usb(const struct desk *desk)
{
	glob_t folders = { 0 };

	if (glob("/sys/bus/usb/devices/*", 0, NULL, &folders) == 0) {
		for (size_t i = 0; i < folders.gl_pathc; i++) {
			if (has_line(folders.gl_pathv[i], "idVendor", "0400") &&
			    has_line(folders.gl_pathv[i], "idProduct", "c35a"))
				say(desk, true,
				    "Use the reader's serial or network port.",
				    "There is a USB reader; USB comes with a "
				    "later version.");
		}
	}
	globfree(&folders);
}

void
sdt_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct desk desk = { report, user };
	struct sdt_settings settings;
	cseal_error *error = NULL;
	const char *uri;

	if (sdt_settings_read(host, &settings, &error) != CSEAL_OK)
		say(&desk, true, "Correct the configuration.", "%s.",
		    cseal_error_text(error));
	cseal_error_free(error);
	for (size_t i = 0; (uri = cseal_host_named(host, i)) != NULL; i++)
		examine_named(&desk, uri);
	if (cseal_host_named(host, 0) == NULL && !sdt_may_probe(host))
		examine_lines(&desk);
	examine_usb(&desk);
}
