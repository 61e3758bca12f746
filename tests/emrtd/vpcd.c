/* SPDX-License-Identifier: Apache-2.0 */
/* vpcd.c -- a chip in the reader of vpcd. */
#include "vpcd.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FRAME_MOST 65535

struct vpcd {
	struct chip *chip;
	struct vpcd_how how;
	int fd;
	int stop[2]; /* a pipe: something in it ends the thread */
	pthread_t thread;
	pthread_mutex_t lock; /* of the chip */
	atomic_long chip_ns;
	unsigned long count;
	uint8_t in[FRAME_MOST], out[2 + CHIP_ANSWER_ROOM];
};

static long
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000000000L + now.tv_nsec;
}

/* False: the thread must end, or the daemon went away. */
static bool
wait_for(struct vpcd *vpcd, int timeout_ms)
{
	struct pollfd fds[2] = {
		{ .fd = timeout_ms < 0 ? vpcd->fd : -1, .events = POLLIN },
		{ .fd = vpcd->stop[0], .events = POLLIN },
	};

	return poll(fds, 2, timeout_ms) >= 0 && fds[1].revents == 0;
}

/* Debian's vpcd writes length and contents apart: without this its second part
 * waits 40 ms for our acknowledgement of the first. */
static bool
receive(struct vpcd *vpcd, uint8_t *out, size_t len)
{
	const int on = 1;
	ssize_t got;

	while (len > 0) {
		if (!wait_for(vpcd, -1))
			return false;
		setsockopt(
		    vpcd->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof(on));
		got = recv(vpcd->fd, out, len, 0);
		if (got <= 0)
			return false;
		out += got;
		len -= (size_t)got;
	}
	return true;
}

static bool
reply(struct vpcd *vpcd, size_t len)
{
	const uint8_t *at = vpcd->out;
	ssize_t sent;

	vpcd->out[0] = (uint8_t)(len >> 8);
	vpcd->out[1] = (uint8_t)len;
	for (len += 2; len > 0; len -= (size_t)sent, at += sent) {
		sent = send(vpcd->fd, at, len, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
	}
	return true;
}

/* ISO/IEC 14443-4: blocks of at most 256 bytes, three of each for itself. */
static long
time_on_air_ns(const struct vpcd *vpcd, size_t bytes)
{
	size_t blocks = bytes / 253 + 1;

	if (vpcd->how.bits_per_second == 0)
		return 0;
	return (long)(9e9 * (double)(bytes + 3 * blocks) /
		      (double)vpcd->how.bits_per_second);
}

/* False: it was taken away. */
static bool
answer(struct vpcd *vpcd, size_t len)
{
	long began = now_ns();
	size_t used;
	long pause;

	vpcd->count++;
	if (vpcd->count == vpcd->how.lift_at)
		return false;
	if (vpcd->count == vpcd->how.silent_at && !wait_for(vpcd, 60000))
		return false;
	pthread_mutex_lock(&vpcd->lock);
	used = chip_say(vpcd->chip, vpcd->in, len, vpcd->out + 2);
	pthread_mutex_unlock(&vpcd->lock);
	pause =
	    vpcd->how.delay_ms * 1000000L + time_on_air_ns(vpcd, len + used);
	if (pause > 0) {
		const struct timespec rest = { pause / 1000000000L,
			pause % 1000000000L };

		nanosleep(&rest, NULL);
	}
	atomic_fetch_add(&vpcd->chip_ns, now_ns() - began);
	return used > 0 && used <= FRAME_MOST && reply(vpcd, used);
}

/* 3B 88 80 01 and historical bytes that say nothing of lengths. */
static bool
answer_reset(struct vpcd *vpcd)
{
	static const uint8_t atr[] = { 0x3b, 0x80, 0x80, 0x01, 0x01 };

	memcpy(vpcd->out + 2, atr, sizeof(atr));
	return reply(vpcd, sizeof(atr));
}

static void
reset(struct vpcd *vpcd)
{
	pthread_mutex_lock(&vpcd->lock);
	chip_reset(vpcd->chip);
	pthread_mutex_unlock(&vpcd->lock);
}

void
vpcd_exchange(struct vpcd *vpcd, struct chip *chip)
{
	pthread_mutex_lock(&vpcd->lock);
	vpcd->chip = chip;
	pthread_mutex_unlock(&vpcd->lock);
	atomic_store(&vpcd->chip_ns, 0);
}

static void *
serve(void *argument)
{
	struct vpcd *vpcd = argument;
	uint8_t head[2];
	bool goes_on = true;
	size_t len;

	while (goes_on && receive(vpcd, head, 2)) {
		len = (size_t)head[0] << 8 | head[1];
		if (!receive(vpcd, vpcd->in, len))
			break;
		if (len == 1 && vpcd->in[0] == 4)
			goes_on = answer_reset(vpcd);
		else if (len == 1)
			reset(vpcd);
		else if (len > 1)
			goes_on = answer(vpcd, len);
	}
	shutdown(vpcd->fd, SHUT_RDWR);
	return NULL;
}

struct vpcd *
vpcd_insert(struct chip *chip, const struct vpcd_how *how)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(VPCD_PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct vpcd *vpcd = calloc(1, sizeof(*vpcd));
	const int on = 1;

	vpcd->chip = chip;
	pthread_mutex_init(&vpcd->lock, NULL);
	if (how != NULL)
		vpcd->how = *how;
	vpcd->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (pipe(vpcd->stop) != 0 ||
	    connect(vpcd->fd, (const struct sockaddr *)&address,
		sizeof(address)) != 0) {
		close(vpcd->fd);
		free(vpcd);
		return NULL;
	}
	setsockopt(vpcd->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (pthread_create(&vpcd->thread, NULL, serve, vpcd) != 0)
		abort();
	return vpcd;
}

void
vpcd_remove(struct vpcd *vpcd)
{
	if (vpcd == NULL)
		return;
	if (write(vpcd->stop[1], "", 1) != 1)
		abort();
	pthread_join(vpcd->thread, NULL);
	close(vpcd->fd);
	close(vpcd->stop[0]);
	close(vpcd->stop[1]);
	free(vpcd);
}

double
vpcd_chip_seconds(const struct vpcd *vpcd)
{
	return (double)atomic_load(&vpcd->chip_ns) / 1e9;
}
