import type { Superblock } from '../../kernel/block/superblock.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { blockDevices, findDevice, readDevice } from './device-head.ts';
import { UTIL_LINUX } from './version.ts';

/** Nothing was found. */
const NOTHING = 2;

/** Models misc-utils/blkid.c. Differs: nothing is remembered in a cache file. */
export const blkid = gnuCommand({
	name: 'blkid',
	paths: ['/usr/sbin/blkid'],
	size: 55_744,
	version: `blkid from ${UTIL_LINUX}  (libblkid 2.39.3, 04-Dec-2023)`,
	help: `
Usage:
 blkid --label <label> | --uuid <uuid>

 blkid [--cache-file <file>] [-ghlLv] [--output <format>] [--match-tag <tag>]
       [--match-token <token>] [<dev> ...]
`,
	options: {
		output: withValue('o', 'output'),
		tag: withValue('s', 'match-tag'),
		token: withValue('t', 'match-token'),
		label: withValue('L', 'label'),
		uuid: withValue('U', 'uuid'),
		list: flag('l', 'list-one'),
		probe: flag('p', 'probe'),
		cache: withValue('c', 'cache-file'),
		garbage: flag('g', 'garbage-collect'),
	},
	*main(run): Task<number> {
		const { process, values, operands, out } = run;
		const asked = values.label === undefined ? values.uuid && `UUID=${values.uuid}` : `LABEL=${values.label}`;
		if (asked !== undefined) {
			const found = yield* findDevice(process, asked);
			if (found === undefined) return NOTHING;
			yield* out.write(`${found}\n`);
			return 0;
		}
		let told = 0;
		for (const path of operands.length > 0 ? operands : blockDevices(process)) {
			let superblock: Superblock | undefined;
			try {
				superblock = (yield* readDevice(process, path)).superblock;
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				continue;
			}
			if (superblock === undefined) continue;
			const tags = tagsOf(path, superblock).filter(([key]) => values.tag === undefined || values.tag === key);
			const [key, wanted] = values.token?.split('=') ?? [];
			const matches = key === undefined || tags.some(([name, value]) => name === key && value === wanted);
			if (tags.length === 0 || !matches) continue;
			told++;
			yield* out.write(formatted(path, tags, values.output ?? 'full', told === 1));
		}
		return told === 0 ? NOTHING : 0;
	},
});

type Tag = readonly [name: string, value: string];

function tagsOf(path: string, { type, uuid, label, blockBytes }: Superblock): Tag[] {
	const tags: Tag[] = [];
	if (label !== '') tags.push(['LABEL', label]);
	tags.push(['UUID', uuid]);
	if (type !== 'swap') tags.push(['BLOCK_SIZE', type === 'xfs' ? '512' : String(blockBytes)]);
	tags.push(['TYPE', type]);
	if (path === '/dev/vda1') tags.push(['PARTUUID', 'f5ea2bbb-4b0a-4f8a-b7c5-1e2ce3b4d4a1']);
	return tags;
}

function formatted(path: string, tags: readonly Tag[], format: string, isFirst: boolean): string {
	switch (format) {
		case 'value':
			return tags.map(([, value]) => `${value}\n`).join('');
		case 'device':
			return `${path}\n`;
		case 'export':
			return `${isFirst ? '' : '\n'}DEVNAME=${path}\n${tags.map(([name, value]) => `${name}=${value}\n`).join('')}`;
		case 'full':
			return `${path}: ${tags.map(([name, value]) => `${name}="${value}"`).join(' ')}\n`;
		default:
			throw new Fatal(`unsupported output format ${format}`, 4);
	}
}
