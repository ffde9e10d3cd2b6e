export interface EditorArguments {
	/** '' stands for a buffer without a name. */
	readonly files: readonly string[];
	readonly readOnly: boolean;
	readonly line: number | undefined;
}

/** Options that vim and nano take without a value and that change nothing in how a file is edited here. */
const VIM_FLAGS = /^-(?:[ObopnNyvZmM]\d*|-clean|-noplugin|-not-a-term|X)$/;
const NANO_FLAGS = /^-(?:[-a-zA-Z]+)$/;

/** The command line of `vim` or `nano`; `problem` is what the program prints before it gives up. */
export function parseEditorArguments(
	family: string,
	argv: readonly string[],
): EditorArguments | { readonly problem: string } {
	const files: string[] = [];
	let readOnly = false;
	let line: number | undefined;
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] as string;
		if (word === '--') {
			files.push(...argv.slice(index + 1));
			break;
		}
		if (word.startsWith('+'))
			line = /^\+\d+/.test(word) ? Number.parseInt(word.slice(1), 10) : word === '+' ? Number.POSITIVE_INFINITY : line;
		else if (word === '-R' || (family === 'nano' && word === '-v')) readOnly = true;
		else if (family === 'vim' && (word === '-c' || word === '-u' || word === '-S')) index++;
		else if (word.startsWith('-') && word !== '-') {
			if (!(family === 'vim' ? VIM_FLAGS : NANO_FLAGS).test(word)) return { problem: unknownOption(family, word) };
		} else files.push(word);
	}
	return { files: files.length === 0 ? [''] : files, readOnly, line };
}

function unknownOption(family: string, word: string): string {
	if (family === 'nano')
		return `nano: unrecognized option '${word}'\nType 'nano -h' for a list of available options.\n`;
	return `VIM - Vi IMproved 9.1 (2024 Jan 02, compiled Sep 05 2025 23:21:16)\nUnknown option argument: "${word}"\nMore info with: "vim -h"\n`;
}
