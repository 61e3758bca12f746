/* SPDX-License-Identifier: Apache-2.0 */
/* encrypted.h -- trailers of encrypted files, without /P and what closes them:
 * as qpdf wrote them for the passwords "user" and "owner", and /P -4. */
#ifndef TESTS_ENCRYPTED_H
#define TESTS_ENCRYPTED_H

#define ID "/ID [<e6e9154da76297b0684d40cf1ad63b9d> <31>] "
#define O3 \
	"/O <0ba3835f88f90388e74e54584125ce142be0de24c6b0d37746e075b891756671>"
#define U3 \
	"/U <0d83e8e062ff30ae8d8ef13aa00161f40122456a91bae5134273a6db134c87c4>"
#define REVISION3                                                    \
	"/Root 1 0 R " ID "/Encrypt << /Filter /Standard /V 2 /R 3 " \
	"/Length 128 " O3 U3
#define REVISION6                                                       \
	"/Root 1 0 R " ID "/Encrypt << /Filter /Standard /V 5 /R 6 "    \
	"/CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF " \
	"/O <90a665bf4d1be315d027fd760dc0008a898eb6f99711c334eee69616"  \
	"7321076c157c7de27c428f48dce2511fa3f4b930> "                    \
	"/U <3fc7d1b00a1fa7bd71249ee2f9cc814448e3d8c3bcbf5147e4e14749"  \
	"1d35fe46b34eee4bc9070e53dff59d34bfc88045> "                    \
	"/OE <df34f5a7209b744f34b27dc53235ce2350fc9b292c8f19cc8136035"  \
	"1a6779660> "                                                   \
	"/UE <75fea779a7d1c596d4f8c3617adfb479441b08b9e943e9a23070e7b"  \
	"367ac245e> /Perms <50495018a226d036d6d96fe4161ac3bd>"

#endif
