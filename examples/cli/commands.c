/* SPDX-License-Identifier: Apache-2.0 */
/* commands.c -- which commands there are. */
#include "command.h"

#include <string.h>

const struct cli_command *const cli_commands[] = {
	&cli_devices,
	&cli_doctor,
	&cli_id_read,
	&cli_id_verify,
	&cli_photo,
	&cli_ink_capture,
	&cli_ink_render,
	&cli_ink_export,
	&cli_ink_open,
	&cli_cert_list,
	&cli_cert_show,
	&cli_stamp,
	&cli_attach,
	&cli_attached,
	&cli_seal,
	&cli_prepare,
	&cli_finish_pending,
	&cli_extend,
	&cli_verify,
	NULL,
};

/* How many of the words the name has: 0 if it is another one. */
static int
match(const char *name, int count, char **words)
{
	const char *space = strchr(name, ' ');
	size_t len;

	if (space == NULL)
		return strcmp(name, words[0]) == 0;
	len = (size_t)(space - name);
	if (strlen(words[0]) != len || strncmp(name, words[0], len) != 0)
		return 0;
	return count > 1 && strcmp(space + 1, words[1]) == 0 ? 2 : 0;
}

/* Is word the first one of a name with two?  Then lists the second ones. */
static bool
begins_two(const char *word, char *list, size_t room)
{
	size_t len = strlen(word), used = 0;

	list[0] = '\0';
	for (size_t i = 0; cli_commands[i] != NULL; i++) {
		const char *name = cli_commands[i]->name;

		if (strncmp(name, word, len) != 0 || name[len] != ' ')
			continue;
		if (used < room)
			used += (size_t)snprintf(list + used, room - used,
			    "%s%s", used > 0 ? ", " : "", name + len + 1);
	}
	return used > 0;
}

cseal_status
cli_find_command(struct cli *cli, int count, char **words,
    const struct cli_command **ret_command, int *ret_used)
{
	char list[80];
	int used;

	if (count == 0)
		return cli_usage(cli, _("no command was given"));
	for (size_t i = 0; cli_commands[i] != NULL; i++) {
		used = match(cli_commands[i]->name, count, words);
		if (used == 0)
			continue;
		*ret_command = cli_commands[i];
		*ret_used = used;
		return CSEAL_OK;
	}
	if (begins_two(words[0], list, sizeof(list)))
		return cli_usage(cli, _("%s needs one of these after it: %s"),
		    words[0], list);
	return cli_usage(cli, _("there is no command %s"), words[0]);
}
