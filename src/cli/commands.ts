import type { Commands } from "./options.ts";
import type { Session } from "./session.ts";

/** Every command, loaded when it is the one that was called. */
export function lazyCommands(session: Session): Commands {
  return {
    attest: async (options) => (await import("./commands/attest.ts")).attest(options, session),
    audit: async (options) => (await import("./commands/audit.ts")).audit(options, session),
    demo: async (options) => (await import("./commands/demo.ts")).demo(options, session),
    explain: async (options) => (await import("./commands/explain.ts")).explain(options, session),
    fix: async (options) => (await import("./commands/fix.ts")).fix(options, session),
    incident: async (options) =>
      (await import("./commands/incident.ts")).incident(options, session),
    init: async (options) => (await import("./commands/init.ts")).init(options, session),
    report: async (options) => (await import("./commands/report.ts")).report(options, session),
    rotate: async (options) => (await import("./commands/rotate.ts")).rotate(options, session),
    rulesList: async (options) =>
      (await import("./commands/rules-list.ts")).rulesList(options, session),
    scan: async (options) => (await import("./commands/scan.ts")).scan(options, session),
    undo: async (options) => (await import("./commands/undo.ts")).undo(options, session),
  };
}
