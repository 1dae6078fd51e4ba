import { screen } from "@inquirer/testing/vitest";
import { describe, expect, test } from "vitest";
import { createPrompter } from "../../../src/cli/prompter.ts";
import { GuardError } from "../../../src/core/error.ts";

const question = { message: "Apply all 3?", flag: "--yes" };

describe("without a terminal", () => {
  const prompter = createPrompter(false);
  test.each([
    ["confirm", () => prompter.confirm({ ...question, default: true })],
    ["select", () => prompter.select({ ...question, choices: [{ value: 1, name: "one" }] })],
    ["input", () => prompter.input({ ...question, default: "x" })],
    ["password", () => prompter.password(question)],
  ])("%s is a usage error that names the flag", async (_, ask) => {
    const error = await ask().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(GuardError);
    expect(error).toMatchObject({ kind: "usage", code: "NO_TERMINAL" });
    expect((error as GuardError).hints.join()).toContain("--yes");
  });
});

describe("with the real prompts", () => {
  const prompter = createPrompter(true);

  test("Enter takes the default, which is no for a change", async () => {
    const answer = prompter.confirm({ ...question, default: false });
    await shown("Apply all 3? (y/N)");
    screen.keypress("enter");
    expect(await answer).toBe(false);
  });

  test("y is yes", async () => {
    const answer = prompter.confirm({ ...question, default: false });
    await shown("(y/N)");
    screen.type("y");
    screen.keypress("enter");
    expect(await answer).toBe(true);
  });

  test("what is pasted in place of an answer is neither shown nor taken for one", async () => {
    const answer = prompter.confirm({ ...question, default: true });
    await shown("(Y/n)");
    screen.type("hunter22-pasted");
    screen.keypress("enter");
    await shown("answer y or n");
    screen.type("n");
    await shown("(Y/n) n");
    screen.keypress("enter");
    expect(await answer).toBe(false);
    expect(await screen.getFullOutput()).not.toMatch(/hu|pasted/);
  });

  test("a choice from outside cannot drive the terminal", async () => {
    const choices = [
      { value: "a", name: "first" },
      { value: "b", name: "sec\u001B[2Jond", description: "found \u202E there" },
    ];
    const answer = prompter.select({ ...question, choices, default: "b" });
    await shown(String.raw`sec\x1b[2Jond`);
    expect(screen.getScreen()).toContain(String.raw`found \u{202e} there`);
    screen.keypress("enter");
    expect(await answer).toBe("b");
  });

  test("a description may have several lines, none of them with a break of its own", async () => {
    const description = ["stripe.secret-key", "panel.ma\nin"];
    const answer = prompter.select({
      ...question,
      choices: [{ value: "a", name: "a", description }],
    });
    await shown("panel.ma");
    expect(screen.getScreen()).toContain("stripe.secret-key\npanel.ma\\x0ain");
    screen.keypress("enter");
    expect(await answer).toBe("a");
  });

  test("a wrong answer is said to be wrong, and asked again", async () => {
    const validate = (text: string) => text.startsWith("/") || "from /";
    const answer = prompter.input({ ...question, validate: (text) => validate(text) });
    await shown("Apply all 3?");
    screen.type("x");
    screen.keypress("enter");
    await shown("from /");
    screen.keypress("backspace");
    screen.type("/srv");
    screen.keypress("enter");
    expect(await answer).toBe("/srv");
  });

  test("a password is shown nowhere", async () => {
    const answer = prompter.password({ message: "New key", flag: "--new-value-stdin" });
    await shown("New key");
    screen.type("hunter22");
    screen.keypress("enter");
    expect(await answer).toBe("hunter22");
    expect(await screen.getFullOutput()).not.toContain("hunter");
  });
});

/** Waits for a text: the prompts are loaded when the first one is asked. */
async function shown(text: string): Promise<void> {
  await expect.poll(() => screen.getScreen(), { timeout: 5000 }).toContain(text);
}
