import type { Account } from "../../core/install/install.ts";
import { blocked, found } from "../../core/look.ts";
import type { Look } from "../../core/look.ts";
import { encodePath } from "../../core/text/path-text.ts";
import { canReadChild } from "./can-read-child.ts";
import { createCommandRunner } from "./command-runner.ts";

/** Not to be opened, and that is an answer. */
const refusals = new Set(["EACCES", "EPERM", "ENOENT", "ENOTDIR"]);

/**
 * Opens each path as that account, groups and access lists included; executes nothing of it.
 * Sandboxes of a unit (`ProtectHome=`, AppArmor) are not evaluated.
 */
export async function canReadAs(
  { uid, gid, groups }: Account,
  paths: readonly string[],
  self: { readonly uid: number },
): Promise<Look<readonly boolean[]>> {
  if (self.uid !== 0 && self.uid !== uid) {
    return blocked("needs-root", "only root can try it as another user");
  }
  const encoded = paths.map((path) => Buffer.from(encodePath(path)).toString("base64"));
  const ran = await createCommandRunner().run({
    program: process.execPath,
    args: ["-e", canReadChild],
    stdin: Buffer.from(JSON.stringify({ uid, gid, groups, paths: encoded })),
  });
  if (ran.kind === "absent") return blocked("io", "the Node.js program is gone");
  if (ran.kind === "blocked") return ran;
  if (ran.value.exitCode !== 0) return blocked("needs-root", "cannot become another user here");
  const answers: unknown = JSON.parse(Buffer.from(ran.value.stdout).toString("utf8"));
  if (!Array.isArray(answers)) return blocked("crash", "the helper gave no answers");
  const unclear = answers.find((answer) => answer !== "" && !refusals.has(String(answer)));
  if (unclear === "ELOOP") return blocked("link", "is a link, which is not followed");
  if (unclear !== undefined) return blocked("io", `cannot be opened (${String(unclear)})`);
  return found(answers.map((answer) => answer === ""));
}
