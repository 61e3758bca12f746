/* SPDX-License-Identifier: Apache-2.0 */
/* status.h -- what every fallible call returns. */
#ifndef COUNTERSEAL_STATUS_H
#define COUNTERSEAL_STATUS_H

#include <counterseal/types.h>

/*
 * The hundreds are the class: who can make the next attempt succeed.  New
 * values are added inside their class, so an application that acts on the
 * class acts rightly on a value that did not exist when it was compiled.
 */
typedef enum cseal_status {
	CSEAL_OK = 0,

	/* 1xx: the person at the counter does it again */
	CSEAL_AGAIN_INK_TOO_SHORT = 100, /* nothing or too little was written */
	CSEAL_AGAIN_NO_CARD = 101,       /* no card was put on the reader */
	CSEAL_AGAIN_CARD_LIFTED = 102,   /* the card left before it was read */
	CSEAL_AGAIN_PIN_WRONG = 103,     /* the token refused the PIN */
	CSEAL_AGAIN_PHOTO_UNUSABLE =
	    104, /* the camera gave no usable picture */
	CSEAL_AGAIN_PASSWORD_WRONG = 105, /* it did not open the document */

	/* 2xx: somebody, or the clock, stopped it */
	CSEAL_STOPPED_CANCELLED = 200, /* cseal_cancel_request() was called */
	CSEAL_STOPPED_TIMEOUT = 201,   /* timeout_ms ran out */
	CSEAL_STOPPED_DECLINED = 202,  /* the customer pressed cancel */

	/* 3xx: the clerk acts at the counter */
	CSEAL_COUNTER_NO_DEVICE = 300,     /* nothing there under that name */
	CSEAL_COUNTER_DEVICE_BUSY = 301,   /* somebody else holds it */
	CSEAL_COUNTER_DEVICE_GONE = 302,   /* unplugged while it was used */
	CSEAL_COUNTER_DEVICE_FAILED = 303, /* it answered that it cannot */
	CSEAL_COUNTER_PIN_NEEDED = 304,    /* no PIN was given */
	CSEAL_COUNTER_PIN_LOCKED = 305,    /* the PIN is blocked in the token */
	CSEAL_COUNTER_CARD_UNREADABLE = 306, /* the card, or its data, is bad */
	CSEAL_COUNTER_PASSWORD_NEEDED = 307, /* the document has one */

	/* 4xx: an administrator acts */
	CSEAL_SETUP_NO_MODULE = 400,       /* no module serves that URI */
	CSEAL_SETUP_MODULE_UNFIT = 401,    /* a module did not load or fit */
	CSEAL_SETUP_CONFIG = 402,          /* the configuration is wrong */
	CSEAL_SETUP_PERMISSION = 403,      /* the system refused access */
	CSEAL_SETUP_NO_KEY = 404,          /* no such key or certificate */
	CSEAL_SETUP_KEY_UNSUPPORTED = 405, /* the key cannot do what is asked */
	CSEAL_SETUP_FILE = 406,      /* a file cannot be opened or written */
	CSEAL_SETUP_DISK_FULL = 407, /* no room, or a quota */
	CSEAL_SETUP_NO_FONT = 408,   /* no font has a needed character */
	CSEAL_SETUP_TRUST = 409,     /* trust anchors cannot be read */

	/* 5xx: it must not be signed, or cannot be used as it is */
	CSEAL_REFUSED_CERT_EXPIRED = 500,
	CSEAL_REFUSED_CERT_NOT_YET_VALID = 501,
	CSEAL_REFUSED_CERT_USAGE = 502,   /* not made for signing documents */
	CSEAL_REFUSED_KEY_MISMATCH = 503, /* key and certificate differ */
	CSEAL_REFUSED_NOT_A_PDF = 504,
	CSEAL_REFUSED_DAMAGED = 505, /* cannot be read without guessing */
	CSEAL_REFUSED_ENCRYPTED = 506,
	CSEAL_REFUSED_FORBIDDEN = 507,   /* an earlier signature forbids it */
	CSEAL_REFUSED_FIELD = 508,       /* no such field, or signed already */
	CSEAL_REFUSED_PLACE = 509,       /* no such page, or off the page */
	CSEAL_REFUSED_INPUT = 510,       /* an image, ink or data is unusable */
	CSEAL_REFUSED_LIMIT = 511,       /* larger than a named limit */
	CSEAL_REFUSED_UNSUPPORTED = 512, /* a form this version does not do */
	CSEAL_REFUSED_CERT_REVOKED = 513, /* its issuer took it back */

	/* 6xx: code, or a service, is at fault */
	CSEAL_FAULT_MODULE = 600,      /* a module broke its contract */
	CSEAL_FAULT_MEMORY = 601,      /* out of memory */
	CSEAL_FAULT_APPLICATION = 602, /* wrong arguments from the caller */
	CSEAL_FAULT_INTERNAL = 603,    /* this library is wrong */
	CSEAL_FAULT_CRYPTO = 604, /* the crypto library or a token failed */
	CSEAL_FAULT_DEVICE = 605, /* a device broke its protocol */
	CSEAL_FAULT_REMOTE = 606  /* a remote service failed */
} cseal_status;

typedef enum cseal_status_class {
	CSEAL_CLASS_OK = 0,
	CSEAL_CLASS_AGAIN = 1,
	CSEAL_CLASS_STOPPED = 2,
	CSEAL_CLASS_COUNTER = 3,
	CSEAL_CLASS_SETUP = 4,
	CSEAL_CLASS_REFUSED = 5,
	CSEAL_CLASS_FAULT = 6
} cseal_status_class;

/* The class of any value, also of values newer than this library; a value
 * outside every class is a fault. */
CSEAL_API cseal_status_class cseal_status_class_of(cseal_status status);

/* The name as written above without CSEAL_, such as "AGAIN_NO_CARD"; never
 * NULL.  Static. */
CSEAL_API const char *cseal_status_name(cseal_status status);

/* One English sentence for people; translate by name.  Never NULL. Static. */
CSEAL_API const char *cseal_status_text(cseal_status status);

/* Who can make the next attempt succeed, by its class: "customer", "caller"
 * (whoever stopped it), "clerk", "administrator", "nobody" (it must not be
 * signed) or "developer"; "" for success.  Static. */
CSEAL_API const char *cseal_status_who(cseal_status status);

#endif
