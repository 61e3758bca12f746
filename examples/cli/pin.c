/* SPDX-License-Identifier: Apache-2.0 */
/* pin.c -- where a PIN or a password comes from: never from the command line.
 *
 * A PIN from a file, a descriptor or the environment is tried once, and not
 * at all when a wrong one would block the token: a script must not lock it.
 * That somebody else's was wrong before is no reason not to try. */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct line {
	char at[CLI_SECRET_MOST];
	size_t len;
};

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static bool
parse_fd(const char *text, int *ret_fd)
{
	char *end;
	long fd = strtol(text, &end, 10);

	if (end == text || *end != '\0' || fd < 0 || fd > 1 << 20)
		return false;
	*ret_fd = (int)fd;
	return true;
}

static bool
is_source(const char *from)
{
	int fd;

	return from == NULL || strcmp(from, "ask") == 0 ||
	       (begins(from, "fd:") && parse_fd(from + 3, &fd)) ||
	       (begins(from, "file:") && from[5] != '\0') ||
	       (begins(from, "env:") && from[4] != '\0');
}

cseal_status
cli_pin_check(struct cli *cli, const char *from)
{
	if (is_source(from))
		return CSEAL_OK;
	/* Not repeated in the message: it may be the PIN itself. */
	return cli_usage(cli, _("--pin-from takes file:F, fd:N, env:V or ask"));
}

cseal_status
cli_pin_check_uri(struct cli *cli, const char *uri)
{
	if (strstr(uri, "pin-value=") == NULL)
		return CSEAL_OK;
	return cli_usage(
	    cli, _("a PIN does not belong in a URI, where everybody on "
		   "this machine can read it: use --pin-from"));
}

cseal_status
cli_password_check(struct cli *cli)
{
	if (is_source(cli->password_from))
		return CSEAL_OK;
	return cli_usage(
	    cli, _("--password-from takes file:F, fd:N, env:V or ask"));
}

/* One byte.  Signals are let in only while it waits: none is lost between
 * the look at the cancel object and the call that blocks. */
static ssize_t
read_byte(struct cli *cli, int fd, char *byte)
{
	struct pollfd poll = { .fd = fd, .events = POLLIN };
	sigset_t blocked, before;
	ssize_t got = -1;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	if (cseal_cancel_requested(cli->cancel))
		errno = EINTR;
	else if (ppoll(&poll, 1, NULL, &before) > 0)
		got = read(fd, byte, 1);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return got;
}

/* One line, byte by byte: what follows it is for the next reader. */
static cseal_status
read_line(struct cli *cli, int fd, struct line *line)
{
	ssize_t got = 0;

	line->len = 0;
	while (line->len < sizeof(line->at)) {
		got = read_byte(cli, fd, line->at + line->len);
		if (got <= 0 || line->at[line->len] == '\n')
			break;
		line->len++;
	}
	if (got < 0 && cseal_cancel_requested(cli->cancel))
		return CSEAL_STOPPED_CANCELLED;
	if (got < 0)
		return cli_fail(cli, CSEAL_SETUP_FILE,
		    _("could not read the PIN or password: %s"),
		    strerror(errno));
	if (line->len == sizeof(line->at))
		return cli_fail(cli, CSEAL_REFUSED_LIMIT,
		    _("the PIN or password is longer than %d bytes"),
		    CLI_SECRET_MOST - 1);
	if (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	if (line->len == 0)
		return cli_fail(cli, CSEAL_COUNTER_PIN_NEEDED,
		    _("the PIN or password that was given is empty"));
	return CSEAL_OK;
}

static cseal_status
from_file(struct cli *cli, const char *path, struct line *line)
{
	cseal_status st;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cli_fail(cli,
		    errno == EACCES ? CSEAL_SETUP_PERMISSION : CSEAL_SETUP_FILE,
		    _("could not open %s, which has the PIN or password: %s"),
		    path, strerror(errno));
	st = read_line(cli, fd, line);
	close(fd);
	return st;
}

static cseal_status
from_environment(struct cli *cli, const char *name, struct line *line)
{
	const char *text = getenv(name);

	if (text == NULL || *text == '\0' || strlen(text) >= sizeof(line->at))
		return cli_fail(cli, CSEAL_COUNTER_PIN_NEEDED,
		    _("the environment variable %s is empty, too long or not "
		      "set"),
		    name);
	line->len = strlen(text);
	memcpy(line->at, text, line->len);
	return CSEAL_OK;
}

/* What is a file, a descriptor or the environment. */
static cseal_status
from_source(struct cli *cli, const char *from, struct line *line)
{
	int fd;

	if (begins(from, "env:"))
		return from_environment(cli, from + 4, line);
	if (begins(from, "file:"))
		return from_file(cli, from + 5, line);
	if (parse_fd(from + 3, &fd))
		return read_line(cli, fd, line);
	return CSEAL_FAULT_INTERNAL;
}

/* What is to be said before the question; NULL ends the list. */
static cseal_status
from_terminal(struct cli *cli, const char *const *warnings, bool is_pin,
    const char *title, struct line *line)
{
	struct termios before, quiet;
	cseal_status st;
	int fd;

	fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || tcgetattr(fd, &before) != 0) {
		if (fd >= 0)
			close(fd);
		return cli_fail(cli, CSEAL_COUNTER_PIN_NEEDED,
		    _("there is no terminal to ask for the PIN or password"));
	}
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(fd, TCSAFLUSH, &quiet);
	for (; *warnings != NULL; warnings++)
		dprintf(fd, "%s\n", *warnings);
	dprintf(fd, is_pin ? _("PIN for %s: ") : _("Password of %s: "), title);
	st = read_line(cli, fd, line);
	tcsetattr(fd, TCSAFLUSH, &before);
	dprintf(fd, "\n");
	close(fd);
	return st;
}

/* Once more would be the same PIN. */
static cseal_status
refuse_again(const struct cli_pin *pin, const struct cseal_pin_request *request)
{
	struct cli *cli = pin->cli;

	if (request->again && pin->given)
		return cli_fail(cli, CSEAL_AGAIN_PIN_WRONG,
		    _("the PIN from --pin-from was refused by %s"),
		    request->title);
	if (request->last_try)
		return cli_fail(cli, CSEAL_COUNTER_PIN_NEEDED,
		    _("%s has one try left; it was not spent on a PIN that "
		      "nobody typed: use --pin-from ask"),
		    request->title);
	return CSEAL_OK;
}

static cseal_status
ask_pin(
    struct cli *cli, const struct cseal_pin_request *request, struct line *line)
{
	const char *warnings[3] = { NULL };
	size_t count = 0;

	if (request->again)
		warnings[count++] = _("The PIN was wrong.");
	if (request->last_try)
		warnings[count++] =
		    _("This is the last try: a wrong PIN locks the token.");
	return from_terminal(cli, warnings, true, request->title, line);
}

cseal_status
cli_pin_ask(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	struct cli_pin *pin = user;
	struct line line = { .len = 0 };
	cseal_status st;

	if (pin->from == NULL || strcmp(pin->from, "ask") == 0) {
		st = ask_pin(pin->cli, request, &line);
	} else {
		st = refuse_again(pin, request);
		if (st != CSEAL_OK)
			return st;
		pin->given = true;
		st = from_source(pin->cli, pin->from, &line);
	}
	if (st == CSEAL_OK)
		st = cseal_secret_append(secret, line.at, line.len);
	explicit_bzero(&line, sizeof(line));
	return st;
}

/* Once for all documents of one call: a descriptor gives it once only. */
static cseal_status
read_password(struct cli *cli, const char *path)
{
	static const char *const none[] = { NULL };
	struct line line = { .len = 0 };
	cseal_status st;

	if (strcmp(cli->password_from, "ask") == 0)
		st = from_terminal(cli, none, false, path, &line);
	else
		st = from_source(cli, cli->password_from, &line);
	if (st == CSEAL_OK) {
		memcpy(cli->password, line.at, line.len);
		cli->password_len = line.len;
	}
	explicit_bzero(&line, sizeof(line));
	return st;
}

cseal_status
cli_unlock(struct cli *cli, const char *path, cseal_document *document)
{
	cseal_status st = CSEAL_OK;

	if (cli->password_from == NULL)
		return CSEAL_OK;
	if (cli->password_len == 0)
		st = read_password(cli, path);
	if (st != CSEAL_OK)
		return st;
	return cseal_document_password(
	    document, cli->password, cli->password_len, &cli->error);
}
