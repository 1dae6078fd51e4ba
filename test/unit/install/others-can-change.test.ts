import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { othersCanChange } from "../../../src/install/others-can-change.ts";
import { isRoot } from "../../support/as-user.ts";
import { type HostInFolder, hostInFolder, own } from "../../support/host-in-folder.ts";

const name = "/srv/shop/compose.yaml";
const [web, deploy] = [33, 1001];

function newHost(): HostInFolder {
  return hostInFolder({ "srv/shop/compose.yaml": "", "home/web/x": "", "etc/shop.yaml": "" });
}

const change = (path: string, uid: number, mode: number, gid = 0) => {
  return (host: HostInFolder) => own(host.real(path), uid, gid, mode);
};
const inItsPlace = (path: string, target: string) => {
  return (host: HostInFolder) => symlinkSync(target, host.real(path));
};

interface Row {
  readonly name: string;
  readonly change?: (host: HostInFolder) => void;
  readonly at?: string;
  /** Besides root. */
  readonly trusted?: number;
  readonly others: boolean;
}

const rows: readonly Row[] = [
  { name: "root's file below root's folders", others: false },
  { name: "the web user's file", change: change(name, web, 0o644), others: true },
  { name: "a file that its group writes", change: change(name, 0, 0o664), others: true },
  { name: "a file that all write", change: change(name, 0, 0o646), others: true },
  { name: "a folder of the web user's", change: change("/srv/shop", web, 0o755), others: true },
  { name: "a folder above of theirs", change: change("/srv", web, 0o755), others: true },
  { name: "a folder that its group writes", change: change("/srv", 0, 0o775, 33), others: true },
  { name: "a folder that all write", change: change("/srv/shop", 0, 0o777), others: true },
  { name: "a sticky folder of root's", change: change("/srv/shop", 0, 0o1777), others: false },
  { name: "a sticky folder of theirs", change: change("/srv/shop", web, 0o1777), others: true },
  { name: "a sticky file", change: change(name, 0, 0o1666), others: true },
  { name: "the file of another account", change: change(name, deploy, 0o644), others: true },
  {
    name: "the file of who called sudo",
    change: change(name, deploy, 0o644),
    trusted: deploy,
    others: false,
  },
  { name: "nothing at all", at: "/srv/shop/none.yaml", others: true },
  {
    name: "root's link to root's file",
    change: inItsPlace("/srv/link", "../etc/shop.yaml"),
    at: "/srv/link",
    others: false,
  },
  {
    name: "root's link to a folder",
    change: inItsPlace("/srv/link", "shop"),
    at: "/srv/link/compose.yaml",
    others: false,
  },
  {
    name: "root's link into the web user's folder",
    change: (each) => {
      change("/home/web", web, 0o755)(each);
      inItsPlace("/srv/link", "/home/web/x")(each);
    },
    at: "/srv/link",
    others: true,
  },
  {
    name: "the web user's link to root's file",
    change: (each) => {
      change("/home/web", web, 0o755)(each);
      inItsPlace("/home/web/link", "/etc/shop.yaml")(each);
    },
    at: "/home/web/link",
    others: true,
  },
  {
    name: "a link in a sticky folder, whose owner may lead it elsewhere",
    change: (each) => {
      change("/home", 0, 0o1777)(each);
      inItsPlace("/home/link", "/etc/shop.yaml")(each);
    },
    at: "/home/link",
    others: true,
  },
  {
    name: "root's link through a folder of the web user's and back",
    change: (each) => {
      change("/home/web", web, 0o755)(each);
      inItsPlace("/srv/link", "/home/web/../../etc/shop.yaml")(each);
    },
    at: "/srv/link",
    others: true,
  },
  {
    name: "a link that leads to itself",
    change: inItsPlace("/srv/link", "link"),
    at: "/srv/link",
    others: true,
  },
];

describe("othersCanChange", () => {
  it.for(rows)("$name: $others", ({ change: make, at = name, trusted = 0, others }, { skip }) => {
    if (!isRoot) skip("takes root: other accounts");
    const made = newHost();
    make?.(made);
    expect(othersCanChange(made.ports.host, at, new Set([0, trusted]))).toBe(others);
  });
});
