/* SPDX-License-Identifier: Apache-2.0 */
/* signing.h -- options that name a signer, and what is told of one. */
#ifndef CLI_SIGNING_H
#define CLI_SIGNING_H

#include "command.h"

struct cli_signing {
	const char *signer, *pin_from, *certificate;
	int timeout_ms;
};

/* Rows for a command whose values begin with a struct cli_signing. */
#define CLI_SIGNING_PIN                                                      \
	{                                                                    \
		0, "pin-from", "SOURCE", CLI_TEXT,                           \
		    offsetof(struct cli_signing, pin_from),                  \
		    N_("the PIN: file:F, fd:N, env:V, or ask (the default)") \
	}
#define CLI_SIGNING_CERTIFICATE                                          \
	{                                                                \
		0, "certificate", "FILE", CLI_TEXT,                      \
		    offsetof(struct cli_signing, certificate),           \
		    N_("certificate (and chain) of a key that has none " \
		       "beside it")                                      \
	}

/* Checks the URI and the form of --pin-from; opens nothing. */
cseal_status cli_check_signing(
    struct cli *cli, const struct cli_signing *signing);

cseal_status cli_open_signer(struct cli *cli, const struct cli_signing *signing,
    cseal_signer **ret_signer);

json_t *cli_signer_json(const cseal_signer *signer);
void cli_print_signer(const cseal_signer *signer);

#endif
