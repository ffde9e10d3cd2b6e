/** A number with GNU's size suffixes: "10", "2k" (1024), "3MB" (10^6), "1b" (512). Undefined when it is none. */
export function parseCount(text: string): number | undefined {
	const match = /^\+?(\d+)([a-zA-Z]*)$/.exec(text);
	if (match === null) return undefined;
	const multiplier = SUFFIXES.get(match[2] as string);
	return multiplier === undefined ? undefined : Number(match[1]) * multiplier;
}

const SUFFIXES: ReadonlyMap<string, number> = new Map([
	['', 1],
	['b', 512],
	['kB', 1000],
	['k', 1024],
	['K', 1024],
	['KiB', 1024],
	['MB', 1000 ** 2],
	['M', 1024 ** 2],
	['MiB', 1024 ** 2],
	['GB', 1000 ** 3],
	['G', 1024 ** 3],
	['GiB', 1024 ** 3],
	['TB', 1000 ** 4],
	['T', 1024 ** 4],
	['TiB', 1024 ** 4],
]);
