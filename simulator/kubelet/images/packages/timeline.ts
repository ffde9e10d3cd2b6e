/** The versions of a release's sources in the course of time, oldest first. */
export type Timeline = ReadonlyMap<string, readonly (readonly [from: string, version: string])[]>;

/**
 * Lines of "RELEASE source=VERSION,DAY:VERSION,DAY:VERSION …": a source's first version is there from the beginning; a day
 * says from when another one is.
 */
export function timelines(text: string): ReadonlyMap<string, Timeline> {
	const lines = text.trim().split('\n');
	return new Map(
		lines.map((line): [string, Timeline] => {
			const [release = '', ...words] = line.split(' ');
			return [release, new Map(words.map(sourceOf))];
		}),
	);
}

function sourceOf(word: string): [string, (readonly [from: string, version: string])[]] {
	const at = word.indexOf('=');
	if (at < 0) return [word, []];
	const versions = word.slice(at + 1).split(',');
	return [
		word.slice(0, at),
		versions.map((each): readonly [string, string] => {
			const [, day, version] = /^(\d{4}-\d\d-\d\d):(.*)$/.exec(each) ?? [];
			return day === undefined ? ['', each] : [day, version as string];
		}),
	];
}

/** Absent: the release does not have it. */
export function versionOn(timeline: Timeline, source: string, day: string): string | undefined {
	return timeline.get(source)?.findLast(([from]) => from <= day)?.[1];
}
