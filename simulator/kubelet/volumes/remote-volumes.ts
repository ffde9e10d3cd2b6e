import type { PersistentVolumeSpec, Volume } from '../../api/core/types/volume.ts';
import { VolumeError } from './volume-error.ts';

/**
 * Why storage of networks that no node is on, and what kubelets do no more, cannot be mounted. Undefined when it is none of these.
 * Models pkg/volume/{iscsi,fc}.
 */
export function whyOutOfReach(source: Volume | PersistentVolumeSpec): VolumeError | undefined {
	if (source.iscsi !== undefined) return new VolumeError('executable file not found in $PATH', 'WaitForAttach');
	if (source.fc !== undefined) return new VolumeError('no fc disk found', 'WaitForAttach');
	if ('gitRepo' in source && source.gitRepo !== undefined) {
		// Models pkg/volume/git_repo SetUpAt.
		const how = 'if necessary, it may be re-enabled by enabling the feature-gate `GitRepoVolumeDriver`';
		return new VolumeError(`git-repo volume plugin has been disabled; ${how}`);
	}
	if (source.flexVolume !== undefined) {
		return new VolumeError('failed to get Plugin from volumeSpec for volume: no volume plugin matched');
	}
	return undefined;
}
