import { compareUtf8 } from '../../machinery/format-json.ts';
import type { ObjectMeta } from '../../machinery/meta.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Description } from './description.ts';

type Pairs = { readonly [key: string]: string } | undefined;

/** Left out everywhere: it repeats the object. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const ANNOTATION_BYTES_MAX = 140;

/** The lines that most descriptions begin with; objects without a namespace leave its line out. */
export function describeHead(description: Description, metadata: ObjectMeta, namespaced: boolean): void {
	description.field('Name', metadata.name);
	if (namespaced) description.field('Namespace', metadata.namespace ?? '');
	describeLabels(description, 'Labels', metadata.labels);
	describeAnnotations(description, 'Annotations', metadata.annotations);
}

/** "key=value" lines in key order. `indent` stands before the title and before each further line. */
export function describeLabels(description: Description, title: string, pairs: Pairs, indent = ''): void {
	const keys = sortedKeys(pairs);
	describeList(
		description,
		title,
		keys.map((key) => `${key}=${(pairs as NonNullable<Pairs>)[key]}`),
		indent,
	);
}

/** A title and, in the next column, one line for each value; "<none>" for none. */
export function describeList(description: Description, title: string, values: readonly string[], indent = ''): void {
	description.write(0, `${indent}${title}:\t`);
	if (values.length === 0) description.write(0, '<none>\n');
	values.forEach((value, index) => {
		if (index > 0) {
			description.write(0, indent);
			description.write(0, '\t');
		}
		description.write(0, `${value}\n`);
	});
}

/** Long values and those of several lines stand below their key, each line cut. Models printAnnotationsMultiline. */
export function describeAnnotations(description: Description, title: string, annotations: Pairs): void {
	description.write(0, `${title}:\t`);
	const keys = sortedKeys(annotations).filter((key) => key !== LAST_APPLIED);
	if (keys.length === 0) description.write(0, '<none>\n');
	keys.forEach((key, index) => {
		if (index > 0) description.write(0, '\t');
		const value = ((annotations as NonNullable<Pairs>)[key] as string).replace(/\n$/, '');
		if (byteLength(value) + byteLength(key) + 2 <= ANNOTATION_BYTES_MAX && !value.includes('\n')) {
			description.write(0, `${key}: ${value}\n`);
			return;
		}
		description.write(0, `${key}:\n`);
		for (const line of value.split('\n')) {
			description.write(0, `\t  ${shortened(line, ANNOTATION_BYTES_MAX - 2)}\n`);
		}
	});
}

/** What follows the first `bytesMax` bytes becomes "...". Differs: half a character at the cut becomes U+FFFD. */
export function shortened(text: string, bytesMax = ANNOTATION_BYTES_MAX): string {
	if (text.length * 3 <= bytesMax) return text;
	const bytes = encodeUtf8(text);
	return bytes.length > bytesMax ? `${decodeUtf8(bytes.subarray(0, bytesMax))}...` : text;
}

function byteLength(text: string): number {
	return encodeUtf8(text).length;
}

/** Keys in the order of their bytes, as Go sorts strings. */
export function sortedKeys(map: { readonly [key: string]: unknown } | undefined): string[] {
	return map === undefined ? [] : Object.keys(map).sort(compareUtf8);
}

/** "ReplicaSet/web-5d": the owner that controls the object. */
export function controllerText(metadata: ObjectMeta): string | undefined {
	const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
	return owner === undefined ? undefined : `${owner.kind}/${owner.name}`;
}
