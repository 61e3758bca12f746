/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h -- memory that is asked for in small pieces and freed at once. */
#ifndef CSI_PDF_ARENA_H
#define CSI_PDF_ARENA_H

#include <counterseal/error.h>

struct csi_pdf_chunk;

/* All zero is an empty arena. */
struct csi_pdf_arena {
	struct csi_pdf_chunk *chunks;
	uint8_t *at;
	size_t left;
	uint64_t total;
};

/* Aligned for every type; not cleared.  Status: FAULT_MEMORY, REFUSED_LIMIT
 * when the arena has grown too large. */
cseal_status csi_pdf_arena_take(struct csi_pdf_arena *arena, size_t len,
    void **ret_at, cseal_error **ret_error);
void csi_pdf_arena_free(struct csi_pdf_arena *arena);

#endif
