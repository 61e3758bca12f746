/* SPDX-License-Identifier: Apache-2.0 */
/* pin.c -- where a PIN comes from: never from the command line.
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

#define PIN_MOST 512 /* bytes of a PIN or pass phrase */

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

cseal_status
cli_pin_check(struct cli *cli, const char *from)
{
	int fd;

	if (from == NULL || strcmp(from, "ask") == 0)
		return CSEAL_OK;
	if (begins(from, "fd:") && parse_fd(from + 3, &fd))
		return CSEAL_OK;
	if ((begins(from, "file:") && from[5] != '\0') ||
	    (begins(from, "env:") && from[4] != '\0'))
		return CSEAL_OK;
	/* Not repeated in the message: it may be the PIN itself. */
	return cli_usage(cli, _("--pin-from takes file:F, fd:N, env:V or ask"));
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
read_line(struct cli *cli, int fd, cseal_secret *secret)
{
	cseal_status st = CSEAL_OK;
	char pin[PIN_MOST];
	size_t len = 0;
	ssize_t got = 0;

	while (len < sizeof(pin)) {
		got = read_byte(cli, fd, pin + len);
		if (got <= 0 || pin[len] == '\n')
			break;
		len++;
	}
	if (got < 0 && cseal_cancel_requested(cli->cancel))
		st = CSEAL_STOPPED_CANCELLED;
	else if (got < 0)
		st = cli_fail(cli, CSEAL_SETUP_FILE,
		    _("could not read the PIN: %s"), strerror(errno));
	else if (len == sizeof(pin))
		st = cli_fail(cli, CSEAL_REFUSED_LIMIT,
		    _("the PIN is longer than %d bytes"), PIN_MOST - 1);
	if (len > 0 && pin[len - 1] == '\r')
		len--;
	if (st == CSEAL_OK && len == 0)
		st = cli_fail(cli, CSEAL_COUNTER_PIN_NEEDED,
		    _("the PIN that was given is empty"));
	if (st == CSEAL_OK)
		st = cseal_secret_append(secret, pin, len);
	explicit_bzero(pin, sizeof(pin));
	return st;
}

static cseal_status
from_file(struct cli *cli, const char *path, cseal_secret *secret)
{
	cseal_status st;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cli_fail(cli,
		    errno == EACCES ? CSEAL_SETUP_PERMISSION : CSEAL_SETUP_FILE,
		    _("could not open the PIN file %s: %s"), path,
		    strerror(errno));
	st = read_line(cli, fd, secret);
	close(fd);
	return st;
}

static cseal_status
from_environment(struct cli *cli, const char *name, cseal_secret *secret)
{
	const char *pin = getenv(name);

	if (pin == NULL || *pin == '\0')
		return cli_fail(cli, CSEAL_COUNTER_PIN_NEEDED,
		    _("the environment variable %s is empty or not set"), name);
	return cseal_secret_append(secret, pin, strlen(pin));
}

/* The terminal is used directly: standard input may be something else. */
static cseal_status
from_terminal(struct cli *cli, const struct cseal_pin_request *request,
    cseal_secret *secret)
{
	struct termios before, quiet;
	cseal_status st;
	int fd;

	fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || tcgetattr(fd, &before) != 0) {
		if (fd >= 0)
			close(fd);
		return cli_fail(cli, CSEAL_COUNTER_PIN_NEEDED,
		    _("there is no terminal to ask for the PIN"));
	}
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(fd, TCSAFLUSH, &quiet);
	if (request->again)
		dprintf(fd, "%s\n", _("The PIN was wrong."));
	if (request->last_try)
		dprintf(fd, "%s\n",
		    _("This is the last try: a wrong PIN locks the token."));
	dprintf(fd, _("PIN for %s: "), request->title);
	st = read_line(cli, fd, secret);
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

cseal_status
cli_pin_ask(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	struct cli_pin *pin = user;
	cseal_status st;
	int fd;

	if (pin->from == NULL || strcmp(pin->from, "ask") == 0)
		return from_terminal(pin->cli, request, secret);
	st = refuse_again(pin, request);
	if (st != CSEAL_OK)
		return st;
	pin->given = true;
	if (begins(pin->from, "env:"))
		return from_environment(pin->cli, pin->from + 4, secret);
	if (begins(pin->from, "file:"))
		return from_file(pin->cli, pin->from + 5, secret);
	if (parse_fd(pin->from + 3, &fd))
		return read_line(pin->cli, fd, secret);
	return CSEAL_FAULT_INTERNAL;
}
