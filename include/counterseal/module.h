/* SPDX-License-Identifier: Apache-2.0 */
/* module.h -- the other face: what a device module sees. Not for applications.
 *
 * A module is one shared object, ID.so, that exports one function,
 * cseal_module_v1().  Its id is SCHEME-KIND ("sdt-reader"): the scheme is
 * what stands before the first colon of the URIs it serves, the kind is the
 * name of one of the tables below.  A module is loaded when one of its URIs
 * is opened, or when devices of its kind are listed; never before.
 *
 * The core checks every argument before it calls a driver, and checks what
 * came back.  A driver is called by one thread at a time for one opened
 * device, and may be called by several threads for several devices.
 */
#ifndef COUNTERSEAL_MODULE_H
#define COUNTERSEAL_MODULE_H

#include <counterseal/device.h>
#include <counterseal/error.h>
#include <counterseal/identity.h>
#include <counterseal/ink.h>
#include <counterseal/photo.h>
#include <counterseal/signer.h>

#define CSEAL_MODULE_ABI 1u

/* ---- services: what the core does for a module ---------------------- */

typedef struct cseal_host cseal_host; /* the core, as one module sees it */
typedef struct cseal_wait cseal_wait; /* deadline and cancel of one call */
typedef struct cseal_blob cseal_blob; /* bytes handed to the core */
typedef struct cseal_evidence cseal_evidence;   /* what a reader read */
typedef struct cseal_finder cseal_finder;       /* collects devices */
typedef struct cseal_trustlist cseal_trustlist; /* what a list says */

/* Makes the first note of an error and returns status, so that failing is
 * one statement.  Never fails itself: out of memory uses a static error. */
CSEAL_API cseal_status cseal_fail(cseal_error **ret_error, cseal_status status,
    const char *format, ...) CSEAL_PRINTF(3, 4);

/* Puts a note on top of an error; returns the status it has. */
CSEAL_API cseal_status cseal_fail_note(cseal_error **ret_error,
    cseal_status status, const char *format, ...) CSEAL_PRINTF(3, 4);

/* SETUP_PERMISSION: the node at path could not be opened; with the group to
 * join, if one may read and write it that is not root's. */
CSEAL_API cseal_status cseal_fail_denied(
    const char *path, cseal_error **ret_error);

/* CSEAL_OK, STOPPED_CANCELLED or STOPPED_TIMEOUT. */
CSEAL_API cseal_status cseal_wait_check(
    cseal_wait *wait, cseal_error **ret_error);

/* Milliseconds left; INT_MAX where there is no limit; 0 when it is over. */
CSEAL_API int cseal_wait_left_ms(const cseal_wait *wait);

/* Readable when the call was cancelled, for a module that polls itself; -1
 * where nobody can cancel. */
CSEAL_API int cseal_wait_fd(const cseal_wait *wait);

/*
 * Polls fd for events (poll(2)) until they happen, step_ms passes (negative:
 * no limit of its own) or the wait ends.  *ret_events is 0 when the step
 * passed.  POLLERR, POLLHUP and POLLNVAL are reported as events.  fd -1
 * sleeps for the step.
 */
CSEAL_API cseal_status cseal_wait_poll(cseal_wait *wait, int fd, short events,
    int step_ms, short *ret_events, cseal_error **ret_error);

/* Starts a thread that nobody joins, and that gets no signal: those are for the
 * application's threads.  Returns 0, or a number of errno. */
CSEAL_API int cseal_thread_start(void *(*run)(void *user), void *user);

/*
 * Has a device given back by a thread of the core's, and waits most_ms at most:
 * a driver of the kernel may take seconds, and a call that was cancelled has
 * not so much as one.  Whoever opens a device of the module waits before until
 * this is over.  give_back touches neither the host nor anything else of the
 * context, which may be gone by then; a module that calls this is linked to
 * stay in memory (-z nodelete).  Without memory for a thread, it is called here.
 */
CSEAL_API void cseal_give_back(cseal_host *host,
    void (*give_back)(void *device), void *device, int most_ms);

/* Logs as "module:ID". */
CSEAL_API void cseal_host_log(cseal_host *host, cseal_log_level level,
    const char *format, ...) CSEAL_PRINTF(3, 4);

/*
 * Memory for what may reach neither the swap nor a core file, such as what a
 * pen does: len bytes in pages of their own, all zero.  Where the system locks
 * no more for this process (RLIMIT_MEMLOCK), that is logged as a warning, and
 * the memory is used all the same.  NULL: out of memory.
 */
CSEAL_API void *cseal_locked_new(cseal_host *host, size_t len);
/* Wipes, then frees, without the host.  Takes NULL. */
CSEAL_API void cseal_locked_free(void *memory);

/* Value of key in the configuration section [module ID], or NULL. */
CSEAL_API const char *cseal_host_setting(cseal_host *host, const char *key);

/* URI number i that the configuration names ([devices] KIND = URI) and this
 * module serves, or NULL past the end: for the doctor, and for finding what
 * looking around does not show, such as a device behind a network address.
 * One that finding does not report is listed as absent. */
CSEAL_API const char *cseal_host_named(cseal_host *host, size_t i);

/* A program that reads bytes and answers with bytes, for work that is better
 * done in a process of its own. */
struct cseal_program {
	size_t size;
	const char *path; /* absolute; it is its own first argument */
	const void *input;
	size_t input_len;
	size_t output_most; /* bytes; more is REFUSED_LIMIT */
};

/*
 * Runs it to its end, or kills it when the wait ends: without a shell, an
 * environment or files that are open, and with limits of memory (2 GiB),
 * processor time (60 s) and files (it writes none).  *ret_output is what it
 * said on its standard output, to be freed with free(), and *ret_exit its exit
 * code.  Status: SETUP_FILE (no such program), REFUSED_INPUT (a signal ended
 * it, such as that of a limit), REFUSED_LIMIT, STOPPED_*, FAULT_MEMORY.
 */
CSEAL_API cseal_status cseal_host_run(cseal_host *host,
    const struct cseal_program *program, cseal_wait *wait, void **ret_output,
    size_t *ret_len, int *ret_exit, cseal_error **ret_error);

/* A serial line. */
typedef struct cseal_tty cseal_tty;

/*
 * Opens it for nobody else, raw, 8N1, without flow control, modem lines not
 * heeded, at any speed in baud that it has within 3 %; calls on it do not
 * block.  Status: COUNTER_NO_DEVICE, COUNTER_DEVICE_BUSY, SETUP_PERMISSION,
 * SETUP_CONFIG (not at that speed), FAULT_MEMORY.
 */
CSEAL_API cseal_status cseal_tty_open(const char *path, unsigned baud,
    cseal_tty **ret_tty, cseal_error **ret_error);
/* To read, write and wait for; it stays the line's. */
CSEAL_API int cseal_tty_fd(const cseal_tty *tty);
/* Gives it its settings back and drops what came.  Blocks while what was sent
 * leaves, with a device that is gone for as long as the kernel has patience
 * (30 s): who cannot wait drops that before, with tcflush(3).  Takes NULL. */
CSEAL_API void cseal_tty_close(cseal_tty *tty);

/* Text as a picture, for a device that has a screen and no fonts. */
struct cseal_raster_request {
	size_t size;
	const char *text;             /* UTF-8; lines end with \n */
	const char *font;             /* as in cseal_text_request */
	uint32_t text_px;             /* height of the font, */
	uint32_t text_least_px;       /* down to which it shrinks to fit */
	uint32_t width_px, height_px; /* of the picture */
	bool is_centred;              /* else from the left */
};

#define CSEAL_RASTER_SIDE_MOST 4096 /* pixels */

/*
 * Has the typeset module draw it, in the middle of the height.  ret_grey has
 * room for width_px * height_px bytes, row by row from the top: 0 where there
 * is nothing, 255 where all is text.  Status: SETUP_NO_MODULE, SETUP_NO_FONT,
 * REFUSED_INPUT (it does not fit), REFUSED_UNSUPPORTED (the module sets no
 * pictures), STOPPED_*, FAULT_MODULE, FAULT_MEMORY.
 */
CSEAL_API cseal_status cseal_host_raster(cseal_host *host,
    const struct cseal_raster_request *request, cseal_wait *wait,
    uint8_t *ret_grey, cseal_error **ret_error);

/* Copies len bytes to the end of the blob.  Status: FAULT_MEMORY,
 * REFUSED_LIMIT (the core's limit for this call). */
CSEAL_API cseal_status cseal_blob_append(
    cseal_blob *blob, const void *bytes, size_t len, cseal_error **ret_error);

/* What the markers of a JPEG file say. */
struct cseal_jpeg_facts {
	size_t size;
	uint32_t width, height; /* pixels */
	size_t len;             /* up to the end of its end marker */
};

/*
 * Whether the bytes begin with a whole JPEG file that a photo can be (ISO/IEC
 * 10918-1, Annex B), by its markers: pixels are not decoded.  Huffman tables
 * may be missing, as in Motion JPEG: the core puts in the typical ones when it
 * gets the file.  Status: REFUSED_INPUT, REFUSED_LIMIT.
 */
CSEAL_API cseal_status cseal_jpeg_check(const void *bytes, size_t len,
    struct cseal_jpeg_facts *ret_facts, cseal_error **ret_error);

/* Hands over one raw file of an identity document by the name that its
 * standard gives it: see identity files below.  Copied, wiped when freed. */
CSEAL_API cseal_status cseal_evidence_add(cseal_evidence *evidence,
    const char *name, const void *bytes, size_t len, cseal_error **ret_error);

/* Bytes of a secret that the core lends to a driver; do not copy them to
 * memory that is not wiped. */
CSEAL_API const void *cseal_secret_bytes(
    const cseal_secret *secret, size_t *ret_len);

/* Asks the application for a PIN.  Status: what it answered, and
 * COUNTER_PIN_NEEDED where it gave no way to ask.  The secret is freed by
 * cseal_secret_free(). */
typedef struct cseal_pin_entry cseal_pin_entry;
CSEAL_API cseal_status cseal_pin_ask(const cseal_pin_entry *entry,
    const char *title, bool again, bool last_try, cseal_secret **ret_secret,
    cseal_error **ret_error);
CSEAL_API void cseal_secret_free(cseal_secret *secret);

/* Reports one device found.  uri and title are copied.  A URI reported twice
 * counts once. */
CSEAL_API cseal_status cseal_finder_add(cseal_finder *finder, const char *uri,
    const char *title, cseal_device_state state, cseal_error **ret_error);

/* Where a doctor says its findings: what it was called with. */
struct cseal_desk {
	cseal_finding_fn report;
	void *user;
};

#define CSEAL_FINDING_MOST 1023 /* bytes of its text; what is more is cut */

/* Reports one finding, of the module that is asked; the text is made one clean
 * line.  cure may be NULL: there is none to give.  Blocks no longer than the
 * application, which hears it before this returns. */
CSEAL_API void cseal_desk_say(const struct cseal_desk *desk, bool is_problem,
    const char *cure, const char *format, ...) CSEAL_PRINTF(4, 5);

/* Reports that the node at path is there and may not be used, and what helps:
 * to join the group that may; or else what the udev rule of that file's name
 * lacks, which gives such nodes to the group counterseal (NULL: there is no
 * rule of ours). */
CSEAL_API void cseal_desk_say_denied(
    const struct cseal_desk *desk, const char *path, const char *rule);

/* ---- identity files ------------------------------------------------- */

/* Resident ID card and its kin through a SAM (GA/T 467). */
#define CSEAL_FILE_SDT_TEXT        "sdt.text"     /* 256 bytes, UTF-16LE */
#define CSEAL_FILE_SDT_PHOTO       "sdt.photo"    /* WLT, opaque */
#define CSEAL_FILE_SDT_PORTRAIT    "sdt.portrait" /* PNG made of it */
#define CSEAL_FILE_SDT_FINGERPRINT "sdt.fingerprint"
#define CSEAL_FILE_SDT_ADDRESS     "sdt.address" /* n x 70, UTF-16LE */
#define CSEAL_FILE_SDT_SAM         "sdt.sam"     /* 16 bytes, as read */

/* Chip of a travel document (ICAO 9303-10): whole elementary files, with the
 * tag that they begin with. */
#define CSEAL_FILE_EMRTD_COM           "emrtd.com"
#define CSEAL_FILE_EMRTD_SOD           "emrtd.sod"
#define CSEAL_FILE_EMRTD_CARD_ACCESS   "emrtd.card-access"
#define CSEAL_FILE_EMRTD_CARD_SECURITY "emrtd.card-security"
#define CSEAL_FILE_EMRTD_DG            "emrtd.dg" /* and 1 to 16 */
/* How the reader got access, which is no file of the chip: "open", "bac" or
 * "pace", after which more words may follow.  The last of them is "short" where
 * no lengths beyond a byte could be used, or "short-reader" or "short-card"
 * where one of them said so by itself. */
#define CSEAL_FILE_EMRTD_ACCESS "emrtd.access"
/*
 * How the chip proved that it is genuine, likewise no files of it: data objects
 * side by side, with a tag of one byte and a length as in BER (ICAO 9303-11).
 *
 * Active authentication (6.1): 80, the challenge; 81, the status word; 82, what
 * the chip said.
 */
#define CSEAL_FILE_EMRTD_ACTIVE "emrtd.active-authentication"
/* Chip authentication (6.2): 80, the object identifier of the protocol without
 * tag and length; 81, the name of the key, if it has one; 82, the number that
 * the reader drew; 83, the status word of the last step; 84, the first answer
 * under the keys that were agreed on, with its status word. */
#define CSEAL_FILE_EMRTD_AGREEMENT "emrtd.chip-authentication"
/* PACE with chip authentication mapping (4.4.3.3.3): 80, the number of the
 * parameters; 81, what the chip drew for the mapping; 82, the number that it
 * gave with its token. */
#define CSEAL_FILE_EMRTD_MAPPING "emrtd.chip-mapping"

/* What a token holds (PKCS #11): all X.509 certificates that it shows, DER, one
 * after another.  Data objects beside them are of one card only, as its files
 * are. */
#define CSEAL_FILE_TOKEN_CERTIFICATES "token.certificates"
/* Belgian identity card: EF(ID#RRN), EF(SGN#ID#RRN), EF(ID#Address),
 * EF(SGN#Address#RRN), EF(ID#Photo), EF(Cert#8). */
#define CSEAL_FILE_BE_IDENTITY           "be.identity"
#define CSEAL_FILE_BE_IDENTITY_SIGNATURE "be.identity-signature"
#define CSEAL_FILE_BE_ADDRESS            "be.address"
#define CSEAL_FILE_BE_ADDRESS_SIGNATURE  "be.address-signature"
#define CSEAL_FILE_BE_PHOTO              "be.photo"
#define CSEAL_FILE_BE_REGISTER           "be.register-certificate"
/* Italian services card (CNS): EF.Dati_personali. */
#define CSEAL_FILE_IT_PERSONAL "it.personal-data"
/* Portuguese citizen card of 2007: EF02 and EF05 of 5F00. */
#define CSEAL_FILE_PT_CITIZEN "pt.citizen-data"
#define CSEAL_FILE_PT_ADDRESS "pt.address"
/* PIV (NIST SP 800-73-4): Card Holder Unique Identifier, Printed Information,
 * Cardholder Facial Image. */
#define CSEAL_FILE_PIV_HOLDER  "piv.holder-identifier"
#define CSEAL_FILE_PIV_PRINTED "piv.printed-information"
#define CSEAL_FILE_PIV_FACE    "piv.facial-image"

/* ---- what every driver has ------------------------------------------ */

/* Looks for devices and calls cseal_finder_add() for each. */
typedef cseal_status (*cseal_find_fn)(cseal_host *host, cseal_finder *finder,
    cseal_wait *wait, cseal_error **ret_error);

/* Hot-plug by descriptor: readable when devices may have come or gone; after
 * dispatch the core looks again with find.  A driver without a descriptor
 * leaves the table out and is looked at once a second. */
struct cseal_watch_ops {
	size_t size;
	cseal_status (*open)(
	    cseal_host *host, void **ret_watch, cseal_error **ret_error);
	int (*fd)(void *watch);
	cseal_status (*dispatch)(
	    void *watch, bool *ret_changed, cseal_error **ret_error);
	void (*close)(void *watch);
};

/* A watch for the tables of any driver whose devices have nodes in /dev, in
 * /dev/input or in /dev/bus/usb: nodes that come, go, or change owner or mode,
 * and what udev knows of them.  An object, not a function, for a table to have
 * its address. */
CSEAL_API_DATA extern const struct cseal_watch_ops cseal_node_watch;

/* Waits for a node or a link to one, where it is not there and udev may be about
 * to make it, as it is after a replug: until udev was idle for 100 ms, and for
 * 5 s at most.  OK says only that there is nothing more to wait for.  Status:
 * STOPPED_*. */
CSEAL_API cseal_status cseal_node_await(
    const char *path, cseal_wait *wait, cseal_error **ret_error);

/* Says why something is not there: calls report for each finding. */
typedef void (*cseal_doctor_fn)(
    cseal_host *host, cseal_finding_fn report, void *user);

/* ---- one small table per kind --------------------------------------- */
/* open: uri is whole ("sdt:tty:/dev/ttyUSB0").  size is as compiled;
 * additions go to the end.  An operation marked optional may be NULL. */

struct cseal_read_request {
	size_t size;
	int card_wait_ms; /* negative: until the wait ends */
	bool want_fingerprint;
	const char *mrz, *can; /* NULL where not given */
	/* For what is shown only after a PIN; NULL: nobody is to be asked. */
	const cseal_pin_entry *pin;
};

struct cseal_reader_ops {
	size_t size;
	cseal_status (*open)(cseal_host *host, const char *uri,
	    cseal_wait *wait, void **ret_reader, cseal_error **ret_error);
	void (*close)(void *reader);
	cseal_status (*read)(void *reader,
	    const struct cseal_read_request *request, cseal_wait *wait,
	    cseal_evidence *evidence, cseal_error **ret_error);
};

struct cseal_shot_request {
	size_t size;
	uint32_t width, height; /* wished; 0: the camera's choice */
};

struct cseal_camera_ops {
	size_t size;
	cseal_status (*open)(cseal_host *host, const char *uri,
	    cseal_wait *wait, void **ret_camera, cseal_error **ret_error);
	void (*close)(void *camera);
	/* Puts one JPEG file into the blob. */
	cseal_status (*shoot)(void *camera,
	    const struct cseal_shot_request *request, cseal_wait *wait,
	    cseal_blob *jpeg, cseal_error **ret_error);
	/*
	 * Optional; tables that end here have none, and shoot() is called
	 * instead, again and again.  Puts what the camera sees next into the
	 * blob, one JPEG file, without waiting until exposure and focus are
	 * right: for who looks on.  The camera goes on in between, and what it
	 * makes before the next call is lost.  It is always asked for the same,
	 * and shoot() is not called on it.
	 */
	cseal_status (*follow)(void *camera,
	    const struct cseal_shot_request *request, cseal_wait *wait,
	    cseal_blob *jpeg, cseal_error **ret_error);
};

typedef enum cseal_pad_button {
	CSEAL_PAD_NONE = 0,
	CSEAL_PAD_OK = 1,
	CSEAL_PAD_CLEAR = 2,
	CSEAL_PAD_CANCEL = 3
} cseal_pad_button;

struct cseal_pad_ops {
	size_t size;
	cseal_status (*open)(cseal_host *host, const char *uri,
	    cseal_wait *wait, void **ret_pad, cseal_error **ret_error);
	void (*close)(void *pad);
	/* Shows the prompt (NULL: none) where there is a screen, and starts
	 * inking. */
	cseal_status (*start)(void *pad, const char *prompt, cseal_wait *wait,
	    cseal_error **ret_error);
	/* Waits for samples or a button: at most room samples into buf, in
	 * order, *ret_button what was pressed after them. */
	cseal_status (*read)(void *pad, struct cseal_ink_sample *buf,
	    size_t room, cseal_wait *wait, size_t *ret_count,
	    cseal_pad_button *ret_button, cseal_error **ret_error);
	/*
	 * Optional; tables that end here have none.  Asked after OK: how came
	 * what read() gave since start(), or since CSEAL_PAD_CLEAR?  Fills in
	 * what the pad can tell; the rest stays as it is, which is zero.  A
	 * module that is newer than the core writes no more than account->size
	 * bytes.  Neither blocks nor fails.
	 */
	void (*account)(void *pad, struct cseal_ink_account *account);
};

/* Largest signature value a driver may give: RSA 8192. */
#define CSEAL_SIGNATURE_MOST 1024

struct cseal_sign_item {
	size_t size;
	const uint8_t *digest; /* of the length its algorithm has */
	size_t digest_len;
	uint8_t *value;   /* CSEAL_SIGNATURE_MOST bytes of room */
	size_t value_len; /* set by the driver */
};

struct cseal_signer_ops {
	size_t size;
	/* Finds the one key and certificate that uri names.  Does not log in
	 * before it has to.  certificate_file as in cseal_signer_options. */
	cseal_status (*open)(cseal_host *host, const char *uri,
	    const char *certificate_file, const cseal_pin_entry *pin,
	    cseal_wait *wait, void **ret_signer, cseal_error **ret_error);
	void (*close)(void *signer);
	/* How many certificates are known, and number i as DER: 0 is the
	 * signer's, then its issuers. */
	size_t (*chain_count)(void *signer);
	cseal_status (*certificate)(
	    void *signer, size_t i, cseal_blob *der, cseal_error **ret_error);
	/* Signs every digest under one login.  RSA: the value as RFC 8017
	 * gives it; ECDSA: DER Ecdsa-Sig-Value (RFC 3279, 2.2.3);
	 * SM2: likewise, and the digest has Z in it already: what is signed
	 * is the digest as it is. */
	cseal_status (*sign)(void *signer, cseal_scheme scheme,
	    cseal_digest digest, struct cseal_sign_item *items, size_t count,
	    cseal_wait *wait, cseal_error **ret_error);
};

struct cseal_text_request {
	size_t size;
	const char *text; /* lines end with \n */
	const char *font; /* as fontconfig names it; NULL: default */
	uint32_t text_um; /* height of the font */
	/* Where the text is too high, the largest font that fits, down to
	 * this; 0: only text_um. */
	uint32_t text_least_um;
	uint32_t width_um;  /* lines are wrapped here; 0: not wrapped */
	uint32_t height_um; /* longer text is REFUSED_INPUT; 0: no end */
	uint32_t color;     /* 0xRRGGBB */
	/* Shapes instead of characters of a font, which PDF/A-1 wants to know
	 * more of than most that embed one say. */
	bool as_outlines;
};

struct cseal_typeset_ops {
	size_t size;
	/* Puts a one-page PDF with the text into the blob: transparent,
	 * fonts embedded as subsets, selectable; the media box is the
	 * text's own size.  Status: SETUP_NO_FONT names the character. */
	cseal_status (*typeset)(cseal_host *host,
	    const struct cseal_text_request *request, cseal_wait *wait,
	    cseal_blob *pdf, cseal_error **ret_error);
	/* Optional.  Puts the picture that cseal_host_raster() gives into the
	 * blob, all of it; sides and font heights were checked. */
	cseal_status (*raster)(cseal_host *host,
	    const struct cseal_raster_request *request, cseal_wait *wait,
	    cseal_blob *grey, cseal_error **ret_error);
};

struct cseal_repair_ops {
	size_t size;
	/* Puts a new PDF into the blob: what can be saved of a damaged one,
	 * which is hostile, in bounded time and memory.  Status:
	 * REFUSED_DAMAGED, REFUSED_ENCRYPTED, REFUSED_LIMIT. */
	cseal_status (*repair)(cseal_host *host, const void *bytes, size_t len,
	    cseal_wait *wait, cseal_blob *pdf, cseal_error **ret_error);
};

struct cseal_symbol_request {
	size_t size;
	const char *text;      /* UTF-8, not empty */
	unsigned lost_percent; /* that may be lost: 7, 15, 25 or 30 */
};

#define CSEAL_SYMBOL_SIDE_MOST 177 /* version 40 of a QR code */

struct cseal_symbol_ops {
	size_t size;
	/* Puts the modules of a square symbol into the blob, a byte each, 1
	 * dark and 0 light, row by row from the top left; no quiet zone.
	 * Status: REFUSED_LIMIT (more text than it holds), REFUSED_INPUT. */
	cseal_status (*encode)(cseal_host *host,
	    const struct cseal_symbol_request *request, cseal_wait *wait,
	    cseal_blob *modules, cseal_error **ret_error);
};

/* What is measured of a photo, at a scale of the module's choice; see
 * cseal_photo_quality. */
struct cseal_gauge_reading {
	size_t size;
	uint32_t light, contrast; /* luma, 0 to 255 */
	uint32_t sharpness;       /* thousandths of the contrast */
	uint32_t dark_permille, bright_permille;
};

struct cseal_gauge_ops {
	size_t size;
	/* The file is a JPEG by its markers, its pixels are hostile.  Status:
	 * REFUSED_INPUT, REFUSED_LIMIT. */
	cseal_status (*measure)(cseal_host *host, const void *jpeg, size_t len,
	    cseal_wait *wait, struct cseal_gauge_reading *reading,
	    cseal_error **ret_error);
};

struct cseal_match_request {
	size_t size;
	const void *portrait; /* hostile, as is the photo */
	size_t portrait_len;
	const char *portrait_type; /* as of cseal_identity_portrait() */
	const void *photo;         /* JPEG */
	size_t photo_len;
};

struct cseal_match_answer {
	size_t size;
	double score, threshold; /* see cseal_photo_likeness */
	/* Whose score it is: name, version, and what tells its model from
	 * others, such as a part of its digest. */
	char matcher[CSEAL_MATCHER_MOST + 1];
};

struct cseal_matcher_ops {
	size_t size;
	/* Status: REFUSED_INPUT names which of the two has no face, or more
	 * than one, or cannot be read. */
	cseal_status (*compare)(cseal_host *host,
	    const struct cseal_match_request *request, cseal_wait *wait,
	    struct cseal_match_answer *answer, cseal_error **ret_error);
};

struct cseal_picture_request {
	size_t size;
	const void *bytes; /* hostile */
	size_t len;
	const char *media_type;  /* "image/jp2" or "image/j2c" */
	cseal_picture_form form; /* to be made of it */
};

struct cseal_picture_ops {
	size_t size;
	/* Puts the picture into the blob in another form, as wide and high as
	 * it was.  Status: REFUSED_INPUT, REFUSED_LIMIT, STOPPED_*. */
	cseal_status (*decode)(cseal_host *host,
	    const struct cseal_picture_request *request, cseal_wait *wait,
	    cseal_blob *picture, cseal_error **ret_error);
};

/* ---- trusted lists (ETSI TS 119 612) -------------------------------- */
/* Texts are one line of UTF-8, times are seconds since 1970.  What is handed
 * over is copied. */

struct cseal_der {
	const void *bytes;
	size_t len;
};

#define CSEAL_TRUSTLIST_TEXT_MOST         512 /* bytes of a name or a URI */
#define CSEAL_TRUSTLIST_CERTIFICATES_MOST 256 /* of one service or pointer */
#define CSEAL_TRUSTLIST_PERIODS_MOST      256 /* of one service */

struct cseal_trustlist_request {
	size_t size;
	const void *bytes; /* hostile */
	size_t len;
	/* One of them must have signed the list. */
	const struct cseal_der *signers;
	size_t signer_count;
};

struct cseal_trustlist_head {
	size_t size;
	size_t signer;         /* which of those of the request signed */
	const char *type;      /* 5.3.3, a URI */
	const char *territory; /* 5.3.10, such as "DE" */
	int64_t issued;        /* 5.3.14 */
	int64_t next_update;   /* 5.3.15; 0: the list is closed */
};

/* Another list, and who signs it (5.3.13). */
struct cseal_trustlist_pointer {
	size_t size;
	const char *type, *territory;
	const char *mime_type; /* "" if not said */
	const struct cseal_der *signers;
	size_t signer_count;
};

/* What a service was from a time on, until the next one begins. */
struct cseal_trustlist_period {
	const char *type;   /* 5.5.1, a URI */
	const char *status; /* 5.5.4, a URI */
	int64_t since;      /* 5.5.5 */
	/* 5.5.9.4: is it said what it is for, and is that documents, which is
	 * signatures or seals? */
	bool is_limited, for_documents;
	bool has_unknown; /* an extension that is critical and not known */
};

struct cseal_trustlist_service {
	size_t size;
	const char *provider, *name;          /* 5.4.1, 5.5.2 */
	const struct cseal_der *certificates; /* 5.5.3 */
	size_t certificate_count;
	/* Now, and its history (5.5.10), in any order. */
	const struct cseal_trustlist_period *periods;
	size_t period_count;
};

/* The head comes first, and once.  Status: FAULT_MODULE, REFUSED_LIMIT,
 * FAULT_MEMORY; then the list is not used. */
CSEAL_API cseal_status cseal_trustlist_add_head(cseal_trustlist *list,
    const struct cseal_trustlist_head *head, cseal_error **ret_error);
CSEAL_API cseal_status cseal_trustlist_add_pointer(cseal_trustlist *list,
    const struct cseal_trustlist_pointer *pointer, cseal_error **ret_error);
CSEAL_API cseal_status cseal_trustlist_add_service(cseal_trustlist *list,
    const struct cseal_trustlist_service *service, cseal_error **ret_error);

struct cseal_trustlist_ops {
	size_t size;
	/* Proves that one of the signers signed the whole list, and hands over
	 * what it says.  Nothing that the list brings along makes a signer.
	 * Reads no network and no other file.  Status: SETUP_TRUST (somebody
	 * else signed it), REFUSED_DAMAGED (no list, or the signature does not
	 * hold), REFUSED_UNSUPPORTED, REFUSED_LIMIT, STOPPED_*. */
	cseal_status (*read)(cseal_host *host,
	    const struct cseal_trustlist_request *request, cseal_wait *wait,
	    cseal_trustlist *list, cseal_error **ret_error);
};

/* One HTTP exchange.  What is borrowed lives as long as the call. */
struct cseal_fetch_request {
	size_t size;
	const char *method;       /* "GET" or "POST" */
	const char *url;          /* http or https */
	const char *content_type; /* of the body; NULL: no body */
	const void *body;
	size_t body_len;
};

#define CSEAL_CONTENT_TYPE_MOST 127 /* bytes */

struct cseal_fetch_answer {
	size_t size;
	int code;                                       /* of HTTP: 200 */
	char content_type[CSEAL_CONTENT_TYPE_MOST + 1]; /* "" if not said */
};

struct cseal_fetch_ops {
	size_t size;
	/* Asks, and puts the body of the answer into the blob, whose limit
	 * ends one that is too long.  Any code is an answer.  Follows a few
	 * redirects, to http and https only.  Status: FAULT_REMOTE (nobody
	 * answered), SETUP_*, STOPPED_*. */
	cseal_status (*fetch)(cseal_host *host,
	    const struct cseal_fetch_request *request, cseal_wait *wait,
	    struct cseal_fetch_answer *answer, cseal_blob *body,
	    cseal_error **ret_error);
};

struct cseal_driver {
	size_t size;
	cseal_kind kind;
	const char *title;
	cseal_find_fn find;                  /* optional */
	const struct cseal_watch_ops *watch; /* optional */
	cseal_doctor_fn doctor;              /* optional */
	union {
		const struct cseal_reader_ops *reader;
		const struct cseal_camera_ops *camera;
		const struct cseal_pad_ops *pad;
		const struct cseal_signer_ops *signer;
		const struct cseal_typeset_ops *typeset;
		const struct cseal_fetch_ops *fetch;
		const struct cseal_repair_ops *repair;
		const struct cseal_symbol_ops *symbol;
		const struct cseal_trustlist_ops *trustlist;
		const struct cseal_gauge_ops *gauge;
		const struct cseal_matcher_ops *matcher;
		const struct cseal_picture_ops *picture;
	} ops;
};

/* Marks everything the module captures: identity, photo, ink, signature. */
#define CSEAL_MODULE_VIRTUAL 1u

struct cseal_module {
	uint32_t abi; /* CSEAL_MODULE_ABI */
	uint32_t flags;
	const char *id; /* SCHEME-KIND, = folder name = file name */
	const char *version;
	const struct cseal_driver *driver;
};

/* The only symbol that a module exports. */
CSEAL_API const struct cseal_module *cseal_module_v1(void);

#endif
