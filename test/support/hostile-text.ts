/** Pieces that mean something to Markdown, HTML, XML, GitHub, GitLab or a terminal. */
const words = String.raw`
  ~~~ | |---| < > <b> </failure> <!-- --> ]]> <![CDATA[ & &lt; &#0; &x; " ' [a](b) ![a](b) [ ] ( )
  * ** _ __a__ ~~ \ # #1 o/r#1 GH-1 !1 $1$ %a @all a@b.example @ https://x.example/y www.x.example
  ftp://x :tada: : - 1. 1) + === --- /close 0123abc { } é a b 1 . , sk x.env =`;
const controls =
  "\n \r \t \0 \u0007 \u001B[2J \u007F \u0085 \u009B \u202E \u2066 \u200B \uFEFF \u2028 \uFFFE \uFFFF \uD800 \uDC80 \u00A0 \u{1F4A9}";
const spaced = ["`", "``", "```", "\\`", "\n\n", "\r\n", "# ", "- ", "> ", "    x", " ", "  "];
const pieces = [...words.trim().split(/\s+/), ...controls.split(" "), ...spaced];

/** Texts of up to eight such pieces, always the same for one seed, the single pieces first. */
export function hostileTexts(count: number, seed = 1): readonly string[] {
  let state = seed;
  const next = (below: number) => {
    // https://en.wikipedia.org/wiki/Lehmer_random_number_generator
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const mixed = Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)] ?? "").join(""),
  );
  return [...pieces, "", ...mixed];
}
