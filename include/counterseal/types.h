/* SPDX-License-Identifier: Apache-2.0 */
/* types.h -- names of the opaque objects, and the rules that hold for all. */
#ifndef COUNTERSEAL_TYPES_H
#define COUNTERSEAL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In front of functions; of objects, whose names are the same in C++,
 * CSEAL_API_DATA. */
#if defined(__GNUC__)
#define CSEAL_API_DATA     __attribute__((visibility("default")))
#define CSEAL_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define CSEAL_API_DATA
#define CSEAL_PRINTF(f, a)
#endif
#if defined(__cplusplus)
#define CSEAL_API extern "C" CSEAL_API_DATA
#else
#define CSEAL_API CSEAL_API_DATA
#endif

/*
 * Threads: an object is used by one thread at a time.  Different objects of
 * one context may be used by different threads.  Only cseal_cancel_request()
 * may be called on an object that another thread is using.
 *
 * Ownership: what comes back through a `ret_` parameter is the caller's, and
 * has a _free function.  What a getter returns is borrowed from the object
 * it was asked of, and lives as long as that object.  Every _free function
 * takes NULL.
 *
 * Failure: a function that can fail returns a cseal_status.  On success it
 * leaves *ret_error alone; on failure it leaves every other `ret_` parameter
 * alone.  ret_error may be NULL; if it is not, *ret_error is NULL on entry.
 *
 * Time: a function that can block takes timeout_ms (the budget of the whole
 * call; negative: no limit) and cancel (may be NULL).
 *
 * Text is UTF-8.
 */

typedef struct cseal_context cseal_context;
typedef struct cseal_error cseal_error;
typedef struct cseal_cancel cseal_cancel;
typedef struct cseal_secret cseal_secret;
typedef struct cseal_escrow cseal_escrow;
typedef struct cseal_device_list cseal_device_list;
typedef struct cseal_device_watch cseal_device_watch;
typedef struct cseal_identity cseal_identity;
typedef struct cseal_photo cseal_photo;
typedef struct cseal_ink cseal_ink;
typedef struct cseal_ink_preview cseal_ink_preview;
typedef struct cseal_photo_preview cseal_photo_preview;
typedef struct cseal_signer cseal_signer;
typedef struct cseal_document cseal_document;
typedef struct cseal_pending cseal_pending;
typedef struct cseal_attachments cseal_attachments;
typedef struct cseal_report cseal_report;

/* Length given to say that a timeout is not wanted. */
#define CSEAL_NO_TIMEOUT (-1)

#endif
