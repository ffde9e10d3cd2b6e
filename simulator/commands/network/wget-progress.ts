/** What wget shows of a download: bars on terminals, dots elsewhere; sizes, rates and times in its words. */
const KILO = 1024;
const DOTS_A_ROW = 50;
const DOTS_A_CLUSTER = 10;
const NAME_COLUMNS = 19;
/** Everything of a bar's line but the bar. */
const BAR_OVERHEAD = 59;
/** Below this a rate is not worth telling. Models src/progress.c DLSPEED_SAMPLE_MIN. */
const SAMPLE_SECONDS = 0.15;
/** A transfer takes some time, even where nothing is between the ends: bytes a second, and seconds before the first. */
const LINK_RATE = 200e6;
const LINK_SECONDS = 5e-6;

/** Seconds that `bytes` took by the clock, or at least as long as the link needs. */
export function transferSeconds(bytes: number, elapsedMs: number): number {
	return Math.max(elapsedMs / 1000, LINK_SECONDS + bytes / LINK_RATE);
}

/** "195K", "5.2M"; bytes as they are. Models src/utils.c human_readable. */
export function sizeText(bytes: number, integersFrom = 10, decimals = 1): string {
	if (bytes < KILO) return String(bytes);
	let value = bytes / KILO;
	let unit = 0;
	while (value >= KILO && unit < 4) {
		value /= KILO;
		unit++;
	}
	return `${value < integersFrom ? value.toFixed(decimals) : Math.trunc(value + 0.5)}${'KMGTP'[unit]}`;
}

/** "0s", "0.001s", "2.5s", "1m 2s". Models src/utils.c print_decimal and src/progress.c eta_to_human_short. */
export function secondsText(seconds: number): string {
	if (seconds >= 100) return `${Math.floor(seconds / 60)}m ${Math.floor(seconds % 60)}s`;
	if (seconds >= 9.95) return `${seconds.toFixed(0)}s`;
	if (seconds >= 0.95) return `${seconds.toFixed(1)}s`;
	if (seconds >= 0.001) return `${Number(seconds.toPrecision(1))}s`;
	return seconds >= 0.0005 ? '0.001s' : '0s';
}

function scaledRate(bytes: number, seconds: number): { readonly digits: string; readonly unit: number } {
	let value = bytes / seconds;
	let unit = 0;
	while (value >= KILO && unit < 3) {
		value /= KILO;
		unit++;
	}
	const decimals = value >= 99.95 || unit === 0 ? 0 : value >= 9.995 ? 1 : 2;
	return { digits: value.toFixed(decimals), unit };
}

/** "1.90 MB/s". Models src/retr.c retr_rate. */
export function rateText(bytes: number, seconds: number): string {
	const { digits, unit } = scaledRate(bytes, seconds);
	return `${digits} ${['B', 'KB', 'MB', 'GB'][unit]}/s`;
}

/** Rows of 50 dots of 1K each, with the part of the whole, the rate and the time that is left. */
export function dots(bytes: number, total: number | undefined, seconds: number): string {
	const rows: string[] = [];
	for (let at = 0; at === 0 || at < bytes; at += DOTS_A_ROW * KILO) {
		const here = Math.min(bytes - at, DOTS_A_ROW * KILO);
		const last = at + DOTS_A_ROW * KILO >= bytes;
		const count = last ? Math.floor(here / KILO) : DOTS_A_ROW;
		let row = `${String(at / KILO).padStart(6)}K`;
		for (let dot = 0; dot < DOTS_A_ROW; dot++)
			row += (dot % DOTS_A_CLUSTER === 0 ? ' ' : '') + (dot < count ? '.' : ' ');
		if (total !== undefined && total > 0) row += `${Math.floor((100 * (at + here)) / total)}%`.padStart(4);
		const { digits, unit } = scaledRate(here, (seconds * here) / Math.max(1, bytes));
		row += ` ${digits.padStart(4)}${[' ', 'K', 'M', 'G'][unit]}`;
		rows.push(row + (last ? `=${secondsText(seconds)}` : total === undefined ? '' : ' 0s'));
	}
	return `${rows.join('\n')}\n`;
}

/** A bar's line as it is first, and as it is at the end. */
export function bar(
	name: string,
	bytes: number,
	total: number | undefined,
	seconds: number,
	columns: number,
): readonly [string, string] {
	const width = Math.max(5, columns - 1 - BAR_OVERHEAD);
	const label = `${name.slice(0, NAME_COLUMNS).padEnd(NAME_COLUMNS)} `;
	const known = total !== undefined && total > 0;
	const line = (done: number, filled: string, end: string): string => {
		const percent = known ? `${Math.floor((100 * done) / total)}%`.padStart(4) : '    ';
		return `\r${label}${percent}[${filled.padEnd(width)}] ${sizeText(done, 1000, 2).padStart(7)}${end}`;
	};
	const { digits, unit } = scaledRate(bytes, seconds);
	const rate = seconds < SAMPLE_SECONDS ? '  --.-KB/s' : `  ${digits.padStart(4)}${['B', 'KB', 'MB', 'GB'][unit]}/s`;
	const drawn = known ? Math.floor((width * bytes) / total) : 0;
	const filled = known ? `${'='.repeat(Math.max(0, drawn - 1))}${drawn > 0 ? '>' : ''}` : ' <=>';
	return [
		line(0, known ? '' : '<=>', '  --.-KB/s               '),
		line(bytes, filled, `${rate.padEnd(10)}    in ${secondsText(seconds).padEnd(8)}`),
	];
}
