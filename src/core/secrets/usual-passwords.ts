/**
 * Words that stand for about a hundred of the passwords people choose most, in lower case without
 * the digits and marks they append (`password1!` is `password`).
 */
export const usualPasswords: ReadonlySet<string> = new Set(
  (
    "password passwort passwd pass p@ssword p@ssw0rd passw0rd secret secure default admin " +
    "administrator adm root toor user username guest login letmein welcome qwerty qwertz azerty " +
    "qwertyuiop qwerty123 asdfgh asdfghjkl zxcvbn zxcvbnm 1q2w3e4r 1qaz2wsx q1w2e3r4 abc abcd " +
    "abcdef abc123 a1b2c3 iloveyou monkey dragon sunshine princess football baseball superman " +
    "batman pokemon starwars master killer shadow michael jordan charlie freedom whatever trustno " +
    "hunter hunter2 test testing tester test123 temp temporary demo sample example public private " +
    "changeme changeit change manager operator service server system oracle mysql mariadb " +
    "postgres postgresql mongo mongodb redis database db sa web webmaster wordpress laravel " +
    "docker kubernetes ubuntu debian linux centos raspberry cisco ubnt vagrant ansible jenkins " +
    "iptv iptvbp xtream xtreamcodes xui nxt panel reseller billing stream streaming streamer tv " +
    "hello computer internet google facebook love money summer winter spring autumn computer " +
    "1234 12345 123456 1234567 12345678 123456789 1234567890 111111 000000 123123 121212 654321 " +
    "666666 696969 112233 123321 987654321 0987654321 11111111 00000000 88888888"
  ).split(" "),
);
