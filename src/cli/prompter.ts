import { usageError } from "../core/error.ts";
import type { Prompter, Question } from "../core/ports/prompter.ts";
import { harmless } from "./terminal.ts";

/** Asks on stderr. Without a terminal every question is an error that names what answers it. */
export function createPrompter(interactive: boolean): Prompter {
  const prompts = async ({ message, flag }: Question) => {
    if (!interactive) throw noTerminal(message, flag);
    return import("@inquirer/prompts");
  };
  const context = { output: process.stderr };
  return {
    interactive,
    confirm: async (question) => {
      const { confirm } = await prompts(question);
      return confirm({ message: harmless(question.message), default: question.default }, context);
    },
    select: async (question) => {
      const { select } = await prompts(question);
      const choices = question.choices.map(({ value, name, description }) => ({
        value,
        name: harmless(name),
        ...(description === undefined ? {} : { description: harmlessLines(description) }),
      }));
      const start = question.default === undefined ? {} : { default: question.default };
      return select({ message: harmless(question.message), choices, ...start }, context);
    },
    input: async (question) => {
      const { input } = await prompts(question);
      const { validate } = question;
      return input(
        {
          message: harmless(question.message),
          ...(question.default === undefined ? {} : { default: question.default }),
          ...(validate === undefined ? {} : { validate }),
        },
        context,
      );
    },
    password: async (question) => {
      const { password } = await prompts(question);
      const message = harmless(question.message);
      return password(
        { message, mask: false, toggleMask: false },
        { ...context, clearPromptOnDone: true },
      );
    },
  };
}

function harmlessLines(lines: string | readonly string[]): string {
  return [lines].flat().map(harmless).join("\n");
}

function noTerminal(message: string, flag: string) {
  return usageError(
    "NO_TERMINAL",
    `there is no terminal to ask: ${message}`,
    `answer it on the command line with ${flag}`,
  );
}
