import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { EnvDialect } from "../../src/core/install/install.ts";
import type { RandomBelow } from "../../src/core/mint/mint.ts";
import { parseEnvFile } from "../../src/install/env/parse-env-file.ts";
import { setEnvLine } from "../../src/install/env/set-env-line.ts";
import { type EnvReading, envReaders } from "../support/env-readers/env-readers.ts";
import { randomEnvText } from "../support/env-readers/env-texts.ts";
import { seededRandom } from "../support/mint.ts";
import { needProgram } from "../support/need-program.ts";

/** Other files than the usual ones: `GUARD_ENV_SEED=2 GUARD_ENV_COUNT=6000`. */
const seed = Number(process.env["GUARD_ENV_SEED"] ?? 20_261_127);
/** A reader that is a process for each file is asked less often. */
const textsEach = (dialect: EnvDialect): number =>
  Number(
    process.env["GUARD_ENV_COUNT"] ?? (dialect === "systemd" || dialect === "shell" ? 600 : 6000),
  );

interface Ours {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

function ours(text: string, dialect: EnvDialect): Ours {
  const { entries, problems } = parseEnvFile(Buffer.from(text), dialect);
  return {
    values: Object.fromEntries(entries.map(({ key, value }) => [key, value.reveal()])),
    problems,
  };
}

/** A new value as people paste it. */
function randomValue(random: RandomBelow, dialect: EnvDialect): string {
  const letters = "abXY09 #'\"\\`!{}()=&;|~%€"
    .split("")
    .concat(dialect === "systemd" ? [] : ["$", "${AA}"]);
  return Array.from({ length: 8 + random(20) }, () => letters[random(letters.length)] ?? "").join(
    "",
  );
}

/** The file with the value written for its reader; absent where there is no way to write it. */
function written(text: string, value: string, dialect: EnvDialect): string | undefined {
  try {
    return setEnvLine(text, "BB", value, dialect);
  } catch {
    return undefined;
  }
}

const names = ["AA", "BB", "CC", "DD"];

/**
 * Why our reading is not the reader's; undefined when it is. A value that we give must be theirs; one
 * that we do not give, and a file that they refuse, must be among the problems.
 */
function difference(text: string, dialect: EnvDialect, theirs: EnvReading): string | undefined {
  const { values, problems } = ours(text, dialect);
  const isRight = (name: string): boolean => {
    const [our, their] = [values[name], theirs?.[name] ?? undefined];
    return our === their || (our === undefined && problems.length > 0);
  };
  if (theirs === null ? problems.length > 0 : names.every(isRight)) return undefined;
  const shown = [text, values, problems, theirs].map((each) => JSON.stringify(each));
  return `${shown[0]}: we ${shown[1]} ${shown[2]}, ${dialect} ${shown[3]}`;
}

/** An empty value makes the generator of systemd forget the name, which EnvironmentFile= does not. */
const unsets = (text: string) =>
  Object.values(ours(text, "systemd").values).includes("") || /=\s*(?:\\?$|""|'')/m.test(text);

const needs: Readonly<Record<EnvDialect, readonly string[]>> = {
  dotenv: [],
  php: ["php"],
  compose: ["go"],
  systemd: ["systemctl"],
  shell: ["sh"],
};

function needReader(skip: (note: string) => void, dialect: EnvDialect): void {
  for (const program of needs[dialect]) needProgram(skip, program);
  if (dialect === "php" && !existsSync("/usr/share/php/Dotenv")) {
    needProgram(skip, "php-vlucas-phpdotenv");
  }
}

/** Of 200 values, those at most that a dialect has no way to write. */
const unwritable: Readonly<Record<EnvDialect, number>> = {
  dotenv: 200,
  php: 0,
  compose: 0,
  systemd: 0,
  shell: 0,
};

describe.each(Object.keys(needs) as EnvDialect[])("read as %s", (dialect) => {
  test(`${textsEach(dialect)} files as the real reader has them`, ({ skip }) => {
    needReader(skip, dialect);
    const random = seededRandom(seed);
    const options = { references: dialect !== "systemd", operators: dialect === "shell" };
    const texts = Array.from({ length: textsEach(dialect) }, () =>
      randomEnvText(random, options),
    ).filter((text) => dialect !== "systemd" || !unsets(text));
    const readings = envReaders[dialect](texts);
    const wrong = texts.flatMap((text, index) => {
      const one = difference(text, dialect, readings[index] ?? null);
      return one === undefined ? [] : [one];
    });
    expect(wrong).toEqual([]);
    // Enough texts must be taken, or nothing was compared.
    expect(
      readings.filter((reading) => reading !== null && Object.keys(reading).length > 0).length,
    ).toBeGreaterThan(texts.length / 5);
  });

  test("what is written as a new value is what the real reader gets", ({ skip }) => {
    needReader(skip, dialect);
    const random = seededRandom(seed + 1);
    // The generator of systemd's readings expands what EnvironmentFile= does not.
    const referring = dialect === "systemd" ? "" : 'DD="x${BB}y"\n';
    const follows = (value: string) => (dialect === "dotenv" ? "x${BB}y" : `x${value}y`);
    const values = Array.from({ length: textsEach(dialect) / 3 }, () =>
      randomValue(random, dialect),
    );
    const texts = values.map((value) =>
      written(`AA=start\nBB=old # note\nCC=end\n${referring}`, value, dialect),
    );
    const readings = envReaders[dialect](texts.map((text) => text ?? ""));
    const wrong = values.filter((value, index) => {
      const reading = readings[index];
      const isRight =
        reading?.["BB"] === value &&
        reading["CC"] === "end" &&
        (referring === "" || reading["DD"] === follows(value));
      return texts[index] !== undefined && !isRight;
    });
    expect(wrong).toEqual([]);
    expect(texts.filter((text) => text === undefined).length).toBeLessThanOrEqual(
      (unwritable[dialect] * values.length) / 200,
    );
  });
});
