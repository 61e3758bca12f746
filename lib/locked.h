/* SPDX-License-Identifier: Apache-2.0 */
/* locked.h -- memory that reaches neither the swap nor a core file, and is
 * wiped when it is freed. */
#ifndef CSI_LOCKED_H
#define CSI_LOCKED_H

#include <counterseal/types.h>

/* Pages of its own: locking is by page, so what shared one would be unlocked
 * with it.  All zero is none. */
struct csi_locked {
	void *at;
	size_t len;
	/* false: the system locks no more for this process (RLIMIT_MEMLOCK).
	 * It is used all the same, and whoever has it says so. */
	bool is_locked;
};

/* len bytes, which are zero.  False: out of memory. */
bool csi_locked_init(struct csi_locked *locked, size_t len);

/* Wipes, then frees. */
void csi_locked_free(struct csi_locked *locked);

/* Wipes what functions that were called before left on the stack: the crypto
 * library's digests and ciphers keep parts of what they work on there. */
void csi_locked_wipe_stack(void);

#endif
