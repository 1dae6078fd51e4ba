import { readCurrent } from "../../fixes/change-file.ts";
import { renderFixScript } from "../../fixes/fix-script.ts";
import { noFile } from "../../fixes/image.ts";
import { type FixPlanned, type FixRequest, describeToolsOf } from "./fix-plan.ts";

/** `fix --format sh`: the safe fixes as a script to read and run by hand. Changes nothing. */
export function fixScript({ ports }: FixRequest, { fixes }: FixPlanned): string {
  return renderFixScript(
    fixes.map((fix) => ({
      fix,
      files: fix.changes.map((change) => {
        const current = readCurrent(ports.writer, change.path);
        return {
          change,
          image: current.kind === "found" ? current.value.image : noFile,
          tools: describeToolsOf(ports, change.path),
        };
      }),
    })),
  );
}
