const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** "5.6 MB", "20 kB". Models dustin/go-humanize Bytes. */
export function humanBytes(bytes: number): string {
	if (bytes < 10) return `${bytes} B`;
	const exponent = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
	const value = Math.floor((bytes / 1000 ** exponent) * 10 + 0.5) / 10;
	return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${UNITS[exponent]}`;
}
