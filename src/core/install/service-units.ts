import { baseName, parentOf } from "../text/path-text.ts";
import type { Install } from "./install.ts";

/** A systemd unit whose processes get the install's environment. */
export interface ServiceUnit {
  /** `shop.service`. */
  readonly name: string;
  /** A pool reads its files again at a reload; everything else only when it starts. */
  readonly rereads: boolean;
}

type Known = Pick<Install, "serviceUser" | "envFiles" | "hostConfigs">;

/** The units of this host that run the install, as far as its configuration tells. */
export function serviceUnits(install: Known): readonly ServiceUnit[] {
  const source = install.serviceUser.kind === "found" ? install.serviceUser.value.source : "";
  const pool = /^(php[\d.]*-fpm)\b/.exec(source)?.[1];
  const isInApache = source.startsWith("mod_php of ");
  const pools = [
    ...(pool === undefined ? poolUnits(install) : [`${pool}.service`]),
    ...(isInApache ? ["apache2.service"] : []),
  ];
  const names = [
    /^(\S+\.service)$/.exec(source)?.[1],
    ...install.envFiles.map((file) => /\b([\w@.-]+\.service)\b/.exec(file.source)?.[1]),
    ...install.hostConfigs.filter(({ kind }) => kind === "unit").map(({ path }) => unitOf(path)),
  ];
  const others = new Set(names.filter((name) => name !== undefined));
  return [
    ...[...new Set(pools)].map((name) => ({ name, rereads: true })),
    ...[...others].map((name) => ({ name, rereads: false })),
  ];
}

/** `/etc/systemd/system/shop.service.d/env.conf` belongs to `shop.service`. */
export function unitOf(path: string): string | undefined {
  const folder = baseName(parentOf(path));
  if (folder.endsWith(".service.d")) return folder.slice(0, -2);
  return baseName(path).endsWith(".service") ? baseName(path) : undefined;
}

function poolUnits({ hostConfigs }: Known): readonly string[] {
  return hostConfigs
    .filter(({ kind }) => kind === "php-fpm")
    .map(({ path }) => `php${/\/php\/([\d.]+)\//.exec(path)?.[1] ?? ""}-fpm.service`);
}
