import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type PrivateHost, privateHost } from "./private-host.ts";
import { guardBin } from "./run-guard.ts";

/** On the PATH of a fresh Debian: what a host without network, systemd and database lacks. */
export const standIns = "/var/lib/stand-ins";

/** Packages whose files a fresh Debian has. */
const base = ["adduser", "libpam-modules", "login", "openssl", "passwd", "sudo", "util-linux"];

/** What the `apt-get` among the stand-ins lays down, and the packages that hold its files. */
const installable = {
  logrotate: "logrotate",
  nginx: "nginx-common",
  "php8.2-fpm": "php8.2-fpm",
  "redis-server": "redis-server",
};

/** What keeps this machine from giving the files that Debian ships; undefined where nothing does. */
export function whyNotFresh(): string | undefined {
  for (const name of [...base, ...Object.values(installable)]) {
    for (const { file, sum } of conffiles(name)) {
      const bytes = fs.existsSync(file) ? fs.readFileSync(file) : "";
      if (createHash("md5").update(bytes).digest("hex") === sum) continue;
      return `${file} is not as Debian ships it: apt-get install --reinstall ${name}`;
    }
  }
  return undefined;
}

/**
 * A host of its own with `/etc` as Debian's installer leaves it: no web server, no PHP, no shop.
 *
 * @param values settings that the operator will fill in, one `NAME=value` a line.
 */
export function freshDebian(values: string): PrivateHost {
  const host = privateHost();
  for (const name of base) copyConffiles(name, host.top);
  // Scripts of packages write these, so that no package lists them.
  for (const name of ["alternatives", "pam.d"]) copyAll(`/etc/${name}`, host.real(`/etc/${name}`));
  for (const name of ["passwd", "group"]) {
    fs.copyFileSync(`/usr/share/base-passwd/${name}.master`, host.real(`/etc/${name}`));
  }
  for (const name of ["/etc/ssl/certs", "/var/backups", "/var/log"]) fs.mkdirSync(host.real(name));
  fs.mkdirSync(host.real("/etc/ssl/private"), { mode: 0o700 });
  copyAll(path.join(import.meta.dirname, "stand-ins"), host.real(standIns));
  for (const [name, holder] of Object.entries(installable)) {
    copyConffiles(holder, host.real(`${standIns}/packages/${name}`));
  }
  fs.writeFileSync(host.real(`${standIns}/values`), values);
  // As npm puts it on the PATH.
  fs.symlinkSync(guardBin, host.real(`${standIns}/iptvbp-guard`));
  return host;
}

function copyConffiles(name: string, top: string): void {
  for (const { file } of conffiles(name)) {
    const copy = path.join(top, file);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(file, copy);
    fs.chmodSync(copy, fs.statSync(file).mode & 0o777);
  }
}

/** The files of a package below `/etc`, with their MD5 sums. */
function conffiles(name: string): readonly { readonly file: string; readonly sum: string }[] {
  const list = execFileSync("dpkg-query", ["-W", "-f=${Conffiles}", name], { encoding: "utf8" });
  return [...list.matchAll(/^ (\/etc\/\S+) ([0-9a-f]{32})$/gm)].map(([, file = "", sum = ""]) => ({
    file,
    sum,
  }));
}

function copyAll(from: string, to: string): void {
  execFileSync("cp", ["-a", from, to]);
}
