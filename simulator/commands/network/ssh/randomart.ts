const WIDTH = 17;
const HEIGHT = 9;
const SYMBOLS = ' .o+=*BOX@%&#/^SE';

/** The picture of a fingerprint. Models OpenSSH sshkey.c fingerprint_randomart. */
export function randomart(digest: Uint8Array, title: string, hashName: string): string {
	const field = Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0));
	const last = SYMBOLS.length - 1;
	let [x, y] = [(WIDTH - 1) / 2, (HEIGHT - 1) / 2];
	for (const byte of digest) {
		for (let pair = 0, bits = byte; pair < 4; pair++, bits >>= 2) {
			x = Math.min(WIDTH - 1, Math.max(0, x + (bits & 1 ? 1 : -1)));
			y = Math.min(HEIGHT - 1, Math.max(0, y + (bits & 2 ? 1 : -1)));
			const row = field[y] as number[];
			if ((row[x] as number) < last - 2) row[x] = (row[x] as number) + 1;
		}
	}
	(field[(HEIGHT - 1) / 2] as number[])[(WIDTH - 1) / 2] = last - 1;
	(field[y] as number[])[x] = last;
	const rows = field.map((row) => `|${row.map((count) => SYMBOLS[count]).join('')}|`);
	return [border(title), ...rows, border(hashName)].map((line) => `${line}\n`).join('');
}

function border(title: string): string {
	const left = Math.floor((WIDTH - title.length - 2) / 2);
	return `+${`${'-'.repeat(left)}[${title}]`.padEnd(WIDTH, '-')}+`;
}
