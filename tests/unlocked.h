/* SPDX-License-Identifier: Apache-2.0 */
/* unlocked.h -- what is done where no memory can be locked. */
#ifndef TESTS_UNLOCKED_H
#define TESTS_UNLOCKED_H

#include "tap.h"

#include <linux/capability.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNLOCKED_CANNOT 77

/* False: this process may lock memory all the same. */
static inline bool
unlocked_begin(void)
{
#ifndef __SANITIZE_ADDRESS__
	static char page[1 << 16] __attribute__((aligned(4096)));
#endif
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct data[2];
	const struct rlimit none = { 0, 0 };

	if (syscall(SYS_capget, &header, data) == 0) {
		data[0].effective &= ~(1u << CAP_IPC_LOCK);
		syscall(SYS_capset, &header, data);
	}
	setrlimit(RLIMIT_MEMLOCK, &none);
#ifdef __SANITIZE_ADDRESS__
	return false; /* its mlock() says that it did */
#else
	return mlock(page, sizeof(page)) != 0;
#endif
}

/* Runs what gives 0 where all is right, in a process of its own, which cannot
 * get the right back. */
static inline void
unlocked_run(int (*run)(void))
{
	pid_t pid;
	int status = -1;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(unlocked_begin() ? run() : UNLOCKED_CANNOT);
	OK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	if (WEXITSTATUS(status) == UNLOCKED_CANNOT)
		tap_skip("the right to lock memory cannot be dropped here");
	else
		OKF(WEXITSTATUS(status) == 0, "%d", WEXITSTATUS(status));
}

#endif
