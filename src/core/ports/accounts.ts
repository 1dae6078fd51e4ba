import type { Account } from "../install/install.ts";
import type { Look } from "../look.ts";

/** Users and groups of this host, and what they may do. */
export interface Accounts {
  /** Effective ids of this process. */
  readonly self: { readonly uid: number; readonly gid: number };
  /** `www-data`, or the number as text when it has no name. */
  userName(uid: number): string;
  groupName(gid: number): string;
  byName(name: string): Look<Account>;
  byUid(uid: number): Look<Account>;
  /** The program that a login starts; absent when there is no such account. */
  shellOf(uid: number): Look<string>;
  groupByName(name: string): Look<number>;
  /** Tries, as that account, to open each path for reading. Needs root for other accounts. */
  canRead(account: Account, paths: readonly string[]): Promise<Look<readonly boolean[]>>;
}
