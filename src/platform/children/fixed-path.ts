/** Where children's programs are looked for, whatever the caller's PATH says. */
export const fixedPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
