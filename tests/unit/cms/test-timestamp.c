/* SPDX-License-Identifier: Apache-2.0 */
/* test-timestamp.c -- RFC 3161 tokens that openssl ts made are recognised, and
 * rubbish is not. */
#include "cms/cms.h"
#include "tap.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "test-timestamp-XXXXXX";

static bool
run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole), "cd '%s' && { %s; } >>log 2>&1", folder,
	    command);
	return system(whole) == 0;
}

static size_t
load(const char *name, uint8_t *bytes, size_t room)
{
	char path[128];
	FILE *file;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	if (file == NULL)
		return 0;
	len = fread(bytes, 1, room, file);
	fclose(file);
	return len;
}

static void
a_time_stamp_authority_is_made(void)
{
	OK(run("printf '%s\\n' '[tsa]' 'default_tsa=one' '[one]' "
	       "'serial=serial' 'signer_cert=tsa.pem' 'signer_key=tsa.key' "
	       "'certs=tsa.pem' 'default_policy=1.2.3.4' "
	       "'digests=sha256,sha512' 'ess_cert_id_alg=sha256' "
	       "'signer_digest=sha256' 'ess_cert_id_chain=no' >conf"));
	OK(run("printf '%s\\n' '[req]' 'distinguished_name=dn' "
	       "'[dn]' '[ext]' 'extendedKeyUsage=critical,timeStamping' "
	       "'keyUsage=critical,digitalSignature' >req.conf"));
	OK(run("openssl req -x509 -newkey ec -pkeyopt "
	       "ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.pem "
	       "-subj '/CN=Test TSA' -days 30 -config req.conf "
	       "-extensions ext"));
	OK(run("echo 01 >serial; printf 'the document' >file"));
	OK(run("openssl ts -query -data file -sha256 -cert -out query"));
	OK(run("openssl ts -reply -queryfile query -config conf -out token "
	       "-token_out"));
}

static void
a_token_is_recognised_and_proven(void)
{
	uint8_t bytes[16384], hash[32];
	size_t len = load("token", bytes, sizeof(bytes));
	struct csi_timestamp timestamp = { 0 };
	csi_cms_read *read = NULL;

	OK(csi_cms_parse(bytes, len, &read, NULL) == CSEAL_OK);
	if (read == NULL)
		return;
	OK(csi_cms_is_timestamp(read) && !csi_cms_is_detached(read));
	OK(!csi_cms_is_baseline(read));
	OK(csi_cms_prove(read, NULL, 0, NULL) == CSEAL_OK);
	OK(csi_cms_timestamp(read, &timestamp, NULL) == CSEAL_OK);
	EVP_Digest("the document", 12, hash, NULL, EVP_sha256(), NULL);
	OK(strcmp(timestamp.digest_name, "SHA256") == 0);
	OK(timestamp.imprint.len == 32 &&
	    memcmp(timestamp.imprint.at, hash, 32) == 0);
	OK(timestamp.time > time(NULL) - 60 && timestamp.time <= time(NULL));
	csi_cms_read_free(read);
}

/* The content of a token that is changed is another one: never proven, and
 * never an accident. */
static void
a_changed_token_is_not_proven(void)
{
	uint8_t bytes[16384];
	size_t len = load("token", bytes, sizeof(bytes)), proven = 0;
	struct csi_timestamp timestamp;
	struct csi_span content;
	csi_cms_read *read = NULL;
	const uint8_t *at;

	csi_cms_parse(bytes, len, &read, NULL);
	content = csi_cms_content(read);
	at = memmem(bytes, len, content.at, content.len);
	OK(at != NULL);
	for (size_t i = 0; at != NULL && i < content.len; i++) {
		csi_cms_read *other = NULL;

		bytes[(size_t)(at - bytes) + i] ^= 0x04;
		if (csi_cms_parse(bytes, len, &other, NULL) == CSEAL_OK) {
			csi_cms_timestamp(other, &timestamp, NULL);
			proven +=
			    csi_cms_prove(other, NULL, 0, NULL) == CSEAL_OK;
		}
		csi_cms_read_free(other);
		bytes[(size_t)(at - bytes) + i] ^= 0x04;
	}
	OK(proven == 0);
	csi_cms_read_free(read);
}

int
main(void)
{
	char command[64];

	if (mkdtemp(folder) == NULL)
		return 1;
	RUN(a_time_stamp_authority_is_made);
	RUN(a_token_is_recognised_and_proven);
	RUN(a_changed_token_is_not_proven);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command) != 0 || tap_done();
}
