import type { Install } from "../install/install.ts";
import { type SettingInForce, settingsInForce } from "../install/settings-in-force.ts";
import { wholeNumber } from "../secrets/secret-shape.ts";

/**
 * How many daily log files a Laravel application keeps, where a setting says so; 0 keeps all.
 * https://laravel.com/docs/logging#configuring-the-single-and-daily-channels
 */
export function laravelDays(
  install: Install,
): { readonly setting: SettingInForce; readonly days: number } | undefined {
  for (const setting of settingsInForce(install)) {
    if (setting.entry.key !== "LOG_DAILY_DAYS") continue;
    const days = wholeNumber(setting.entry.value);
    if (days !== undefined) return { setting, days };
  }
  return undefined;
}
