/* SPDX-License-Identifier: Apache-2.0 */
/* emulated.h -- whether the guest's machine is emulated, and how much slower it
 * is. */
#ifndef TESTS_GUEST_EMULATED_H
#define TESTS_GUEST_EMULATED_H

#include <stdbool.h>
#include <sys/stat.h>

/* QEMU without KVM interprets every instruction, of the program, of the kernel
 * and of the simulated device, on one processor: twenty times as long as here,
 * as README says.  What takes longer is no matter of the machine. */
#define EMULATED_FACTOR 20

/* User-mode Linux has no BIOS, and runs at the speed of this machine. */
static inline bool
is_emulated(void)
{
	struct stat meta;

	return stat("/sys/class/dmi/id/sys_vendor", &meta) == 0;
}

#endif
