"""Decrypt every page of a desk's file and of its write-ahead log, in use or not."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wijkdesk.config.desks import FILE

_PAGE, _RESERVED, _IV, _SALT = 4096, 80, 16, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def decrypted(folder: Path, secret: bytes) -> bytes:
    """Return what all pages of a desk hold: those of the file, then those of the log's frames."""
    file, log = folder / FILE, folder / f"{FILE}-wal"
    content = file.read_bytes()
    pages = [content[start : start + _PAGE] for start in range(0, len(content), _PAGE)]
    frames = log.read_bytes()[_LOG_HEADER:] if log.exists() else b""
    size = _FRAME_HEADER + _PAGE
    for start in range(0, len(frames), size):
        number = int.from_bytes(frames[start : start + 4], "big")
        page = frames[start + _FRAME_HEADER : start + size]
        pages.append(page[_SALT:] if number == 1 else page)
    pages[0] = pages[0][_SALT:]  # the file begins with its salt
    return b"".join(_page(secret, page) for page in pages)


def _page(secret: bytes, page: bytes) -> bytes:
    body, iv = page[:-_RESERVED], page[-_RESERVED : -_RESERVED + _IV]
    body = body[: len(body) // _IV * _IV]
    decryptor = Cipher(algorithms.AES(secret), modes.CBC(iv)).decryptor()
    return decryptor.update(body) + decryptor.finalize()
