/* SPDX-License-Identifier: Apache-2.0 */
/* sentences.c -- what the library and its modules say: see sentence.c.
 *
 * tests/interop/test-cli-lang.sh looks for each of them in their sources. */
#include "sentence.h"

const char *const cli_sentences[] = {
	/* of an identity */
	N_("The reader's SAM checks the card but passes no proof on: whether "
	   "the state signed the data cannot be shown."),
	N_("The reader's SAM authenticates the chip but passes no proof on: "
	   "whether the chip is genuine cannot be shown."),
	N_("Nobody compared the chip with what is printed on the card."),
	N_("The number is not 17 digits and a check character."),
	N_("The check character of the number is wrong."),
	N_("The check digit of the number is wrong."),
	N_("The birth date in the number is not a date."),
	N_("The birth date differs from that in the number."),
	N_("The sex differs from that in the number."),
	N_("The nationality differs from that in the number."),
	N_("The birth date is in the future."),
	N_("The document is not valid yet."),
	N_("The document has expired."),
	N_("The document expires before it is valid."),
	N_("The document has no number."),

	/* of a photo */
	N_("The picture is too small; choose a larger size, or another "
	   "camera."),
	N_("The picture is too dark; switch on a light."),
	N_("The picture is too bright; turn away from the window or the "
	   "lamp."),
	N_("Hardly anything can be seen; uncover or clean the lens."),
	N_("The picture is blurred; hold still, and mind the distance."),

	/* of a travel document */
	N_("The birth date differs from that in data group 11."),
	N_("The birth date is not wholly known."),
	N_("The last day of validity is not a date."),
	N_("A text on the chip has something that is no text; U+FFFD stands "
	   "for it."),
	N_("The check digit of the birth date is wrong."),
	N_("The check digit of the last day of validity is wrong."),
	N_("The check digit of the personal number is wrong."),
	N_("The check digit of the whole machine-readable zone is wrong."),
	N_("A data group of the chip with details is damaged."),
	N_("The portrait on the chip is damaged, too large, or of a kind that "
	   "is not known here."),
	N_("The signature on the chip is damaged, too large, or of a kind that "
	   "is not known here."),
	N_("The chip names more persons to notify than are kept here."),
	N_("The chip's security object is not there: whether the state signed "
	   "the data cannot be shown."),
	N_("The security object is signed in a way that is not supported."),
	N_("The chip's security object is damaged."),
	N_("The chip offers PACE, and was read with weaker access control."),
	N_("What the chip says of access to it (EF.CardAccess) is not what was "
	   "signed."),
	N_("Without data that are known to be signed, whether the chip is "
	   "genuine cannot be shown."),
	N_("The chip can prove by active authentication that it is "
	   "genuine, and no such proof was kept."),
	N_("The chip proved by active authentication that it is genuine."),
	N_("The chip did not prove by active authentication that it is "
	   "genuine, which the state's chip can."),
	N_("The chip can prove by chip authentication that it is "
	   "genuine, and no such proof was kept."),
	N_("The chip proved by chip authentication that it is genuine."),
	N_("The chip did not prove by chip authentication that it is "
	   "genuine, which the state's chip can."),
	N_("The chip can prove by chip authentication mapping that it "
	   "is genuine, and no such proof was kept."),
	N_("The chip proved by chip authentication mapping that it is "
	   "genuine."),
	N_("The chip did not prove by chip authentication mapping that "
	   "it is genuine, which the state's chip can."),
	N_("The chip's active authentication is of a kind that is not "
	   "supported."),
	N_("The chip's chip authentication is of a kind that is not "
	   "supported."),
	N_("The chip's chip authentication mapping cannot be judged: "
	   "its key is not known to be signed."),
	N_("Data group %s, which the state signed and which says how "
	   "the chip can prove that it is genuine, is missing."),
	N_("The chip has nothing with which it could prove that it is "
	   "genuine."),
	N_("The printed machine-readable zone differs from that on the chip."),
	N_("Data group %s is not what was signed: it was changed."),
	N_("Data group %s is not among those that were signed."),
	N_("Data group %s is not among those that were signed, and is left "
	   "aside."),
	N_("The signature of the security object does not hold."),
	N_("The security object relies on SHA-1, which is not safe any more."),
	N_("The document signer's key is not RSA, and not on a curve that has "
	   "a name."),
	N_("The document signer's certificate is not for signing (key usage)."),
	N_("The document signer's certificate is damaged."),
	N_("The document signer's certificate did not come along."),
	N_("The document signer's certificate was not made with the key that "
	   "it names."),
	N_("None of the given certificates of the issuing state that have the "
	   "right name made the document signer's."),
	N_("The certificate of the issuing state is not among those that were "
	   "given."),
	N_("The times of a certificate cannot be read."),
	N_("The time of signing is in the future."),
	N_("A certificate was not valid at the time of signing."),
	N_("A certificate was not valid on the day of issue, and the time of "
	   "signing is not told."),
	N_("The certificates were never valid at the same time."),
	N_("The document signer's certificate is not valid yet."),
	N_("The certificates of the document signer and of the state are not "
	   "of one country."),
	N_("The issuing state in the machine-readable zone is not known here: "
	   "whether its country signed cannot be shown."),
	N_("The document was signed by another country than the issuing state "
	   "in the machine-readable zone."),
	N_("The document signer's certificate is not for documents of this "
	   "kind."),
	N_("The document signer's certificate was revoked."),
	N_("Nothing that is here says whether the document signer's "
	   "certificate was revoked."),
	N_("The revocation list of the issuing state is out of date."),
	N_("No certificates of issuing states were given: who signed cannot be "
	   "shown."),
	N_("The issuing state's certificate is not one that may make others."),
	N_("The document signer's certificate relies on SHA-1, which is not "
	   "safe any more."),

	/* of a token */
	N_("The sex is not a code of the card."),
	N_("The nationality is a word of the card's language that is not "
	   "known here, and is left out."),
	N_("The nationality is a code of the card that is not known here, "
	   "and is left out."),
	N_("The first day of validity is not a date."),
	N_("The card's address is damaged; what stands before that is given."),
	N_("A text of the certificate has something that is no text; U+FFFD "
	   "stands for it."),
	N_("A country of the certificate is not known here, and is left out."),
	N_("The certificate and the data of the card have different personal"
	   " numbers."),
	N_("The card shows no certificate of its holder."),
	N_("The card was not asked to prove that it is genuine."),
	N_("The card does not say all that is printed in its machine-"
	   "readable zone."),
	N_("Whether the state signed the card's data objects is not judged, "
	   "only its certificate."),
	N_("The signature of the identity file was not read."),
	N_("The identity file is not what was signed: it was changed."),
	N_("The signature of the address was not read."),
	N_("The address is not what was signed: it was changed."),
	N_("The identity file has no digest of the photo."),
	N_("The photo is not what was signed: it was changed."),
	N_("The files were signed by somebody else than a register."),
	N_("The card's files rely on SHA-1, which is not safe any more."),
	N_("The register's certificate is damaged, or its key is not RSA and"
	   " not on a curve that has a name."),
	N_("The register's certificate was not read: whether the state "
	   "signed the data cannot be shown."),
	N_("A certificate of the card was not valid at that time, and is not"
	   " now."),
	N_("The card's certificate does not lead to any that was given."),
	N_("A certificate of the card has a key, or is signed with a digest,"
	   " that is not safe any more."),
	N_("A certificate of the card was revoked."),
	N_("Nothing that is here says whether the certificates of the card "
	   "were revoked."),

	/* of a signature */
	N_("The signature does not hold: %s."),
	N_("The signature value cannot be read: %s."),
	N_("It is not certain which part of the document was signed: %s."),
	N_("The signer's certificate is not in the signature."),
	N_("The signer's certificate cannot be read: %s."),
	N_("The certificate chain cannot be judged: %s."),
	N_("What the signature covers is no whole document: %s."),
	N_("What was changed later cannot be judged: %s."),
	N_("%s was used, which is not safe since %s, and nothing proves that it "
	   "was made before."),
	N_("The issuer \"%s\" has a key that is not safe since %s (%s)."),
	N_("This version does not judge signatures of the form \"%s\"."),
	N_("The signature names no form (/SubFilter): it is not judged."),
	N_("The electronic seal \"%s\" (GB/T 38540) is recognised, but this "
	   "version does not judge it yet."),
	N_("An electronic seal (GB/T 38540) that cannot be read."),

	/* of its trust */
	N_("no chain leads to a given trust anchor: the issuer of \"%s\" is "
	   "missing or not trusted"),
	N_("no chain leads to a given trust anchor: the issuer of \"%s\" is "
	   "missing"),
	N_("\"%s\" issued its certificate itself, and it is not among the "
	   "trust anchors"),
	N_("the chain ends at \"%s\", which is not among the trust anchors"),
	N_("the certificate of \"%s\" was not made by the issuer that it "
	   "names"),
	N_("\"%s\" issued a certificate, which it is not allowed to"),
	N_("the key of \"%s\" is too short to be trusted"),
	N_("the certificate of \"%s\" is signed with a digest that can be "
	   "forged"),
	N_("the certificate of \"%s\" expired at %s, and was judged at %s"),
	N_("the certificate of \"%s\" is valid only from %s, and was judged "
	   "at %s"),
	N_("the signer's certificate is not for signing documents (key "
	   "usage)"),

	N_("trusted through the trusted list of %s: the service \"%s\" of "
	   "\"%s\""),
	N_("the trusted list of %s has the service \"%s\" of \"%s\" for "
	   "something else than this"),
	N_("the trusted list of %s says that the service \"%s\" of \"%s\" was "
	   "not listed yet at %s"),
	N_("the trusted list of %s says that the service \"%s\" of \"%s\" was "
	   "not to be trusted at %s"),
	N_("the trusted list of %s, which has the service \"%s\" of \"%s\", is "
	   "too old to be relied on: it should have been replaced"),

	/* of its time, and of revocation */
	N_("The time-stamp of the signature does not hold: %s."),
	N_("The time-stamp of the signature proves no time: its authority is "
	   "%s."),
	N_("The time-stamp is of the future, or later than what was put on "
	   "after it."),
	N_("the certificate is not one of a time-stamp authority (extended key "
	   "usage)"),
	N_("The certificate of \"%s\" was revoked at %s, after the proven time "
	   "%s: what was signed before holds."),
	N_("The certificate of \"%s\" was revoked at %s, before the proven "
	   "time %s."),
	N_("The certificate of \"%s\" was revoked at %s, and nothing proves an "
	   "earlier time of signing."),
	N_("Whether the certificate of \"%s\" was revoked is known only as of "
	   "%s, which is too old for %s."),
	N_("That the certificate of \"%s\" was not revoked is said by a "
	   "responder of whom nothing that is here says whether its own "
	   "certificate was revoked: it is not proven."),
	N_("Nothing that is here says whether the certificate of \"%s\" was "
	   "revoked."),
	N_("The certificate of \"%s\" is signed with %s, which is not safe "
	   "since %s."),
	N_("The certificate of \"%s\" has expired since the proven time, and "
	   "nobody tells any more whether it had been revoked."),

	/* of what was changed */
	N_("The signature field \"%s\" on page %s was changed after it was "
	   "signed: %s."),
	N_("Signed content was replaced: %s of page %s (object %s)."),
	N_("Something was put over the field \"%s\" on page %s (object %s)."),
	N_("The field \"%s\" on page %s was moved."),
	N_("The field \"%s\" on page %s was hidden or shown."),
	N_("The field \"%s\" on page %s shows something that lay hidden in the "
	   "document."),
	N_("The field \"%s\" on page %s looks different, but what was filled in "
	   "is the same."),
	N_("The field \"%s\" on page %s shows something other than what was "
	   "filled in."),
	N_("The field \"%s\" on page %s shows only a part of what was filled "
	   "in."),
	N_("The field \"%s\" on page %s shows nothing of what was filled "
	   "in."),
	N_("The field \"%s\" on page %s does not show which option was "
	   "chosen."),
	N_("The field \"%s\" on page %s shows letters of a font that came "
	   "with them, which can look like any others."),
	N_("The field \"%s\" on page %s paints over what was filled in."),
	N_("The field \"%s\" on page %s shows a picture where text was filled "
	   "in."),
	N_("The field \"%s\" on page %s hides what is behind it, which it was "
	   "not made for."),
	N_("The field \"%s\" on page %s shows a drawing where text was filled "
	   "in."),
	N_("The field \"%s\" on page %s shows text that cannot be compared "
	   "with what was filled in."),
	N_("The field \"%s\" on page %s was filled in, but the certification "
	   "allows no changes."),
	N_("The field \"%s\" on page %s was filled in, but a signature locked "
	   "it."),
	N_("The field \"%s\" on page %s was replaced."),
	N_("The field \"%s\" on page %s was changed."),
	N_("The field \"%s\" on page %s was given a value of another kind."),
	N_("The field \"%s\" on page %s has no proper appearance any more."),
	N_("A field was added, but the certification allows no changes."),
	N_("A signature was added, but the certification allows no changes."),
	N_("The signature was put into a field only after it was made."),
	N_("The validation data are malformed."),
	N_("The validation data hold something else."),
	N_("The validation data were taken away."),
	N_("The defaults of the form were changed."),
	N_("%s was changed: its /%s."),
	N_("%s on page %s (object %s)."),
	N_("%s (object %s)."),
	N_("%s (/%s)."),
	N_("A field was signed that an earlier signature locked."),
	N_("A form field was added that is not a signature field."),
	N_("A page was added."),
	N_("A page was replaced."),
	N_("A signature field was replaced."),
	N_("Form fields were exchanged."),
	N_("Form fields were taken away."),
	N_("Signed content was replaced."),
	N_("Something was added that the signed content refers to."),
	N_("The catalogue was exchanged."),
	N_("The catalogue was replaced."),
	N_("The encryption was changed."),
	N_("The form was changed."),
	N_("The form was taken away."),
	N_("The file was rebuilt: %s."),
	N_("Revision %s changed what was signed, and a later one changed it "
	   "back."),
	N_("Not every revision was looked at for signatures that were taken "
	   "away: there is too much to read."),
	N_("Behind what was signed, from byte %s on, there are %s bytes that "
	   "belong to nothing that the document lists: no reader shows them."),
	N_("Not every revision was looked at for changes that were taken "
	   "back."),

	/* of the document */
	N_("The document cannot be read without guessing: %s."),
	N_("The signature \"%s\" of revision %s was taken away later."),
	N_("After the end of the document there are %s bytes that belong to "
	   "no revision."),
	N_("Two fields show one and the same signature."),
	N_("There are more findings."),

	/* parts of others */
	N_("the message digest was not that of the signed bytes: they were "
	   "changed after signing"),
	N_("the signature value was not made with the certificate's key over "
	   "these attributes"),
	N_("the signing-certificate attribute names another certificate than "
	   "the signer's"),
	N_("A page"),
	N_("A signature field"),
	N_("The catalogue"),
	N_("the seal was moved"),
	N_("the seal was moved to another page"),
	N_("the seal was painted anew"),
	N_("the seal was hidden or shown"),
	N_("its signature was exchanged"),
	N_("its name was exchanged"),
	N_("it was replaced"),
	N_("something in it was exchanged"),
	N_("the text and lines"),
	N_("the resources"),
	N_("a font"),
	N_("An annotation was added"),
	N_("Annotations were taken away"),
	N_("Annotations were exchanged"),
	N_("Something that hides most of it was added"),
	N_("a picture or form"),
	N_("an annotation"),
	N_("What happens when the document is opened was changed"),
	N_("What the document does by itself was changed"),
	N_("Scripts, attachments or names of the document were changed"),
	N_("Which layers of the document are shown was changed"),
	N_("The page numbers that are shown were changed"),
	N_("The bookmarks were changed"),
	N_("What may be done with the document was changed"),
	N_("The form's other description was changed"),
	N_("What the form calculates was changed"),
	N_("Pages were added or taken away, or what they have in common was "
	   "changed"),
	N_("Something was replaced that is used in several places"),
	N_("Something that was there for another use was replaced"),
	N_("A form field was added that is not a signature field"),
	N_("A field was added that has the name of another"),
	N_("A field was added that shows the signature of another field"),
	N_("A field shows a seal, but nobody signed it"),
	N_("A signature field was added with more than a signature in it"),
	N_("A group of fields was added with more than fields in it"),
	N_("A field was signed that an earlier signature locked"),
	N_("The form"),
	N_("Signed content was replaced"),
	N_("Something was added that the signed content refers to"),

	/* of the doctor */
	N_("Modules are taken from the folder %s."),
	N_("The modules' folder %s cannot be read: %s."),
	N_("%s, the modules' folder, is not a folder."),
	N_("Handwriting may reach the swap: of its memory only %s bytes can be "
	   "locked."),
	N_("There is no module at all."),
	N_("The modules cannot be listed: %s."),
	N_("The module cannot be used: %s."),
	N_("%s, version %s, virtual: plays a script."),
	N_("%s, version %s."),
	N_("The configured %s %s cannot be used: %s."),
	N_("The configuration's [%s] has an unknown key, %s."),
	N_("The configured camera %s cannot be used: %s."),
	N_("The camera %s is in use by another program."),
	N_("The camera %s is in use by %s."),
	N_("The camera %s is not there."),
	N_("The camera %s may be used."),
	N_("%s is there, but may not be used by this user."),
	N_("%s is no camera; one may have a second node, for its metadata."),
	N_("The system has no video device."),
	N_("There is a USB camera that no driver serves."),
	N_("The configured reader cannot be used: %s."),
	N_("The reader at %s, port %s, is asked when it is used."),
	N_("The configured serial line %s is not there."),
	N_("The serial line %s is there and may be used."),
	N_("No reader is configured; there is a serial line, %s."),
	N_("The reader at USB %s is there and may be used."),
	N_("The configured reader at USB %s is not there."),
	N_("At USB %s is %s, which is not known as a reader."),
	N_("The photo decoder %s is not there."),
	N_("The photo decoder %s is there."),
	N_("The configured pad cannot be used: %s."),
	N_("The configured pad %s is not there."),
	N_("The %s at USB %s is there and may be used."),
	N_("Another program uses the %s at USB %s."),
	N_("The kernel's driver wacom holds the %s at USB %s; it is taken off "
	   "while the pad is used."),
	N_("The pad at USB %s is an STU-541, which is not supported: how it "
	   "encrypts is not known."),
	N_("The tablet %s (%s) is there and may be used."),
	N_("The tablet %s cannot be used: %s."),
	N_("Another program holds the tablet %s (%s)."),
	N_("The configured pad %s is no pen tablet."),
	N_("The kernel takes %s (%s) for a tablet, too; it is a pad for "
	   "stu-pad."),
	N_("There is a card reader on USB, and no driver for it: the CCID "
	   "driver of pcscd is missing."),
	N_("There is a card reader on USB that pcscd does not use."),
	N_("pcscd runs, and has no reader."),
	N_("pcscd refuses this user (polkit)."),
	N_("The PC/SC daemon does not run: %s is not there."),
	N_("The PC/SC daemon does not answer, or not to this user: %s."),
	N_("There is the reader %s."),
	N_("PACE is switched off; basic access control is weaker."),
	N_("No font is installed: text cannot be set."),
	N_("The default font for Chinese text is not installed."),
	N_("PKCS #12 files that are encrypted with RC2 cannot be opened: "
	   "OpenSSL's legacy provider is missing"),
	N_("the PIN of the token \"%s\" is locked"),
	N_("one more wrong PIN locks the token \"%s\""),
	N_("the token \"%s\" has no user PIN yet"),
	N_("the token \"%s\" has %s certificates, %s of them with a key"),
	N_("p11-kit knows no PKCS #11 module"),
	N_("no token is plugged in"),
	N_("p11-kit is set up with a driver that does not load: %s."),
	N_("The card in %s does not say who its holder is."),
	N_("The card in %s says who its holder is."),
	N_("Of the Belgian card in %s its driver shows nothing but "
	   "certificates: no address and no portrait."),

	/* its cures */
	N_("Allow more: LimitMEMLOCK= of a service, memlock in limits.conf."),
	N_("Install the modules."),
	N_("Install the modules, or name their folder."),
	N_("Install the module again, with what it needs."),
	N_("Correct the URI, or install its module."),
	N_("Correct the configuration."),
	N_("Correct [devices] reader."),
	N_("Connect the reader, or correct [devices] reader."),
	N_("Use reader, camera, pad, signer, fetch, typeset, repair, symbol, "
	   "trustlist, gauge, matcher or picture."),
	N_("Correct [devices] pad."),
	N_("Correct [module evdev-pad]."),
	N_("Close that program."),
	N_("Close the other program."),
	N_("Connect a camera."),
	N_("Connect the camera, or correct [devices] camera."),
	N_("Connect the camera, or correct [module v4l2-camera]."),
	N_("Load the kernel's module uvcvideo."),
	N_("Connect the pad, or correct [devices] pad."),
	N_("End the other program."),
	N_("Use another model of the series."),
	N_("Add the user to the group %s and log in again."),
	N_("Give the user access with a udev rule, or run as one who has it."),
	N_("Install the udev rule %s, and plug the device in again."),
	N_("Make the group counterseal with systemd-sysusers, and plug the "
	   "device in again."),
	N_("Plug the device in again: its udev rule was not applied yet."),
	N_("If it is a reader, write [devices] reader = sdt:tty:PATH, or "
	   "[module sdt-reader] probe = yes."),
	N_("Correct [devices] reader; if it is a reader all the same, add "
	   "?id=VENDOR:PRODUCT."),
	N_("Install it, or correct photo_decoder in [module sdt-reader]."),
	N_("Install libccid, and restart pcscd."),
	N_("Plug the reader in again; if that does not help, see what pcscd "
	   "writes to the journal."),
	N_("Connect a contactless card reader that pcscd supports."),
	N_("Allow the actions org.debian.pcsc-lite.access_pcsc and "
	   "access_card by a rule of polkit, or log in at the desk."),
	N_("Install pcscd, and start pcscd.socket."),
	N_("Start pcscd; if it runs, allow the action "
	   "org.debian.pcsc-lite.access_pcsc by a rule of polkit."),
	N_("Remove access = bac from [module emrtd-reader], unless only old "
	   "documents come here."),
	N_("Install a font, such as fonts-noto-cjk."),
	N_("Install fonts-noto-cjk, or set font in [module pango-typeset]."),
	N_("write them anew with a current program"),
	N_("unblock it with the PUK or the security officer's PIN"),
	N_("enter the right PIN next"),
	N_("set one with the vendor's tool"),
	N_("put the certificate into the token, or name a file with it "
	   "(--certificate)"),
	N_("install the token's driver (such as opensc-pkcs11), or name it: "
	   "[module pkcs11-signer] module = /PATH.so"),
	N_("plug one in; a smart card also needs pcscd running"),
	N_("Install the driver again, or remove that file."),
	N_("Install the card's driver (such as opensc-pkcs11), or name it: "
	   "[module token-reader] module = /PATH.so"),
	N_("Install Belgium's own driver (beidpkcs11)."),
	N_("install the module, or correct the configuration"),

	NULL,
};
