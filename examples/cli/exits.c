/* SPDX-License-Identifier: Apache-2.0 */
/* exits.c -- from a status to an exit code, and to what to do about it.
 *
 * counterseal(1) prints the same map; tests/interop/test-cli-docs.sh
 * compares them. */
#include "tool.h"

struct row {
	cseal_status status;
	int code;
	const char *advice; /* NULL: the text of the status is enough */
};

static const struct row rows[] = {
	/* 1: somebody must look into it before it is tried again */
	{ CSEAL_SETUP_NO_MODULE, 1,
	    N_("install the module, or load it with --module; \"counterseal "
	       "doctor\" lists the modules.") },
	{ CSEAL_SETUP_MODULE_UNFIT, 1,
	    N_("\"counterseal doctor\" says what is wrong with the module.") },
	{ CSEAL_SETUP_CONFIG, 1,
	    N_("correct the file, which counterseal.conf(5) describes, or "
	       "say it with an option, such as --tsa.") },
	{ CSEAL_SETUP_PERMISSION, 1,
	    N_("\"counterseal doctor\" names the group or the rule that is "
	       "missing.") },
	{ CSEAL_SETUP_NO_KEY, 1,
	    N_("\"counterseal cert list\" shows which URIs there are; one "
	       "must be named exactly.") },
	{ CSEAL_COUNTER_DEVICE_FAILED, 1,
	    N_("switch the device off and on; if it fails again, have it "
	       "looked at.") },
	{ CSEAL_COUNTER_CARD_UNREADABLE, 1,
	    N_("clean the card and try once more; if it fails again, use "
	       "another document.") },
	{ CSEAL_SETUP_DISK_FULL, 1,
	    N_("make room on the disk; nothing was written.") },
	{ CSEAL_FAULT_INTERNAL, 1,
	    N_("please report this as a bug of counterseal.") },
	{ CSEAL_FAULT_MODULE, 1,
	    N_("please report this to whoever made the module.") },

	{ CSEAL_SETUP_NO_FONT, 1,
	    N_("install a font that has it, such as fonts-noto-cjk.") },
	{ CSEAL_REFUSED_CERT_EXPIRED, 1, N_("have the certificate renewed.") },
	{ CSEAL_REFUSED_ENCRYPTED, 1,
	    N_("take the document before it was encrypted.") },
	{ CSEAL_REFUSED_FORBIDDEN, 1,
	    N_("stamp first, put marks on with the first seal, and begin with "
	       "the document as it was before the first signature; what the "
	       "permissions of an encrypted one forbid, its owner's password "
	       "allows.") },
	{ CSEAL_REFUSED_DAMAGED, 1,
	    N_("make the document anew with the program that wrote it; "
	       "stamp and seal can try to --repair it.") },

	/* 2: the command line is wrong */
	{ CSEAL_FAULT_APPLICATION, 2, NULL },

	/* 3: plug it in and try again */
	{ CSEAL_COUNTER_NO_DEVICE, 3,
	    N_("check the cable and the power; \"counterseal doctor\" looks "
	       "for the cause.") },
	{ CSEAL_COUNTER_DEVICE_GONE, 3,
	    N_("plug it in again and repeat the step; nothing was written.") },

	/* 4: a person did not want it */
	{ CSEAL_STOPPED_DECLINED, 4, NULL },
	{ CSEAL_STOPPED_CANCELLED, 4, NULL },

	/* 5: the PIN; a blind retry would lock the token */
	{ CSEAL_AGAIN_PIN_WRONG, 5, NULL },
	{ CSEAL_AGAIN_PASSWORD_WRONG, 5, NULL },
	{ CSEAL_COUNTER_PASSWORD_NEEDED, 5,
	    N_("give the password of the document with --password-from.") },
	{ CSEAL_COUNTER_PIN_NEEDED, 5,
	    N_("give it with --pin-from file:F, fd:N, env:V or ask.") },
	{ CSEAL_COUNTER_PIN_LOCKED, 5,
	    N_("unlock it with the tool of the token's vendor.") },

	/* 6: the other end of the network */
	{ CSEAL_FAULT_REMOTE, 6,
	    N_("try again later; if it stays so, call whoever runs the "
	       "service.") },

	/* 75 (EX_TEMPFAIL): the same command may succeed next time */
	{ CSEAL_AGAIN_INK_TOO_SHORT, 75, NULL },
	{ CSEAL_AGAIN_NO_CARD, 75, NULL },
	{ CSEAL_AGAIN_CARD_LIFTED, 75, NULL },
	{ CSEAL_AGAIN_PHOTO_UNUSABLE, 75, NULL },
	{ CSEAL_STOPPED_TIMEOUT, 75,
	    N_("try again; --timeout gives it more time.") },
	{ CSEAL_COUNTER_DEVICE_BUSY, 75,
	    N_("close the other program, or wait until it is done.") },
};

static const struct row *
find(cseal_status status)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].status == status)
			return &rows[i];
	return NULL;
}

int
cli_exit_code(cseal_status status)
{
	const struct row *row = find(status);

	if (status == CSEAL_OK)
		return 0;
	return row != NULL ? row->code : 1;
}

const char *
cli_advice(cseal_status status)
{
	const struct row *row = find(status);

	return row != NULL && row->advice != NULL ? _(row->advice) : NULL;
}
