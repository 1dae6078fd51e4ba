import fs from "node:fs";
import type { PrivateHost } from "../private-host.ts";
import {
  give,
  hostOf,
  nginxHost,
  nodeCode,
  nodeUnit,
  phpCode,
  phpHost,
  putPrivate,
  settings,
  toPhp,
} from "./host-parts.ts";

/** Two shops of two accounts on one host; the env file of the second lies open. */
export function severalInstalls(): PrivateHost {
  const [first, second] = ["/var/www/first", "/opt/second"];
  const host = hostOf({
    "etc/passwd":
      "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\nfirst:x:1011:1011::/var/www/first:/usr/sbin/nologin\nsecond:x:1012:1012::/opt/second:/usr/sbin/nologin\n",
    "etc/group": "root:x:0:\nadm:x:4:\nwww-data:x:33:\nfirst:x:1011:\nsecond:x:1012:\n",
    ...phpHost({ first: "first", other: "www-data" }),
    ...nginxHost({ name: "first.example", folder: `${first}/public`, inside: toPhp("first") }),
    "etc/systemd/system/second.service": nodeUnit(
      second,
      "User=second",
      `WorkingDirectory=${second}`,
    ),
    ...phpCode(first),
    ...nodeCode(second),
  });
  give(host, first, 1011);
  give(host, second, 1012);
  putPrivate(host, `${first}/.env`, settings(12), 1011);
  putPrivate(host, `${second}/.env`, settings(13), 1012);
  fs.chmodSync(host.real(`${second}/.env`), 0o644);
  return host;
}
