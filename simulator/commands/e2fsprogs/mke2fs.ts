import { superblockBytes } from '../../kernel/block/superblock.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { readDevice } from '../util-linux/device-head.ts';
import { randomUuid } from '../util-linux/random-uuid.ts';
import { type ExtendedLayout, extendedLayout } from './extended-layout.ts';

type ExtendedType = 'ext2' | 'ext3' | 'ext4';

const VERSION = 'mke2fs 1.47.0 (5-Feb-2023)\n';

const TABLE = {
	blockSize: withValue('b'),
	force: flag('F'),
	label: withValue('L'),
	reserved: withValue('m'),
	features: withValue('O'),
	extended: withValue('E'),
	inodes: withValue('N'),
	inodeSize: withValue('I'),
	ratio: withValue('i'),
	quiet: flag('q'),
	type: withValue('t'),
	usage: withValue('T'),
	uuid: withValue('U'),
	verbose: flag('v'),
	journal: flag('j'),
	dry: flag('n'),
	version: flag('V'),
};

const USAGE = (name: string): string => `Usage: ${name} [-c|-l filename] [-b block-size] [-C cluster-size]
	[-i bytes-per-inode] [-I inode-size] [-J journal-options]
	[-G flex-group-size] [-N number-of-inodes] [-d root-directory]
	[-m reserved-blocks-percentage] [-o creator-os]
	[-g blocks-per-group] [-L volume-label] [-M last-mounted-directory]
	[-O feature[,...]] [-r fs-revision] [-E extended-option[,...]]
	[-t fs-type] [-T usage-type ] [-U UUID] [-e errors_behavior][-z undo_file]
	[-jnqvDFSV] device [blocks-count]
`;

function make(name: string, usual: ExtendedType) {
	return unixCommand({
		name,
		paths: [`/usr/sbin/${name}`],
		size: 133_752,
		main: (run) => mke2fs(run, name, usual),
	});
}

export const mkfsExt2 = make('mkfs.ext2', 'ext2');
export const mkfsExt3 = make('mkfs.ext3', 'ext3');
export const mkfsExt4 = make('mkfs.ext4', 'ext4');
export const mke2fsItself = make('mke2fs', 'ext2');

/** Models e2fsprogs misc/mke2fs.c main. Differs: a superblock is all that is written. */
function* mke2fs(run: UnixRun, name: string, usual: ExtendedType): Task<number> {
	const { process, out } = run;
	let parsed: ReturnType<typeof parseOptions<typeof TABLE>>;
	try {
		parsed = parseOptions(run.args, TABLE);
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(1, `${name}: ${error.message}\n${USAGE(name)}`);
		throw error;
	}
	const { values, operands } = parsed;
	const [path] = operands;
	if (values.version) throw new Exit(0, `${VERSION}\tUsing EXT2FS Library version 1.47.0\n`);
	if (path === undefined) throw new Exit(1, USAGE(name));
	if (!values.quiet) yield* run.say(VERSION);
	if (!process.access(path, {})) {
		throw new Exit(1, `The file ${path} does not exist and no size was specified.\n`);
	}
	const mounted = process.machine.mounts().find(({ source }) => source === path);
	if (mounted !== undefined) {
		throw new Exit(1, `${path} is mounted; will not make a filesystem here!\n`);
	}
	const type = (values.type ?? (values.journal ? 'ext3' : usual)) as ExtendedType;
	let bytes: number;
	try {
		bytes = (yield* readDevice(process, path)).bytes;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `mkfs.${type}: ${errorMessage(error.errno)} while trying to determine filesystem size\n`);
	}
	const blockBytes = values.blockSize === undefined ? undefined : Number(values.blockSize);
	const layout = extendedLayout(bytes, { blockBytes, journal: type !== 'ext2' });
	if (layout === undefined) {
		throw new Exit(1, `${path}: Not enough space to build proposed filesystem while setting up superblock\n`);
	}
	const uuid = values.uuid ?? randomUuid(process);
	if (!values.quiet) yield* out.write(reportOf(layout, uuid));
	if (values.dry) return 0;
	const percent = values.reserved === undefined ? 5 : Number(values.reserved);
	const fd = yield* process.open(path, { write: true });
	yield* process.write(
		fd,
		superblockBytes({
			type,
			uuid,
			label: values.label ?? '',
			blockBytes: layout.blockBytes,
			blocks: layout.blocks,
			overheadBlocks: layout.overheadBlocks,
			reservedBlocks: Math.floor((layout.blocks * percent) / 100),
		}),
	);
	process.close(fd);
	return 0;
}

function reportOf(layout: ExtendedLayout, uuid: string): string {
	const { blockBytes, blocks, inodes, groups, journalBlocks, backups } = layout;
	const backupLines = backups.length === 0 ? '' : `Superblock backups stored on blocks: \n\t${wrapped(backups)}\n`;
	const count = `${String(groups).padStart(groups > 9 ? 2 : 1)}`;
	const progress = (text: string): string => {
		const first = `${'0'.padStart(count.length)}/${count}`;
		const back = '\b'.repeat(first.length);
		return `${text}: ${first}${back}${' '.repeat(first.length)}${back}done`;
	};
	const pad = ' '.repeat(28);
	const total = `${blocks}`.padStart(blocks > 99_999 ? 6 : 5);
	const discarded = `${'0'.padStart(total.length)}/${total}`;
	const back = '\b'.repeat(discarded.length);
	return [
		`Discarding device blocks: ${discarded}${back}${' '.repeat(discarded.length)}${back}done${pad}\n`,
		`Creating filesystem with ${blocks} ${blockBytes / 1024}k blocks and ${inodes} inodes\n`,
		`Filesystem UUID: ${uuid}\n${backupLines}\n`,
		`${progress('Allocating group tables')}${pad}\n`,
		`${progress('Writing inode tables')}${pad}\n`,
		journalBlocks === 0 ? '' : `Creating journal (${journalBlocks} blocks): done\n`,
		`${progress('Writing superblocks and filesystem accounting information')}\n\n`,
	].join('');
}

/** Lines of less than 80 columns behind a tab. */
function wrapped(numbers: readonly number[]): string {
	const lines: string[] = [''];
	for (const [index, number] of numbers.entries()) {
		const word = `${number}${index === numbers.length - 1 ? '' : ', '}`;
		const line = lines.at(-1) as string;
		if (line.length + word.trim().length > 70) lines.push(word);
		else lines[lines.length - 1] = line + word;
	}
	return lines.join('\n\t');
}
