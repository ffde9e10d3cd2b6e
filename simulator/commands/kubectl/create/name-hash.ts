import { formatJson } from '../../../machinery/format-json.ts';
import { sha256Hex } from '../../../machinery/sha256.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';

// Suffixes of `--append-hash`. Models kubectl/pkg/util/hash.

export function configMapHash(
	name: string,
	data: { readonly [key: string]: string },
	binaryData: { readonly [key: string]: string },
): string {
	const content: { [field: string]: unknown } = { kind: 'ConfigMap', name, data };
	if (Object.keys(binaryData).length > 0) content.binaryData = binaryData;
	return hashSuffix(formatJson(content));
}

export function secretHash(name: string, data: { readonly [key: string]: string }, type: string): string {
	return hashSuffix(formatJson({ kind: 'Secret', type, name, data }));
}

/** Ten characters for a text, without those that could make words or be misread. */
export function hashSuffix(text: string): string {
	const hex = sha256Hex(encodeUtf8(text));
	const replacements: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
	return [...hex.slice(0, 10)].map((char) => replacements[char] ?? char).join('');
}
