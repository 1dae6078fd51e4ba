"""Runs a program in a real terminal and answers it.

Usage: drive-terminal.py SCRIPT.json PROGRAM ARGS...
The script is a list of [text to wait for, keys to send]. Prints everything that was shown; ends with
the exit code of the program, or 99 when a text did not come.
"""
import json
import os
import pty
import select
import sys
import time

with open(sys.argv[1], encoding="utf-8") as file:
    script = json.load(file)
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])

shown = b""


def read(seconds):
    """Adds what comes within that time; False at the end."""
    global shown
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        return True
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        return False
    shown += piece
    return piece != b""


begin = 0
for wanted, keys in script:
    limit = time.monotonic() + 60
    while wanted.encode() not in shown[begin:]:
        if time.monotonic() > limit or not read(1):
            sys.stdout.buffer.write(shown)
            print(f"\nnever came: {wanted}")
            sys.exit(99)
    begin = shown.index(wanted.encode(), begin) + len(wanted)
    # The prompt draws its choices behind its question.
    while select.select([terminal], [], [], 0.3)[0] and read(0):
        pass
    os.write(terminal, keys.encode())
while read(60):
    pass
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(status) % 256)
