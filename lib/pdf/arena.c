/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c -- memory that is asked for in small pieces and freed at once. */
#include "arena.h"

#include "error.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* What is read out of one file, at most; a hostile file of a few megabytes
 * would fill any memory with objects. */
#define ARENA_MOST  (UINT64_C(512) << 20)
#define CHUNK_LEAST ((size_t)8 << 10)
#define CHUNK_MOST  ((size_t)1 << 20)
#define ALIGN       alignof(max_align_t)

struct csi_pdf_chunk {
	struct csi_pdf_chunk *next;
	max_align_t bytes[];
};

static cseal_status
add_chunk(struct csi_pdf_arena *arena, size_t len, cseal_error **ret_error)
{
	struct csi_pdf_chunk *chunk;
	size_t room = CHUNK_LEAST;

	/* Every chunk is as large as all before it, within bounds. */
	if (arena->total > room)
		room = arena->total < CHUNK_MOST ? (size_t)arena->total
						 : CHUNK_MOST;
	if (room < len)
		room = len;
	room = (room + ALIGN - 1) / ALIGN * ALIGN;
	chunk = malloc(sizeof(*chunk) + room);
	if (chunk == NULL)
		return csi_fail_memory(ret_error);
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	arena->at = (uint8_t *)chunk->bytes;
	arena->left = room;
	arena->total += room;
	return CSEAL_OK;
}

cseal_status
csi_pdf_arena_take(struct csi_pdf_arena *arena, size_t len, void **ret_at,
    cseal_error **ret_error)
{
	cseal_status st;

	if (len > ARENA_MOST || arena->total > ARENA_MOST - len)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the objects of the document took more than %llu bytes",
		    (unsigned long long)ARENA_MOST);
	len = (len + ALIGN - 1) / ALIGN * ALIGN;
	if (len > arena->left) {
		st = add_chunk(arena, len, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	*ret_at = arena->at;
	arena->at += len;
	arena->left -= len;
	return CSEAL_OK;
}

void
csi_pdf_arena_free(struct csi_pdf_arena *arena)
{
	struct csi_pdf_chunk *chunk = arena->chunks, *next;

	for (; chunk != NULL; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	memset(arena, 0, sizeof(*arena));
}
