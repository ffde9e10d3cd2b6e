import { Description } from '../../../api/describing/description.ts';
import { describeEventsOf } from '../../../api/describing/events.ts';
import { describeAnnotations, describeLabels } from '../../../api/describing/metadata.ts';
import type { DescribeContext } from '../../../api/kind.ts';
import { goPrint } from '../../../machinery/go-format.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';

const SHOWN_ELSEWHERE = [
	'.metadata.managedFields',
	'.metadata.name',
	'.metadata.namespace',
	'.metadata.labels',
	'.metadata.annotations',
];

/** An object of a kind that nobody wrote a description for: all its fields. Models genericDescriber. */
export function* describeAnything(
	object: KubeObject,
	world: DescribeContext,
	tick: (steps: number) => Task<void>,
): Task<string> {
	const description = new Description();
	const { name, namespace = '', labels, annotations } = object.metadata;
	description.field('Name', name);
	description.field('Namespace', namespace);
	describeLabels(description, 'Labels', labels);
	describeAnnotations(description, 'Annotations', annotations);
	for (const _ of describeFields(description, 0, object as unknown as Fields, '')) yield* tick(FIELDS_A_STEP);
	yield* describeEventsOf(description, object, world);
	return description.finish();
}

type Fields = { readonly [field: string]: unknown };

/** What ten fields take to be described. */
const FIELDS_A_STEP = 20;

function* describeFields(
	description: Description,
	level: number,
	fields: Fields,
	path: string,
): Generator<undefined, void, void> {
	let count = 0;
	for (const field of Object.keys(fields).sort()) {
		const value = fields[field];
		const here = `${path}.${field}`;
		if (++count % 10 === 0) yield;
		if (SHOWN_ELSEWHERE.includes(here)) continue;
		const label = labelOf(field);
		if (Array.isArray(value)) {
			description.write(level, `${label}:\n`);
			for (const item of value) {
				if (++count % 10 === 0) yield;
				if (isFields(item)) yield* describeFields(description, level + 1, item, here);
				else description.write(level + 1, `${goPrint(item)}\n`);
			}
		} else if (isFields(value)) {
			description.write(level, `${label}:\n`);
			yield* describeFields(description, level + 1, value, here);
		} else {
			description.write(level, `${label}:\t${goPrint(value)}\n`);
		}
	}
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ACRONYMS = ['API', 'URL', 'UID', 'OSB', 'GUID'];

/** "resourceVersion" → "Resource Version". Models smartLabelFor with fatih/camelcase. */
function labelOf(field: string): string {
	if (/[^\p{L}-]/u.test(field)) return field;
	const words = field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|-+|[^\p{Lu}\p{Ll}-]+/gu) ?? [field];
	return words
		.map((word) =>
			ACRONYMS.includes(word.toUpperCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
		)
		.join(' ');
}
