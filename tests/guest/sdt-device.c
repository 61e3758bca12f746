/* SPDX-License-Identifier: Apache-2.0 */
/* sdt-device.c -- an ID card reader on USB, with faults of USB. */
#include "sdt-device.h"

#include "vhci.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_LEN   7 /* what the first of two pairs takes and gives */
#define FRAME_MOST 4096
#define PACKET     64

/* clang-format off */
static uint8_t device[] = {
	18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x00, 0x04, 0x5a, 0xc3, 0x00, 0x01,
	1, 2, 0, 1
};
static const uint8_t single[] = {
	9, 2, 32, 0, 1, 1, 0, 0x80, 50,
	9, 4, 0, 0, 2, 0xff, 0, 0, 0,
	7, 5, 0x02, 2, PACKET, 0, 0,
	7, 5, 0x81, 2, PACKET, 0, 0,
};
/* In the order of no brand, so that it is not the order that counts. */
static const uint8_t split[] = {
	9, 2, 46, 0, 1, 1, 0, 0x80, 50,
	9, 4, 0, 0, 4, 0xff, 0, 0, 0,
	7, 5, 0x85, 2, PACKET, 0, 0,
	7, 5, 0x02, 2, PACKET, 0, 0,
	7, 5, 0x81, 2, PACKET, 0, 0,
	7, 5, 0x06, 2, PACKET, 0, 0,
};
static const uint8_t nothing[] = {
	9, 2, 25, 0, 1, 1, 0, 0x80, 50,
	9, 4, 0, 0, 1, 0xff, 0, 0, 0,
	7, 5, 0x81, 3, 8, 0, 10,
};
/* clang-format on */
static const char *const strings[] = { "Counterseal", "ID card reader", NULL };

/* The other process is the only one that writes to most of it. */
static struct sdt_device *state;
static struct vhci_device *plug_of;
static int line = -1; /* to the simulator */
static unsigned visit, answers;
static uint8_t frame[FRAME_MOST];
static size_t frame_len;

struct sdt_device *
sdt_device_new(void)
{
	void *memory = mmap(NULL, sizeof(struct sdt_device),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		abort();
	return memory;
}

static void
connect_again(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	if (line >= 0)
		close(line);
	address.sin_port = htons((uint16_t)state->tcp);
	line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(line, (struct sockaddr *)&address, sizeof(address)) != 0)
		_exit(1);
	visit = state->visit;
	answers = 0;
	frame_len = 0;
	state->requests = 0;
}

static bool
happens(enum sdt_mishap mishap)
{
	return state->mishap == mishap && state->answer == answers;
}

/* A request, or the first bytes of one. */
static int
take(void *user, uint8_t endpoint, const uint8_t *bytes, size_t len)
{
	if (visit != state->visit)
		connect_again();
	if (happens(SDT_OUT_STALLS))
		return -EPIPE;
	if (happens(SDT_OUT_FAILS))
		return -EPROTO;
	if (happens(SDT_OUT_NEVER))
		return VHCI_NAK;
	if (happens(SDT_OUT_UNPLUGGED))
		_exit(0);
	if (happens(SDT_OUT_SHORT))
		return (int)len - 1;
	if (send(line, bytes, len, MSG_NOSIGNAL) != (ssize_t)len)
		_exit(1);
	return (int)len;
}

static void
say(const uint8_t *bytes, size_t len, size_t at)
{
	size_t head = !state->is_split ? 0 : at < HEAD_LEN ? HEAD_LEN - at : 0;

	if (head > len)
		head = len;
	if (head > 0)
		vhci_send(plug_of, 0x81, bytes, head, false);
	if (len > head)
		vhci_send(plug_of, state->is_split ? 0x85 : 0x81, bytes + head,
		    len - head, false);
}

static uint8_t
endpoint_at(size_t at)
{
	return state->is_split && at >= HEAD_LEN ? 0x85 : 0x81;
}

/* The seventh byte is the last of a piece, where there are two pairs. */
static void
say_in_pieces(void)
{
	size_t len;

	for (size_t at = 0; at < frame_len; at += len) {
		len = at < HEAD_LEN ? 1 : 9;
		if (len > frame_len - at)
			len = frame_len - at;
		vhci_send_packet(plug_of, endpoint_at(at), frame + at, len);
	}
}

static void
say_padded(void)
{
	size_t len = (frame_len + PACKET - 1) / PACKET * PACKET;

	memset(frame + frame_len, 0, len - frame_len);
	say(frame, len, 0);
}

/* The kernel must have all that was said before the plug is pulled. */
static void
leave(void)
{
	while (vhci_waiting(plug_of, endpoint_at(state->byte)) == 0)
		vhci_dispatch(plug_of);
	_exit(0);
}

/* The answer up to the byte where something happens, and what does. */
static void
say_part(enum sdt_mishap mishap)
{
	size_t len = state->byte < frame_len ? state->byte : frame_len;
	uint8_t endpoint = endpoint_at(len);

	say(frame, len, 0);
	if (mishap == SDT_IN_STALLS)
		vhci_fail(plug_of, endpoint, EPIPE);
	else if (mishap == SDT_IN_FAILS)
		vhci_fail(plug_of, endpoint, EPROTO);
	else if (mishap == SDT_IN_TOO_LONG)
		vhci_send_packet(plug_of, endpoint, frame, PACKET + 1);
	else if (mishap == SDT_IN_UNPLUGGED)
		leave();
}

static void
say_answer(void)
{
	enum sdt_mishap mishap =
	    state->answer == answers ? state->mishap : SDT_FINE;

	switch ((int)mishap) {
	case SDT_UNPLUGGED: _exit(0);
	case SDT_IN_SILENT:
	case SDT_IN_STALLS:
	case SDT_IN_FAILS:
	case SDT_IN_TOO_LONG:
	case SDT_IN_UNPLUGGED: say_part(mishap); break;
	case SDT_IN_PIECES: say_in_pieces(); break;
	case SDT_IN_PADDED: say_padded(); break;
	case SDT_IN_LATE_BODY:
		say(frame + HEAD_LEN, frame_len - HEAD_LEN, HEAD_LEN);
		say(frame, HEAD_LEN, 0);
		break;
	case SDT_IN_EMPTY:
		for (int i = 0; i < 3; i++)
			vhci_send_packet(plug_of, 0x81, NULL, 0);
		say(frame, frame_len, 0);
		break;
	case SDT_IN_TWICE: say(frame, frame_len, 0); /* fall through */
	default: say(frame, frame_len, 0);
	}
	answers++;
	state->requests = answers;
	frame_len = 0;
}

/* What the simulator says, a frame at a time. */
static void
hear(void)
{
	ssize_t n = read(line, frame + frame_len, sizeof(frame) - frame_len);

	if (n <= 0) {
		close(line);
		line = -1;
		return;
	}
	frame_len += (size_t)n;
	if (frame_len >= HEAD_LEN &&
	    frame_len >= HEAD_LEN + (size_t)(frame[5] << 8 | frame[6]))
		say_answer();
}

static struct vhci_model
model(void)
{
	struct vhci_model made = { VHCI_FULL, device, single, sizeof(single),
		strings };

	if (state->product != 0) {
		device[10] = (uint8_t)state->product;
		device[11] = (uint8_t)(state->product >> 8);
	}
	if (state->is_split) {
		made.configuration = split;
		made.configuration_len = sizeof(split);
	} else if (state->is_nothing) {
		made.configuration = nothing;
		made.configuration_len = sizeof(nothing);
	}
	return made;
}

void
sdt_device_serve(unsigned port, void *argument)
{
	static const struct vhci_ops ops = { NULL, take };
	struct vhci_model made;

	state = argument;
	visit = state->visit - 1;
	made = model();
	plug_of = vhci_plug(&made, port, &ops, NULL);
	while (plug_of != NULL) {
		struct pollfd fds[] = { { vhci_fd(plug_of), POLLIN, 0 },
			{ line, POLLIN, 0 } };

		if (poll(fds, 2, -1) < 0)
			return;
		if (fds[0].revents != 0 && !vhci_dispatch(plug_of))
			return;
		/* A new line may have been made meanwhile. */
		if (fds[1].revents != 0 && fds[1].fd == line)
			hear();
	}
}
