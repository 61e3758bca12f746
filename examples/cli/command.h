/* SPDX-License-Identifier: Apache-2.0 */
/* command.h -- commands and their options, as data.
 *
 * One table serves the parser, --help and the test that compares them with
 * the man page and the completion. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "tool.h"

enum cli_take {
	CLI_FLAG,    /* bool */
	CLI_TEXT,    /* const char *, not empty */
	CLI_LIST,    /* struct cli_list */
	CLI_SECONDS, /* int, in milliseconds; "none" is no limit */
	CLI_ORDERED, /* goes to the command's take(): its place matters */
	CLI_LATER    /* refused: part of a later version */
};

struct cli_option {
	int letter; /* the short form, or 0 */
	const char *name;
	const char *value; /* what stands for the value in --help, or NULL */
	enum cli_take take;
	size_t offset;    /* of the member that receives it */
	const char *help; /* CLI_LATER: what there is instead */
};

struct cli_command {
	const char *name;     /* "ink render" */
	const char *synopsis; /* what follows the name in the usage line */
	const char *summary;
	const char *more; /* a paragraph after the options, or NULL */
	const struct cli_option *options;
	size_t option_count;
	int operands;         /* how many it takes, exactly */
	bool more_operands;   /* or more than that */
	size_t values_size;   /* of the struct that the options fill */
	const void *defaults; /* one of those, or NULL: zeros */
	cseal_status (*run)(struct cli *cli, void *values, char **operands);
	cseal_status (*take)(struct cli *cli, void *values,
	    const struct cli_option *option, const char *value);
};

#define CLI_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Every command in the order of --help; NULL ends it. */
extern const struct cli_command *const cli_commands[];

extern const struct cli_command cli_devices;
extern const struct cli_command cli_doctor;
extern const struct cli_command cli_id_read;
extern const struct cli_command cli_id_verify;
extern const struct cli_command cli_photo;
extern const struct cli_command cli_ink_capture;
extern const struct cli_command cli_ink_render;
extern const struct cli_command cli_ink_export;
extern const struct cli_command cli_ink_open;
extern const struct cli_command cli_cert_list;
extern const struct cli_command cli_cert_show;
extern const struct cli_command cli_stamp;
extern const struct cli_command cli_attach;
extern const struct cli_command cli_attached;
extern const struct cli_command cli_seal;
extern const struct cli_command cli_extend;
extern const struct cli_command cli_prepare;
extern const struct cli_command cli_finish_pending;
extern const struct cli_command cli_verify;

/* Finds the command that words begin with; it may be one word or two. */
cseal_status cli_find_command(struct cli *cli, int count, char **words,
    const struct cli_command **ret_command, int *ret_used);

/* ---- options.c ------------------------------------------------------- */

/* Reads the options before the command; argv[*ret_next] is what follows. */
cseal_status cli_parse_global(
    struct cli *cli, int argc, char **argv, int *ret_next);

/* Reads the options of a command, which may stand between and after its
 * operands.  argv[0] is the command's last word. */
cseal_status cli_parse(struct cli *cli, const struct cli_command *command,
    void *values, int argc, char **argv, char ***ret_operands);

/* A usage error: an ordered option came before what it belongs to. */
cseal_status cli_lacks_thing(struct cli *cli, const struct cli_option *option);

/* ---- help.c ---------------------------------------------------------- */

/* --help of one command, or (NULL) of the tool. */
void cli_print_help(const struct cli_command *command);

void cli_print_version(struct cli *cli);

extern const struct cli_option cli_global_options[];
extern const size_t cli_global_count;

#endif
