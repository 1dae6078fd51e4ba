import type { RotationRow } from "../../core/documents/rotation-document.ts";
import type { RecordedRecord, SeenRecord } from "../../rotation/ledger-record.ts";
import { valuePrint } from "../../rotation/ledger.ts";
import type { OpenedLedger } from "../audit/open-ledger.ts";
import type { OpenedInstall } from "../open-install.ts";
import { placesOf } from "./rotate-desk.ts";

type Valued = (SeenRecord | RecordedRecord) & { readonly print: string };

/**
 * When the value of a credential changed, as far as audits saw it. It is no age: a value that came
 * into use on a day may have been made long before. Whoever knows that it was new can say so.
 */
export function changeNotes(
  opened: OpenedInstall,
  { records, hash }: Pick<OpenedLedger, "records" | "hash">,
  rows: readonly RotationRow[],
): readonly string[] {
  return rows
    .filter(({ due, stored }) => due === null && stored === "env")
    .flatMap(({ credential }) => {
      const [held] = placesOf(opened, credential);
      const own = records.filter(
        (each): each is Valued =>
          (each.kind === "seen" || each.kind === "recorded") &&
          each.credential === credential &&
          each.print !== undefined,
      );
      const print = held && valuePrint(held, hash);
      const first = own.findIndex((each) => each.print === print);
      const [before, since] = [own[first - 1], own[first]];
      if (!before || !since) return [];
      const [from, to] = [before.at.slice(0, 10), since.at.slice(0, 10)];
      return `the value of ${credential} changed between ${from} and ${to}, as audits saw it; if it was new then, say: rotate record ${credential} --date ${to}`;
    });
}
