const UNITS = ['', 'K', 'M', 'G', 'T', 'P'];

/** "4.0K", "612", "252.0G": one decimal from the first unit on. Models busybox make_human_readable_str. */
export function busyboxSize(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1024 && unit < UNITS.length - 1) {
		value /= 1024;
		unit++;
	}
	return unit === 0 ? String(bytes) : `${(Math.round(value * 10) / 10).toFixed(1)}${UNITS[unit]}`;
}
