/* SPDX-License-Identifier: Apache-2.0 */
/* record-sdt.c -- records what a simulated reader on USB and the library say
 * to each other, as the kernel's usbmon sees it.
 *
 *	record-sdt single|split FILE COMMAND...
 *
 * Plugs the reader into 1-2, runs COMMAND, and writes to FILE what the kernel
 * tells of the device and of every transfer meanwhile.  See README for the
 * form of the file. */
#include "plugged.h"
#include "sdt-device.h"
#include "simulator.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PORT 1

/* Documentation/usb/usbmon.rst, what read() gives. */
struct transfer {
	uint64_t id;
	uint8_t type, kind, endpoint, device;
	uint16_t bus;
	char has_setup, has_data;
	int64_t seconds;
	int32_t microseconds;
	int32_t status;
	uint32_t len, captured;
	uint8_t setup[8];
};

static void
die(const char *what)
{
	fprintf(stderr, "record-sdt: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Addresses of the kernel are not for others: a number stands for each. */
static unsigned
number_of(uint64_t id)
{
	static uint64_t known[256];
	unsigned i;

	for (i = 0; i < 255 && known[i] != 0 && known[i] != id; i++)
		continue;
	known[i] = id;
	return i + 1;
}

static void
write_transfer(FILE *file, const struct transfer *transfer, const uint8_t *data)
{
	fprintf(file, "%c %u %u %02x %d %u %d ", transfer->type,
	    number_of(transfer->id), transfer->kind, transfer->endpoint,
	    transfer->status, transfer->len, transfer->has_data);
	if (transfer->captured == 0)
		fprintf(file, "-");
	for (uint32_t i = 0; i < transfer->captured; i++)
		fprintf(file, "%02x", data[i]);
	fprintf(file, "\n");
}

/* What usbmon has seen of the device's bulk endpoints. */
static void
write_transfers(FILE *file, int monitor, unsigned device)
{
	uint8_t buf[65536];
	struct transfer transfer;

	for (;;) {
		ssize_t len = read(monitor, buf, sizeof(buf));

		if (len < (ssize_t)sizeof(transfer))
			return;
		memcpy(&transfer, buf, sizeof(transfer));
		if (transfer.device == device && transfer.kind == 3)
			write_transfer(file, &transfer, buf + sizeof(transfer));
	}
}

static void
run(char *const *command)
{
	pid_t pid = fork();
	int how;

	if (pid == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	waitpid(pid, &how, 0);
	if (!WIFEXITED(how) || WEXITSTATUS(how) != 0)
		die("the command failed");
}

/* What umockdev makes the device again of. */
static void
write_device(FILE *file, const struct plugged *plugged)
{
	char command[128], line[4096];
	FILE *lines;

	snprintf(command, sizeof(command),
	    "TMPDIR=/run umockdev-record /sys/bus/usb/devices/%s",
	    plugged->name);
	lines = popen(command, "r");
	while (lines != NULL && fgets(line, sizeof(line), lines) != NULL) {
		/* Only the device: no hub, no controller; and nothing that
		 * changes with the time. */
		if (line[0] == '\n')
			break;
		if (strncmp(line, "A: power/", 9) == 0 ||
		    strncmp(line, "A: urbnum=", 10) == 0)
			continue;
		fprintf(file, "device %s", line);
	}
	if (lines == NULL || pclose(lines) < 0)
		die("umockdev-record");
}

int
main(int argc, char **argv)
{
	struct sdt_device *device = sdt_device_new();
	static const char *const no_faults[] = { NULL };
	struct simulator simulator;
	struct plugged plugged;
	const char *number;
	int monitor;
	FILE *file;

	if (argc < 4) {
		fprintf(stderr, "usage: record-sdt single|split FILE "
				"COMMAND...\n");
		return 2;
	}
	if (system("modprobe -a vhci-hcd usbmon 2>/dev/null") != 0)
		fprintf(stderr, "record-sdt: no modules to load\n");
	if (!simulator_start(&simulator, true, "customer", no_faults))
		die("no simulator");
	device->tcp = (unsigned)atoi(simulator.where);
	device->is_split = strcmp(argv[1], "split") == 0;
	if (!plug(&plugged, PORT, sdt_device_serve, device))
		die("no device");
	file = fopen(argv[2], "we");
	monitor = open("/dev/usbmon1", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file == NULL || monitor < 0)
		die("no usbmon, or no file");
	write_device(file, &plugged);
	run(argv + 3);
	number = strrchr(plugged.node, '/') + 1;
	write_transfers(file, monitor, (unsigned)atoi(number));
	unplug(&plugged);
	simulator_end(&simulator);
	return fclose(file) != 0;
}
