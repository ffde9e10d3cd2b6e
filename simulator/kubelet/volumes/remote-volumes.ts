import type { PersistentVolumeSpec, Volume } from '../../api/core/types/volume.ts';
import { VolumeError } from './volume-error.ts';

type Source = Volume | PersistentVolumeSpec;

/**
 * Why storage that is not on the node cannot be mounted: no node has the tools of a network file system.
 * Undefined when it is none of these. Models pkg/volume/{nfs,iscsi,fc} and mount-utils.
 */
export function whyOutOfReach(source: Source, folder: (plugin: string) => string): VolumeError | undefined {
	if (source.nfs !== undefined) {
		const { server, path } = source.nfs;
		const readOnly = source.nfs.readOnly === true ? ['ro'] : [];
		const options = [...readOnly, ...('mountOptions' in source ? (source.mountOptions ?? []) : [])];
		return new VolumeError(mountFailure('nfs', `${server}:${path}`, folder('nfs'), options));
	}
	if (source.iscsi !== undefined) return new VolumeError('executable file not found in $PATH', 'WaitForAttach');
	if (source.fc !== undefined) return new VolumeError('no fc disk found', 'WaitForAttach');
	if (source.flexVolume !== undefined) {
		return new VolumeError('failed to get Plugin from volumeSpec for volume: no volume plugin matched');
	}
	return undefined;
}

/** Models mount-utils doMount; util-linux without a helper for the type. */
function mountFailure(type: string, device: string, target: string, options: readonly string[]): string {
	const chosen = options.length === 0 ? '' : `-o ${options.join(',')} `;
	return [
		'mount failed: exit status 32',
		'Mounting command: mount',
		`Mounting arguments: -t ${type} ${chosen}${device} ${target}`,
		`Output: mount: ${target}: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.`,
		'       dmesg(1) may have more information after failed mount system call.',
		'',
	].join('\n');
}
