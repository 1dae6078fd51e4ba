/** Sets one variable in the text of an env file, everything else unchanged to the byte. */
export type SetEnvLine = (text: string, key: string, value: string) => string;
