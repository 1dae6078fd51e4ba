/** The part of `Options` that decides about files. */
export interface LinkOptions {
  readonly followLinks: boolean;
  readonly ownLinks: boolean;
  readonly multiViews: boolean;
}

export const defaultOptions: LinkOptions = {
  followLinks: true,
  ownLinks: false,
  multiViews: false,
};
const none: LinkOptions = { followLinks: false, ownLinks: false, multiViews: false };

/** `Options A B` replaces what was, `+A -B` changes it. `All` is without MultiViews. */
export function applyOptions(base: LinkOptions, args: readonly string[]): LinkOptions {
  let options = args.some((each) => /^[+-]/.test(each)) ? base : none;
  for (const word of args) {
    const on = !word.startsWith("-");
    switch (word.replace(/^[+-]/, "").toLowerCase()) {
      case "followsymlinks":
        options = { ...options, followLinks: on };
        break;
      case "symlinksifownermatch":
        options = { ...options, ownLinks: on };
        break;
      case "multiviews":
        options = { ...options, multiViews: on };
        break;
      case "all":
        options = { ...options, followLinks: on, ownLinks: false };
        break;
      case "none":
        options = none;
    }
  }
  return options;
}
