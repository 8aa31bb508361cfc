"""Send one datagram ten thousand times a second: python flood.py SOURCE TARGET PORT COUNT, the datagram on stdin."""

import socket
import sys
import time

A_SECOND = 10_000
AT_ONCE = 50


def flood(source: str, target: tuple[str, int], count: int, datagram: bytes) -> None:
    """Send the datagram `count` times, at the pace that was asked for."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.bind((source, 0))
        began = time.monotonic()
        for sent in range(0, count, AT_ONCE):
            for _ in range(AT_ONCE):
                opened.sendto(datagram, target)
            time.sleep(max(0.0, began + (sent + AT_ONCE) / A_SECOND - time.monotonic()))


if __name__ == "__main__":
    _, own, address, port, times = sys.argv
    flood(own, (address, int(port)), int(times), sys.stdin.buffer.read())
