/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c -- why nobody's card is there. */
#include "apart.h"
#include "find.h"
#include "reader.h"
#include "uri.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where drivers tell p11-kit of themselves, and the administrator. */
#define CONFIGS "{/usr/share/p11-kit/modules,/etc/pkcs11/modules}/*.module"

#define LINE_ROOM 512
#define NAME_ROOM 128

/* ---- drivers ---------------------------------------------------------- */

/* Does p11-kit load it for some programs only? */
static bool
is_for_some(const char *path)
{
	char line[LINE_ROOM];
	FILE *file = fopen(path, "re");
	bool is = false;

	if (file == NULL)
		return true;
	while (!is && fgets(line, sizeof(line), file) != NULL)
		is = strncmp(line, "enable-in", 9) == 0 ||
		     strncmp(line, "disable-in", 10) == 0;
	fclose(file);
	return is;
}

static void
examine_config(const struct cseal_desk *desk, const struct token_list *list,
    const char *path)
{
	const char *slash = strrchr(path, '/');
	char name[NAME_ROOM];

	snprintf(name, sizeof(name), "%.*s",
	    (int)(strlen(slash + 1) - strlen(".module")), slash + 1);
	if (p11_kit_module_for_name(list->library.all, name) != NULL ||
	    is_for_some(path))
		return;
	cseal_desk_say(desk, true,
	    "Install the driver again, or remove that file.",
	    "p11-kit is set up with a driver that does not load: %s.", path);
}

static void
examine_drivers(const struct cseal_desk *desk, const struct token_list *list)
{
	glob_t found = { 0 };

	if (list->library.all == NULL)
		return;
	if (glob(CONFIGS, GLOB_BRACE, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			examine_config(desk, list, found.gl_pathv[i]);
	}
	globfree(&found);
	if (token_library_count(&list->library) == 0)
		cseal_desk_say(desk, true,
		    "Install the card's driver (such as opensc-pkcs11), or "
		    "name it: [module token-reader] module = /PATH.so",
		    "p11-kit knows no PKCS #11 module");
}

/* ---- readers ---------------------------------------------------------- */

static void
examine_named(const struct cseal_desk *desk, const struct token_list *list)
{
	cseal_error *error = NULL;
	P11KitUri *uri = NULL;

	for (size_t i = 0; i < list->named_count; i++) {
		if (token_uri_parse(list->named[i], &uri, &error) == CSEAL_OK)
			p11_kit_uri_free(uri);
		else
			cseal_desk_say(desk, true, "Correct [devices] reader.",
			    "The configured reader cannot be used: %s.",
			    cseal_error_text(error));
		cseal_error_free(error);
		error = NULL;
	}
}

/* Of Belgium's cards other drivers than its own show certificates only. */
static bool
is_bare_belgian(const struct token_seen *seen)
{
	return seen->card == TOKEN_PERSON &&
	       memcmp(seen->slot.token.label, "BELPIC", 6) == 0;
}

static void
examine_reader(const struct cseal_desk *desk, const struct token_seen *seen)
{
	char name[65];

	if ((seen->slot.info.flags & CKF_REMOVABLE_DEVICE) == 0 &&
	    seen->card == TOKEN_NOBODY)
		return; /* a token that seals */
	token_text(name, sizeof(name), seen->slot.info.slotDescription,
	    sizeof(seen->slot.info.slotDescription));
	if (!seen->slot.has_token)
		cseal_desk_say(
		    desk, false, NULL, "There is the reader %s.", name);
	else if (seen->card == TOKEN_NOBODY)
		cseal_desk_say(desk, false, NULL,
		    "The card in %s does not say who its holder is.", name);
	else if (is_bare_belgian(seen))
		cseal_desk_say(desk, true,
		    "Install Belgium's own driver (beidpkcs11).",
		    "Of the Belgian card in %s its driver shows nothing but "
		    "certificates: no address and no portrait.",
		    name);
	else
		cseal_desk_say(desk, false, NULL,
		    "The card in %s says who its holder is.", name);
}

static void
examine(const struct cseal_desk *desk, const struct token_list *list)
{
	if (list->st != CSEAL_OK) {
		cseal_desk_say(desk, true,
		    "install the module, or correct the configuration", "%s",
		    cseal_error_text(list->error));
		return;
	}
	examine_drivers(desk, list);
	examine_named(desk, list);
	for (size_t i = 0; i < list->seen_count; i++)
		examine_reader(desk, &list->seen[i]);
}

void
token_doctor(cseal_host *host, cseal_finding_fn report, void *user)
{
	const struct cseal_desk desk = { report, user };
	struct token_apart *apart = NULL;
	struct token_list *list = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	st = token_list_new(host, &list, &error);
	if (st == CSEAL_OK) {
		list->is_thorough = true;
		st = token_apart_new(list, token_list_free, &apart, &error);
	}
	if (st == CSEAL_OK)
		st = token_apart_do(apart, token_list_look, NULL, &error);
	if (st == CSEAL_OK)
		examine(&desk, list);
	else
		cseal_desk_say(
		    &desk, true, NULL, "%s.", cseal_error_text(error));
	cseal_error_free(error);
	token_apart_free(apart);
}
