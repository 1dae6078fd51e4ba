import type { AuditProgress } from "../app/audit/audit-install.ts";
import { foundLines } from "./found-lines.ts";
import type { CommonOptions } from "./options.ts";
import type { Session } from "./session.ts";
import { harmless } from "./terminal.ts";

export interface Watch {
  readonly progress: AuditProgress;
  /** Ends the progress, and warns of what was not said yet. */
  stop(notes?: readonly string[]): void;
}

/** Tells on stderr what the audit found to look at, and which audit runs. */
export async function watchAudit(
  { terminal, invocation }: Session,
  options: CommonOptions,
  { sayFound = true }: { readonly sayFound?: boolean } = {},
): Promise<Watch> {
  const progress = await terminal.progress(!options.quiet);
  let said: readonly string[] = [];
  return {
    stop: (notes = []) => {
      progress.stop();
      for (const note of notes) if (!said.includes(note)) terminal.warn(note);
      said = [...said, ...notes];
    },
    progress: {
      opened: (install, notes) => {
        said = notes;
        if (options.quiet || !sayFound) return;
        terminal.note(...foundLines(install));
        // A note says it where there is one, about another install.
        if (install.config.path === undefined && notes.length === 0) {
          terminal.note(`No guard.yaml: \`${invocation} init\` keeps these answers.`);
        }
        terminal.note(...notes.map((note) => `note: ${note}`), "");
      },
      audit: (id) => progress.text(id),
      crash: (id, error) => {
        terminal.warn(`${id} crashed: ${error instanceof Error ? error.name : typeof error}`);
        if (!options.debug || !(error instanceof Error)) return;
        terminal.note(...(error.stack ?? "").split("\n").map(harmless));
      },
    },
  };
}
