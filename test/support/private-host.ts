import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type GuardRun, guardBin } from "./run-guard.ts";
import { populate, tempFolder } from "./temp-folder.ts";

/** Folders of the machine that are replaced by those of the host. */
const replaced = ["etc", "opt", "root", "run", "srv", "var"] as const;

const accountFiles = {
  "etc/passwd":
    "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n" +
    "shop:x:1001:1001::/opt/shop:/usr/sbin/nologin\n",
  "etc/group": "root:x:0:\nadm:x:4:\nwww-data:x:33:\nshop:x:1001:\n",
  "etc/nsswitch.conf": "passwd: files\ngroup: files\n",
};

export interface PrivateHost {
  /** Stands for `/` in the folders that are replaced. */
  readonly top: string;
  /** The real folder behind a path of that host. */
  real(path: string): string;
  /** Runs a command there; it and all that it started end with it. */
  run(command: readonly string[], options?: PrivateRunOptions): Promise<GuardRun>;
  /** Runs the built program there. */
  guard(args: readonly string[], options?: PrivateRunOptions): Promise<GuardRun>;
}

export interface PrivateRunOptions {
  /** Default: root. */
  readonly uid?: number;
  readonly cwd?: string;
}

/**
 * A host of its own on this machine: mounts, processes and network are its own (namespaces), `/etc`,
 * `/var`, `/opt`, `/srv`, `/run` and `/root` come from a temporary folder. Takes root.
 */
export function privateHost(files: Readonly<Record<string, string>> = {}): PrivateHost {
  const top = tempFolder();
  for (const folder of replaced) mkdirSync(join(top, folder));
  mkdirSync(join(top, "var/lib"));
  populate(top, { ...accountFiles, ...files });
  const run: PrivateHost["run"] = (command, { uid = 0, cwd = "/" } = {}) => {
    const account = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"];
    const namespaces = ["--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child"];
    const enter = `for d in ${replaced.join(" ")}; do mount --bind "$0/$d" "/$d"; done; cd "$1"; shift; exec "$@"`;
    return collect("unshare", [
      ...namespaces,
      "sh",
      "-ec",
      enter,
      top,
      cwd,
      ...(uid === 0 ? [] : account),
      ...command,
    ]);
  };
  return {
    top,
    real: (path) => join(top, path),
    run,
    guard: (args, options) => run([process.execPath, guardBin, ...args], options),
  };
}

function collect(program: string, args: readonly string[]): Promise<GuardRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: {
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        HOME: "/root",
        NO_COLOR: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({
        status,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      });
    });
  });
}
