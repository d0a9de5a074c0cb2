"""Zip files with a password: PKWARE's own cipher, the one that every zip program reads.

Weak by today's standards, and so only what it is in a simulation. Python reads it and cannot write
it. The format is APPNOTE.TXT's, sections 4.3 to 6.1.
"""

import os
import struct
import zlib
from collections.abc import Mapping

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_ENCRYPTED, _UTF_8, _DEFLATED, _VERSION = 0x1, 0x800, 8, 20
_DATE = 0x21
"""1980-01-01, the first day that a zip knows: archives of the same bot differ by salt alone."""


def encrypted_zip(files: Mapping[str, str], password: str) -> bytes:
    """A zip of `files` (path -> text), each encrypted with `password`."""
    body, directory = bytearray(), bytearray()
    for name, text in files.items():
        offset = len(body)
        fields, data = _header(name, text.encode())
        body += _LOCAL.pack(0x04034B50, _VERSION, *fields, 0) + name.encode()
        body += encrypt(data, password.encode(), fields[4] >> 24)
        directory += _CENTRAL.pack(
            0x02014B50, _VERSION, _VERSION, *fields, 0, 0, 0, 0, 0o644 << 16, offset
        )
        directory += name.encode()
    count = len(files)
    end = _END.pack(0x06054B50, 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _header(name: str, text: bytes) -> tuple[tuple[int, ...], bytes]:
    """Flags, method, time, date, CRC, sizes and the length of the name; and the packed data."""
    packer = zlib.compressobj(wbits=-15)
    data = packer.compress(text) + packer.flush()
    sizes = (len(data) + 12, len(text), len(name.encode()))
    return (_ENCRYPTED | _UTF_8, _DEFLATED, 0, _DATE, zlib.crc32(text), *sizes), data


def encrypt(data: bytes, password: bytes, check: int) -> bytes:
    """`data` behind its twelve bytes of salt; the last of them lets a reader check the password."""
    keys = (0x12345678, 0x23456789, 0x34567890)
    for byte in password:
        keys = _update(keys, byte)
    found = bytearray()
    for byte in os.urandom(11) + bytes([check]) + data:
        word = keys[2] | 2
        found.append(byte ^ (((word * (word ^ 1)) >> 8) & 0xFF))
        keys = _update(keys, byte)
    return bytes(found)


def _update(keys: tuple[int, int, int], byte: int) -> tuple[int, int, int]:
    first = _crc(keys[0], byte)
    second = ((keys[1] + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
    return first, second, _crc(keys[2], second >> 24)


def _crc(before: int, byte: int) -> int:
    """CRC-32 of one more byte, without the two complements that `zlib.crc32` puts around it."""
    return zlib.crc32(bytes([byte]), before ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
