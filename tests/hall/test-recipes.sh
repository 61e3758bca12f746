#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-recipes.sh -- the hall's certificates and tokens are what they say.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
. "$here/recipes/names.sh"

for tool in openssl softhsm2-util pkcs11-tool; do
	command -v $tool >/dev/null && continue
	echo "1..0 # SKIP $tool is not installed: run build-aux/setup"
	exit 0
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
ca=$work/ca
tokens=$work/tokens

chains() {
	openssl verify -x509_strict -trusted "$ca/root.pem" \
	    -untrusted "$ca/issuing.pem" "$ca/$1.pem"
}

subject_has() {
	openssl x509 -in "$ca/$1.pem" -noout -subject -nameopt utf8 |
	    grep -F "$2"
}

key_usage_has() {
	openssl x509 -in "$ca/$1.pem" -noout -ext keyUsage | grep "$2"
}

opens() {
	openssl pkcs12 -in "$ca/$1.p12" -passin "file:$ca/$1.pass" \
	    -nodes -nocerts | openssl pkey -check -noout
}

all_private() {
	[ -z "$(find "$ca" "$tokens" -type f ! -perm 600)" ]
}

# sign TOKEN MECHANISM OPENSSL-OPTIONS: openssl must agree.
signs() {
	SOFTHSM2_CONF=$tokens/softhsm2.conf
	export SOFTHSM2_CONF
	echo work order >"$work/data"
	openssl dgst -sha256 -binary "$work/data" >"$work/digest"
	pkcs11-tool --module "$(find /usr/lib /usr/local/lib \
	    -name libsofthsm2.so | head -n 1)" \
	    --token-label "counterseal-$1" --login \
	    --pin "$(cat "$tokens/$1.pin")" --id "$2" --sign \
	    --mechanism "$3" --signature-format openssl \
	    --input-file "$work/$4" --output-file "$work/value" || return 1
	openssl x509 -in "$ca/seal-$1.pem" -noout -pubkey >"$work/public"
	openssl dgst -sha256 -verify "$work/public" \
	    -signature "$work/value" "$work/data"
}

no_keys_left() {
	[ -z "$(find "$ca" "$tokens" -name '*.key' -o -name '*.p8')" ]
}

ok 'make-ca makes a certification authority' \
    "$here/recipes/make-ca" "$ca"
for name in customer encrypt-only seal-business seal-official; do
	ok "$name chains to the root" chains $name
done
not_ok 'expired does not chain any more' chains expired
ok 'the names are UTF-8' subject_has seal-business "$NAME_COMPANY"
ok 'the customer has a name' subject_has customer "$NAME_CUSTOMER"
ok 'a seal may sign' key_usage_has seal-official 'Non Repudiation'
not_ok 'encrypt-only may not' key_usage_has encrypt-only 'Digital Sig'
for name in customer expired encrypt-only; do
	ok "$name.p12 opens with its pass phrase" opens $name
done

ok 'make-tokens makes two tokens' \
    "$here/recipes/make-tokens" "$tokens" "$ca"
ok 'no key is left outside of the tokens' no_keys_left
ok 'nobody else may read anything' all_private
ok 'the RSA token signs for its certificate' \
    signs business 01 SHA256-RSA-PKCS data
ok 'the P-256 token signs for its certificate' \
    signs official 02 ECDSA digest
ok 'make-tokens can be run again' sh -c '
	"$1/recipes/make-ca" "$2" && "$1/recipes/make-tokens" "$3" "$2"' \
    - "$here" "$ca" "$tokens"
tap_done
