#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""gray-jpeg.py WIDTH HEIGHT FILE: a JPEG that is all gray.

ISO/IEC 10918-1, baseline, one component.  Both code tables have one code, a
single 0 bit: "no difference" for DC and "end of block" for AC.
"""
import struct
import sys

width, height, name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
blocks = -(-width // 8) * -(-height // 8)


def segment(marker, data):
    return struct.pack(">HH", 0xFF00 | marker, len(data) + 2) + data


def table(place):
    return bytes([place, 1] + 15 * [0] + [0])


bits = "00" * blocks
bits += "1" * (-len(bits) % 8)
with open(name, "wb") as out:
    out.write(b"\xff\xd8" +
              segment(0xE0, b"JFIF\0\1\1\1\0\x48\0\x48\0\0") +
              segment(0xDB, b"\0" + b"\1" * 64) +
              segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) +
                      b"\1\x11\0") +
              segment(0xC4, table(0x00)) + segment(0xC4, table(0x10)) +
              segment(0xDA, b"\1\1\0\0\x3f\0") +
              int(bits, 2).to_bytes(len(bits) // 8, "big") + b"\xff\xd9")
