const hourMs = 3_600_000;
const leakedLines = 212;

/** An application log of the last days in which every fifth line quotes the key. */
export function sampleAppLog(now: Date, stripeKey: string): string {
  const lines = Array.from({ length: leakedLines * 5 }, (_, index) => {
    const stamp = new Date(now.getTime() - (leakedLines * 5 - index) * (hourMs / 10)).toISOString();
    const leak = index % 5 === 2;
    return leak
      ? `[${stamp}] shop.DEBUG: charge ${index} authorization="Bearer ${stripeKey}"`
      : `[${stamp}] shop.INFO: order ${index} confirmed`;
  });
  return `${lines.join("\n")}\n`;
}

/** A short access log in nginx's combined style. */
export function sampleAccessLog(now: Date): string {
  const lines = Array.from({ length: 400 }, (_, index) => {
    const stamp = clfTime(new Date(now.getTime() - (400 - index) * (hourMs / 20)));
    return `198.51.100.${index % 200} [${stamp}] "GET /plans HTTP/2.0" 200`;
  });
  return `${lines.join("\n")}\n`;
}

export function sampleDump(): string {
  const rows = Array.from(
    { length: 60 },
    (_, index) => `INSERT INTO orders VALUES (${index + 1}, 'plan-${(index % 4) + 1}', 'paid');`,
  );
  return `-- dump of the demo shop\nCREATE TABLE orders (id int, plan text, state text);\n${rows.join("\n")}\n`;
}

/** `24/Nov/2026:09:31:07 +0000`, https://nginx.org/en/docs/http/ngx_http_core_module.html#var_time_local */
function clfTime(date: Date): string {
  const [day, month, year, time] = [
    String(date.getUTCDate()).padStart(2, "0"),
    date.toUTCString().slice(8, 11),
    date.getUTCFullYear(),
    date.toISOString().slice(11, 19),
  ];
  return `${day}/${month}/${year}:${time} +0000`;
}
