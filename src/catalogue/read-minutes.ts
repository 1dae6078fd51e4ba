import type { Fields } from "./yaml-fields.ts";

const minutesIn: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** `15 minutes`, `72 hours`, `7 days` as minutes. */
export function readMinutes(fields: Fields, key: string): number {
  const text = fields.text(key);
  const parts = /^([1-9]\d{0,3}) (minute|hour|day)s?$/.exec(text);
  if (parts) return Number(parts[1]) * (minutesIn[parts[2] ?? ""] ?? 0);
  return fields.fail(key, `"${text}" is no span of time`, "write it as: 15 minutes, 72 hours");
}
