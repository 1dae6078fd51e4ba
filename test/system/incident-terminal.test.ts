import fs from "node:fs";
import { describe, expect, test } from "vitest";
import { incidentShop } from "../support/incident-desk.ts";
import { type TypedStep, choice, driveGuard, keys } from "../support/drive-terminal.ts";
import { needProgram } from "../support/need-program.ts";
import { runGuard } from "../support/run-guard.ts";
import { findSpelling } from "../support/spellings.ts";

const { enter, interrupt } = keys;
const [yes, stop, skip] = [choice(0), choice(3), choice(2)];

type Script = readonly (readonly [expect: string, send: readonly string[]])[];

function stepsOf(script: Script): readonly TypedStep[] {
  return script.map(([expected, send]) => ({ expect: expected, send }));
}

/** What a terminal is steered with: colours, moves of the cursor. */
const steering = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, "g");

/** The options that lead every command to the same shop. */
function shopOptions() {
  const shop = incidentShop();
  const config = `${shop.root}/../guard.yaml`;
  fs.writeFileSync(config, `install:\n  root: ${shop.root}\n`, { mode: 0o600 });
  return { shop, options: ["--config", config, "--state-dir", shop.state] };
}

/** The tool offers to replace the key itself; here it is done by hand. */
const byHand: Script = [["Replace stripe.secret-key", yes]];

const ending: Script = [
  ["Search history, files and logs", yes],
  ["Audit the install once more now?", yes],
  ["? Step 6", yes],
  ["Close the incident?", yes],
];

describe.each([
  {
    mode: "used",
    choose: choice(0),
    order: ["Revoke the key", "Put a new key into IPTVbp"],
  },
  {
    mode: "exposed",
    choose: choice(1),
    order: ["Put a new key into IPTVbp", "Revoke the key"],
  },
])("a Stripe key, $mode, in a real terminal", ({ mode, choose, order }) => {
  test("stopped, interrupted, resumed and closed", async ({ skip: leaveOut }) => {
    needProgram(leaveOut, "python3");
    const { shop, options } = shopOptions();
    const [first = "", second = ""] = order;
    const shown: string[] = [];
    const [atFirst, atSecond] = mode === "used" ? [[], byHand] : [byHand, []];
    const drive = async (args: readonly string[], script: Script, status: number) => {
      const run = await driveGuard([...args, ...options], stepsOf(script), shop.secrets);
      expect(run.missed, run.output).toBeNull();
      expect(run.status, run.output).toBe(status);
      expect(run.inProcessList).toBe(false);
      const text = run.output.replaceAll(steering, "");
      shown.push(text);
      return text;
    };

    const start = await drive(
      ["incident", "start", "stripe-key"],
      [
        ["Is somebody using the key?", choose],
        [`Step 1 of 6   ${first}`, []],
        ...atFirst,
        ["? Step 1", yes],
        ["as stated by", []],
        [`Step 2 of 6   ${second}`, []],
        ...atSecond,
        ["? Step 2", stop],
      ],
      0,
    );
    expect(start).toMatch(/Journal {2}head [0-9a-f]{4}( [0-9a-f]{4}){3}\. Send it to someone now/);
    expect(start).toMatch(
      /Recorded \d\d:\d\d:\d\d UTC: step 1 done, as stated by \S+ \(not tested\)/,
    );
    expect(start).toMatch(/Next: step 2, /);
    expect(start).toMatch(/Resume: .*incident resume/);

    // Ctrl-C at a question: what was recorded stays, the question comes again.
    const cut = await drive(["incident", "resume"], [...atSecond, ["? Step 2", [interrupt]]], 130);
    expect(cut).toMatch(
      /Interrupted\. What was answered before is saved; go on with:\s+node .* incident resume --config /,
    );

    const end = await drive(
      ["incident", "resume"],
      [
        ...atSecond,
        ["? Step 2", yes],
        ["? Step 3", skip],
        ["Why does it not apply?", ["nothing was logged", enter]],
        ["? Step 4", yes],
        ["? Step 5", yes],
        ...ending,
      ],
      0,
    );
    expect(end).toMatch(/Closed \d\d:\d\d:\d\d UTC: \S+-stripe-key, every step is settled/);
    const heads = [...end.matchAll(/head ([0-9a-f]{4}(?: [0-9a-f]{4}){3})\. Send it/g)];
    const head = heads.at(-1)?.[1] ?? "";

    const id = /(\d{4}-\d\d-\d\d-stripe-key)/.exec(start)?.[1] ?? "";
    const named = ["--id", id, ...options];
    const verified = await runGuard(["incident", "verify", "--head", head, ...named]);
    expect(verified.status, verified.stdout + verified.stderr).toBe(0);
    const exported = await runGuard(["incident", "export", ...named]);
    expect(exported.stdout).toMatch(/nothing was logged/);
    expect(exported.stdout).toMatch(mode === "used" ? /in use by somebody/ : /no use seen/);
    const whole = [...shown, verified.stdout, exported.stdout].join("\n");
    for (const secret of shop.secrets) expect(findSpelling(whole, secret)).toBeUndefined();
  });
});

test("somebody who cannot tell is asked smaller questions", async ({ skip: leaveOut }) => {
  needProgram(leaveOut, "python3");
  const { options } = shopOptions();
  const run = await driveGuard(
    ["incident", "start", "panel-credentials", "--no-search", ...options],
    stepsOf([
      ["using the panel's credentials?", choice(2)],
      ["Did the password travel without https?", []],
      ["using the panel's credentials?", yes],
      ["? Step 1", stop],
    ]),
    [],
  );
  expect([run.missed, run.status], run.output).toEqual([null, 0]);
});

test("which step it was is asked where nobody has named it", async ({ skip: leaveOut }) => {
  needProgram(leaveOut, "python3");
  const { shop, options } = shopOptions();
  const start = ["incident", "start", "stripe-key", "--mode", "used", "--no-search", "--yes"];
  expect((await runGuard([...start, ...options])).status).toBe(0);
  const ask = "Step 1, Revoke the key: done?";
  const drive = async (answer: string) => {
    const script: Script = [[ask, [answer, enter]]];
    const args = ["incident", "step", "done", ...options];
    const run = await driveGuard(args, stepsOf(script), shop.secrets);
    expect([run.missed, run.status], run.output).toEqual([null, 0]);
    return run.output;
  };
  expect(await drive("n")).toContain("Nothing was recorded.");
  expect(await drive("y")).toContain("step 1 done, as stated by");
});
