const UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** "1.5K", "12M": at most three significant places, rounded up, as `ls -h` and `df -h` print sizes. */
export function humanSize(bytes: number, base: 1000 | 1024 = 1024): string {
	let value = bytes;
	let unit = 0;
	while (value >= base && unit < UNITS.length - 1) {
		value /= base;
		unit++;
	}
	if (unit === 0) return String(bytes);
	const rounded = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
	if (rounded >= base) return `1.0${UNITS[unit + 1] ?? ''}`;
	const letter = base === 1000 && unit === 1 ? 'k' : (UNITS[unit] as string);
	return (rounded < 10 ? rounded.toFixed(1) : String(Math.ceil(rounded))) + letter;
}
