import { readSuperblock, SUPERBLOCK_BYTES, superblockBytes } from '../../kernel/block/superblock.ts';
import { reasonOf } from '../launch.ts';
import { Exit, unixCommand } from '../unix-command.ts';

const LABEL_MAX = 16;
const NO_SUPERBLOCK = "Couldn't find valid filesystem superblock.\n";

/** Models e2fsprogs misc/tune2fs.c as it is called e2label. */
export const e2label = unixCommand({
	name: 'e2label',
	paths: ['/usr/sbin/e2label'],
	size: 114_984,
	*main({ process, args, out, say }) {
		const [device, label] = args;
		if (device === undefined || args.length > 2) throw new Exit(1, 'Usage: e2label device [newlabel]\n');
		let fd: number;
		try {
			fd = yield* process.open(device, { read: true, write: label !== undefined });
		} catch (error) {
			throw new Exit(1, `e2label: ${reasonOf(error)} while trying to open ${device}\n${NO_SUPERBLOCK}`);
		}
		const superblock = readSuperblock(yield* process.read(fd, SUPERBLOCK_BYTES));
		if (superblock === undefined || !superblock.type.startsWith('ext')) {
			throw new Exit(1, `e2label: Bad magic number in super-block while trying to open ${device}\n`);
		}
		if (label === undefined) {
			yield* out.write(`${superblock.label}\n`);
			return 0;
		}
		if (label.length > LABEL_MAX) yield* say('Warning: label too long, truncating.\n');
		process.seek(fd, 0, 'set');
		yield* process.write(fd, superblockBytes({ ...superblock, label: label.slice(0, LABEL_MAX) }));
		process.close(fd);
		return 0;
	},
});
