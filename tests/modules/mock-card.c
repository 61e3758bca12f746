/* SPDX-License-Identifier: Apache-2.0 */
/* mock-card.c -- a driver (PKCS #11) of one reader with one card, whose objects
 * are the files of a folder, and which misbehaves when it is told to.
 *
 *	$MOCK_CARD/certificate-N, data-LABEL, hidden-LABEL   objects
 *	$MOCK_CARD/absent     exists: there is no card
 *	$MOCK_CARD/asleep     exists while a call sleeps
 *	$MOCK_CARD/calls      written at the end: how many calls there were
 *	$MOCK_CARD_FAULT      WHAT:N: at the N-th call, from 1
 *
 * WHAT is "removed" (from that call on), "refused", "failed" (and the card
 * stays), "long" (more than there was room for), "huge" (a length that nobody
 * has), "short" (less than was said before), "garbage" (other bytes) or
 * "slow" (sleeps for SLEEP_MS).  A call to which it does not apply is honest. */
#include <dirent.h>
#include <p11-kit/pkcs11.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIN          "2468"
#define SLOT         3
#define OBJECTS_MOST 32
#define SLEEP_MS     2000

/* Of tests/oom: a card is made of no memory of ours. */
extern void refuse_pause(void) __attribute__((weak));
extern void refuse_resume(void) __attribute__((weak));

struct object {
	CK_OBJECT_CLASS class;
	bool is_hidden;
	char label[128];
	uint8_t *bytes;
	size_t len;
};

static struct {
	char folder[512], fault[16];
	unsigned long fault_at, calls;
	struct object objects[OBJECTS_MOST];
	size_t count;
	bool is_removed, is_logged_in;
	CK_OBJECT_CLASS wanted;
	size_t found;
} card;

static bool
has_file(const char *name)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/%s", card.folder, name);
	return access(path, F_OK) == 0;
}

static void
write_file(const char *name, unsigned long number)
{
	char path[600];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", card.folder, name);
	file = fopen(path, "w");
	if (file == NULL)
		abort();
	fprintf(file, "%lu\n", number);
	fclose(file);
}

static void
remove_file(const char *name)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/%s", card.folder, name);
	unlink(path);
}

/* ---- objects ---------------------------------------------------------- */

static void
load(const char *name, CK_OBJECT_CLASS class, const char *label, bool hidden)
{
	struct object *object = &card.objects[card.count++];
	char path[900];
	FILE *file;
	long len;

	snprintf(path, sizeof(path), "%s/%s", card.folder, name);
	file = fopen(path, "r");
	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		abort();
	len = ftell(file);
	rewind(file);
	object->class = class;
	object->is_hidden = hidden;
	snprintf(object->label, sizeof(object->label), "%s", label);
	object->bytes = malloc((size_t)len + 1);
	object->len = (size_t)len;
	if (object->bytes == NULL ||
	    fread(object->bytes, 1, object->len, file) != object->len)
		abort();
	fclose(file);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
load_all(void)
{
	struct dirent **names;
	int count = scandir(card.folder, &names, NULL, by_name);

	for (int i = 0; i < count; i++) {
		const char *name = names[i]->d_name;

		if (card.count < OBJECTS_MOST) {
			if (strncmp(name, "certificate-", 12) == 0)
				load(name, CKO_CERTIFICATE, name, false);
			else if (strncmp(name, "data-", 5) == 0)
				load(name, CKO_DATA, name + 5, false);
			else if (strncmp(name, "hidden-", 7) == 0)
				load(name, CKO_DATA, name + 7, true);
		}
		free(names[i]);
	}
	if (count >= 0)
		free(names);
}

/* ---- faults ----------------------------------------------------------- */

static bool
is_fault(const char *what)
{
	return card.calls == card.fault_at && strcmp(card.fault, what) == 0;
}

/* Counts the call; what it must answer at once, or CKR_OK. */
static CK_RV
call(void)
{
	card.calls++;
	if (is_fault("removed"))
		card.is_removed = true;
	if (is_fault("slow")) {
		write_file("asleep", 1);
		usleep(SLEEP_MS * 1000);
		remove_file("asleep");
	}
	if (card.is_removed || has_file("absent"))
		return CKR_DEVICE_REMOVED;
	if (is_fault("refused"))
		return CKR_FUNCTION_NOT_SUPPORTED;
	return is_fault("failed") ? CKR_DEVICE_ERROR : CKR_OK;
}

/* ---- PKCS #11 --------------------------------------------------------- */

static CK_RV
initialize(void *args)
{
	const char *folder = getenv("MOCK_CARD");
	const char *fault = getenv("MOCK_CARD_FAULT"), *colon;

	(void)args;
	memset(&card, 0, sizeof(card));
	snprintf(card.folder, sizeof(card.folder), "%s",
	    folder == NULL ? "/nonexistent" : folder);
	colon = fault == NULL ? NULL : strchr(fault, ':');
	if (colon != NULL) {
		snprintf(card.fault, sizeof(card.fault), "%.*s",
		    (int)(colon - fault), fault);
		card.fault_at = strtoul(colon + 1, NULL, 10);
	}
	if (refuse_pause != NULL)
		refuse_pause();
	load_all();
	if (refuse_resume != NULL)
		refuse_resume();
	return CKR_OK;
}

static CK_RV
finalize(void *reserved)
{
	(void)reserved;
	if (card.folder[0] != '\0' && access(card.folder, W_OK) == 0)
		write_file("calls", card.calls);
	for (size_t i = 0; i < card.count; i++)
		free(card.objects[i].bytes);
	memset(&card, 0, sizeof(card));
	return CKR_OK;
}

static void
blank(unsigned char *field, size_t size, const char *text)
{
	memset(field, ' ', size);
	memcpy(field, text, strlen(text));
}

/* What follows is asked of the driver, and may be refused, too. */

static CK_RV
get_info(CK_INFO *info)
{
	CK_RV rv = call();

	memset(info, 0, sizeof(*info));
	info->cryptokiVersion.major = 2;
	info->cryptokiVersion.minor = 40;
	blank(info->manufacturerID, 32, "Counterseal");
	blank(info->libraryDescription, 32, "Mock card");
	return rv == CKR_DEVICE_REMOVED ? CKR_OK : rv;
}

static CK_RV
get_slot_list(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count)
{
	CK_RV rv = call();

	(void)present;
	if (rv != CKR_OK && rv != CKR_DEVICE_REMOVED)
		return rv;
	if (slots != NULL && *count < 1)
		return CKR_BUFFER_TOO_SMALL;
	if (slots != NULL)
		slots[0] = SLOT;
	*count = 1;
	if (is_fault("huge") || is_fault("long"))
		*count = 1ul << 40;
	if (is_fault("garbage") && slots != NULL)
		slots[0] = 0x5a5a5a5a;
	if (is_fault("short"))
		*count = 0;
	return CKR_OK;
}

static CK_RV
get_slot_info(CK_SLOT_ID slot, CK_SLOT_INFO *info)
{
	CK_RV rv = call();
	bool gone = rv == CKR_DEVICE_REMOVED;

	memset(info, 0, sizeof(*info));
	blank(info->slotDescription, 64, "Mock reader 00 00");
	blank(info->manufacturerID, 32, "Counterseal");
	info->flags =
	    CKF_REMOVABLE_DEVICE | CKF_HW_SLOT | (gone ? 0 : CKF_TOKEN_PRESENT);
	if (is_fault("garbage"))
		memset(info, 0x5a, sizeof(*info));
	if (slot != SLOT)
		return CKR_SLOT_ID_INVALID;
	return gone ? CKR_OK : rv;
}

static CK_RV
get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
	CK_RV rv = call();

	memset(info, 0, sizeof(*info));
	blank(info->label, 32, "BELPIC");
	blank(info->manufacturerID, 32, "Counterseal");
	blank(info->model, 16, "mock");
	blank(info->serialNumber, 16, "0001");
	info->flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED |
		      CKF_USER_PIN_INITIALIZED;
	if (is_fault("garbage"))
		memset(info, 0x5a, sizeof(*info));
	return slot == SLOT ? rv : CKR_SLOT_ID_INVALID;
}

static CK_RV
open_session(CK_SLOT_ID slot, CK_FLAGS flags, void *application,
    CK_NOTIFY notify, CK_SESSION_HANDLE *session)
{
	(void)flags;
	(void)application;
	(void)notify;
	*session = 1;
	return slot == SLOT ? call() : CKR_SLOT_ID_INVALID;
}

static CK_RV
close_session(CK_SESSION_HANDLE session)
{
	(void)session;
	card.is_logged_in = false;
	return call();
}

static CK_RV
login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char *pin,
    CK_ULONG len)
{
	CK_RV rv = call();

	(void)session;
	(void)user;
	if (rv != CKR_OK)
		return rv;
	if (pin == NULL || len != strlen(PIN) || memcmp(pin, PIN, len) != 0)
		return CKR_PIN_INCORRECT;
	card.is_logged_in = true;
	return CKR_OK;
}

static CK_RV
logout(CK_SESSION_HANDLE session)
{
	(void)session;
	card.is_logged_in = false;
	return call();
}

static CK_RV
find_init(CK_SESSION_HANDLE session, CK_ATTRIBUTE *template, CK_ULONG count)
{
	(void)session;
	card.found = 0;
	for (CK_ULONG i = 0; i < count; i++) {
		if (template[i].type == CKA_CLASS)
			memcpy(&card.wanted, template[i].pValue,
			    sizeof(card.wanted));
	}
	return call();
}

static CK_RV
find(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE *objects, CK_ULONG room,
    CK_ULONG *count)
{
	CK_RV rv = call();

	(void)session;
	*count = 0;
	if (rv != CKR_OK)
		return rv;
	for (; card.found < card.count && *count < room; card.found++) {
		const struct object *one = &card.objects[card.found];

		if (one->class == card.wanted &&
		    (!one->is_hidden || card.is_logged_in))
			objects[(*count)++] = card.found + 1;
	}
	if (is_fault("long"))
		*count = room + 1;
	if (is_fault("huge"))
		*count = 1ul << 40;
	if (is_fault("short"))
		*count = 0;
	if (is_fault("garbage"))
		memset(objects, 0x5a, *count * sizeof(*objects));
	return CKR_OK;
}

static CK_RV
find_final(CK_SESSION_HANDLE session)
{
	(void)session;
	return call();
}

static CK_RV
give(CK_ATTRIBUTE *one, const void *bytes, size_t len)
{
	if (one->pValue != NULL && one->ulValueLen < len) {
		one->ulValueLen = CK_UNAVAILABLE_INFORMATION;
		return CKR_BUFFER_TOO_SMALL;
	}
	if (one->pValue != NULL)
		memcpy(one->pValue, bytes, len);
	if (one->pValue != NULL && is_fault("garbage"))
		memset(one->pValue, 0x5a, len);
	one->ulValueLen = len;
	if (is_fault("long"))
		one->ulValueLen = len + 1;
	if (is_fault("huge"))
		one->ulValueLen = CK_UNAVAILABLE_INFORMATION / 2;
	if (is_fault("short"))
		one->ulValueLen = len / 2;
	return CKR_OK;
}

static CK_RV
get_attribute(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
    CK_ATTRIBUTE *one, CK_ULONG count)
{
	const struct object *found;
	CK_RV rv = call();

	(void)session;
	(void)count;
	if (rv != CKR_OK)
		return rv;
	if (object < 1 || object > card.count)
		return CKR_OBJECT_HANDLE_INVALID;
	found = &card.objects[object - 1];
	if (one->type == CKA_LABEL)
		return give(one, found->label, strlen(found->label));
	if (one->type == CKA_VALUE)
		return give(one, found->bytes, found->len);
	one->ulValueLen = CK_UNAVAILABLE_INFORMATION;
	return CKR_ATTRIBUTE_TYPE_INVALID;
}

static CK_FUNCTION_LIST functions = {
	.version = { 2, 40 },
	.C_Initialize = initialize,
	.C_Finalize = finalize,
	.C_GetInfo = get_info,
	.C_GetSlotList = get_slot_list,
	.C_GetSlotInfo = get_slot_info,
	.C_GetTokenInfo = get_token_info,
	.C_OpenSession = open_session,
	.C_CloseSession = close_session,
	.C_Login = login,
	.C_Logout = logout,
	.C_FindObjectsInit = find_init,
	.C_FindObjects = find,
	.C_FindObjectsFinal = find_final,
	.C_GetAttributeValue = get_attribute,
};

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(
    CK_FUNCTION_LIST **list);

CK_RV
C_GetFunctionList(CK_FUNCTION_LIST **list)
{
	*list = &functions;
	return CKR_OK;
}
