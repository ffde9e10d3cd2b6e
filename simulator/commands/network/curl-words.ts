const WARNING_COLUMNS = 70;

/** Lines of a warning, each as wide as a terminal. Models src/tool_msgs.c voutf. */
export function wrapped(text: string): readonly string[] {
	const lines: string[] = [];
	let rest = text;
	while (rest.length > WARNING_COLUMNS) {
		const space = rest.lastIndexOf(' ', WARNING_COLUMNS - 1);
		const cut = space <= 0 ? WARNING_COLUMNS : space + 1;
		lines.push(rest.slice(0, cut));
		rest = rest.slice(cut);
	}
	return [...lines, rest];
}

const SIZE_UNITS = 'bkmgtp';

/** "10M" in bytes. */
export function sizeOf(text: string): number {
	const [, number = '0', unit = 'b'] = /^(\d+)([bkmgtp])?$/i.exec(text) ?? [];
	return Number(number) * 1024 ** SIZE_UNITS.indexOf(unit.toLowerCase());
}
