import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/install/config/parse-config.ts";
import { discoverInstall } from "../../../src/install/discover-install.ts";
import { isRoot } from "../../support/as-user.ts";
import { type HostInFolder, hostInFolder, own } from "../../support/host-in-folder.ts";

const root = "/opt/shop";
const compose = (path: string) => `services:\n  app:\n    env_file:\n      - ${path}\n`;
const unit = (path: string) => `[Service]\nWorkingDirectory=${root}\nEnvironmentFile=${path}\n`;

interface Row {
  readonly name: string;
  readonly compose?: string;
  readonly unit?: string;
  readonly change?: (host: HostInFolder) => void;
  readonly env?: string;
  readonly sudoUid?: number;
  /** The path of every file but `.env` with whether it was read, or why not. */
  readonly files: readonly (readonly [string, string])[];
}

const isWebUsers = (host: HostInFolder) => own(host.real(`${root}/compose.yaml`), 33, 33);
const line = "compose.yaml:4 names it";
const refused = (path: string, place = line) =>
  [
    path,
    `untrusted: ${place}, and others than root can change that; if it is read here, list it in guard.yaml: install.env`,
  ] as const;
const conf = { real: "/opt/shop/conf", secret: "/etc/secret.env" };

const rows: readonly Row[] = [
  { name: "root's own compose file", compose: conf.secret, files: [[conf.secret, "read"]] },
  {
    name: "root's own compose file, by parent folders",
    compose: "../../etc/secret.env",
    files: [[conf.secret, "read"]],
  },
  {
    name: "the web user's compose file",
    compose: conf.secret,
    change: isWebUsers,
    files: [refused(conf.secret)],
  },
  {
    name: "the web user's, by parent folders",
    compose: "../../etc/secret.env",
    change: isWebUsers,
    files: [refused(conf.secret)],
  },
  {
    name: "the web user's, something of the kernel's",
    compose: "/proc/self/environ",
    change: isWebUsers,
    files: [refused("/proc/self/environ")],
  },
  {
    name: "the web user's, of what is not there: that is not looked at either",
    compose: "/root/none.env",
    change: isWebUsers,
    files: [refused("/root/none.env")],
  },
  {
    name: "the web user's, beside the root under a name that begins like it",
    compose: "../shop2/x.env",
    change: isWebUsers,
    files: [refused("/opt/shop2/x.env")],
  },
  {
    name: "the web user's, in the root",
    compose: "conf/../panel.env",
    change: isWebUsers,
    files: [["/opt/shop/panel.env", "read"]],
  },
  {
    name: "the web user's, in the root through a link of theirs",
    compose: "conf/secret.env",
    change: (host) => {
      isWebUsers(host);
      symlinkSync("../../etc", host.real(conf.real));
    },
    files: [["/opt/shop/conf/secret.env", "link: is a link, or below one, which is not followed"]],
  },
  {
    name: "a compose file in a folder of the web user's",
    compose: conf.secret,
    change: (host) => own(host.real(root), 33, 33),
    files: [refused(conf.secret)],
  },
  {
    name: "a compose file in a folder that a group writes",
    compose: conf.secret,
    change: (host) => own(host.real(root), 0, 33, 0o775),
    files: [refused(conf.secret)],
  },
  {
    name: "a compose file of who called sudo",
    compose: conf.secret,
    change: (host) => own(host.real(`${root}/compose.yaml`), 1001, 1001),
    sudoUid: 1001,
    files: [[conf.secret, "read"]],
  },
  {
    name: "the web user's, and guard.yaml names the file too",
    compose: conf.secret,
    change: isWebUsers,
    env: `[.env, ${conf.secret}]`,
    files: [[conf.secret, "read"]],
  },
  {
    name: "the web user's, and a unit names the file too",
    compose: conf.secret,
    unit: conf.secret,
    change: isWebUsers,
    files: [[conf.secret, "read"]],
  },
  { name: "a unit of root's", unit: conf.secret, files: [[conf.secret, "read"]] },
  {
    name: "a unit that others write",
    unit: conf.secret,
    change: (host) => own(host.real("/etc/systemd/system/shop.service"), 0, 33, 0o664),
    files: [refused(conf.secret, "/etc/systemd/system/shop.service:3 names it")],
  },
  {
    name: "a unit that is a link into the install",
    unit: conf.secret,
    change: (host) => {
      own(host.real(root), 33, 33);
      symlinkSync("../../../opt/shop/shop.service", host.real("/run/systemd/system/other.service"));
    },
    files: [
      refused("/etc/other.env", "/run/systemd/system/other.service:3 names it"),
      [conf.secret, "read"],
    ],
  },
  {
    name: "a unit of root's, and a link of the web user's on the way",
    unit: "/opt/shop/conf/secret.env",
    change: (host) => {
      own(host.real(root), 33, 33);
      symlinkSync("../../etc", host.real(conf.real));
    },
    files: [refused("/opt/shop/conf/secret.env", "a link leads to it")],
  },
  {
    name: "a unit of root's, and the file is a link of the web user's",
    unit: "/srv/state/shop.env",
    change: (host) => {
      mkdirSync(host.real("/srv/state"), { recursive: true });
      symlinkSync("../../etc/secret.env", host.real("/srv/state/shop.env"));
      own(host.real("/srv/state"), 33, 33);
    },
    files: [refused("/srv/state/shop.env", "a link leads to it")],
  },
  {
    name: "a unit of root's, and the file is a link of root's",
    unit: "/etc/shop.env",
    change: (host) => symlinkSync("secret.env", host.real("/etc/shop.env")),
    files: [["/etc/shop.env", "read"]],
  },
  {
    name: "a name with a variable, and something under its default",
    compose: "${NAME:-panel}.env",
    files: [["/opt/shop/panel.env", "read"]],
  },
  {
    name: "a name with a variable, and nothing under its default",
    compose: "conf/${NAME}.env",
    files: [["/opt/shop/conf/${NAME}.env", "parse: compose.yaml:4 names it with variables"]],
  },
  {
    name: "a unit of root's, and a link of root's on the way",
    unit: "/srv/conf/secret.env",
    change: (host) => {
      mkdirSync(host.real("/srv"));
      symlinkSync("../etc", host.real("/srv/conf"));
    },
    files: [[conf.secret, "read"]],
  },
];

describe("env files that are named outside of the root", () => {
  it.for(rows)("$name", (row, { skip }) => {
    if (!isRoot) skip("takes root: other accounts");
    const host = hostInFolder({
      "opt/shop/.env": "A=1\n",
      "opt/shop/panel.env": "B=1\n",
      "opt/shop/shop.service": unit("/etc/other.env"),
      "opt/shop2/x.env": "B=1\n",
      "etc/secret.env": "C=1\n",
      "etc/other.env": "D=1\n",
      "run/systemd/system/x": "",
      ...(row.compose === undefined ? {} : { "opt/shop/compose.yaml": compose(row.compose) }),
      ...(row.unit === undefined ? {} : { "etc/systemd/system/shop.service": unit(row.unit) }),
    });
    row.change?.(host);
    const { ports } = host;
    const text = `install: { root: ${root}, env: ${row.env ?? ""} }\n`;
    const config =
      row.env === undefined ? undefined : parseConfig(text, "/etc/g.yaml", ports.catalogue);
    const sudo = row.sudoUid === undefined ? {} : { sudoUid: row.sudoUid };
    const { install } = discoverInstall(
      { ...ports, ...sudo },
      { path: root, ...(config ? { config } : {}) },
    );
    const others = install.envFiles.filter(({ path }) => path !== `${root}/.env`);
    expect(
      others.map(({ path, stat, content }) => {
        if (content.kind !== "blocked") return [path, "read"];
        const { code, text: why } = content.reason;
        if (code === "untrusted") expect(stat).toEqual(content);
        return [path, `${code}: ${why}`];
      }),
    ).toEqual(row.files);
  });
});
