/* SPDX-License-Identifier: Apache-2.0 */
/* test-secret.c -- proves lib/secret.c. */
#include "secret.h"

#include "tap.h"

#include <counterseal/signer.h>

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void
bytes_are_appended_up_to_the_limit(void)
{
	char *much = calloc(1, CSI_SECRET_MOST + 1);
	cseal_secret *secret = NULL;
	const void *bytes;
	size_t len = 9;

	OK(csi_secret_new(&secret, NULL) == CSEAL_OK);
	bytes = cseal_secret_bytes(secret, &len);
	OK(bytes != NULL && len == 0);
	OK(cseal_secret_append(secret, "123", 3) == CSEAL_OK);
	OK(cseal_secret_append(secret, "4\0005", 3) == CSEAL_OK);
	OK(cseal_secret_append(secret, NULL, 0) == CSEAL_OK);
	bytes = cseal_secret_bytes(secret, &len);
	OK(len == 6 && memcmp(bytes, "1234\0005", 6) == 0);
	OK(cseal_secret_append(secret, much, CSI_SECRET_MOST - 5) ==
	    CSEAL_REFUSED_LIMIT);
	OK(cseal_secret_append(secret, much, SIZE_MAX) == CSEAL_REFUSED_LIMIT);
	cseal_secret_bytes(secret, &len);
	OK(len == 6);
	OK(cseal_secret_append(secret, much, CSI_SECRET_MOST - 6) == CSEAL_OK);
	OK(cseal_secret_append(secret, much, 1) == CSEAL_REFUSED_LIMIT);
	cseal_secret_free(secret);
	free(much);
}

static void
wrong_arguments_are_the_applications_fault(void)
{
	cseal_secret *secret = NULL;

	OK(csi_secret_new(&secret, NULL) == CSEAL_OK);
	OK(cseal_secret_append(NULL, "1", 1) == CSEAL_FAULT_APPLICATION);
	OK(cseal_secret_append(secret, NULL, 1) == CSEAL_FAULT_APPLICATION);
	cseal_secret_free(secret);
	cseal_secret_free(NULL);
}

/* What is said of text that a pipe gives. */
static cseal_status
read_line_of(const char *text, size_t len, cseal_secret *secret, char *rest)
{
	const struct cseal_pin_request request = { .size = sizeof(request) };
	cseal_status st;
	ssize_t left;
	int fds[2];

	OK(pipe(fds) == 0);
	OK(write(fds[1], text, len) == (ssize_t)len);
	close(fds[1]);
	st = cseal_pin_from_fd(&fds[0], &request, secret);
	left = read(fds[0], rest, 63);
	rest[left < 0 ? 0 : left] = '\0';
	close(fds[0]);
	return st;
}

static void
a_line_is_read_and_what_follows_is_left(void)
{
	cseal_secret *secret = NULL;
	const void *bytes;
	char rest[64];
	size_t len;

	OK(csi_secret_new(&secret, NULL) == CSEAL_OK);
	OK(cseal_secret_append(secret, "1", 1) == CSEAL_OK);
	OK(read_line_of("234\n567\n", 8, secret, rest) == CSEAL_OK);
	OK(strcmp(rest, "567\n") == 0);
	OK(read_line_of("5\r\n", 3, secret, rest) == CSEAL_OK);
	OK(read_line_of("6", 1, secret, rest) == CSEAL_OK);
	bytes = cseal_secret_bytes(secret, &len);
	OK(len == 6 && memcmp(bytes, "123456", 6) == 0);
	cseal_secret_free(secret);
}

static void
a_line_that_is_empty_missing_or_too_long_adds_nothing(void)
{
	char *much = malloc(CSI_SECRET_MOST + 1);
	cseal_secret *secret = NULL;
	char rest[64];
	size_t len;

	OK(csi_secret_new(&secret, NULL) == CSEAL_OK);
	OK(read_line_of("\n", 1, secret, rest) == CSEAL_COUNTER_PIN_NEEDED);
	OK(read_line_of("\r\n", 2, secret, rest) == CSEAL_COUNTER_PIN_NEEDED);
	OK(read_line_of("", 0, secret, rest) == CSEAL_COUNTER_PIN_NEEDED);
	memset(much, '1', CSI_SECRET_MOST + 1);
	OK(read_line_of(much, CSI_SECRET_MOST + 1, secret, rest) ==
	    CSEAL_REFUSED_LIMIT);
	cseal_secret_bytes(secret, &len);
	OK(len == 0);
	cseal_secret_free(secret);
	free(much);
}

static void
a_line_is_not_read_where_it_could_do_harm(void)
{
	struct cseal_pin_request request = { .size = sizeof(request) };
	cseal_secret *secret = NULL;
	int none = -1;

	OK(csi_secret_new(&secret, NULL) == CSEAL_OK);
	OK(cseal_pin_from_fd(&none, &request, secret) == CSEAL_SETUP_FILE);
	OK(cseal_pin_from_fd(&none, NULL, secret) == CSEAL_FAULT_APPLICATION);
	OK(cseal_pin_from_fd(&none, &request, NULL) == CSEAL_FAULT_APPLICATION);
	request.again = true;
	OK(cseal_pin_from_fd(&none, &request, secret) ==
	    CSEAL_COUNTER_PIN_NEEDED);
	request.again = false;
	request.last_try = true;
	OK(cseal_pin_from_fd(&none, &request, secret) ==
	    CSEAL_COUNTER_PIN_NEEDED);
	cseal_secret_free(secret);
}

/* Flags of the mapping that holds at, from smaps: "lo" is locked, "dd" is
 * left out of core dumps. */
static bool
mapping_has(const void *at, const char *flag)
{
	FILE *smaps = fopen("/proc/self/smaps", "r");
	unsigned long low, high, wanted = (unsigned long)(uintptr_t)at;
	bool inside = false, found = false;
	char line[512];

	while (smaps != NULL && fgets(line, sizeof(line), smaps) != NULL) {
		if (sscanf(line, "%lx-%lx ", &low, &high) == 2)
			inside = wanted >= low && wanted < high;
		else if (inside && strncmp(line, "VmFlags:", 8) == 0)
			found = strstr(line, flag) != NULL;
	}
	if (smaps != NULL)
		fclose(smaps);
	return found;
}

#ifdef __SANITIZE_ADDRESS__
static bool
may_lock(void)
{
	return false; /* the sanitizer's mlock() does nothing */
}
#else
static bool
may_lock(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_MEMLOCK, &limit) == 0 &&
	       limit.rlim_cur >= 65536;
}
#endif

static void
it_is_not_in_core_dumps_and_locked_where_allowed(void)
{
	cseal_secret *secret = NULL;
	const void *bytes;
	size_t len;

	OK(csi_secret_new(&secret, NULL) == CSEAL_OK);
	bytes = cseal_secret_bytes(secret, &len);
	OK(mapping_has(bytes, " dd"));
	if (may_lock())
		OK(mapping_has(bytes, " lo"));
	else
		tap_skip("nothing can be locked here");
	cseal_secret_free(secret);
}

/* In a child that may lock nothing: 0 if a secret still works. */
static int
use_without_locking(void)
{
	const struct rlimit none = { 0, 0 };
	cseal_secret *secret = NULL;

	if (setrlimit(RLIMIT_MEMLOCK, &none) != 0)
		return 1;
	if (getuid() == 0 && setuid(65534) != 0)
		return 2;
	if (csi_secret_new(&secret, NULL) != CSEAL_OK)
		return 3;
	if (cseal_secret_append(secret, "1234", 4) != CSEAL_OK)
		return 4;
	cseal_secret_free(secret);
	return 0;
}

static void
a_limit_on_locking_is_not_an_error(void)
{
	int status = -1;
	pid_t child = fork();

	if (child == 0)
		_exit(use_without_locking());
	OK(child > 0 && waitpid(child, &status, 0) == child);
	OKF(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	    "the child ended with %d", status);
}

int
main(void)
{
	RUN(bytes_are_appended_up_to_the_limit);
	RUN(wrong_arguments_are_the_applications_fault);
	RUN(a_line_is_read_and_what_follows_is_left);
	RUN(a_line_that_is_empty_missing_or_too_long_adds_nothing);
	RUN(a_line_is_not_read_where_it_could_do_harm);
	RUN(it_is_not_in_core_dumps_and_locked_where_allowed);
	RUN(a_limit_on_locking_is_not_an_error);
	return tap_done();
}
