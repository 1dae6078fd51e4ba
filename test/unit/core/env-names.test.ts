import { describe, expect, it } from "vitest";
import {
  isEnvCopyName,
  isEnvExampleName,
  isEnvFileName,
} from "../../../src/core/install/env-names.ts";

const envFiles = [".env", ".env.production", ".env.local", ".env.production.local", ".env.test"];

const examples = [
  ".env.example",
  ".env.sample",
  ".env.dist",
  ".env.template",
  ".env.production.example",
  ".env.example.local",
  "env.example",
  "example.env",
];

const copies = [
  ".env.bak",
  ".env.BAK",
  ".env.bak2",
  ".env.old",
  ".env~",
  ".env.local~",
  ".env.save",
  ".env.save.1",
  ".env.swp",
  ".env.orig",
  ".env.backup",
  ".env-backup",
  ".env_old",
  ".env.production.bak",
  ".env.1",
  ".env2",
  ".env.2024-11-02",
  ".env.20241102",
  ".env (1)",
  ".env copy",
  ".env.txt",
  "env.txt",
  "env.bak",
  ".env.dpkg-old",
  ".env.tar.gz",
  ".env.example.bak",
  "#.env#",
  ".#.env",
  "Copy of .env",
  "old.env",
];

const others = [
  "env",
  ".envrc",
  ".environment",
  ".env.gpg",
  ".env.production.enc",
  ".env.vault",
  ".env.js",
  ".env.d.ts",
  ".env.",
  "environment.ts",
  "envoy.yaml",
  "env.js",
  "env.production",
  "app.env",
  "backup.sql",
];

describe("env file names", () => {
  it.each(envFiles)("%s is an env file", (name) => {
    expect([isEnvFileName(name), isEnvExampleName(name), isEnvCopyName(name)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each(examples)("%s is an example", (name) => {
    expect([isEnvFileName(name), isEnvExampleName(name), isEnvCopyName(name)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each(copies)("%s is a copy", (name) => {
    expect([isEnvFileName(name), isEnvExampleName(name), isEnvCopyName(name)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it.each(others)("%s is none of them", (name) => {
    expect([isEnvFileName(name), isEnvExampleName(name), isEnvCopyName(name)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
