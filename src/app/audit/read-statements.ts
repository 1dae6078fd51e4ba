import { createHash } from "node:crypto";
import { type Look, found } from "../../core/look.ts";
import { type StatementLine, parseStatementLines } from "../../core/statements/statement-lines.ts";
import type { Ports } from "../ports.ts";

/** Everything that was ever stated about an install, oldest first. */
export function readStatements(
  ports: Pick<Ports, "statementsOf">,
  root: string,
): Look<readonly StatementLine[]> {
  const look = ports.statementsOf(root).lines();
  return look.kind === "found" ? found(parseStatementLines(look.value, statementSum)) : look;
}

/** Against accidents, not against root, who can write whatever he likes. */
export function statementSum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
