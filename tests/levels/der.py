# SPDX-License-Identifier: Apache-2.0
"""der -- writes DER, and reads as much of it as the tests need."""
import base64
import hashlib
import os


def element(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def sequence(*parts):
    return element(0x30, *parts)


def set_of(*parts):
    return element(0x31, *sorted(parts))


def integer(number):
    return element(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def octets(body):
    return element(4, body)


def oid(text):
    first, second, *arcs = map(int, text.split("."))
    body = b""
    for arc in [40 * first + second] + arcs:
        part = [arc & 0x7f]
        while arc > 0x7f:
            arc >>= 7
            part.insert(0, 0x80 | arc & 0x7f)
        body += bytes(part)
    return element(6, body)


def elements(body):
    """Tag, body, and whole of each element."""
    found, at = [], 0
    while at < len(body):
        size, head = body[at + 1], 2
        if size & 0x80:
            head += size & 0x7f
            size = int.from_bytes(body[at + 2:at + head], "big")
        found.append((body[at], body[at + head:at + head + size],
                      body[at:at + head + size]))
        at += head + size
    return found


def inside(der):
    return elements(elements(der)[0][1])


def certificate(folder, name):
    with open(os.path.join(folder, name), encoding="ascii") as file:
        text = file.read().split("-----")
    return base64.b64decode(text[2])


def issuer_and_serial(der):
    fields = inside(inside(der)[0][2])
    if fields[0][0] == 0xa0:
        fields = fields[1:]
    return sequence(fields[2][2], fields[0][2])


def sm3(body):
    return hashlib.new("sm3", body).digest()
