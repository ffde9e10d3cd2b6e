const CLOSING = `      --help        display this help and exit
      --version     output version information and exit
`;

/** Help of a coreutils program: usage, what it does, one line an option. */
export function coreutilsHelp(usage: string, about: string, options = '', notes = ''): string {
	return `Usage: ${usage}\n${about}\n\n${options}${CLOSING}${notes === '' ? '' : `\n${notes}`}`;
}
