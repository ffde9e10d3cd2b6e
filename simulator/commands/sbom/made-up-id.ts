import type { Process } from '../../kernel/process-api.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** A random UUID of version 4. */
export function newUuid(process: Process): string {
	const hex = Array.from({ length: 4 }, () => process.randomUint32().toString(16).padStart(8, '0')).join('');
	const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] as string;
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Sixteen digits that follow from a text, as SPDX documents name what is in them. */
export function shortDigest(text: string): string {
	return sha256Hex(encodeUtf8(text)).slice(0, 16);
}
