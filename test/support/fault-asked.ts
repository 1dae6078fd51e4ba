import type { AuditContext } from "../../src/core/audit-context.ts";
import type { Audit, AuditMeta } from "../../src/core/audit.ts";

/** What comes from the files that set values, and from no other. */
const ofValues: ReadonlySet<string> = new Set([
  "catalogue",
  "credentials",
  "declared",
  "install.config",
  "install.envFiles",
  "install.environment",
  "install.gaps",
  "install.host",
  "install.hostConfigs",
  "install.root",
  "install.source",
  "install.urls",
  "knowledge",
  "now",
  "platform",
]);

/** What the row that is taken for granted does not cover, of all that an audit asked for. */
export function beyondDefault(
  { statement }: AuditMeta,
  asked: readonly string[],
): readonly string[] {
  return asked.filter((name) => !ofValues.has(name) && !(statement && name === "statementOf"));
}

/** The audit, with each part of its context that it asks for told: `tree`, `install.sites`. */
export function watched(audit: Audit, tell: (asked: string) => void): Audit {
  return { ...audit, run: (context) => audit.run(watchedContext(context, tell)) };
}

function watchedContext(context: AuditContext, tell: (asked: string) => void): AuditContext {
  const install = watchedProperties(context.install, (name) => tell(`install.${name}`));
  return watchedProperties({ ...context, install }, (name) => {
    if (name !== "install") tell(name);
  });
}

function watchedProperties<T extends object>(object: T, tell: (name: string) => void): T {
  return new Proxy(object, {
    get: (target, name, receiver): unknown => {
      if (typeof name === "string") tell(name);
      return Reflect.get(target, name, receiver);
    },
  });
}
