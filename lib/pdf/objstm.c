/* SPDX-License-Identifier: Apache-2.0 */
/* objstm.c -- object streams (ISO 32000-1, 7.5.7): inflated when an object
 * in them is asked for, and kept as long as there is room.
 *
 * A stream that is kept is in the list and in the cache; what was read from
 * it is in the arena, so that it can go. */
#include "error.h"
#include "inside.h"

#include <stdlib.h>
#include <string.h>

/* One of them decoded; all that are kept; and all that were ever decoded: to
 * load each object once takes no more than that. */
#define OBJSTM_MOST     ((size_t)64 << 20)
#define OBJSTMS_MOST    ((size_t)64 << 20)
#define INFLATED_MOST   (UINT64_C(1) << 30)
#define PER_OBJSTM_MOST 1000000

struct place {
	uint32_t number;
	size_t at, end;
};

struct csi_pdf_objstm {
	struct csi_pdf_objstm *next, *last;
	uint32_t number;
	struct csi_bytes data;
	uint32_t count;
	struct place *places;
};

static void
unlink_objstm(csi_pdf_reader *reader, struct csi_pdf_objstm *objstm)
{
	if (objstm->last != NULL)
		objstm->last->next = objstm->next;
	else
		reader->objstms = objstm->next;
	if (objstm->next != NULL)
		objstm->next->last = objstm->last;
	objstm->next = objstm->last = NULL;
}

static void
link_objstm(csi_pdf_reader *reader, struct csi_pdf_objstm *objstm)
{
	objstm->next = reader->objstms;
	if (objstm->next != NULL)
		objstm->next->last = objstm;
	reader->objstms = objstm;
}

static void
free_objstm(struct csi_pdf_objstm *objstm)
{
	if (objstm == NULL)
		return;
	csi_bytes_free(&objstm->data);
	free(objstm->places);
	free(objstm);
}

void
csi_pdf_objstms_free(csi_pdf_reader *reader)
{
	struct csi_pdf_objstm *objstm = reader->objstms, *next;

	for (; objstm != NULL; objstm = next) {
		next = objstm->next;
		free_objstm(objstm);
	}
	reader->objstms = NULL;
}

static size_t
weight(const struct csi_pdf_objstm *objstm)
{
	return objstm->data.room + objstm->count * sizeof(*objstm->places);
}

/* Lets those go that were not used for longest; the first one stays. */
static void
make_room(csi_pdf_reader *reader)
{
	struct csi_pdf_objstm *objstm = reader->objstms, *last;
	struct csi_pdf_known *known;

	while (objstm->next != NULL)
		objstm = objstm->next;
	while (
	    reader->objstm_bytes > OBJSTMS_MOST && objstm != reader->objstms) {
		last = objstm->last;
		known = csi_pdf_known_find(&reader->cache, objstm->number);
		if (known != NULL)
			known->objstm = NULL;
		reader->objstm_bytes -= weight(objstm);
		unlink_objstm(reader, objstm);
		free_objstm(objstm);
		objstm = last;
	}
}

static int
compare_places(const void *a, const void *b)
{
	const struct place *left = *(const struct place *const *)a;
	const struct place *right = *(const struct place *const *)b;

	return left->at < right->at ? -1 : left->at > right->at;
}

/* Lenient: the objects are not in the order of their numbers. */
static cseal_status
find_ends(struct csi_pdf_objstm *objstm, cseal_error **ret_error)
{
	struct place **sorted;
	size_t end = objstm->data.len;

	sorted = calloc(objstm->count, sizeof(struct place *));
	if (sorted == NULL)
		return csi_fail_memory(ret_error);
	for (uint32_t i = 0; i < objstm->count; i++)
		sorted[i] = &objstm->places[i];
	qsort(sorted, objstm->count, sizeof(struct place *), compare_places);
	for (uint32_t i = objstm->count; i-- > 0;) {
		sorted[i]->end = end;
		if (i > 0 && sorted[i - 1]->at < sorted[i]->at)
			end = sorted[i]->at;
	}
	free(sorted);
	return CSEAL_OK;
}

/* The pairs of number and offset that come first. */
static cseal_status
read_places(csi_pdf_reader *reader, struct csi_pdf_objstm *objstm, size_t first,
    cseal_error **ret_error)
{
	struct csi_pdf_lexer lexer = { objstm->data.at,
		objstm->data.at + first };
	struct csi_pdf_token number, offset;
	struct place *place = objstm->places;
	bool ordered = true;

	for (uint32_t i = 0; i < objstm->count; i++, place++) {
		csi_pdf_lex(&lexer, &number);
		csi_pdf_lex(&lexer, &offset);
		if (number.kind != CSI_PDF_TOKEN_INTEGER ||
		    number.integer < 0 ||
		    number.integer > CSI_PDF_NUMBER_MOST ||
		    offset.kind != CSI_PDF_TOKEN_INTEGER ||
		    offset.integer < 0 ||
		    (uint64_t)offset.integer > objstm->data.len - first)
			return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
			    "an object stream had a bad head");
		place->number = (uint32_t)number.integer;
		place->at = first + (size_t)offset.integer;
		place->end = objstm->data.len;
		if (i == 0)
			continue;
		place[-1].end = place->at;
		ordered = ordered && place[-1].at < place->at;
	}
	if (ordered)
		return CSEAL_OK;
	if (reader->strict)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the objects of an object stream were out of order");
	return find_ends(objstm, ret_error);
}

static cseal_status
decode(csi_pdf_reader *reader, const struct csi_pdf_value *stream,
    struct csi_pdf_objstm *objstm, cseal_error **ret_error)
{
	int64_t count, first;
	cseal_status st;

	if (stream->type != CSI_PDF_STREAM ||
	    (reader->strict &&
		!csi_pdf_is_name(csi_pdf_find(stream, "Type"), "ObjStm")) ||
	    !csi_pdf_as_integer(
		csi_pdf_find(stream, "N"), 0, PER_OBJSTM_MOST, &count) ||
	    !csi_pdf_as_integer(
		csi_pdf_find(stream, "First"), 0, OBJSTM_MOST, &first))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "an object stream was none");
	if (reader->inflated > INFLATED_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the object streams held more than %llu bytes",
		    (unsigned long long)INFLATED_MOST);
	/* Its filters may not refer to objects, or reading one object would
	 * need another that needs another. */
	st = csi_pdf_stream_data_direct(
	    reader, stream, OBJSTM_MOST, &objstm->data, ret_error);
	if (st != CSEAL_OK)
		return st;
	reader->inflated += objstm->data.len;
	if ((size_t)first > objstm->data.len || count > first)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "an object stream was too short");
	objstm->count = (uint32_t)count;
	objstm->places = calloc((size_t)count + 1, sizeof(*objstm->places));
	if (objstm->places == NULL)
		return csi_fail_memory(ret_error);
	if (count == 0)
		return CSEAL_OK;
	return read_places(reader, objstm, (size_t)first, ret_error);
}

static cseal_status
read_objstm(csi_pdf_reader *reader, uint32_t number,
    struct csi_pdf_objstm *objstm, cseal_error **ret_error)
{
	struct csi_pdf_object object;
	struct csi_pdf_row row;
	cseal_status st;

	if (csi_pdf_needs_key(reader))
		return cseal_fail(ret_error, CSEAL_REFUSED_ENCRYPTED,
		    "the document is encrypted, and was not opened");
	st = csi_pdf_row_of(reader, number, &row, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (row.kind != CSI_PDF_ROW_OFFSET)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "it was not an object of the file");
	st = csi_pdf_read_object(
	    reader, row.offset, CSI_PDF_LENGTH_UNPACKED, &object, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (object.ref.number != number ||
	    (reader->strict && object.ref.generation != row.generation))
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "object %u %u stood in its place", object.ref.number,
		    object.ref.generation);
	return decode(reader, &object.value, objstm, ret_error);
}

/* So that a failure is not repeated for every object in the stream. */
static void
remember(csi_pdf_reader *reader, uint32_t number, cseal_status st)
{
	struct csi_pdf_known *known;

	if (number == 0 || st == CSEAL_FAULT_MEMORY)
		return;
	if (csi_pdf_known_of(&reader->cache, number, &known, NULL) == CSEAL_OK)
		known->objstm_status = st;
}

static cseal_status
add_objstm(csi_pdf_reader *reader, uint32_t number,
    struct csi_pdf_objstm **ret_objstm, cseal_error **ret_error)
{
	struct csi_pdf_objstm *objstm;
	struct csi_pdf_known *known;
	cseal_status st;

	objstm = calloc(1, sizeof(*objstm));
	if (objstm == NULL)
		return csi_fail_memory(ret_error);
	objstm->number = number;
	st = read_objstm(reader, number, objstm, ret_error);
	if (st == CSEAL_OK)
		st =
		    csi_pdf_known_of(&reader->cache, number, &known, ret_error);
	if (st != CSEAL_OK) {
		free_objstm(objstm);
		remember(reader, number, st);
		return cseal_fail_note(ret_error, st,
		    "the object stream %u could not be read", number);
	}
	known->objstm = objstm;
	link_objstm(reader, objstm);
	reader->objstm_bytes += weight(objstm);
	make_room(reader);
	*ret_objstm = objstm;
	return CSEAL_OK;
}

static cseal_status
find_objstm(csi_pdf_reader *reader, uint32_t number,
    struct csi_pdf_objstm **ret_objstm, cseal_error **ret_error)
{
	struct csi_pdf_known *known;

	known = csi_pdf_known_find(&reader->cache, number);
	if (known != NULL && known->objstm_status != CSEAL_OK)
		return cseal_fail(ret_error, known->objstm_status,
		    "the object stream %u could not be read before", number);
	if (known == NULL || known->objstm == NULL)
		return add_objstm(reader, number, ret_objstm, ret_error);
	unlink_objstm(reader, known->objstm);
	link_objstm(reader, known->objstm);
	*ret_objstm = known->objstm;
	return CSEAL_OK;
}

/* The row's index counts; lenient: the number does, wherever it stands. */
static const struct place *
find_place(csi_pdf_reader *reader, const struct csi_pdf_objstm *objstm,
    uint32_t number, uint32_t index)
{
	if (index < objstm->count && objstm->places[index].number == number)
		return &objstm->places[index];
	if (reader->strict ||
	    csi_pdf_count_work(reader, objstm->count * sizeof(*objstm->places),
		NULL) != CSEAL_OK)
		return NULL;
	for (uint32_t i = 0; i < objstm->count; i++) {
		if (objstm->places[i].number == number)
			return &objstm->places[i];
	}
	return NULL;
}

cseal_status
csi_pdf_packed_text(csi_pdf_reader *reader, uint32_t number,
    const struct csi_pdf_row *row, struct csi_span *ret_text,
    cseal_error **ret_error)
{
	struct csi_pdf_objstm *objstm = NULL;
	const struct place *place;
	cseal_status st;
	size_t len;
	void *at;

	st = find_objstm(reader, row->stream, &objstm, ret_error);
	if (st != CSEAL_OK)
		return st;
	place = find_place(reader, objstm, number, row->index);
	if (place == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the object stream %u did not have object %u", row->stream,
		    number);
	len = place->end - place->at;
	st = csi_pdf_arena_take(&reader->arena, len + 1, &at, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(at, objstm->data.at + place->at, len);
	ret_text->at = at;
	ret_text->len = len;
	return CSEAL_OK;
}

cseal_status
csi_pdf_objstm_numbers(csi_pdf_reader *reader, uint32_t number,
    const uint32_t **ret_numbers, uint32_t *ret_count, cseal_error **ret_error)
{
	struct csi_pdf_objstm *objstm = NULL;
	uint32_t *numbers;
	cseal_status st;
	void *at;

	st = find_objstm(reader, number, &objstm, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_arena_take(&reader->arena,
	    ((size_t)objstm->count + 1) * sizeof(*numbers), &at, ret_error);
	if (st != CSEAL_OK)
		return st;
	numbers = at;
	for (uint32_t i = 0; i < objstm->count; i++)
		numbers[i] = objstm->places[i].number;
	*ret_numbers = numbers;
	*ret_count = objstm->count;
	return CSEAL_OK;
}
