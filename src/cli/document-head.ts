import type { ToolInfo } from "../core/documents/report.ts";

/** What every document of ours begins with. */
export function documentHead<K extends string>(kind: K, tool: ToolInfo, startedAt: Date) {
  return {
    schemaVersion: 1,
    tool,
    kind,
    install: { root: null, host: null },
    startedAt: startedAt.toISOString(),
  } as const;
}
