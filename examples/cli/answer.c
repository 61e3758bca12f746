/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c -- how a run ends: one JSON object, or a paragraph for people. */
#include "tool.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

static const char *const class_names[] = {
	[CSEAL_CLASS_OK] = "ok",
	[CSEAL_CLASS_AGAIN] = "again",
	[CSEAL_CLASS_STOPPED] = "stopped",
	[CSEAL_CLASS_COUNTER] = "counter",
	[CSEAL_CLASS_SETUP] = "setup",
	[CSEAL_CLASS_REFUSED] = "refused",
	[CSEAL_CLASS_FAULT] = "fault",
};

static void CSEAL_PRINTF(2, 0)
    set_note(struct cli *cli, const char *format, va_list args)
{
	free(cli->note);
	if (vasprintf(&cli->note, format, args) < 0)
		cli->note = NULL;
}

cseal_status
cli_fail(struct cli *cli, cseal_status status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_note(cli, format, args);
	va_end(args);
	return status;
}

cseal_status
cli_usage(struct cli *cli, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set_note(cli, format, args);
	va_end(args);
	cli->usage = true;
	return CSEAL_FAULT_APPLICATION;
}

void
cli_progress(struct cli *cli, const char *format, ...)
{
	va_list args;

	if (!isatty(STDERR_FILENO))
		return;
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

void
cli_put(struct cli *cli, const char *key, json_t *take_value)
{
	if (!cli->json) {
		json_decref(take_value);
		return;
	}
	if (cli->answer == NULL)
		cli->answer = json_object();
	if (json_object_set_new(cli->answer, key, take_value) != 0)
		cli->answer_bad = true;
}

void
cli_append(struct cli *cli, json_t *array, json_t *take_value)
{
	if (json_array_append_new(array, take_value) != 0)
		cli->answer_bad = true;
}

json_t *
cli_text(const char *text)
{
	json_t *value;
	char *copy;

	if (text == NULL)
		return json_null();
	value = json_string(text);
	if (value != NULL)
		return value;
	copy = strdup(text);
	if (copy == NULL)
		return NULL;
	for (char *c = copy; *c != '\0'; c++)
		if ((unsigned char)*c > 127)
			*c = '?';
	value = json_string(copy);
	free(copy);
	return value;
}

static const char *
status_text(const struct cli *cli, cseal_status status)
{
	if (cli->usage)
		return _("The command line cannot be carried out.");
	return _(cseal_status_text(status));
}

static json_t *
notes(const struct cli *cli)
{
	json_t *array = json_array();

	if (cli->note != NULL)
		json_array_append_new(array, cli_text(cli->note));
	for (size_t i = 0; i < cseal_error_count(cli->error); i++)
		json_array_append_new(
		    array, cli_text(cseal_error_note(cli->error, i)));
	return array;
}

/* The keys that every answer has, then those of the command. */
static char *
make_json(struct cli *cli, cseal_status status, int code)
{
	json_t *whole;
	char *text;

	whole = json_pack("{s:s, s:s, s:i, s:o, s:o, s:o}", "status",
	    cseal_status_name(status), "class",
	    class_names[cseal_status_class_of(status)], "exit", code, "text",
	    cli_text(status_text(cli, status)), "notes", notes(cli), "advice",
	    cli_text(status == CSEAL_OK ? NULL : cli_advice(status)));
	if (cli->answer != NULL &&
	    json_object_update(whole, cli->answer) != 0) {
		json_decref(whole);
		return NULL;
	}
	text = json_dumps(whole, 0);
	json_decref(whole);
	return text;
}

static void
print_json(struct cli *cli, cseal_status status, int code)
{
	char *text = NULL;

	if (!cli->answer_bad)
		text = make_json(cli, status, code);
	if (text != NULL)
		puts(text);
	else
		puts("{\"status\":\"FAULT_MEMORY\",\"class\":\"fault\","
		     "\"exit\":1,\"text\":\"out of memory\",\"notes\":[],"
		     "\"advice\":null}");
	free(text);
}

static void
print_paragraph(const struct cli *cli, cseal_status status)
{
	const char *advice = cli->usage ? NULL : cli_advice(status);
	bool noted = cseal_error_count(cli->error) > 0;

	fprintf(stderr, "counterseal: %s\n", status_text(cli, status));
	if (cli->note != NULL || noted)
		fprintf(stderr, _("    why: %s%s%s\n"),
		    cli->note != NULL ? cli->note : "",
		    cli->note != NULL && noted ? ": " : "",
		    noted ? cseal_error_text(cli->error) : "");
	if (advice != NULL)
		fprintf(stderr, _("    what to do: %s\n"), advice);
	if (cli->usage && cli->command != NULL)
		fprintf(stderr, _("    see: counterseal %s --help\n"),
		    cli->command->name);
	else if (cli->usage)
		fprintf(stderr, _("    see: %s\n"), "counterseal --help");
}

/* Standard output may be a full disk, too. */
static int
close_stdout(int code)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0)
		return code;
	fprintf(stderr, _("counterseal: could not write the output: %s\n"),
	    strerror(errno));
	return code != 0 ? code : 1;
}

int
cli_finish(struct cli *cli, cseal_status status)
{
	int code = cli->usage ? 2 : cli_exit_code(status);

	if (status == CSEAL_OK || cli->exit_code != 0)
		code = cli->exit_code;
	if (cli->answer_bad)
		code = 1;
	if (cli->json && !cli->help && !cli->quiet)
		print_json(cli, status, code);
	else if (status != CSEAL_OK)
		print_paragraph(cli, status);
	code = close_stdout(code);
	json_decref(cli->answer);
	free(cli->note);
	cseal_error_free(cli->error);
	cli_release(cli);
	return code;
}
