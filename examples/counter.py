#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""counter.py -- one customer at the counter, from the ID card to a sealed order.

    counter.py ORDER.pdf SEALED.pdf READER CAMERA PAD CUSTOMER SEAL TRUST.pem

CUSTOMER and SEAL name who signs, READER, CAMERA and PAD the devices; see
counterseal devices.  PINs are lines of standard input.  The exit status is 0
if the sealed order is valid, 1 if it is not, 2 if it failed."""
import sys

from counterseal import Again, Context, Document, Error, Identity, Ink
from counterseal import Look, Photo, Seal, Signer, Stamp

# Where the form of this house has room: page, and millimetres.
IDENTITY, PHOTO = "1:16,101,144,34", "1:165,96.5,29,38.5"
SIGNATURE, HALL = "2:16,213,60,36", "2:86.5,209,42,42"


def until_right(step, *arguments, **options):
    """What the customer can do again is done again, three times in all."""
    for _ in range(2):
        try:
            return step(*arguments, **options)
        except Again as error:
            print("Once more, please:", error.text)
    return step(*arguments, **options)


def give_pin(request):
    line = "" if request.again else sys.stdin.readline()
    return line.rstrip("\n") or None


def merge(context, order, reader, camera):
    """The card is read and a photo is taken; both become content."""
    identity = until_right(Identity.read, context, reader, timeout=60)
    photo = until_right(Photo.take, context, camera, timeout=60)
    with identity, photo:  # wiped at the end
        text = f"{identity.name}\n{identity.number}"
        order.stamp(
            Stamp(IDENTITY, Look(text=text)),
            Stamp(PHOTO, Look(photo=photo)),
            context=context,
        )


def sign(context, order, uri, seal):
    with Signer.open(context, uri, pin=give_pin, timeout=60) as signer:
        order.seal(signer, seal, context=context, timeout=60)


def main(order_pdf, sealed_pdf, reader, camera, pad, customer, hall, trust):
    with Context() as context, Document.open(order_pdf) as order:
        merge(context, order, reader, camera)
        with until_right(Ink.capture, context, pad, timeout=120) as ink:
            seal = Seal(reason="Order", place=SIGNATURE, look=Look(ink=ink))
            sign(context, order, customer, seal)
        look = Look(text="%name%\n%date%")
        sign(context, order, hall, Seal("Accepted", place=HALL, look=look))
        report = order.verify([trust])
        print(report.verdict, *report.problems, sep="\n")
        if report.is_valid:
            order.save(sealed_pdf)  # only what is valid is filed
        return 0 if report.is_valid else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except Error as error:  # who can make the next attempt succeed, and why
        print(f"{error.who}: {error.text}\n{error}", file=sys.stderr)
        sys.exit(2)
