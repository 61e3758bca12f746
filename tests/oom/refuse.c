/* SPDX-License-Identifier: Apache-2.0 */
/* refuse.c -- the n-th allocation refused, for every n. */
#include "refuse.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#define CRYPTO_RUNS_MOST 400
#define SECONDS_MOST     300    /* of CPU in the program: a loop is a miss */
#define TABLE_SIZE       262144 /* a power of two */

enum origin { OWN, JSON, CRYPTO, ORIGINS };

static const char *const origin_names[] = { "own", "jansson", "OpenSSL" };

/* All of it guarded by lock: a test program may have threads. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long counts[ORIGINS]; /* allocations wanted in this run */
static enum origin target;
static unsigned long target_number; /* 0: nothing is refused */
static bool refuse_rest;            /* also whatever comes after it */
static bool refused;
static int paused;

static void *table[TABLE_SIZE]; /* what lives of OWN and JSON */
static size_t live;
static char tombstone;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
int __real_posix_memalign(void **ret, size_t alignment, size_t size);
void *__real_mmap(
    void *at, size_t len, int protection, int flags, int fd, off_t offset);
int __real_munmap(void *at, size_t len);
DIR *__real_opendir(const char *path);
char *__real_realpath(const char *path, char *resolved);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
void __wrap_free(void *old);
int __wrap_posix_memalign(void **ret, size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
int __wrap_vasprintf(char **ret, const char *format, va_list args)
    CSEAL_PRINTF(2, 0);
int __wrap_asprintf(char **ret, const char *format, ...) CSEAL_PRINTF(2, 3);
int __wrap___vasprintf_chk(
    char **ret, int flag, const char *format, va_list args) CSEAL_PRINTF(3, 0);
int __wrap___asprintf_chk(char **ret, int flag, const char *format, ...)
    CSEAL_PRINTF(3, 4);
void *__wrap_mmap(
    void *at, size_t len, int protection, int flags, int fd, off_t offset);
int __wrap_munmap(void *at, size_t len);
DIR *__wrap_opendir(const char *path);
char *__wrap_realpath(const char *path, char *resolved);

/* ---- counting and refusing ---------------------------------------------- */

static bool
may_have(enum origin origin)
{
	bool may = true;

	pthread_mutex_lock(&lock);
	if (paused == 0) {
		counts[origin]++;
		if (target_number != 0 && origin == target &&
		    counts[origin] == target_number)
			may = false;
		if (refused && refuse_rest)
			may = false;
		if (!may)
			refused = true;
	}
	pthread_mutex_unlock(&lock);
	if (!may)
		errno = ENOMEM;
	return may;
}

/* Where at is, or where it would be put. */
static void **
find_slot(const void *at, bool for_insert)
{
	size_t i =
	    (size_t)(((uintptr_t)at >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 40);
	void **slot;

	for (;; i++) {
		slot = &table[i & (TABLE_SIZE - 1)];
		if (*slot == at || *slot == NULL ||
		    (for_insert && *slot == &tombstone))
			return slot;
	}
}

static void
note_birth(void *at)
{
	if (at == NULL)
		return;
	pthread_mutex_lock(&lock);
	if (live > TABLE_SIZE / 2)
		abort(); /* larger than this harness is made for */
	*find_slot(at, true) = at;
	live++;
	pthread_mutex_unlock(&lock);
}

/* What the C library allocated by itself is not in the table. */
static void
note_death(void *at)
{
	void **slot;

	if (at == NULL)
		return;
	pthread_mutex_lock(&lock);
	slot = find_slot(at, false);
	if (*slot == at) {
		*slot = &tombstone;
		live--;
	}
	pthread_mutex_unlock(&lock);
}

static void
forget_tombs(void)
{
	pthread_mutex_lock(&lock);
	if (live == 0)
		memset(table, 0, sizeof(table));
	pthread_mutex_unlock(&lock);
}

/* ---- the wrapped functions ---------------------------------------------- */

static void *
own_malloc(enum origin origin, size_t size)
{
	void *at = may_have(origin) ? __real_malloc(size) : NULL;

	note_birth(at);
	return at;
}

void *
__wrap_malloc(size_t size)
{
	return own_malloc(OWN, size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	void *at = may_have(OWN) ? __real_calloc(count, size) : NULL;

	note_birth(at);
	return at;
}

void *
__wrap_realloc(void *old, size_t size)
{
	void *at;

	if (!may_have(OWN))
		return NULL;
	note_death(old);
	at = __real_realloc(old, size);
	note_birth(at != NULL ? at : old);
	return at;
}

void *
__wrap_reallocarray(void *old, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size) {
		errno = ENOMEM;
		return NULL;
	}
	return __wrap_realloc(old, count * size);
}

void
__wrap_free(void *old)
{
	note_death(old);
	__real_free(old);
}

int
__wrap_posix_memalign(void **ret, size_t alignment, size_t size)
{
	int number;

	if (!may_have(OWN))
		return ENOMEM;
	number = __real_posix_memalign(ret, alignment, size);
	if (number == 0)
		note_birth(*ret);
	return number;
}

void *
__wrap_aligned_alloc(size_t alignment, size_t size)
{
	void *at;

	return __wrap_posix_memalign(&at, alignment, size) == 0 ? at : NULL;
}

char *
__wrap_strndup(const char *text, size_t most)
{
	size_t len = strnlen(text, most);
	char *copy = own_malloc(OWN, len + 1);

	if (copy == NULL)
		return NULL;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *
__wrap_strdup(const char *text)
{
	return __wrap_strndup(text, SIZE_MAX);
}

int
__wrap_vasprintf(char **ret, const char *format, va_list args)
{
	va_list twice;
	char *text;
	int len;

	va_copy(twice, args);
	len = vsnprintf(NULL, 0, format, twice);
	va_end(twice);
	if (len < 0)
		return -1;
	text = own_malloc(OWN, (size_t)len + 1);
	if (text == NULL)
		return -1;
	vsnprintf(text, (size_t)len + 1, format, args);
	*ret = text;
	return len;
}

int
__wrap_asprintf(char **ret, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = __wrap_vasprintf(ret, format, args);
	va_end(args);
	return len;
}

int
__wrap___vasprintf_chk(char **ret, int flag, const char *format, va_list args)
{
	return __wrap_vasprintf(ret, format, args);
}

int
__wrap___asprintf_chk(char **ret, int flag, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = __wrap_vasprintf(ret, format, args);
	va_end(args);
	return len;
}

void *
__wrap_mmap(
    void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
	void *mapped;

	if ((flags & MAP_ANONYMOUS) == 0)
		return __real_mmap(at, len, protection, flags, fd, offset);
	if (!may_have(OWN))
		return MAP_FAILED;
	mapped = __real_mmap(at, len, protection, flags, fd, offset);
	if (mapped != MAP_FAILED)
		note_birth(mapped);
	return mapped;
}

int
__wrap_munmap(void *at, size_t len)
{
	note_death(at);
	return __real_munmap(at, len);
}

DIR *
__wrap_opendir(const char *path)
{
	return may_have(OWN) ? __real_opendir(path) : NULL;
}

char *
__wrap_realpath(const char *path, char *resolved)
{
	char *real;

	if (resolved == NULL && !may_have(OWN))
		return NULL;
	real = __real_realpath(path, resolved);
	if (resolved == NULL)
		note_birth(real);
	return real;
}

static void *
json_malloc_or_not(size_t size)
{
	return own_malloc(JSON, size);
}

static void *
crypto_malloc(size_t size, const char *file, int line)
{
	return may_have(CRYPTO) ? __real_malloc(size) : NULL;
}

static void *
crypto_realloc(void *old, size_t size, const char *file, int line)
{
	return may_have(CRYPTO) ? __real_realloc(old, size) : NULL;
}

static void
crypto_free(void *old, const char *file, int line)
{
	__real_free(old);
}

/* ---- running ------------------------------------------------------------ */

void
refuse_init(void)
{
	const struct itimerval limit = { .it_value.tv_sec = SECONDS_MOST };

	json_set_alloc_funcs(json_malloc_or_not, __wrap_free);
	if (CRYPTO_set_mem_functions(
		crypto_malloc, crypto_realloc, crypto_free) != 1)
		abort(); /* OpenSSL was used before */
	if (setitimer(ITIMER_PROF, &limit, NULL) != 0)
		abort();
}

void
refuse_pause(void)
{
	pthread_mutex_lock(&lock);
	paused++;
	pthread_mutex_unlock(&lock);
}

void
refuse_resume(void)
{
	pthread_mutex_lock(&lock);
	paused--;
	pthread_mutex_unlock(&lock);
}

struct run {
	cseal_status st;
	cseal_error *error;
	size_t leaked;
};

static void
run_once(refuse_op op, void *user, struct run *run)
{
	size_t before;

	forget_tombs();
	before = live;
	memset(counts, 0, sizeof(counts));
	refused = false;
	run->error = NULL;
	run->st = op(user, &run->error);
	target_number = 0;
	refuse_rest = false;
	/* The error is the caller's, and is not a leak. */
	refuse_pause();
	ERR_clear_error();
	refuse_resume();
	run->leaked = live - before;
}

static bool
is_allowed(const struct run *run, enum origin origin, cseal_status usual)
{
	if (run->st == usual || run->st == CSEAL_FAULT_MEMORY)
		return true;
	return origin == CRYPTO && run->st != CSEAL_OK;
}

/* Frees the error, then judges. */
static bool
judge(const char *name, struct run *run, enum origin origin,
    unsigned long number, bool rest, cseal_status usual)
{
	bool agrees = cseal_error_status(run->error) == run->st;
	bool is_fine = agrees && is_allowed(run, origin, usual);
	size_t before = live;

	if (!is_fine)
		printf(
		    "# %s: %s allocation %lu%s: returned %s, error %s (%s)\n",
		    name, origin_names[origin], number,
		    rest ? " and all after it" : "", cseal_status_name(run->st),
		    cseal_status_name(cseal_error_status(run->error)),
		    cseal_error_text(run->error));
	cseal_error_free(run->error);
	run->leaked -= before - live;
	if (run->leaked != 0)
		printf("# %s: %s allocation %lu%s: %zu allocations leaked\n",
		    name, origin_names[origin], number,
		    rest ? " and all after it" : "", run->leaked);
	return is_fine && run->leaked == 0;
}

static bool
refuse_one_by_one(const char *name, refuse_op op, void *user,
    enum origin origin, unsigned long most, bool rest, cseal_status usual)
{
	unsigned long stride = 1;
	struct run run;

	if (origin == CRYPTO && most > CRYPTO_RUNS_MOST)
		stride = most / CRYPTO_RUNS_MOST + 1;
	for (unsigned long number = 1;; number += stride) {
		target = origin;
		target_number = number;
		refuse_rest = rest;
		run_once(op, user, &run);
		if (!refused) {
			cseal_error_free(run.error);
			return true;
		}
		if (!judge(name, &run, origin, number, rest, usual))
			return false;
	}
}

/* The first fills caches, the second counts. */
static bool
run_with_memory(const char *name, refuse_op op, void *user, cseal_status usual)
{
	struct run run = { 0 };
	bool is_fine = true;

	for (int i = 0; i < 2; i++) {
		run_once(op, user, &run);
		is_fine =
		    run.st == usual && cseal_error_status(run.error) == run.st;
		if (!is_fine)
			printf("# %s: with memory: %s (%s)\n", name,
			    cseal_status_name(run.st),
			    cseal_error_text(run.error));
		if (i == 0 || !is_fine)
			cseal_error_free(run.error);
		if (!is_fine)
			return false;
	}
	return judge(name, &run, OWN, 0, false, usual);
}

bool
refuse_each(const char *name, refuse_op op, void *user, cseal_status usual)
{
	unsigned long most[ORIGINS];
	bool is_fine = run_with_memory(name, op, user, usual);

	memcpy(most, counts, sizeof(most));
	for (int origin = OWN; is_fine && origin < ORIGINS; origin++) {
		for (int rest = 0; is_fine && rest < 2; rest++)
			is_fine = refuse_one_by_one(name, op, user,
			    (enum origin)origin, most[origin], rest, usual);
	}
	printf(
	    "# %s: %lu allocations refused, %lu of jansson, %lu of OpenSSL\n",
	    name, most[OWN], most[JSON], most[CRYPTO]);
	return is_fine;
}
