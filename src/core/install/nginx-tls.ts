import type { TlsProfile } from "../knowledge/tls-profile.ts";
import type { Look } from "../look.ts";
import { type CipherSuite, expandCipherList } from "./cipher-list.ts";
import { type NginxProgram, isAtLeast } from "./nginx-program.ts";
import type { Setting, SiteTls } from "./site-tls.ts";

/** Something that a site allows, and where that is written; without a place it is nginx's default. */
export interface Allowed<T> {
  readonly value: T;
  readonly at?: Setting<unknown>;
}

export type NginxAnswer<T> = Allowed<T> | { readonly undecided: string };

/** Several directives at one level add up. https://nginx.org/en/docs/http/ngx_http_ssl_module.html */
export function protocolsOf(
  tls: SiteTls,
  program: Look<NginxProgram>,
  { nginx }: TlsProfile,
): NginxAnswer<readonly string[]> {
  const written = tls.settings("ssl_protocols");
  const at = written.at(-1);
  if (at) return { value: [...new Set(written.flatMap(({ value }) => value))], at };
  if (program.kind !== "found") return { undecided: "what nginx allows by default" };
  const { version } = program.value;
  const known = nginx.protocols.find(({ from }) => isAtLeast(version, from));
  return { value: known?.value ?? [] };
}

export interface OpenSuites {
  readonly suites: readonly CipherSuite[];
  readonly level?: number;
}

/** The suites that can come about: without DH parameters no DHE, without a list of keys no PSK. */
export function suitesOf(
  tls: SiteTls,
  program: Look<NginxProgram>,
  { nginx, suites }: TlsProfile,
): NginxAnswer<OpenSuites> {
  const at = tls.settings("ssl_ciphers").at(-1);
  const text = at?.value[0] ?? nginx.ciphers;
  if (text.startsWith("PROFILE=")) return { undecided: `which ciphers ${text} stands for` };
  const list = expandCipherList(text, suites);
  if (list.kind === "undecided") return { undecided: `what "${list.word}" in ssl_ciphers means` };
  const isNew =
    program.kind === "found" && isAtLeast(program.value.version, nginx.noOwnDhparamFrom);
  const hasDh = !isNew || tls.settings("ssl_dhparam").length > 0;
  const open = list.suites.filter(
    ({ exchange, authentication }) =>
      (hasDh || exchange !== "DH") && !/PSK|SRP/.test(`${exchange} ${authentication}`),
  );
  const value = { suites: open, ...(list.level === undefined ? {} : { level: list.level }) };
  return { value, ...(at ? { at } : {}) };
}
