import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { gitRepo } from "../../support/git-repo.ts";
import { gitView, valueOf } from "../../support/git-view.ts";
import { marker } from "../../support/literal-matcher.ts";

describe("packed contents in the object store", () => {
  it("gzip is unpacked, in history and in what is staged", async () => {
    const repo = gitRepo();
    repo.commit("one", { "dump.sql.gz": gzipSync(`x ${marker("packed")}\n`) });
    repo.write({ "next.sql.gz": gzipSync(`y ${marker("staged")}\n`) });
    repo.git("add", "-A");
    const view = gitView(repo.path);
    expect(valueOf(await view.history()).matches.length).toBe(2);
    const staged = valueOf(await view.staged());
    expect(staged.matches.length).toBe(1);
    expect(staged.gaps).toEqual([]);
  });

  it.each([
    ["zip", Buffer.from("PK\x03\x04rest")],
    ["pg_dump", Buffer.from("PGDMP\x01\x0e rest")],
    ["gzip damaged", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff])],
    ["packed twice", gzipSync(gzipSync("x"))],
  ])("%s is a gap", async (text, content) => {
    const repo = gitRepo();
    repo.commit("one", { "a.bin": content });
    const { gaps } = valueOf(await gitView(repo.path).history());
    expect(gaps).toMatchObject([{ count: 1, reason: { code: "parse" } }]);
    expect(gaps[0]?.reason.text).toContain(text);
    repo.write({ "b.bin": Buffer.concat([content, Buffer.from("b")]) });
    repo.git("add", "-A");
    expect(valueOf(await gitView(repo.path).staged()).gaps.length).toBe(1);
  });
});
