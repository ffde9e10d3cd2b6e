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

/** "1.0 kB, 1.0 KiB": both scales, as dd counts; one when they say the same. */
export function humanUnits(bytes: number): string {
	const scaled = (base: 1000 | 1024, suffix: string): string => {
		let value = bytes;
		let unit = 0;
		while (value >= base && unit < UNITS.length - 1) {
			value /= base;
			unit++;
		}
		const digits = value < 10 && unit > 0 ? value.toFixed(1) : value.toFixed(0);
		const letter = base === 1000 && unit === 1 ? 'k' : (UNITS[unit] as string);
		return `${digits} ${letter}${unit === 0 ? 'B' : suffix}`;
	};
	return bytes < 1024 ? scaled(1000, 'B') : `${scaled(1000, 'B')}, ${scaled(1024, 'iB')}`;
}
