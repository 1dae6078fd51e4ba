import { type Look, absent } from "../../core/look.ts";
import type { PlannedFix } from "../../fixes/planned-fix.ts";
import type { Install } from "../../core/install/install.ts";
import type { Ports } from "../ports.ts";

interface Service {
  readonly ports: Pick<Ports, "accounts">;
  readonly install: Pick<Install, "envFiles" | "serviceUser">;
}

/** Files that the service opens itself; what root's manager reads for it is not among them. */
export function serviceReads({ install }: Pick<Service, "install">): ReadonlySet<string> {
  return new Set(
    install.envFiles.filter((file) => file.readByManager === undefined).map(({ path }) => path),
  );
}

/** `absent` when the install has no service user; not knowing who it is stays not knowing. */
export async function canServiceRead(
  { ports, install }: Service,
  paths: readonly string[],
): Promise<Look<readonly boolean[]>> {
  const { serviceUser } = install;
  if (serviceUser.kind === "found") return ports.accounts.canRead(serviceUser.value.value, paths);
  return serviceUser.kind === "absent" ? absent : serviceUser;
}

/** A fix after which nobody could tell whether the service still runs is not made. */
export async function refuseUncheckable(
  service: Service,
  fixes: readonly PlannedFix[],
): Promise<readonly PlannedFix[]> {
  const read = serviceReads(service);
  const touched = (fix: PlannedFix) =>
    fix.changes.map(({ path }) => path).filter((path) => read.has(path));
  const paths = fixes.filter(({ refused }) => refused === undefined).flatMap(touched);
  if (paths.length === 0) return fixes;
  const look = await canServiceRead(service, paths);
  if (look.kind !== "blocked") return fixes;
  const refused = `cannot tell whether the service could still read it: ${look.reason.text}`;
  return fixes.map((fix) =>
    fix.refused === undefined && touched(fix).length > 0 ? { ...fix, refused } : fix,
  );
}
