import { sha1 } from '../../machinery/sha1.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { md5 } from '../checksums/md5.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

const NAMESPACES: ReadonlyMap<string, string> = new Map([
	['@dns', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
	['@url', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'],
	['@oid', '6ba7b812-9dad-11d1-80b4-00c04fd430c8'],
	['@x500', '6ba7b814-9dad-11d1-80b4-00c04fd430c8'],
]);

export const uuidgen = gnuCommand({
	name: 'uuidgen',
	paths: ['/usr/bin/uuidgen'],
	size: 14_640,
	version: `uuidgen from ${UTIL_LINUX}`,
	help: `
Usage:
 uuidgen [options]

Create a new UUID value.

Options:
 -r, --random          of random numbers
 -t, --time            of the time
 -n, --namespace <ns>  of a name: its namespace (@dns, @url, @oid, @x500)
 -N, --name <name>     the name
 -m, --md5             by md5
 -C, --count <num>     so many
 -s, --sha1            by sha1
 -x, --hex             the name is hexadecimal

 -h, --help            display this help
 -V, --version         display version

For more details see uuidgen(1).
`,
	options: {
		random: flag('r', 'random'),
		time: flag('t', 'time'),
		namespace: withValue('n', 'namespace'),
		name: withValue('N', 'name'),
		md5: flag('m', 'md5'),
		sha1: flag('s', 'sha1'),
		count: withValue('C', 'count'),
		hex: flag('x', 'hex'),
	},
	*main(run) {
		const { values, process, out } = run;
		if ((values.md5 || values.sha1) && (values.namespace === undefined || values.name === undefined)) {
			throw new Fatal(
				values.namespace === undefined ? '--md5 requires --namespace argument' : '--namespace requires --name argument',
				1,
				true,
			);
		}
		const count = Number(values.count ?? 1);
		for (let turn = 0; turn < Math.min(count, 10_000); turn++) {
			yield* process.tick();
			let bytes = new Uint8Array(16);
			let version = 4;
			if (values.md5 || values.sha1) {
				const space = NAMESPACES.get(values.namespace as string) ?? (values.namespace as string);
				const input = [
					...bytesOf(space.replaceAll('-', '')),
					...(values.hex ? bytesOf(values.name as string) : encodeUtf8(values.name as string)),
				];
				bytes = Uint8Array.from((values.md5 ? md5 : sha1)(Uint8Array.from(input)).slice(0, 16));
				version = values.md5 ? 3 : 5;
			} else for (let at = 0; at < 16; at++) bytes[at] = process.randomUint32();
			if (values.time) {
				stamp(bytes, process.now());
				version = 1;
			}
			bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4);
			bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
			const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
			yield* out.write(`${hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}\n`);
		}
		return 0;
	},
});

function bytesOf(hex: string): number[] {
	return (hex.match(/../g) ?? []).map((each) => Number.parseInt(each, 16));
}

/** 100-nanosecond steps since 1582-10-15. */
function stamp(bytes: Uint8Array, nowMs: number): void {
	const steps = BigInt(nowMs) * 10_000n + 0x01b21dd213814000n;
	const put = (at: number, value: bigint, size: number): void => {
		for (let index = 0; index < size; index++)
			bytes[at + index] = Number((value >> BigInt(8 * (size - 1 - index))) & 255n);
	};
	put(0, steps & 0xffffffffn, 4);
	put(4, (steps >> 32n) & 0xffffn, 2);
	put(6, steps >> 48n, 2);
}
