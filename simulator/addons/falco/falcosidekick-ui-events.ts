import { formatJson } from '../../machinery/format-json.ts';
import type { Json } from '../../machinery/meta.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import { parseTime } from '../../machinery/timestamp.ts';

/** An alert as the UI keeps it, in the order of its fields. Models falcosidekick-ui models.go Event. */
export interface StoredEvent {
	readonly uuid: string;
	readonly output: string;
	readonly priority: string;
	readonly rule: string;
	readonly time: string;
	readonly source: string;
	readonly output_fields: Json;
	readonly hostname: string;
	readonly tags: readonly string[] | null;
}

export interface ReceivedEvent {
	readonly event: StoredEvent;
	readonly outputs: readonly string[];
}

/** A text says why it is none. */
export function storedEvent(body: string): ReceivedEvent | string {
	let value: Json;
	try {
		value = parseJson(body);
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		return `code=400, message=Syntax error: offset=${error.offset}, error=${error.message}, internal=${error.message}`;
	}
	const { event, outputs } = (isMap(value) ? value : {}) as { event?: Json; outputs?: Json };
	const given = isMap(event) ? event : {};
	const missing = (['output', 'priority', 'rule', 'time'] as const).filter(
		(key) => typeof given[key] !== 'string' || given[key] === '',
	);
	const lines = missing.map((key) => {
		const field = `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
		return `Key: 'Payload.Event.${field}' Error:Field validation for '${field}' failed on the 'required' tag`;
	});
	if (!Array.isArray(outputs)) {
		lines.push("Key: 'Payload.Outputs' Error:Field validation for 'Outputs' failed on the 'required' tag");
	}
	if (lines.length > 0) return lines.join('\n');
	const text = (key: string): string => (typeof given[key] === 'string' ? given[key] : '');
	return {
		event: {
			uuid: text('uuid'),
			output: text('output').replace(PREFIX, ''),
			priority: text('priority'),
			rule: text('rule'),
			time: text('time'),
			source: text('source'),
			output_fields: isMap(given.output_fields) ? (JSON.parse(formatJson(given.output_fields)) as Json) : null,
			hostname: text('hostname'),
			tags: Array.isArray(given.tags) ? given.tags.map(String) : null,
		},
		outputs: (outputs as Json[]).map(String),
	};
}

/** What stands in front of an alert's own words. */
const PREFIX = /^\d\d:\d\d:\d\d\.\d{9}: (?:Debug|Info|Informational|Notice|Warning|Error|Critical|Alert|Emergency)/i;

function isMap(value: Json | undefined): value is { [key: string]: Json } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function microsecondsOf({ time }: StoredEvent): number {
	return (parseTime(time) ?? 0) * 1_000;
}

/** Those asked for, the newest first. Models falcosidekick-ui query.go newQuery: words are looked for, in any case. */
export function matching(
	events: readonly StoredEvent[],
	asked: ReadonlyMap<string, string>,
	sinceMs: number,
): readonly StoredEvent[] {
	const tests = (['priority', 'rule', 'source', 'hostname', 'tags'] as const).flatMap((field) => {
		const text = asked.get(field) ?? '';
		if (text === '') return [];
		const wanted = text.split(',').map(wordsOf);
		return [
			(event: StoredEvent): boolean => {
				const value = event[field];
				const words = new Set(wordsOf(typeof value === 'string' ? value : (value ?? []).join(' ')));
				return wanted.some((each) => each.length > 0 && each.every((word) => words.has(word)));
			},
		];
	});
	const filter = (asked.get('filter') ?? '').toLowerCase();
	return events
		.filter((event) => (parseTime(event.time) ?? 0) >= sinceMs && tests.every((test) => test(event)))
		.filter((event) => filter === '' || formatJson(event).toLowerCase().includes(filter))
		.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
}

function wordsOf(text: string): readonly string[] {
	return text
		.toLowerCase()
		.split(/[^\p{L}\p{N}_]+/u)
		.filter((word) => word !== '');
}

/** By name, in the order of names; commas part names. Models falcosidekick-ui count.go CountKeyBy. */
export function countedBy(events: readonly StoredEvent[], field: keyof StoredEvent): Record<string, number> {
	const counts = new Map<string, number>();
	for (const event of events) {
		const value = event[field];
		const joined = Array.isArray(value) ? value.join(',') : String(value ?? '');
		if (joined === '') continue;
		for (const each of joined.split(',')) counts.set(each, (counts.get(each) ?? 0) + 1);
	}
	const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.assign(Object.create(null), Object.fromEntries(sorted)) as Record<string, number>;
}
