/** What SGR codes the parts of grep's output have; '' for none. Models grep.c parse_grep_colors. */
export interface GrepColours {
	readonly match: string;
	readonly selectedLine: string;
	readonly contextLine: string;
	readonly file: string;
	readonly lineNumber: string;
	readonly offset: string;
	readonly separator: string;
	/** The rest of the line is cleared behind each. */
	readonly clears: boolean;
}

/** @param text of GREP_COLORS. @param old of GREP_COLOR, which names the colour of matches alone. */
export function grepColours(text = '', old?: string): GrepColours {
	const codes = new Map([
		['ms', old ?? '01;31'],
		['fn', '35'],
		['ln', '32'],
		['bn', '32'],
		['se', '36'],
	]);
	let clears = true;
	for (const part of text.split(':')) {
		const [name = '', code] = part.split('=');
		// What comes behind something wrong is not read.
		if (code !== undefined && !/^[\d;]*$/.test(code)) break;
		if (name === 'ne') clears = false;
		else if (name === 'mt' && code !== undefined) codes.set('ms', code);
		else if (code !== undefined) codes.set(name, code);
	}
	const codeOf = (name: string): string => codes.get(name) ?? '';
	return {
		match: codeOf('ms'),
		selectedLine: codeOf('sl'),
		contextLine: codeOf('cx'),
		file: codeOf('fn'),
		lineNumber: codeOf('ln'),
		offset: codeOf('bn'),
		separator: codeOf('se'),
		clears,
	};
}

/** What begins a colour; nothing for none. */
export function colourStart(code: string, { clears }: GrepColours): string {
	return code === '' ? '' : `\x1b[${code}m${clears ? '\x1b[K' : ''}`;
}

export function coloured(text: string, code: string, colours: GrepColours): string {
	return code === '' ? text : `${colourStart(code, colours)}${text}\x1b[m${colours.clears ? '\x1b[K' : ''}`;
}
