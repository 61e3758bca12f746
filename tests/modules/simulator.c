/* SPDX-License-Identifier: Apache-2.0 */
/* simulator.c -- starts and ends the SAM simulator. */
#include "simulator.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* HALL_DIR is the folder tests/hall of the source. */
static void
run(bool on_tcp, const char *card, const char *const *faults, int out)
{
	const char *args[SIMULATOR_ARGUMENTS_MOST * 2 + 8] = { "sam-simulator",
		"--card", card };
	int count = 3;

	args[count++] = on_tcp ? "--tcp" : "--pty";
	if (on_tcp)
		args[count++] = "0";
	for (int i = 0; faults[i] != NULL && i < SIMULATOR_ARGUMENTS_MOST;
	     i++) {
		args[count++] = "--fault";
		args[count++] = faults[i];
	}
	dup2(out, 1);
	execv(HALL_DIR "/sam-simulator", (char *const *)(uintptr_t)args);
	_exit(127);
}

static bool
read_line(int fd, char *line, size_t room)
{
	size_t len = 0;

	while (len + 1 < room) {
		ssize_t n = read(fd, line + len, 1);

		if (n != 1)
			return false;
		if (line[len] == '\n')
			break;
		len++;
	}
	line[len] = '\0';
	return true;
}

static bool
hear(struct simulator *simulator, bool on_tcp)
{
	char line[80];

	if (!read_line(simulator->from, line, sizeof(line)) ||
	    strlen(line) <= 4)
		return false;
	snprintf(simulator->where, sizeof(simulator->where), "%.60s", line + 4);
	snprintf(simulator->uri, sizeof(simulator->uri),
	    on_tcp ? "sdt:tcp:127.0.0.1:%s" : "sdt:tty:%s", simulator->where);
	return true;
}

bool
simulator_start(struct simulator *simulator, bool on_tcp, const char *card,
    const char *const *faults)
{
	char path[512];
	int pipe_fds[2];

	memset(simulator, 0, sizeof(*simulator));
	simulator->from = -1;
	snprintf(path, sizeof(path), "%s/cards/%s.card", HALL_DIR, card);
	if (pipe2(pipe_fds, O_CLOEXEC) != 0)
		return false;
	simulator->pid = fork();
	if (simulator->pid == 0)
		run(on_tcp, path, faults, pipe_fds[1]);
	close(pipe_fds[1]);
	simulator->from = pipe_fds[0];
	if (simulator->pid <= 0 || !hear(simulator, on_tcp)) {
		simulator_end(simulator);
		return false;
	}
	return true;
}

bool
simulator_follow(struct simulator *simulator, bool on_tcp)
{
	return on_tcp || hear(simulator, on_tcp);
}

void
simulator_end(struct simulator *simulator)
{
	if (simulator->from >= 0)
		close(simulator->from);
	simulator->from = -1;
	if (simulator->pid <= 0)
		return;
	kill(simulator->pid, SIGTERM);
	waitpid(simulator->pid, NULL, 0);
	simulator->pid = 0;
}
