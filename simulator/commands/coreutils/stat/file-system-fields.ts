import type { Process } from '../../../kernel/process-api.ts';
import type { Field } from './print-format.ts';

const BLOCK_BYTES = 4096;
const NAME_MAX = 255;

/** What stat calls file systems, and their numbers in linux/magic.h. */
const KINDS: ReadonlyMap<string, readonly [name: string, magic: number]> = new Map([
	['ext4', ['ext2/ext3', 0xef53]],
	['ext3', ['ext2/ext3', 0xef53]],
	['ext2', ['ext2/ext3', 0xef53]],
	['xfs', ['xfs', 0x58465342]],
	['vfat', ['msdos', 0x4d44]],
	['nfs', ['nfs', 0x6969]],
	['nfs4', ['nfs', 0x6969]],
	['overlay', ['overlayfs', 0x794c7630]],
	['squashfs', ['squashfs', 0x73717368]],
	['tmpfs', ['tmpfs', 0x1021994]],
	['devtmpfs', ['tmpfs', 0x1021994]],
	['ramfs', ['ramfs', 0x858458f6]],
	['hugetlbfs', ['hugetlbfs', 0x958458f6]],
	['proc', ['proc', 0x9fa0]],
	['sysfs', ['sysfs', 0x62656572]],
	['devpts', ['devpts', 0x1cd1]],
	['mqueue', ['mqueue', 0x19800202]],
	['cgroup2', ['cgroup2fs', 0x63677270]],
	['bpf', ['bpf_fs', 0xcafe4a11]],
	['tracefs', ['tracefs', 0x74726163]],
	['debugfs', ['debugfs', 0x64626720]],
	['securityfs', ['securityfs', 0x73636673]],
	['pstore', ['pstorefs', 0x6165676c]],
	['configfs', ['configfs', 0x62656570]],
	['fusectl', ['fusectl', 0x65735543]],
]);

const text = (value: string): Field => ({ kind: 'text', text: value });
const decimal = (value: number): Field => ({ kind: 'number', value, base: 10 });

/** What a directive shows of a file system. Models coreutils stat.c print_statfs. */
export function fileSystemField(
	code: string,
	path: string,
	device: number,
	found: ReturnType<Process['statfs']>,
): Field | undefined {
	const blocks = Math.floor(found.totalBytes / BLOCK_BYTES);
	const free = Math.floor((found.totalBytes - found.usedBytes) / BLOCK_BYTES);
	const [kind, magic] = KINDS.get(found.type) ?? [found.type, 0];
	switch (code) {
		case 'n':
			return text(path);
		case 'i':
			return text(device === 0 ? '0' : `${device.toString(16)}00000000`);
		case 'l':
			return decimal(NAME_MAX);
		case 't':
			return { kind: 'number', value: magic, base: 16 };
		case 'T':
			return text(kind);
		case 'b':
			return decimal(blocks);
		case 'f':
		case 'a':
			return decimal(free);
		case 's':
		case 'S':
			return decimal(BLOCK_BYTES);
		case 'c':
			return decimal(Math.floor(blocks / 4));
		case 'd':
			return decimal(Math.floor(free / 4));
		default:
			return undefined;
	}
}
