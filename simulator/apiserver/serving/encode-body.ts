import { encodeUtf8 } from '../../machinery/utf8.ts';
import { formatYaml } from '../../machinery/yaml/format-yaml.ts';
import type { ApiResponse, WatchEvent } from '../request.ts';

/** The bytes of a response's body. Models apimachinery/pkg/runtime/serializer/json. */
export function encodeBody(body: NonNullable<ApiResponse['body']>, style: BodyStyle): Uint8Array {
	if (body instanceof Uint8Array) return body;
	if (typeof body === 'string') return encodeUtf8(body);
	const value = withBareItems(body);
	if (style === 'yaml') return encodeUtf8(formatYaml(value));
	return encodeUtf8(style === 'pretty' ? toJson(value, 2) : `${toJson(value)}\n`);
}

export type BodyStyle = 'compact' | 'pretty' | 'yaml';

/** One event of a watch, as a line of JSON. */
export function encodeEvent({ type, object }: WatchEvent): Uint8Array {
	return encodeUtf8(`${toJson({ type, object })}\n`);
}

/** As Go's encoder writes it: safe inside HTML. */
function toJson(value: object, indent?: number): string {
	return JSON.stringify(value, undefined, indent).replace(/[<>&\u2028\u2029]/g, (char) => {
		return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
}

/** Items of typed lists are written without their own kind, since the list's says it. */
function withBareItems(body: object): object {
	const { kind, items } = body as { kind?: unknown; items?: unknown };
	if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return body;
	const itemKind = kind.slice(0, -'List'.length);
	return {
		...body,
		items: items.map((item: { kind?: unknown }) =>
			item.kind === itemKind ? { ...item, kind: undefined, apiVersion: undefined } : item,
		),
	};
}
