import type { GitProcess } from "../../core/ports/git-process.ts";
import { looking } from "../files/errno.ts";
import { checkIgnore } from "./git-check-ignore.ts";
import { openGitStore } from "./git-store.ts";
import type { GitSettings } from "./git-store.ts";

const defaults: GitSettings = {
  timeoutMs: 30 * 60_000,
  // Above what the large hosts take: https://docs.github.com/en/repositories/working-with-files/managing-large-files
  maxObjectBytes: 128 * 1024 * 1024,
};

/** Runs git on private repositories of ours; see {@link GitProcess}. */
export function createGitProcess(options: Partial<GitSettings> = {}): GitProcess {
  const settings = { ...defaults, ...options };
  return {
    open: (request) => Promise.resolve(looking(() => openGitStore(request, settings))),
    checkIgnore: (request) => checkIgnore(request, settings),
  };
}
