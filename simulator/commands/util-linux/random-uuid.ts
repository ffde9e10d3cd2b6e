import type { Process } from '../../kernel/process-api.ts';

/** A random one of version 4. Models libuuid uuid_generate_random. */
export function randomUuid(process: Process): string {
	const hex = Array.from({ length: 4 }, () => process.randomUint32().toString(16).padStart(8, '0')).join('');
	const variant = '89ab'[Number.parseInt(hex[16] as string, 16) & 3];
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
