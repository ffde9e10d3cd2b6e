import { superblockBytes } from '../../kernel/block/superblock.ts';
import type { Task } from '../../machinery/task.ts';
import { launch, shellStatus, waitFor } from '../launch.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { readDevice } from './device-head.ts';
import { randomUuid } from './random-uuid.ts';

/** Hands over to the type's own program. Models disk-utils/mkfs.c. */
export const mkfs = unixCommand({
	name: 'mkfs',
	paths: ['/usr/sbin/mkfs'],
	size: 14_728,
	*main({ args, process }) {
		const words = [...args];
		const at = words.findIndex((word) => word === '-t' || word === '--type' || /^-t\w/.test(word));
		const word = at < 0 ? '' : (words[at] as string);
		const isApart = word === '-t' || word === '--type';
		const type = at < 0 ? 'ext2' : isApart ? (words[at + 1] ?? '') : word.slice(2);
		if (at >= 0) words.splice(at, isApart ? 2 : 1);
		const program = `/usr/sbin/mkfs.${type}`;
		if (!process.access(program, { execute: true })) {
			throw new Exit(1, `mkfs: failed to execute mkfs.${type}: No such file or directory\n`);
		}
		return shellStatus(yield* waitFor(process, launch(process, [program, ...words])));
	},
});

const XFS = {
	force: flag('f'),
	label: withValue('L'),
	quiet: flag('q'),
	dry: flag('N'),
	blockSize: withValue('b'),
	data: withValue('d'),
	meta: withValue('m'),
	inode: withValue('i'),
	log: withValue('l'),
};
const XFS_BYTES_MIN = 300 * 1024 ** 2;

/** Differs: a superblock is all that is written, and its report is that of a disk without stripes. */
export const mkfsXfs = unixCommand({
	name: 'mkfs.xfs',
	paths: ['/usr/sbin/mkfs.xfs'],
	size: 428_312,
	main: (run) => makeXfs(run),
});

function* makeXfs(run: UnixRun): Task<number> {
	const { process, args, out } = run;
	let parsed: ReturnType<typeof parseOptions<typeof XFS>>;
	try {
		parsed = parseOptions(args, XFS);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(1, `mkfs.xfs: ${error.message}\nUsage: mkfs.xfs\n`);
		throw error;
	}
	const { values, operands } = parsed;
	const [path] = operands;
	if (path === undefined) throw new Exit(1, 'no device name given in argument list\nUsage: mkfs.xfs\n');
	if (!process.access(path, {}))
		throw new Exit(1, `Error accessing specified device ${path}: No such file or directory\n`);
	const { bytes, superblock } = yield* readDevice(process, path);
	if (superblock !== undefined && !values.force) {
		throw new Exit(
			1,
			`mkfs.xfs: ${path} appears to contain an existing filesystem (${superblock.type}).\nmkfs.xfs: Use the -f option to force overwrite.\n`,
		);
	}
	if (bytes < XFS_BYTES_MIN) throw new Exit(1, 'Filesystem must be larger than 300MB.\nUsage: mkfs.xfs\n');
	const blocks = Math.floor(bytes / 4096);
	const log = 16_384;
	if (!values.quiet) yield* out.write(reportOf(path, blocks, log));
	if (values.dry) return 0;
	const fd = yield* process.open(path, { write: true });
	const made = { type: 'xfs', uuid: randomUuid(process), label: values.label ?? '', blockBytes: 4096, blocks } as const;
	yield* process.write(fd, superblockBytes({ ...made, overheadBlocks: log, reservedBlocks: 0 }));
	process.close(fd);
	return 0;
}

function reportOf(path: string, blocks: number, log: number): string {
	return `meta-data=${path.padEnd(22)} isize=512    agcount=4, agsize=${Math.ceil(blocks / 4)} blks
         =                       sectsz=512   attr=2, projid32bit=1
         =                       crc=1        finobt=1, sparse=1, rmapbt=1
         =                       reflink=1    bigtime=1 inobtcount=1 nrext64=0
data     =                       bsize=4096   blocks=${blocks}, imaxpct=25
         =                       sunit=0      swidth=0 blks
naming   =version 2              bsize=4096   ascii-ci=0, ftype=1
log      =internal log           bsize=4096   blocks=${log}, version=2
         =                       sectsz=512   sunit=0 blks, lazy-count=1
realtime =none                   extsz=4096   blocks=0, rtextents=0
`;
}
