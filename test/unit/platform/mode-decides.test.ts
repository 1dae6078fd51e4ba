import { expect, test } from "vitest";
import { modeDecides, modeDecidesOn } from "../../../src/platform/files/mode-decides.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

test("the mode decides on the file systems of Linux", () => {
  const root = populate(tempFolder(), { ".env": "A=1\n" });
  expect(modeDecides(`${root}/.env`)).toEqual({ kind: "found", value: true });
  expect(modeDecides(`${root}/none`)).toEqual({ kind: "absent" });
});

test.each([
  [0x6969, "NFS"],
  [0xff534d42, "CIFS"],
  // As a signed number, which is what 32-bit systems give.
  [0xff534d42 - 2 ** 32, "CIFS"],
  [0x65735546, "FUSE"],
  [0x2fc12fc1, "ZFS"],
])("not on %i", (type, name) => {
  expect(modeDecidesOn(type)).toEqual({
    kind: "blocked",
    reason: { code: "filesystem", text: `the mode is approximate on ${name}` },
  });
});

test.each([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630])("it does on %i", (type) => {
  expect(modeDecidesOn(type)).toEqual({ kind: "found", value: true });
});
