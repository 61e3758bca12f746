/* SPDX-License-Identifier: Apache-2.0 */
/* signing.c -- options that name a signer, and what is told of one. */
#include "signing.h"

#include <string.h>

cseal_status
cli_check_signing(struct cli *cli, const struct cli_signing *signing)
{
	cseal_status st;

	if (signing->signer == NULL)
		return cli_usage(cli, _("--signer is missing: who signs?"));
	st = cli_pin_check_uri(cli, signing->signer);
	if (st != CSEAL_OK)
		return st;
	if (strchr(signing->signer, ':') == NULL)
		return cli_usage(cli,
		    _("a signer is a URI, such as file:hall.p12 or "
		      "pkcs11:token=hall, not %s"),
		    signing->signer);
	return cli_pin_check(cli, signing->pin_from);
}

cseal_status
cli_open_signer(struct cli *cli, const struct cli_signing *signing,
    cseal_signer **ret_signer)
{
	struct cli_pin pin = { .cli = cli, .from = signing->pin_from };
	struct cseal_signer_options options = { .size = sizeof(options),
		.pin = cli_pin_ask,
		.pin_user = &pin,
		.certificate_file = signing->certificate };

	return cseal_signer_open(cli->context, signing->signer, &options,
	    signing->timeout_ms, cli->cancel, ret_signer, &cli->error);
}

json_t *
cli_signer_json(const cseal_signer *signer)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:b}", "uri",
	    cli_text(cseal_signer_uri(signer)), "subject",
	    cli_text(cseal_signer_subject(signer)), "issuer",
	    cli_text(cseal_signer_issuer(signer)), "key",
	    cli_text(cseal_signer_key(signer)), "not_before",
	    cli_text(cseal_signer_not_before(signer)), "not_after",
	    cli_text(cseal_signer_not_after(signer)), "chain",
	    (json_int_t)cseal_signer_chain_count(signer), "virtual",
	    cseal_signer_is_virtual(signer));
}

void
cli_print_signer(const cseal_signer *signer)
{
	printf("%s\n", cseal_signer_uri(signer));
	printf(_("    subject: %s\n"), cseal_signer_subject(signer));
	printf(_("    issuer:  %s\n"), cseal_signer_issuer(signer));
	printf(_("    key:     %s\n"), cseal_signer_key(signer));
	printf(_("    valid:   %s to %s\n"), cseal_signer_not_before(signer),
	    cseal_signer_not_after(signer));
	if (cseal_signer_is_virtual(signer))
		printf("    %s\n", _("VIRTUAL: not a real signer."));
}
