/* SPDX-License-Identifier: Apache-2.0 */
/* test-vhci.c -- proves that the kernel takes what vhci.c makes for a USB
 * device: through its files and its own interface, usbdevfs. */
#include "plugged.h"
#include "tap.h"
#include "vhci.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define WAIT_MS 20000 /* for what must come */

/* clang-format off */
static const uint8_t device[] = {
	18, 1, 0x00, 0x02, 0xff, 0, 0, 64, 0x09, 0x12, 0x01, 0x00, 0x23, 0x01,
	1, 2, 0, 1
};
static const uint8_t configuration[] = {
	9, 2, 32, 0, 1, 1, 0, 0x80, 50,
	9, 4, 0, 0, 2, 0xff, 0, 0, 0,
	7, 5, 0x02, 2, 64, 0, 0,
	7, 5, 0x81, 2, 64, 0, 0,
};
/* clang-format on */
static const char *const strings[] = { "Counterseal", "Echo", NULL };
static const struct vhci_model model = {
	.speed = VHCI_FULL,
	.device = device,
	.configuration = configuration,
	.configuration_len = sizeof(configuration),
	.strings = strings,
};

static struct vhci_device *echo;

/* Says what it hears; of one byte, that number stands for an error. */
static int
hear(void *user, uint8_t endpoint, const uint8_t *bytes, size_t len)
{
	if (len == 1 && bytes[0] == 0)
		return VHCI_NAK;
	if (len == 1 && bytes[0] == 255)
		exit(0);
	if (len == 1)
		vhci_fail(echo, 0x81, bytes[0]);
	else
		vhci_send(echo, 0x81, bytes, len, true);
	return (int)len;
}

/* The vendor's request 1 tells its own value, or takes two bytes. */
static int
answer(void *user, const struct vhci_setup *setup, uint8_t *data)
{
	if (setup->request != 1)
		return -1;
	if ((setup->type & 0x80) != 0)
		memcpy(data, &setup->value, 2);
	return 2;
}

static void
serve(unsigned port, void *argument)
{
	static const struct vhci_ops ops = { answer, hear };

	echo = vhci_plug(&model, port, &ops, NULL);
	while (echo != NULL && vhci_dispatch(echo))
		continue;
}

static int
claim(const struct plugged *plugged)
{
	unsigned interface = 0;
	int fd = open(plugged->node, O_RDWR | O_CLOEXEC);

	if (fd >= 0 && ioctl(fd, USBDEVFS_CLAIMINTERFACE, &interface) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Returns what was moved, or -errno. */
static int
bulk(int fd, unsigned endpoint, void *data, unsigned len, unsigned timeout_ms)
{
	struct usbdevfs_bulktransfer transfer = { endpoint, len, timeout_ms,
		data };
	int moved = ioctl(fd, USBDEVFS_BULK, &transfer);

	return moved < 0 ? -errno : moved;
}

static int
request(int fd, uint8_t type, uint8_t number, uint16_t value, void *data)
{
	struct usbdevfs_ctrltransfer transfer = { type, number, value, 0, 2,
		WAIT_MS, data };
	int moved = ioctl(fd, USBDEVFS_CONTROL, &transfer);

	return moved < 0 ? -errno : moved;
}

static bool
has(const struct plugged *plugged, const char *file, const char *text)
{
	char path[96], line[64] = "";
	FILE *stream;

	snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/%s",
	    plugged->name, file);
	stream = fopen(path, "re");
	if (stream == NULL)
		return false;
	if (fgets(line, sizeof(line), stream) == NULL)
		line[0] = '\0';
	fclose(stream);
	line[strcspn(line, "\n")] = '\0';
	return strcmp(line, text) == 0;
}

static void
a_device_that_is_plugged_in_is_known_to_the_kernel(void)
{
	struct plugged plugged;

	if (!OK(plug(&plugged, 2, serve, NULL)))
		return;
	OK(has(&plugged, "idVendor", "1209"));
	OK(has(&plugged, "idProduct", "0001"));
	OK(has(&plugged, "speed", "12"));
	OK(has(&plugged, "manufacturer", "Counterseal"));
	OK(has(&plugged, "product", "Echo"));
	OK(strcmp(plugged.name, "1-3") == 0);
	unplug(&plugged);
	OK(!is_plugged(&plugged));
	OK(plug(&plugged, 2, serve, NULL));
	OK(strcmp(plugged.name, "1-3") == 0);
	unplug(&plugged);
}

static void
what_goes_out_comes_in_again_whatever_its_length(void)
{
	static const unsigned lens[] = { 2, 63, 64, 65, 128, 1295, 4000 };
	uint8_t out[4096], in[4096];
	struct plugged plugged;
	int fd;

	if (!OK(plug(&plugged, 0, serve, NULL)))
		return;
	fd = claim(&plugged);
	OK(fd >= 0);
	for (unsigned i = 0; i < sizeof(out); i++)
		out[i] = (uint8_t)(i * 7 + i / 256);
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		memset(in, 0, sizeof(in));
		OK(bulk(fd, 0x02, out, lens[i], WAIT_MS) == (int)lens[i]);
		OKF(bulk(fd, 0x81, in, sizeof(in), WAIT_MS) == (int)lens[i] &&
			memcmp(in, out, lens[i]) == 0,
		    "%u bytes", lens[i]);
	}
	close(fd);
	unplug(&plugged);
}

static void
a_control_request_is_answered_or_stalls(void)
{
	struct plugged plugged;
	uint16_t value = 0;
	int fd;

	if (!OK(plug(&plugged, 0, serve, NULL)))
		return;
	fd = open(plugged.node, O_RDWR | O_CLOEXEC);
	OK(request(fd, 0xc0, 1, 0x1234, &value) == 2 && value == 0x1234);
	OK(request(fd, 0x40, 1, 0, &value) == 2);
	OK(request(fd, 0xc0, 2, 0, &value) == -EPIPE);
	close(fd);
	unplug(&plugged);
}

static void
errors_reach_the_one_who_asked(void)
{
	uint8_t buf[64] = { 0 }, number;
	struct plugged plugged;
	unsigned in = 0x81;
	int fd;

	if (!OK(plug(&plugged, 0, serve, NULL)))
		return;
	fd = claim(&plugged);
	number = EPROTO;
	OK(bulk(fd, 0x02, &number, 1, WAIT_MS) == 1);
	OK(bulk(fd, 0x81, buf, sizeof(buf), WAIT_MS) == -EPROTO);
	number = EPIPE;
	OK(bulk(fd, 0x02, &number, 1, WAIT_MS) == 1);
	OK(bulk(fd, 0x81, buf, sizeof(buf), WAIT_MS) == -EPIPE);
	OKF(bulk(fd, 0x81, buf, sizeof(buf), WAIT_MS) == -EPIPE,
	    "it stays stalled");
	OK(ioctl(fd, USBDEVFS_CLEAR_HALT, &in) == 0);
	memcpy(buf, "hello", 5);
	OK(bulk(fd, 0x02, buf, 5, WAIT_MS) == 5);
	OK(bulk(fd, 0x81, buf, 2, WAIT_MS) == -EOVERFLOW);
	OK(bulk(fd, 0x02, buf, 5, WAIT_MS) == 5);
	OKF(bulk(fd, 0x81, buf, sizeof(buf), WAIT_MS) == 5, "and goes on");
	close(fd);
	unplug(&plugged);
}

static void
what_is_not_answered_can_be_taken_back(void)
{
	struct plugged plugged;
	uint8_t buf[64] = { 0 };
	int fd;

	if (!OK(plug(&plugged, 0, serve, NULL)))
		return;
	fd = claim(&plugged);
	OK(bulk(fd, 0x81, buf, sizeof(buf), 50) == -ETIMEDOUT);
	OK(bulk(fd, 0x02, buf, 1, 50) == -ETIMEDOUT);
	OK(bulk(fd, 0x02, buf, 5, WAIT_MS) == 5);
	OK(bulk(fd, 0x81, buf, sizeof(buf), WAIT_MS) == 5);
	close(fd);
	unplug(&plugged);
}

static void
a_device_can_go_in_the_middle(void)
{
	struct plugged plugged;
	uint8_t end = 255;
	int fd, moved;

	if (!OK(plug(&plugged, 0, serve, NULL)))
		return;
	fd = claim(&plugged);
	/* It goes before it says whether it took that. */
	moved = bulk(fd, 0x02, &end, 1, WAIT_MS);
	OKF(moved == -ENODEV || moved == -ESHUTDOWN || moved == -EPROTO, "%s",
	    strerror(-moved));
	unplug(&plugged);
	OK(bulk(fd, 0x02, &end, 1, WAIT_MS) == -ENODEV);
	close(fd);
}

int
main(void)
{
	if (system("modprobe vhci-hcd 2>/dev/null") != 0)
		printf("# vhci-hcd is part of the kernel, or is missing\n");
	RUN(a_device_that_is_plugged_in_is_known_to_the_kernel);
	RUN(what_goes_out_comes_in_again_whatever_its_length);
	RUN(a_control_request_is_answered_or_stalls);
	RUN(errors_reach_the_one_who_asked);
	RUN(what_is_not_answered_can_be_taken_back);
	RUN(a_device_can_go_in_the_middle);
	return tap_done();
}
