/** The lines of the Dockerfile around a mistake. Models moby/buildkit solver/errdefs Source.Print. */
export function sourceLines(
	name: string,
	text: string,
	{ line, lastLine }: { line: number; lastLine: number },
): string {
	const lines = text.split('\n');
	let start = line;
	let end = Math.min(lastLine, lines.length);
	const pad = start === end ? 4 : 2;
	for (let padded = 0; padded < pad; padded++) {
		if (start > 1) {
			start--;
			padded++;
		}
		if (end !== lines.length) {
			end++;
			padded++;
		}
	}
	const shown = lines.slice(start - 1, end).map((each, index) => {
		const number = start + index;
		const mark = number >= line && number <= lastLine ? '>>>' : '   ';
		return ` ${String(number).padStart(3)} | ${mark} ${each}\n`;
	});
	const rule = '--------------------\n';
	return `${name}:${line}\n${rule}${shown.join('')}${rule}`;
}
