"""Chromium for tests: pixels of a file as a browser draws it."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from attrs import frozen

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@frozen
class Pixels:
    """An RGB image."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    def at(self, x: int, y: int) -> bytes:
        """The colour of one pixel, three bytes."""
        return self.rows[y][3 * x : 3 * x + 3]


def render(file: Path, width: int, height: int, folder: Path) -> Pixels:
    """Draw a file in a window of this size, with a profile of its own."""
    assert CHROMIUM is not None
    shot = folder / f"{file.stem}.png"
    subprocess.run(
        [
            CHROMIUM, "--headless", "--disable-gpu", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1",
            f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}", f"--screenshot={shot}", file.as_uri(),
        ],
        check=True, timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"HOME": str(folder)},
    )  # fmt: skip
    return read_png(shot.read_bytes())


def read_png(data: bytes) -> Pixels:
    """Decode an 8-bit RGB or RGBA image without interlacing, as chromium writes it."""
    position, packed = 8, b""
    width = height = channels = 0
    while position < len(data):
        (length,), kind = struct.unpack_from(">I", data, position), data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour_type = struct.unpack_from(">IIBB", body)
            assert depth == 8
            channels = {2: 3, 6: 4}[colour_type]
        elif kind == b"IDAT":
            packed += body
        position += 12 + length
    raw, stride = zlib.decompress(packed), width * channels
    rows: list[bytes] = []
    before = bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        before = _unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, channels)
        rows.append(bytes(byte for i, byte in enumerate(before) if i % channels < 3))
    return Pixels(width, height, tuple(rows))


def _unfilter(kind: int, line: bytearray, above: bytearray, channels: int) -> bytearray:
    """Undo a PNG line filter (PNG specification, clause 9)."""
    for i in range(len(line)):
        left = line[i - channels] if i >= channels else 0
        corner = above[i - channels] if i >= channels else 0
        line[i] = (line[i] + _prediction(kind, left, above[i], corner)) & 0xFF
    return line


def _prediction(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        estimate = left + up - corner
        return min((left, up, corner), key=lambda value: abs(estimate - value))
    return (0, left, up, (left + up) // 2)[kind]
