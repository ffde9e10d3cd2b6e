import { readSuperblock, SUPERBLOCK_BYTES, type Superblock } from '../../kernel/block/superblock.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** A device or an image of one: how large it is and what lies on it. */
export interface DeviceHead {
	readonly bytes: number;
	readonly superblock: Superblock | undefined;
}

/** Throws SystemError. */
export function* readDevice(process: Process, path: string): Task<DeviceHead> {
	const fd = yield* process.open(path, { read: true });
	try {
		const bytes = process.seek(fd, 0, 'end');
		process.seek(fd, 0, 'set');
		const head = new Uint8Array(SUPERBLOCK_BYTES);
		for (let have = 0; have < head.length; ) {
			const data = yield* process.read(fd, head.length - have);
			if (data.length === 0) break;
			head.set(data, have);
			have += data.length;
		}
		return { bytes, superblock: readSuperblock(head) };
	} finally {
		process.close(fd);
	}
}

/** Names of the devices that this process sees: the disk and the files that pass for disks. */
export function blockDevices({ machine }: Process): readonly string[] {
	return ['/dev/vda1', ...machine.loops().map(({ name }) => name)];
}

/** The device that UUID=, LABEL= or a path names; undefined when there is none. */
export function* findDevice(process: Process, tag: string): Task<string | undefined> {
	const [, key, value = ''] = /^(UUID|LABEL)="?([^"]*)"?$/.exec(tag) ?? [];
	if (key === undefined) return tag;
	for (const device of blockDevices(process)) {
		if (!process.access(device, {})) continue;
		const { superblock } = yield* readDevice(process, device);
		if ((key === 'UUID' ? superblock?.uuid : superblock?.label) === value) return device;
	}
	return undefined;
}
