import type { EnvVarSource } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { FileTree } from '../../kernel/machine-api.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { VolumeManager } from '../volumes/volume-manager.ts';

/** A container cannot be made of what the Pod asks for: CreateContainerConfigError. */
export class ContainerConfigError extends Error {}

/**
 * A variable from a file of a volume, which an init container may have written; undefined when it may be missing and is.
 * Models pkg/kubelet/util/env ParseEnv. Differs: words of errors are of our own.
 */
export function environmentFileValue(
	{ pod, volumes, root }: { readonly pod: Pod; readonly volumes: VolumeManager; readonly root: FileTree },
	{ volumeName, path, key, optional }: NonNullable<EnvVarSource['fileKeyRef']>,
): string | undefined {
	const volume = volumes.find(pod.metadata.uid, volumeName);
	if (volume === undefined) {
		throw new ContainerConfigError(`cannot find the volume ${JSON.stringify(volumeName)} referenced by FileKeyRef`);
	}
	const data = root.readFile(`${volume.hostPath}/${path}`);
	if (data === undefined) {
		if (optional) return undefined;
		throw new ContainerConfigError(`failed to open environment variable file: ${path}: no such file or directory`);
	}
	const value = valueIn(decodeUtf8(data), key);
	if (value === undefined && !optional) {
		throw new ContainerConfigError(
			`environment variable key ${JSON.stringify(key)} not found in file ${JSON.stringify(path)}`,
		);
	}
	return value;
}

/** Lines are NAME='value'; a value may go on over several. */
function valueIn(text: string, key: string): string | undefined {
	let rest = text;
	let line = 1;
	while (rest !== '') {
		const blank = /^[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(rest);
		const assigned = /^[ \t]*([^=#\s]+)='([^']*)'[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(rest);
		const match = blank ?? assigned;
		if (match === null) throw new ContainerConfigError(`invalid environment variable format at line ${line}`);
		if (blank === null && assigned?.[1] === key) return assigned[2];
		line += match[0].split('\n').length - 1;
		rest = rest.slice(match[0].length);
	}
	return undefined;
}
