const SECONDS: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** "90", "1h30m", "2d": seconds; undefined for what is none. Models misc.c convtime. */
export function secondsOf(text: string): number | undefined {
	if (!/^(?:\d+[smhdwSMHDW]?)+$/.test(text)) return undefined;
	let seconds = 0;
	for (const [, count, unit = ''] of text.matchAll(/(\d+)([a-zA-Z]?)/g)) {
		seconds += Number(count) * (SECONDS[unit.toLowerCase()] as number);
	}
	return seconds <= 0x7fff_ffff ? seconds : undefined;
}
