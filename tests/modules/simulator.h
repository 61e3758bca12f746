/* SPDX-License-Identifier: Apache-2.0 */
/* simulator.h -- starts and ends the SAM simulator of the demonstration
 * hall. */
#ifndef TESTS_SIMULATOR_H
#define TESTS_SIMULATOR_H

#include <stdbool.h>
#include <sys/types.h>

#define SIMULATOR_ARGUMENTS_MOST 16

struct simulator {
	pid_t pid;
	int from;       /* its standard output */
	char where[64]; /* path of the pty, or port */
	char uri[128];  /* sdt:tty:... or sdt:tcp:... */
};

/* card is a file of tests/hall/cards without its end; faults, words for
 * --fault, end with NULL.  False if it did not start. */
bool simulator_start(struct simulator *simulator, bool on_tcp, const char *card,
    const char *const *faults);
/* The one that takes the place of a pty that was unplugged: waits for it, and
 * uri is that of the new one. */
bool simulator_follow(struct simulator *simulator, bool on_tcp);
void simulator_end(struct simulator *simulator);

#endif
