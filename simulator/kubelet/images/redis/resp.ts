import { encodeUtf8 } from '../../../machinery/utf8.ts';

/** A value as Redis answers it. */
export type Reply =
	| { readonly kind: 'simple'; readonly text: string }
	| { readonly kind: 'error'; readonly text: string }
	| { readonly kind: 'integer'; readonly value: number }
	| { readonly kind: 'bulk'; readonly text: string }
	| { readonly kind: 'nil' }
	| { readonly kind: 'array'; readonly items: readonly Reply[] };

/** In the wire format of RESP2. */
export function encodeReply(reply: Reply): Uint8Array {
	return encodeUtf8(replyText(reply));
}

function replyText(reply: Reply): string {
	switch (reply.kind) {
		case 'simple':
			return `+${reply.text}\r\n`;
		case 'error':
			return `-${reply.text}\r\n`;
		case 'integer':
			return `:${reply.value}\r\n`;
		case 'bulk':
			return `$${encodeUtf8(reply.text).length}\r\n${reply.text}\r\n`;
		case 'nil':
			return '$-1\r\n';
		case 'array':
			return `*${reply.items.length}\r\n${reply.items.map(replyText).join('')}`;
	}
}

/** As redis-cli prints a value on a terminal. */
export function formatReply(reply: Reply, indent = ''): string {
	switch (reply.kind) {
		case 'simple':
			return `${reply.text}\n`;
		case 'error':
			return `(error) ${reply.text}\n`;
		case 'integer':
			return `(integer) ${reply.value}\n`;
		case 'bulk':
			return `${JSON.stringify(reply.text)}\n`;
		case 'nil':
			return '(nil)\n';
		case 'array':
			if (reply.items.length === 0) return '(empty array)\n';
			return reply.items
				.map((item, index) => `${index === 0 ? '' : indent}${index + 1}) ${formatReply(item, `${indent}   `)}`)
				.join('');
	}
}

/** As redis-cli prints a value into a pipe. */
export function formatRaw(reply: Reply): string {
	switch (reply.kind) {
		case 'simple':
		case 'error':
		case 'bulk':
			return `${reply.text}\n`;
		case 'integer':
			return `${reply.value}\n`;
		case 'nil':
			return '\n';
		case 'array':
			return reply.items.length === 0 ? '\n' : reply.items.map(formatRaw).join('');
	}
}
