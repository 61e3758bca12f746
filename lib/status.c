/* SPDX-License-Identifier: Apache-2.0 */
/* status.c -- names and classes. */
#include <counterseal/status.h>
#include <counterseal/version.h>

struct row {
	cseal_status status;
	const char *name;
	const char *text;
};

static const struct row rows[] = {
	{ CSEAL_OK, "OK", "Done." },
	{ CSEAL_AGAIN_INK_TOO_SHORT, "AGAIN_INK_TOO_SHORT",
	    "Too little was written; please sign again." },
	{ CSEAL_AGAIN_NO_CARD, "AGAIN_NO_CARD",
	    "No card was put on the reader; please put it on." },
	{ CSEAL_AGAIN_CARD_LIFTED, "AGAIN_CARD_LIFTED",
	    "The card was lifted too early; please put it on again." },
	{ CSEAL_AGAIN_PIN_WRONG, "AGAIN_PIN_WRONG",
	    "The PIN was wrong; please enter it again." },
	{ CSEAL_AGAIN_PHOTO_UNUSABLE, "AGAIN_PHOTO_UNUSABLE",
	    "The camera gave no usable picture; please try again." },
	{ CSEAL_AGAIN_PASSWORD_WRONG, "AGAIN_PASSWORD_WRONG",
	    "The password was wrong; please enter it again." },
	{ CSEAL_STOPPED_CANCELLED, "STOPPED_CANCELLED", "It was cancelled." },
	{ CSEAL_STOPPED_TIMEOUT, "STOPPED_TIMEOUT", "The time ran out." },
	{ CSEAL_STOPPED_DECLINED, "STOPPED_DECLINED",
	    "The customer declined." },
	{ CSEAL_COUNTER_NO_DEVICE, "COUNTER_NO_DEVICE",
	    "The device is not there; please connect it." },
	{ CSEAL_COUNTER_DEVICE_BUSY, "COUNTER_DEVICE_BUSY",
	    "The device is in use by another program." },
	{ CSEAL_COUNTER_DEVICE_GONE, "COUNTER_DEVICE_GONE",
	    "The device was unplugged while it was used." },
	{ CSEAL_COUNTER_DEVICE_FAILED, "COUNTER_DEVICE_FAILED",
	    "The device reported a failure." },
	{ CSEAL_COUNTER_PIN_NEEDED, "COUNTER_PIN_NEEDED", "A PIN is needed." },
	{ CSEAL_COUNTER_PIN_LOCKED, "COUNTER_PIN_LOCKED",
	    "The PIN is locked; the token must be unlocked first." },
	{ CSEAL_COUNTER_CARD_UNREADABLE, "COUNTER_CARD_UNREADABLE",
	    "The card cannot be read." },
	{ CSEAL_COUNTER_PASSWORD_NEEDED, "COUNTER_PASSWORD_NEEDED",
	    "The document is encrypted: its password is needed." },
	{ CSEAL_SETUP_NO_MODULE, "SETUP_NO_MODULE",
	    "No installed module serves this kind of device." },
	{ CSEAL_SETUP_MODULE_UNFIT, "SETUP_MODULE_UNFIT",
	    "A module cannot be used." },
	{ CSEAL_SETUP_CONFIG, "SETUP_CONFIG", "The configuration is wrong." },
	{ CSEAL_SETUP_PERMISSION, "SETUP_PERMISSION",
	    "The system refused access." },
	{ CSEAL_SETUP_NO_KEY, "SETUP_NO_KEY",
	    "There is no such key or certificate." },
	{ CSEAL_SETUP_KEY_UNSUPPORTED, "SETUP_KEY_UNSUPPORTED",
	    "The key cannot do what is asked." },
	{ CSEAL_SETUP_FILE, "SETUP_FILE",
	    "A file cannot be opened or written." },
	{ CSEAL_SETUP_DISK_FULL, "SETUP_DISK_FULL",
	    "There is no room to write the file." },
	{ CSEAL_SETUP_NO_FONT, "SETUP_NO_FONT",
	    "No installed font has a character that is needed." },
	{ CSEAL_SETUP_TRUST, "SETUP_TRUST",
	    "The trust anchors cannot be read." },
	{ CSEAL_REFUSED_CERT_EXPIRED, "REFUSED_CERT_EXPIRED",
	    "The certificate has expired." },
	{ CSEAL_REFUSED_CERT_NOT_YET_VALID, "REFUSED_CERT_NOT_YET_VALID",
	    "The certificate is not valid yet." },
	{ CSEAL_REFUSED_CERT_USAGE, "REFUSED_CERT_USAGE",
	    "The certificate is not made for signing documents." },
	{ CSEAL_REFUSED_KEY_MISMATCH, "REFUSED_KEY_MISMATCH",
	    "The key does not belong to the certificate." },
	{ CSEAL_REFUSED_NOT_A_PDF, "REFUSED_NOT_A_PDF",
	    "The file is not a PDF." },
	{ CSEAL_REFUSED_DAMAGED, "REFUSED_DAMAGED",
	    "The document is damaged: it cannot be read without guessing." },
	{ CSEAL_REFUSED_ENCRYPTED, "REFUSED_ENCRYPTED",
	    "The document is encrypted in a way that is not known." },
	{ CSEAL_REFUSED_FORBIDDEN, "REFUSED_FORBIDDEN",
	    "The document, or a signature in it, forbids this change." },
	{ CSEAL_REFUSED_FIELD, "REFUSED_FIELD",
	    "There is no such signature field, or it is signed already." },
	{ CSEAL_REFUSED_PLACE, "REFUSED_PLACE",
	    "The place that was given cannot be used." },
	{ CSEAL_REFUSED_INPUT, "REFUSED_INPUT",
	    "An image, a signature or data given cannot be used." },
	{ CSEAL_REFUSED_LIMIT, "REFUSED_LIMIT",
	    "Something given is larger than the limit." },
	{ CSEAL_REFUSED_UNSUPPORTED, "REFUSED_UNSUPPORTED",
	    "The document uses a form that this version does not do." },
	{ CSEAL_REFUSED_CERT_REVOKED, "REFUSED_CERT_REVOKED",
	    "The certificate has been revoked by its issuer." },
	{ CSEAL_FAULT_MODULE, "FAULT_MODULE", "A module broke its contract." },
	{ CSEAL_FAULT_MEMORY, "FAULT_MEMORY", "Out of memory." },
	{ CSEAL_FAULT_APPLICATION, "FAULT_APPLICATION",
	    "The application called the library wrongly." },
	{ CSEAL_FAULT_INTERNAL, "FAULT_INTERNAL", "The library is at fault." },
	{ CSEAL_FAULT_CRYPTO, "FAULT_CRYPTO",
	    "A cryptographic operation failed." },
	{ CSEAL_FAULT_DEVICE, "FAULT_DEVICE", "A device broke its protocol." },
	{ CSEAL_FAULT_REMOTE, "FAULT_REMOTE", "A remote service failed." },
};

static const struct row *
row_of(cseal_status status)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].status == status)
			return &rows[i];
	}
	return NULL;
}

cseal_status_class
cseal_status_class_of(cseal_status status)
{
	int class = (int)status / 100;

	if ((int)status == 0)
		return CSEAL_CLASS_OK;
	if (class < CSEAL_CLASS_AGAIN || class > CSEAL_CLASS_FAULT)
		return CSEAL_CLASS_FAULT;
	return (cseal_status_class) class;
}

const char *
cseal_status_name(cseal_status status)
{
	const struct row *row = row_of(status);

	return row == NULL ? "UNKNOWN" : row->name;
}

const char *
cseal_status_text(cseal_status status)
{
	const struct row *row = row_of(status);

	return row == NULL ? "A status that this version does not know."
			   : row->text;
}

const char *
cseal_status_who(cseal_status status)
{
	static const char *const who[] = {
		[CSEAL_CLASS_OK] = "",
		[CSEAL_CLASS_AGAIN] = "customer",
		[CSEAL_CLASS_STOPPED] = "caller",
		[CSEAL_CLASS_COUNTER] = "clerk",
		[CSEAL_CLASS_SETUP] = "administrator",
		[CSEAL_CLASS_REFUSED] = "nobody",
		[CSEAL_CLASS_FAULT] = "developer",
	};

	return who[cseal_status_class_of(status)];
}

const char *
cseal_version(void)
{
	return CSEAL_VERSION;
}
