import type { Process, Stat } from '../../kernel/process-api.ts';
import { Deflater } from '../../machinery/deflate/deflate.ts';
import { crc32, gzipMember } from '../../machinery/deflate/gzip.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

const BLOCK_BYTES = 131_072;
/** What a processor packs of a block. */
const BLOCK_MS = 2.5;

/** A gzip file, packed block by block, so that others get their turn. @param stat of the file whose name and time are kept. */
export function* pack(process: Process, data: Uint8Array, stat?: Stat, path = ''): Task<Uint8Array> {
	const deflater = new Deflater();
	let crc = 0;
	for (let at = 0; at === 0 || at < data.length; at += BLOCK_BYTES) {
		const block = data.subarray(at, at + BLOCK_BYTES);
		deflater.block(block, at + BLOCK_BYTES >= data.length);
		crc = crc32(block, crc);
		yield* process.burnCpu(BLOCK_MS);
	}
	const name = stat === undefined ? new Uint8Array(0) : encodeUtf8(`${path.split('/').at(-1)}\0`);
	const header = new Uint8Array(10 + name.length);
	header.set([0x1f, 0x8b, 8, name.length > 0 ? 8 : 0, 0, 0, 0, 0, 0, 3]);
	if (stat !== undefined) new DataView(header.buffer).setUint32(4, Math.floor(stat.mtimeMs / 1000), true);
	header.set(name, 10);
	return gzipMember(header, deflater.finish(), crc, data.length);
}
