/* SPDX-License-Identifier: Apache-2.0 */
/* refuse.h -- the n-th allocation refused, for every n.
 *
 * refuse_each() runs one operation again and again: first with all memory it
 * wants, then with its 1st, 2nd, 3rd ... allocation refused, until one run
 * wants fewer.  Each n is tried twice: only that allocation is refused, and
 * that one and all after it.  After every run it checks that
 *   - the operation said CSEAL_FAULT_MEMORY, or what it says with memory (the
 *     allocation was optional); where OpenSSL was refused, any failure;
 *   - status and error agree, and success left no error;
 *   - as many allocations of our code and of jansson live as before.
 * The first miss ends it.  A crash shows itself, best in a sanitizer build.
 *
 * What is refused: malloc and its kin, anonymous mmap, opendir and realpath in
 * everything linked into the program (ld --wrap, see Makefile.inc), jansson and
 * OpenSSL (of more than CRYPTO_RUNS_MOST allocations there, evenly chosen ones).
 * A module's .so is included if it is linked with $(oom_module_ldflags).
 *
 * An operation makes all it needs, does one thing, and frees all of it, also
 * what it made before it failed.  OpenSSL's caches are filled by the first
 * runs; what OpenSSL leaks is LeakSanitizer's business. */
#ifndef TESTS_REFUSE_H
#define TESTS_REFUSE_H

#include <counterseal/error.h>

/* Before anything else in main(), and before OpenSSL is used. */
void refuse_init(void);

typedef cseal_status (*refuse_op)(void *user, cseal_error **ret_error);

/* For OK(refuse_each(...)): tells in comments what it did.  usual is what the operation says with memory: CSEAL_OK
 * but for a test of a failure. */
bool refuse_each(
    const char *name, refuse_op op, void *user, cseal_status usual);

/* Inside an operation: no refusal between the two, for what is not tested. */
void refuse_pause(void);
void refuse_resume(void);

#endif
