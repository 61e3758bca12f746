/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- the line to a reader: bytes in and out.
 *
 * For USB see usb.c.  The descriptor does not block: all waiting is in cseal_wait_poll(), so that
 * a cancel ends it. */
#include "transport.h"

#include "resolve.h"
#include "usb.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#define CONNECT_MS 5000 /* for one of several addresses */
#define SEND_MS    5000 /* for a few bytes to leave */

struct sdt_line {
	struct sdt_usb *usb; /* or else the descriptor */
	int fd;
	cseal_tty *tty; /* whose it is; NULL: it is a socket */
};

static cseal_status
open_tty(
    struct sdt_line *line, const struct sdt_uri *uri, cseal_error **ret_error)
{
	cseal_status st;

	st = cseal_tty_open(uri->path, uri->baud, &line->tty, ret_error);
	if (st == CSEAL_OK)
		line->fd = cseal_tty_fd(line->tty);
	return st;
}

/* What became of a connect; ETIMEDOUT if nothing in CONNECT_MS. */
static cseal_status
finish_connect(
    int fd, cseal_wait *wait, int *ret_number, cseal_error **ret_error)
{
	socklen_t len = sizeof(*ret_number);
	cseal_status st;
	short events;

	st = cseal_wait_poll(wait, fd, POLLOUT, CONNECT_MS, &events, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_number = ETIMEDOUT;
	if (events != 0 &&
	    getsockopt(fd, SOL_SOCKET, SO_ERROR, ret_number, &len) != 0)
		*ret_number = errno;
	return CSEAL_OK;
}

static cseal_status
connect_one(struct sdt_line *line, const struct addrinfo *address,
    cseal_wait *wait, int *ret_number, cseal_error **ret_error)
{
	const int on = 1;

	*ret_number = 0;
	line->fd = socket(address->ai_family,
	    address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    address->ai_protocol);
	if (line->fd < 0) {
		*ret_number = errno;
		return CSEAL_OK;
	}
	/* Frames are small, and each waits for its answer. */
	setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(line->fd, address->ai_addr, address->ai_addrlen) == 0)
		return CSEAL_OK;
	*ret_number = errno;
	if (errno != EINPROGRESS && errno != EINTR)
		return CSEAL_OK;
	return finish_connect(line->fd, wait, ret_number, ret_error);
}

static cseal_status
connect_any(struct sdt_line *line, const struct sdt_uri *uri,
    const struct addrinfo *addresses, cseal_wait *wait, cseal_error **ret_error)
{
	int number = EHOSTUNREACH;
	cseal_status st;

	for (const struct addrinfo *at = addresses; at != NULL;
	     at = at->ai_next) {
		st = connect_one(line, at, wait, &number, ret_error);
		if (st != CSEAL_OK || number == 0)
			return st;
		if (line->fd >= 0)
			close(line->fd);
		line->fd = -1;
	}
	return cseal_fail(ret_error,
	    number == EACCES || number == EPERM ? CSEAL_SETUP_PERMISSION
						: CSEAL_COUNTER_NO_DEVICE,
	    "could not connect to %s, port %s: %s", uri->host, uri->service,
	    strerror(number));
}

static cseal_status
open_tcp(struct sdt_line *line, const struct sdt_uri *uri, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct addrinfo *addresses;
	cseal_status st;

	st = sdt_resolve(uri->host, uri->service, wait, &addresses, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = connect_any(line, uri, addresses, wait, ret_error);
	freeaddrinfo(addresses);
	return st;
}

cseal_status
sdt_line_open(const struct sdt_uri *uri, cseal_wait *wait,
    struct sdt_line **ret_line, cseal_error **ret_error)
{
	struct sdt_line *line = calloc(1, sizeof(*line));
	cseal_status st;

	if (line == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	line->fd = -1;
	if (uri->kind == SDT_TCP)
		st = open_tcp(line, uri, wait, ret_error);
	else if (uri->kind == SDT_USB)
		st = sdt_usb_open(uri, &line->usb, ret_error);
	else
		st = open_tty(line, uri, ret_error);
	if (st != CSEAL_OK) {
		sdt_line_close(line);
		return st;
	}
	*ret_line = line;
	return CSEAL_OK;
}

void
sdt_line_close(struct sdt_line *line)
{
	if (line == NULL)
		return;
	sdt_usb_close(line->usb);
	/* Else the close would wait for a reader that is gone to take what was
	 * sent. */
	if (line->tty != NULL)
		tcflush(line->fd, TCOFLUSH);
	else if (line->fd >= 0)
		close(line->fd);
	cseal_tty_close(line->tty);
	free(line);
}

static cseal_status
fail_gone(const char *what, int number, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_GONE,
	    "could not %s the reader: %s", what,
	    number == 0 ? "the line was closed" : strerror(number));
}

/* A write to a closed socket must not kill the application. */
static ssize_t
put(const struct sdt_line *line, const uint8_t *bytes, size_t len)
{
	if (line->tty != NULL)
		return write(line->fd, bytes, len);
	return send(line->fd, bytes, len, MSG_NOSIGNAL);
}

cseal_status
sdt_line_send(struct sdt_line *line, const uint8_t *bytes, size_t len,
    cseal_wait *wait, cseal_error **ret_error)
{
	size_t sent = 0;
	cseal_status st;
	short events;

	if (line->usb != NULL)
		return sdt_usb_send(line->usb, bytes, len, wait, ret_error);
	while (sent < len) {
		ssize_t n = put(line, bytes + sent, len - sent);

		if (n > 0) {
			sent += (size_t)n;
			continue;
		}
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return fail_gone("write to", errno, ret_error);
		st = cseal_wait_poll(
		    wait, line->fd, POLLOUT, SEND_MS, &events, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (events == 0)
			return fail_gone("write to", ETIMEDOUT, ret_error);
	}
	return CSEAL_OK;
}

cseal_status
sdt_line_receive(struct sdt_line *line, uint8_t *buf, size_t room, int step_ms,
    cseal_wait *wait, size_t *ret_len, cseal_error **ret_error)
{
	cseal_status st;
	short events;
	ssize_t len;

	if (line->usb != NULL)
		return sdt_usb_receive(
		    line->usb, buf, room, step_ms, wait, ret_len, ret_error);
	st = cseal_wait_poll(
	    wait, line->fd, POLLIN, step_ms, &events, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_len = 0;
	if (events == 0)
		return CSEAL_OK;
	len = read(line->fd, buf, room);
	if (len == 0)
		return fail_gone("read from", 0, ret_error);
	if (len < 0 && errno != EAGAIN && errno != EINTR)
		return fail_gone("read from", errno, ret_error);
	if (len > 0)
		*ret_len = (size_t)len;
	return CSEAL_OK;
}
