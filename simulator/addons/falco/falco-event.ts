import type { Process } from '../../kernel/process-api.ts';
import { formatJson } from '../../machinery/format-json.ts';
import type { Json } from '../../machinery/meta.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import { parseTime } from '../../machinery/timestamp.ts';

/** From the least to the worst; their places are the numbers in metrics. */
export const PRIORITIES: readonly string[] = ' Debug Informational Notice Warning Error Critical Alert Emergency'.split(
	' ',
);
export const TEST_RULE = 'Test rule';

/** An alert of falco's on its way to the outputs. */
export interface FalcoEvent {
	readonly uuid: string;
	readonly output: string;
	/** As in RFC 3339. */
	readonly time: string;
	/** In order. */
	readonly tags: readonly string[];
	readonly priority: string;
	readonly rule: string;
	readonly source: string;
	readonly hostname: string;
	readonly fields: { readonly [name: string]: Json };
	/** All of it as JSON, in the order of the Go struct. */
	readonly text: string;
}

/** Undefined: it is none. Models falcosidekick handlers.go newFalcoPayload and types.go Check. */
export function readEvent(process: Process, body: string): FalcoEvent | undefined {
	const value = parsed(body);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	const given = value as { readonly [key: string]: Json | undefined };
	const texts = ['output', 'rule', 'source', 'hostname', 'priority', 'time'].map((key) => given[key] ?? '');
	if (!texts.every((each) => typeof each === 'string')) return undefined;
	const [output = '', rule = '', source = '', hostname = '', word = '', time = ''] = texts as string[];
	const priority = priorityOf(word);
	const { output_fields: own = {}, tags = [] } = given;
	if (typeof own !== 'object' || own === null || Array.isArray(own) || !isTexts(tags)) return undefined;
	const fields: Record<string, Json> = Object.assign(Object.create(null), own, customFields(process));
	const instant = instantOf(time);
	if (priority === '' || rule === '' || instant === undefined || Object.keys(fields).length === 0) return undefined;
	const uuid = uuidOf(process);
	const from = rule === TEST_RULE ? 'internal' : source === '' ? 'syscalls' : source;
	const allTags = [...(tags ?? []), ...customTags(process)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
	const entries: readonly (readonly [string, unknown])[] = [
		['uuid', uuid],
		['output', output],
		['priority', priority],
		['rule', rule],
		['time', instant],
		['output_fields', fields],
		['source', from],
		...(allTags.length === 0 ? [] : [['tags', allTags] as const]),
		...(hostname === '' ? [] : [['hostname', hostname] as const]),
	];
	const text = `{${entries.map(([key, each]) => `"${key}":${formatJson(each)}`).join(',')}}`;
	return { uuid, output, time: instant, tags: allTags, priority, rule, source: from, hostname, fields, text };
}

function parsed(text: string): Json | undefined {
	try {
		return parseJson(text);
	} catch (error) {
		if (error instanceof JsonSyntaxError) return undefined;
		throw error;
	}
}

function isTexts(value: Json | undefined): value is string[] | null {
	return value === null || (Array.isArray(value) && value.every((each) => typeof each === 'string'));
}

/** In its usual spelling; '' for what is none. */
export function priorityOf(word: string): string {
	const lower = word.toLowerCase();
	return PRIORITIES.find((each) => each.toLowerCase() === (lower === 'info' ? 'informational' : lower)) ?? '';
}

/** As Go writes it again: without zeros at the end of a fraction. */
function instantOf(text: string): string | undefined {
	const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.exec(text);
	if (match === null || parseTime(text) === undefined) return undefined;
	const [, second = '', fraction = '', zone = ''] = match;
	return `${second}${fraction.replace(/\.?0*$/, '')}${zone}`;
}

/** CUSTOMFIELDS: "team:blue,place:%PLACE". */
function customFields(process: Process): Record<string, string> {
	const fields: Record<string, string> = Object.create(null);
	for (const pair of (process.env.get('CUSTOMFIELDS') ?? '').split(',')) {
		const [name = '', value, more] = pair.split(':');
		if (value === undefined || more !== undefined) continue;
		const text = value.startsWith('%') ? process.env.get(value.slice(1)) : value;
		if (text !== undefined && text !== '') fields[name] = text;
	}
	return fields;
}

/** CUSTOMTAGS; the variable that is there and empty is one empty tag, as it is for the real one. */
function customTags(process: Process): readonly string[] {
	const text = process.env.get('CUSTOMTAGS');
	return text === undefined ? [] : text.replaceAll(' ', '').split(',');
}

function uuidOf(process: Process): string {
	const words = [0, 1, 2, 3].map(() => process.randomUint32());
	const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('');
	const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
