import type { Process } from '../../../kernel/process-api.ts';

/** What a client's WebSocket frame is masked with. */
export function randomMask(process: Process): Uint8Array {
	const random = process.randomUint32();
	return Uint8Array.of(random & 0xff, (random >>> 8) & 0xff, (random >>> 16) & 0xff, random >>> 24);
}
