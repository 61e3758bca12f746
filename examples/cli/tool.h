/* SPDX-License-Identifier: Apache-2.0 */
/* tool.h -- one run of the counterseal tool, and what its commands share.
 *
 * A command returns the status that decides the exit code.  Why it failed is
 * in cli.error, the library's notes, and in cli.note, the tool's own; what it
 * found is printed by the command, or put into cli.answer for --json. */
#ifndef CLI_TOOL_H
#define CLI_TOOL_H

#include <counterseal/counterseal.h>
#include <jansson.h>
#include <libintl.h>
#include <stdio.h>

#define _(text)  gettext(text)
#define N_(text) text

#define CLI_LIST_MOST 32 /* times that one option can be repeated */

struct cli_list {
	const char *at[CLI_LIST_MOST];
	size_t count;
};

#define CLI_SECRET_MOST 512 /* bytes of a PIN or password */

struct cli {
	/* options of every command */
	const char *config, *log, *lang, *password_from;
	struct cli_list modules;
	bool json, help, version;

	const struct cli_command *command; /* NULL: none was named yet */
	cseal_context *context;            /* see cli_context() */
	cseal_cancel *cancel;
	cseal_error *error; /* of the library call that failed */
	char *note;         /* of the tool, outermost; NULL: none */
	bool usage;         /* the command line is at fault */
	int exit_code;   /* of CSEAL_OK; else 0, or it overrules the status */
	json_t *answer;  /* NULL without --json */
	bool answer_bad; /* a part of the answer found no memory */
	bool quiet;      /* the command printed its own JSON */
	char password[CLI_SECRET_MOST]; /* of documents, once it was read */
	size_t password_len;
};

/* ---- context.c ------------------------------------------------------- */

/* Makes cli->context of the configuration and --module options, once. */
cseal_status cli_context(struct cli *cli);

/* From now on SIGINT and SIGTERM cancel what the library does. */
cseal_status cli_cancel_by_signal(struct cli *cli);

/* Undoes both. */
void cli_release(struct cli *cli);

/* ---- locale.c -------------------------------------------------------- */

/* Messages in lang ("zh_CN", "en"), or as the environment says if NULL. */
void cli_set_language(const char *lang);

/* ---- answer.c -------------------------------------------------------- */

/* Notes what the tool itself found wrong; returns status. */
cseal_status cli_fail(struct cli *cli, cseal_status status, const char *format,
    ...) CSEAL_PRINTF(3, 4);

/* The same for a command line that cannot be carried out: exit 2. */
cseal_status cli_usage(struct cli *cli, const char *format, ...)
    CSEAL_PRINTF(2, 3);

/* Says on a terminal what is going on; elsewhere says nothing. */
void cli_progress(struct cli *cli, const char *format, ...) CSEAL_PRINTF(2, 3);

/* Puts a value, which is taken over, into the answer.  Without --json, or
 * with a NULL for want of memory, the value is dropped. */
void cli_put(struct cli *cli, const char *key, json_t *take_value);

/* The same for an element of an array. */
void cli_append(struct cli *cli, json_t *array, json_t *take_value);

/* Text as JSON: NULL becomes null, bytes that are not UTF-8 become '?'. */
json_t *cli_text(const char *text);

/* Ends the run: prints the answer, or the reason of a failure, and returns
 * the exit code. */
int cli_finish(struct cli *cli, cseal_status status);

/* ---- exits.c --------------------------------------------------------- */

int cli_exit_code(cseal_status status);

/* What to do about it, translated; NULL if the status text says it all. */
const char *cli_advice(cseal_status status);

/* ---- files.c --------------------------------------------------------- */

#define CLI_FILE_MOST (64u << 20) /* bytes of a picture or a record */

/* Reads a whole file.  The bytes are wiped and freed by cli_bytes_free(). */
cseal_status cli_read_file(
    struct cli *cli, const char *path, void **ret_bytes, size_t *ret_len);
void cli_bytes_free(void *bytes, size_t len);

/* Writes beside path, with mode 0600, syncs and renames. */
cseal_status cli_write_file(
    struct cli *cli, const char *path, const void *bytes, size_t len);

/* Refuses an output that is the input, or that is no regular file.  input
 * may be NULL. */
cseal_status cli_check_output(
    struct cli *cli, const char *input, const char *output);

/* ---- pin.c ----------------------------------------------------------- */

struct cli_pin {
	struct cli *cli;
	const char *from; /* as given to --pin-from, or NULL */
	bool given;       /* it was asked for before */
};

/* Checks the form of --pin-from, before anything is opened. */
cseal_status cli_pin_check(struct cli *cli, const char *from);

/* Refuses a URI that has a PIN in it. */
cseal_status cli_pin_check_uri(struct cli *cli, const char *uri);

/* A cseal_pin_fn; user is a struct cli_pin. */
cseal_status cli_pin_ask(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret);

/* The form of --password-from, before anything is opened. */
cseal_status cli_password_check(struct cli *cli);
/* Gives an encrypted document its password, if one was named. */
cseal_status cli_unlock(
    struct cli *cli, const char *path, cseal_document *document);

/* ---- moment.c -------------------------------------------------------- */

/* Seconds since 1970 of what --time says; 0: it was not given. */
cseal_status cli_time(
    struct cli *cli, const char *text, int64_t *ret_seconds);

#endif
