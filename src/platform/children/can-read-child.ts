/**
 * The program of a child that becomes another account and tries to open files for reading. Text,
 * because Node cannot run our TypeScript and the child must not depend on where we are installed.
 *
 * Reads `{uid, gid, groups, paths}` (paths as base64) from stdin, prints one errno name or "" each.
 * Everything is loaded before the identity is given up; a way back to root is checked for.
 */
export const canReadChild = `
const fs = require("node:fs");
const { uid, gid, groups, paths } = JSON.parse(fs.readFileSync(0, "utf8"));
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = fs.constants;
const attempt = (act) => { try { return act(), ""; } catch (error) { return error.code || "EIO"; } };
if (process.getuid() === 0) {
  process.setgroups(groups);
  process.setgid(gid);
  process.setuid(uid);
  if (uid !== 0 && attempt(() => process.setuid(0)) === "") throw new Error("still root");
}
const answers = paths.map((path) => attempt(() => {
  fs.closeSync(fs.openSync(Buffer.from(path, "base64"), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
}));
process.stdout.write(JSON.stringify(answers));
`;
