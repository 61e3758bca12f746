/* SPDX-License-Identifier: Apache-2.0 */
/* locked.c -- memory that reaches neither the swap nor a core file, and is
 * wiped when it is freed. */
#include "locked.h"

#include <string.h>
#include <sys/mman.h>

#define STACK_WIPED (32u << 10) /* deeper than what is called goes */

bool
csi_locked_init(struct csi_locked *locked, size_t len)
{
	void *at = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return false;
	locked->at = at;
	locked->len = len;
	locked->is_locked = mlock(at, len) == 0;
	(void)madvise(at, len, MADV_DONTDUMP);
	return true;
}

void
csi_locked_free(struct csi_locked *locked)
{
	if (locked->at != NULL) {
		explicit_bzero(locked->at, locked->len);
		munmap(locked->at, locked->len);
	}
	memset(locked, 0, sizeof(*locked));
}

__attribute__((noinline)) void
csi_locked_wipe_stack(void)
{
	char stack[STACK_WIPED];

	explicit_bzero(stack, sizeof(stack));
}
