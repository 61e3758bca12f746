/* SPDX-License-Identifier: Apache-2.0 */
/* script.c -- what a virtual pad plays: from text to steps. */
#include "script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST       65536
#define MS_MOST         3600000
#define SIDE_MOST_UM    1000000
#define RATE_DEFAULT_HZ 200
#define RATE_MOST_HZ    10000
#define LOST_MOST       1000000

/* A stroke's pressure, and how long the pen is up before the next one. */
#define STROKE_PRESSURE 30000
#define STROKE_GAP_US   100000

struct parser {
	const char *name;
	unsigned line;
	char *rest; /* of the line */
	struct script *script;
	uint32_t last_us; /* time of the last sample */
	bool has_ink;
	uint32_t rate_hz;
	int32_t width_um, height_um; /* 0: not said */
	cseal_error **ret_error;
};

static cseal_status
wrong(struct parser *parser, const char *why)
{
	return cseal_fail(parser->ret_error, CSEAL_SETUP_CONFIG, "%s:%u: %s",
	    parser->name, parser->line, why);
}

static const char *
next_word(struct parser *parser)
{
	return strtok_r(NULL, " \t\r", &parser->rest);
}

static bool
has_word(const struct parser *parser)
{
	const char *rest = parser->rest;

	return rest != NULL && rest[strspn(rest, " \t\r")] != '\0';
}

/* A number of at most three decimals, in thousandths.  strtod() would want
 * the decimal comma of the user's locale. */
static bool
parse_thousandths(const char *word, int64_t *ret_value)
{
	bool negative = word[0] == '-';
	int64_t value = 0;
	int decimals = -1;

	word += negative;
	if (*word < '0' || *word > '9')
		return false;
	for (; *word != '\0'; word++) {
		if (*word == '.' && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (*word < '0' || *word > '9' || decimals == 3 ||
		    value > INT64_MAX / 10000)
			return false;
		value = value * 10 + (*word - '0');
		if (decimals >= 0)
			decimals++;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < 3; decimals++)
		value *= 10;
	*ret_value = negative ? -value : value;
	return true;
}

static cseal_status
next_thousandths(
    struct parser *parser, int64_t least, int64_t most, int64_t *ret_value)
{
	const char *word = next_word(parser);
	int64_t value;

	if (word == NULL)
		return wrong(parser, "a number is missing");
	if (!parse_thousandths(word, &value))
		return wrong(parser, "this is not a number");
	if (value < least * 1000 || value > most * 1000)
		return wrong(parser, "a number is out of range");
	*ret_value = value;
	return CSEAL_OK;
}

static cseal_status
next_int(struct parser *parser, int32_t least, int32_t most, int32_t *ret_value)
{
	int64_t value = 0;
	cseal_status st;

	st = next_thousandths(parser, least, most, &value);
	if (st != CSEAL_OK)
		return st;
	if (value % 1000 != 0)
		return wrong(parser, "a number is not whole");
	*ret_value = (int32_t)(value / 1000);
	return CSEAL_OK;
}

static void
wipe(struct script *script)
{
	if (script->steps != NULL)
		explicit_bzero(
		    script->steps, script->count * sizeof(*script->steps));
	free(script->steps);
}

/* A script may be a real signature that is played again: wiped like one. */
static bool
grow(struct script *script)
{
	size_t room = script->room == 0 ? 256 : 2 * script->room;
	struct step *steps = calloc(room, sizeof(*steps));

	if (steps == NULL)
		return false;
	if (script->count != 0)
		memcpy(steps, script->steps, script->count * sizeof(*steps));
	wipe(script);
	script->steps = steps;
	script->room = room;
	return true;
}

static cseal_status
add_step(struct parser *parser, const struct step *step)
{
	struct script *script = parser->script;

	if (script->count == SCRIPT_STEPS_MOST)
		return wrong(parser, "the script is too long");
	if (script->count == script->room && !grow(script))
		return cseal_fail(
		    parser->ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	script->steps[script->count++] = *step;
	return CSEAL_OK;
}

static cseal_status
add_sample(struct parser *parser, int64_t time_us, int32_t x_um, int32_t y_um,
    uint16_t pressure)
{
	struct step step = { .kind = STEP_INK };
	cseal_status st;

	if (parser->has_ink && time_us < parser->last_us)
		return wrong(parser, "time runs backwards");
	if (time_us > MS_MOST * INT64_C(1000))
		return wrong(parser, "the script takes too long");
	if (parser->width_um != 0 && (x_um < 0 || x_um > parser->width_um ||
					 y_um < 0 || y_um > parser->height_um))
		return wrong(parser, "this is not on the pad");
	step.sample.time_us = (uint32_t)time_us;
	step.sample.x_um = x_um;
	step.sample.y_um = y_um;
	step.sample.pressure = pressure;
	parser->has_ink = true;
	parser->last_us = step.sample.time_us;
	st = add_step(parser, &step);
	explicit_bzero(&step, sizeof(step));
	return st;
}

static cseal_status
next_place(struct parser *parser, int32_t place[2])
{
	cseal_status st;

	st = next_int(parser, -SIDE_MOST_UM, SIDE_MOST_UM, &place[0]);
	if (st == CSEAL_OK)
		st = next_int(parser, -SIDE_MOST_UM, SIDE_MOST_UM, &place[1]);
	return st;
}

/* ---- commands --------------------------------------------------------- */

static cseal_status
read_pad(struct parser *parser, enum step_kind kind)
{
	cseal_status st;

	st = next_int(parser, 1, SIDE_MOST_UM, &parser->width_um);
	if (st == CSEAL_OK)
		st = next_int(parser, 1, SIDE_MOST_UM, &parser->height_um);
	return st;
}

static cseal_status
read_rate(struct parser *parser, enum step_kind kind)
{
	int32_t rate = 0;
	cseal_status st;

	st = next_int(parser, 1, RATE_MOST_HZ, &rate);
	if (st == CSEAL_OK)
		parser->rate_hz = (uint32_t)rate;
	return st;
}

static cseal_status
read_realtime(struct parser *parser, enum step_kind kind)
{
	const char *word = next_word(parser);
	bool yes = word != NULL && strcmp(word, "yes") == 0;

	if (!yes && (word == NULL || strcmp(word, "no") != 0))
		return wrong(parser, "realtime is yes or no");
	parser->script->realtime = yes;
	return CSEAL_OK;
}

static cseal_status
read_ink(struct parser *parser, enum step_kind kind)
{
	int64_t time_us = 0;
	int32_t place[2] = { 0 }, pressure = 0;
	cseal_status st;

	st = next_thousandths(parser, 0, MS_MOST, &time_us);
	if (st == CSEAL_OK)
		st = next_place(parser, place);
	if (st == CSEAL_OK)
		st = next_int(parser, 0, UINT16_MAX, &pressure);
	if (st != CSEAL_OK)
		return st;
	return add_sample(
	    parser, time_us, place[0], place[1], (uint16_t)pressure);
}

/* A way of so many pieces, gone through at an even speed. */
static cseal_status
add_stroke(struct parser *parser, int64_t length_us, int32_t (*places)[2],
    size_t count)
{
	int64_t step_us = 1000000 / parser->rate_hz;
	int64_t start = 0;
	cseal_status st;

	if (parser->has_ink)
		start = (int64_t)parser->last_us + STROKE_GAP_US;
	for (int64_t time = 0; time <= length_us; time += step_us) {
		double way =
		    (double)time / (double)length_us * (double)(count - 1);
		size_t i = way < (double)(count - 1) ? (size_t)way : count - 2;
		double part = way - (double)i;
		double x = places[i][0] +
			   part * ((double)places[i + 1][0] - places[i][0]);
		double y = places[i][1] +
			   part * ((double)places[i + 1][1] - places[i][1]);

		st = add_sample(parser, start + time, (int32_t)lround(x),
		    (int32_t)lround(y), STROKE_PRESSURE);
		if (st != CSEAL_OK)
			return st;
	}
	return add_sample(parser, (int64_t)parser->last_us + step_us,
	    places[count - 1][0], places[count - 1][1], 0);
}

static cseal_status
read_stroke(struct parser *parser, enum step_kind kind)
{
	enum { PLACES_MOST = 1024 };
	int32_t places[PLACES_MOST][2];
	int64_t length_us = 0;
	size_t count = 0;
	cseal_status st;

	st = next_thousandths(parser, 1, MS_MOST, &length_us);
	if (st != CSEAL_OK)
		return st;
	while (has_word(parser)) {
		if (count == PLACES_MOST)
			return wrong(parser, "a stroke has too many places");
		st = next_place(parser, places[count++]);
		if (st != CSEAL_OK)
			return st;
	}
	if (count < 2)
		return wrong(parser, "a stroke has two places at least");
	return add_stroke(parser, length_us, places, count);
}

static cseal_status
read_sleep(struct parser *parser, enum step_kind kind)
{
	struct step step = { .kind = kind };
	int32_t ms = 0;
	cseal_status st;

	st = next_int(parser, 0, MS_MOST, &ms);
	if (st != CSEAL_OK)
		return st;
	step.sleep_ms = (uint32_t)ms;
	return add_step(parser, &step);
}

static cseal_status
read_lost(struct parser *parser, enum step_kind kind)
{
	struct step step = { .kind = kind };
	int32_t lost = 0;
	cseal_status st;

	st = next_int(parser, 1, LOST_MOST, &lost);
	if (st != CSEAL_OK)
		return st;
	step.lost = (uint32_t)lost;
	return add_step(parser, &step);
}

static cseal_status
read_plain(struct parser *parser, enum step_kind kind)
{
	struct step step = { .kind = kind };

	return add_step(parser, &step);
}

static const struct command {
	const char *word;
	cseal_status (*read)(struct parser *parser, enum step_kind kind);
	enum step_kind kind;
} commands[] = {
	{ "pad", read_pad, STEP_INK },
	{ "rate", read_rate, STEP_INK },
	{ "realtime", read_realtime, STEP_INK },
	{ "ink", read_ink, STEP_INK },
	{ "stroke", read_stroke, STEP_INK },
	{ "sleep", read_sleep, STEP_SLEEP },
	{ "lost", read_lost, STEP_LOST },
	{ "ok", read_plain, STEP_OK },
	{ "clear", read_plain, STEP_CLEAR },
	{ "cancel", read_plain, STEP_CANCEL },
	{ "unplug", read_plain, STEP_UNPLUG },
	{ "fail", read_plain, STEP_FAIL },
	{ "busy", read_plain, STEP_BUSY },
};

static cseal_status
read_line(struct parser *parser, char *line)
{
	const char *word;
	cseal_status st;

	line[strcspn(line, "#")] = '\0';
	word = strtok_r(line, " \t\r", &parser->rest);
	if (word == NULL)
		return CSEAL_OK;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(word, commands[i].word) != 0)
			continue;
		st = commands[i].read(parser, commands[i].kind);
		if (st == CSEAL_OK && next_word(parser) != NULL)
			return wrong(parser, "there is a word too many");
		return st;
	}
	return wrong(parser, "there is no such command");
}

static cseal_status
read_lines(struct parser *parser, const char *text, size_t len)
{
	const char *end = text + len;
	cseal_status st = CSEAL_OK;
	char *line = malloc(LINE_MOST);

	if (line == NULL)
		return cseal_fail(
		    parser->ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	while (st == CSEAL_OK && text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t line_len = (size_t)((stop ? stop : end) - text);

		parser->line++;
		if (line_len >= LINE_MOST) {
			st = wrong(parser, "this line is too long");
			break;
		}
		memcpy(line, text, line_len);
		line[line_len] = '\0';
		if (strlen(line) != line_len)
			st = wrong(parser, "this is not text");
		else
			st = read_line(parser, line);
		text += line_len + 1;
	}
	free(line);
	return st;
}

cseal_status
script_parse(const char *name, const char *text, size_t len,
    struct script *ret_script, cseal_error **ret_error)
{
	struct script script = { 0 };
	struct parser parser = { .name = name,
		.script = &script,
		.rate_hz = RATE_DEFAULT_HZ,
		.ret_error = ret_error };
	cseal_status st;

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
	wipe(script);
	memset(script, 0, sizeof(*script));
}
