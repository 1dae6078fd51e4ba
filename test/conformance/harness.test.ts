import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createInstallWriter } from "../../src/platform/writing/install-writer.ts";
import { applyFixes } from "../support/apply-fixes.ts";
import { confinedWriter } from "../support/confined-writer.ts";
import { install } from "../support/install-builder.ts";
import { tempFolder } from "../support/temp-folder.ts";

const outside = "a fix of a test may change nothing outside of";

describe("the harness of the audits", () => {
  test("applies no fix outside of the test's own folder, and none beside it", async () => {
    // Named so that it is on no machine: should the harness forget itself, nothing is hit.
    const path = "/etc/guard-test-is-nowhere/shop.env";
    expect(existsSync(path)).toBe(false);
    const built = install(
      { ".env": { content: "APP_KEY=1\n", mode: 0o644 } },
      {
        host: { [path]: { content: "APP_NAME=shop\n", mode: 0o644 } },
        config: `install:\n  env: [.env, ${path}]\n`,
      },
    );
    await expect(applyFixes("env/mode", built)).rejects.toThrow(outside);
    for (const file of [join(built.root, ".env"), join(built.top, "host", path)]) {
      expect(statSync(file).mode & 0o777, file).toBe(0o644);
    }
  });

  test("has a writer that touches nothing outside", () => {
    const [top, other] = [tempFolder(), tempFolder()];
    const file = join(other, "file");
    writeFileSync(file, "theirs");
    symlinkSync(other, join(top, "link"));
    const plain = createInstallWriter();
    const writer = confinedWriter(plain, top);
    const found = plain.inspect(file);
    if (found.kind !== "found") throw new Error(found.kind);
    const { value: expected } = found;
    const paths = [file, `${top}-beside/file`, `${top}/../${other.split("/").at(-1)}/file`];
    for (const path of paths) {
      const calls: readonly (() => unknown)[] = [
        () => writer.inspect(path),
        () => writer.read(path, 10),
        () => writer.folder(path),
        () => writer.hazards(path),
        () => writer.setAttributes(path, expected, { ...expected, mode: 0o600 }),
        () => writer.replace(path, expected, new Uint8Array(), "temporary"),
        () => writer.create(path, { ...expected, bytes: new Uint8Array() }, "temporary"),
        () => writer.remove(path, expected),
        () => writer.setTime(path, "1.000000000"),
        () => writer.removeTemporary(path, "file"),
      ];
      for (const call of calls) expect(call, String(call)).toThrow(outside);
    }
    // The real one follows no link.
    expect(() => writer.remove(join(top, "link/file"), expected)).toThrow("cannot be removed");
    expect(readFileSync(file, "utf8")).toBe("theirs");
  });
});
