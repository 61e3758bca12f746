/* SPDX-License-Identifier: Apache-2.0 */
/* device.h -- which readers, cameras, pads and signers are there now. */
#ifndef COUNTERSEAL_DEVICE_H
#define COUNTERSEAL_DEVICE_H

#include <counterseal/cancel.h>
#include <counterseal/context.h>

typedef enum cseal_kind {
	CSEAL_KIND_READER = 1,   /* reads identity documents */
	CSEAL_KIND_CAMERA = 2,   /* takes photos */
	CSEAL_KIND_PAD = 3,      /* captures handwriting */
	CSEAL_KIND_SIGNER = 4,   /* a certificate with its key */
	CSEAL_KIND_FETCH = 5,    /* speaks HTTP for the library */
	CSEAL_KIND_TYPESET = 6,  /* sets text */
	CSEAL_KIND_REPAIR = 7,   /* writes damaged PDFs anew */
	CSEAL_KIND_SYMBOL = 8,   /* encodes text as a QR code */
	CSEAL_KIND_TRUSTLIST = 9, /* reads trusted lists */
	CSEAL_KIND_GAUGE = 10, /* measures photos */
	CSEAL_KIND_MATCHER = 11, /* compares faces */
	CSEAL_KIND_PICTURE = 12  /* opens pictures that few programs can */
} cseal_kind;

/* Bits for `kinds`; 0 asks for reader, camera, pad and signer. */
#define CSEAL_KIND_BIT(kind) (1u << (kind))

/* "reader", "camera", ...; NULL for an unknown kind.  Static. */
CSEAL_API const char *cseal_kind_name(cseal_kind kind);

typedef enum cseal_device_state {
	CSEAL_DEVICE_READY = 0,
	CSEAL_DEVICE_BUSY = 1,   /* somebody else holds it */
	CSEAL_DEVICE_LOCKED = 2, /* a PIN is blocked */
	CSEAL_DEVICE_DENIED = 3, /* the system refuses access */
	CSEAL_DEVICE_ABSENT = 4  /* configured, but not there */
} cseal_device_state;

/* "ready", "busy", ...; NULL for an unknown state.  Static. */
CSEAL_API const char *cseal_device_state_name(cseal_device_state state);

/* What an entry says of a device.  Borrowed from its list or event. */
struct cseal_device {
	size_t size;
	cseal_kind kind;
	cseal_device_state state;
	bool is_virtual;    /* plays a script: not a device */
	const char *uri;    /* what the other calls take */
	const char *title;  /* for people */
	const char *module; /* id of the module that serves it */
};

/*
 * Asks every module of those kinds what is there, and adds the devices that
 * the configuration names.  Blocks as long as the slowest module looks (a
 * smart card takes tens of milliseconds).  A module that fails is logged and
 * left out: the list is never the reason why a counter stands still.
 */
CSEAL_API cseal_status cseal_device_list_new(cseal_context *context,
    unsigned kinds, int timeout_ms, cseal_cancel *cancel,
    cseal_device_list **ret_list, cseal_error **ret_error);
CSEAL_API size_t cseal_device_list_count(const cseal_device_list *list);
CSEAL_API const struct cseal_device *cseal_device_list_at(
    const cseal_device_list *list, size_t i);
CSEAL_API void cseal_device_list_free(cseal_device_list *list);

typedef enum cseal_device_change {
	CSEAL_DEVICE_ARRIVED = 1,
	CSEAL_DEVICE_LEFT = 2,
	CSEAL_DEVICE_CHANGED = 3 /* state or title */
} cseal_device_change;

/*
 * Hot-plug.  Poll the descriptor for reading in the loop that the
 * application has; when it is readable, call _dispatch() and then _next()
 * until it says false.  What is there at the start is reported as arrived.
 */
CSEAL_API cseal_status cseal_device_watch_new(cseal_context *context,
    unsigned kinds, cseal_device_watch **ret_watch, cseal_error **ret_error);
CSEAL_API int cseal_device_watch_fd(const cseal_device_watch *watch);
CSEAL_API cseal_status cseal_device_watch_dispatch(
    cseal_device_watch *watch, cseal_error **ret_error);
/* *ret_device is borrowed until the next call on the watch. */
CSEAL_API bool cseal_device_watch_next(cseal_device_watch *watch,
    cseal_device_change *ret_change, const struct cseal_device **ret_device);
CSEAL_API void cseal_device_watch_free(cseal_device_watch *watch);

/* One finding of the doctor: what is not as it should be, and the cure. */
struct cseal_finding {
	size_t size;
	bool is_problem;   /* false: for information */
	const char *about; /* module id or "core" */
	const char *text;
	const char *cure; /* NULL if there is none to give */
};

typedef void (*cseal_finding_fn)(
    void *user, const struct cseal_finding *finding);

/* Asks the core and every module why something is not there; calls report
 * once a finding, in this thread, before it returns. */
CSEAL_API cseal_status cseal_device_doctor(cseal_context *context,
    cseal_finding_fn report, void *user, cseal_error **ret_error);

#endif
