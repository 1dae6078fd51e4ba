import type { SampleFile } from "../../core/ports/sample-writer.ts";

const areas = ["Billing", "Catalogue", "Customers", "Panels", "Payments", "Reports", "Support"];
const kinds = ["Controller", "Service", "Repository", "Policy", "Event", "Listener", "Job", "Mail"];
const pages = ["account", "cart", "checkout", "faq", "home", "invoice", "login", "orders", "plans"];

/** The harmless part of the sample shop: small PHP files, views and assets. */
export function sampleCode(): readonly SampleFile[] {
  return [
    { path: "composer.json", text: '{ "name": "demo/shop", "require": { "php": ">=8.2" } }\n' },
    { path: "public/index.php", text: page("front controller", "require '../src/boot.php';") },
    { path: "src/boot.php", text: page("start-up", "$config = require '../config/app.php';") },
    { path: "README.md", text: "# Demo shop\n\nA made-up shop. Nothing in it is real.\n" },
    ...configFiles(),
    ...classFiles(),
    ...migrations(),
    ...views(),
  ];
}

function page(what: string, body: string): string {
  return `<?php\n\n// ${what} of the demo shop\n${body}\n`;
}

function configFiles(): SampleFile[] {
  const read = (name: string) => `return ['value' => getenv('${name}')];`;
  return [
    { path: "config/app.php", text: page("settings", read("APP_ENV")) },
    { path: "config/stripe.php", text: page("Stripe settings", read("STRIPE_SECRET_KEY")) },
    { path: "config/panel.php", text: page("panel settings", read("PANEL_API_PASSWORD")) },
    { path: "config/mail.php", text: page("mail settings", read("MAIL_HOST")) },
  ];
}

function classFiles(): SampleFile[] {
  return areas.flatMap((area) =>
    kinds.flatMap((kind) =>
      [1, 2].map((number) => {
        const name = `${area}${kind}${number}`;
        const body = [
          `final class ${name}`,
          "{",
          "    public function handle(array $input): array",
          "    {",
          `        return ['area' => '${area}', 'input' => $input];`,
          "    }",
          "}",
        ].join("\n");
        return { path: `src/${area}/${name}.php`, text: page(`${area} ${kind}`, body) };
      }),
    ),
  );
}

function migrations(): SampleFile[] {
  return Array.from({ length: 36 }, (_, index) => {
    const number = String(index + 1).padStart(3, "0");
    const text = page(`table ${number}`, `$schema->create('table_${number}');`);
    return { path: `database/migrations/${number}_create_table.php`, text };
  });
}

function views(): SampleFile[] {
  const view = (name: string) => ({
    path: `resources/views/${name}.php`,
    text: `<h1>${name}</h1>\n<?= htmlspecialchars($title) ?>\n`,
  });
  const style = (name: string) => ({
    path: `public/assets/${name}.css`,
    text: `.${name} { margin: 0; }\n`,
  });
  const script = (name: string) => ({
    path: `public/assets/${name}.js`,
    text: `document.title = "${name}";\n`,
  });
  return pages.flatMap((name) => [
    view(name),
    view(`${name}-edit`),
    view(`${name}-mail`),
    style(name),
    script(name),
  ]);
}
