import type { YamlValue } from "./yaml-reader.ts";

/** A day that exists, as `2026-10-01`. */
export function isoDate(value: YamlValue, code = "CONFIG_VALUE"): string {
  const text = value.text();
  const time = Date.parse(`${text}T00:00:00Z`);
  const same = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && same) return text;
  return value.fail(code, `${value.name} is no date`, "write it as 2026-10-01");
}
