/* SPDX-License-Identifier: Apache-2.0 */
/* script.c -- what a virtual camera plays: from text to steps. */
#include "script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST     4096
#define SLEEP_MOST_MS 3600000
#define BLANKS        " \t\r"

struct parser {
	const char *name;
	unsigned line;
	struct script *script;
	cseal_error **ret_error;
};

enum argument { ARGUMENT_NONE, ARGUMENT_FILE, ARGUMENT_MS };

static const struct command {
	const char *word;
	enum step_kind kind;
	enum argument argument;
} commands[] = {
	{ "frame", STEP_FRAME, ARGUMENT_FILE },
	{ "short", STEP_SHORT, ARGUMENT_FILE },
	{ "garbage", STEP_GARBAGE, ARGUMENT_NONE },
	{ "sleep", STEP_SLEEP, ARGUMENT_MS },
	{ "unplug", STEP_UNPLUG, ARGUMENT_NONE },
	{ "fail", STEP_FAIL, ARGUMENT_NONE },
	{ "busy", STEP_BUSY, ARGUMENT_NONE },
};

static cseal_status
wrong(struct parser *parser, const char *why)
{
	return cseal_fail(parser->ret_error, CSEAL_SETUP_CONFIG, "%s:%u: %s",
	    parser->name, parser->line, why);
}

static cseal_status
fail_memory(struct parser *parser)
{
	return cseal_fail(
	    parser->ret_error, CSEAL_FAULT_MEMORY, "out of memory");
}

static cseal_status
read_ms(struct parser *parser, const char *text, int *ret_ms)
{
	char *end;
	long ms;

	errno = 0;
	ms = strtol(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0')
		return wrong(parser, "this is not a number of milliseconds");
	if (errno != 0 || ms > SLEEP_MOST_MS)
		return wrong(parser, "a number is out of range");
	*ret_ms = (int)ms;
	return CSEAL_OK;
}

static cseal_status
read_step(
    struct parser *parser, const struct command *command, const char *argument)
{
	struct script *script = parser->script;
	struct step step = { .kind = command->kind };
	cseal_status st = CSEAL_OK;

	if (script->count == SCRIPT_STEPS_MOST)
		return wrong(parser, "the script is too long");
	if (command->argument == ARGUMENT_NONE && *argument != '\0')
		return wrong(parser, "there is a word too many");
	if (command->argument != ARGUMENT_NONE && *argument == '\0')
		return wrong(parser, "a word is missing");
	if (command->argument == ARGUMENT_MS)
		st = read_ms(parser, argument, &step.sleep_ms);
	if (st != CSEAL_OK)
		return st;
	if (command->argument == ARGUMENT_FILE) {
		step.file = strdup(argument);
		if (step.file == NULL)
			return fail_memory(parser);
	}
	script->steps[script->count++] = step;
	return CSEAL_OK;
}

/* What is left of the line is the argument: a file's name may have blanks. */
static cseal_status
read_line(struct parser *parser, char *line)
{
	char *word = line + strspn(line, BLANKS);
	size_t len = strcspn(word, BLANKS);
	char *argument = word + len + strspn(word + len, BLANKS);
	char *end = argument + strlen(argument);

	if (*word == '\0' || *word == '#')
		return CSEAL_OK;
	while (end > argument && strchr(BLANKS, end[-1]) != NULL)
		*--end = '\0';
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strlen(commands[i].word) == len &&
		    memcmp(commands[i].word, word, len) == 0)
			return read_step(parser, &commands[i], argument);
	}
	return wrong(parser, "there is no such command");
}

static cseal_status
read_lines(struct parser *parser, const char *text, size_t len)
{
	const char *end = text + len;
	char line[LINE_MOST];
	cseal_status st;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t line_len = (size_t)((stop ? stop : end) - text);

		parser->line++;
		if (line_len >= LINE_MOST)
			return wrong(parser, "this line is too long");
		memcpy(line, text, line_len);
		line[line_len] = '\0';
		if (strlen(line) != line_len)
			return wrong(parser, "this is not text");
		st = read_line(parser, line);
		if (st != CSEAL_OK)
			return st;
		text += line_len + 1;
	}
	return CSEAL_OK;
}

cseal_status
script_parse(const char *name, const char *text, size_t len,
    struct script *ret_script, cseal_error **ret_error)
{
	struct script script = { 0 };
	struct parser parser = { name, 0, &script, ret_error };
	cseal_status st;

	script.steps = calloc(SCRIPT_STEPS_MOST, sizeof(*script.steps));
	if (script.steps == NULL)
		return fail_memory(&parser);
	st = read_lines(&parser, text, len);
	if (st != CSEAL_OK) {
		script_free(&script);
		return st;
	}
	*ret_script = script;
	return CSEAL_OK;
}

void
script_free(struct script *script)
{
	for (size_t i = 0; i < script->count; i++)
		free(script->steps[i].file);
	free(script->steps);
	memset(script, 0, sizeof(*script));
}
