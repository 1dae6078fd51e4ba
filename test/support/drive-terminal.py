"""Drives a program in a real terminal: waits for what it shows, then types.

Reads a job as JSON from the file named as the only argument, prints the result as JSON:
  job:    {"argv", "env", "cwd", "steps": [{"expect", "send"}], "secrets"}
  result: {"output", "status", "missed", "inProcessList"}
`expect` is plain text that must be shown after what the step before waited for.
"""

import json
import os
import pty
import select
import signal
import sys
import time

PATIENCE = 60


def shown(secrets):
    """Whether a command line of this host holds one of the secrets."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                line = file.read()
        except OSError:
            continue
        if any(secret.encode() in line for secret in secrets):
            return True
    return False


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        job = json.load(file)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(job["cwd"])
        os.execve(job["argv"][0], job["argv"], job["env"])
    output = b""
    seen = 0
    missed = None
    in_list = False

    def read_more(timeout):
        nonlocal output
        ready, _, _ = select.select([terminal], [], [], timeout)
        if not ready:
            return True
        try:
            part = os.read(terminal, 65536)
        except OSError:
            return False
        output += part
        return len(part) > 0

    for step in job["steps"]:
        wanted = step["expect"].encode()
        end = time.monotonic() + PATIENCE
        alive = True
        while wanted not in output[seen:] and alive and time.monotonic() < end:
            alive = read_more(0.2)
        at = output.find(wanted, seen)
        if at < 0:
            missed = step["expect"]
            break
        seen = at + len(wanted)
        # The prompt listens when it has been drawn whole.
        while read_more(0.15) and select.select([terminal], [], [], 0.05)[0]:
            pass
        in_list = in_list or shown(job["secrets"])
        for key in step["send"]:
            os.write(terminal, key.encode())
            time.sleep(0.03)
    end = time.monotonic() + PATIENCE
    while missed is None and read_more(0.2) and time.monotonic() < end:
        pass
    if missed is not None:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    print(
        json.dumps(
            {
                "output": output.decode("utf8", "replace"),
                "status": os.waitstatus_to_exitcode(status),
                "missed": missed,
                "inProcessList": in_list,
            }
        )
    )


main()
