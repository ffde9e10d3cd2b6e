import { CommandError } from './errors.ts';
import type { Streams } from './streams.ts';
import { joinPath } from './streams.ts';

const FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Why a directory's kustomization cannot be built. Differs: none can be; kustomize itself is not there. */
export function kustomizationComplaint(io: Streams, directory: string): CommandError {
	const path = joinPath(io.process.cwd, directory).replace(/(?<=.)\/(\.?)$/, '');
	if (io.fileType(path) === undefined) {
		return new CommandError(
			`must build at directory: not a valid directory: evalsymlink failure on '${directory}' : lstat ${path}: no such file or directory`,
		);
	}
	if (io.fileType(path) !== 'directory')
		return new CommandError(`must build at directory: '${path}': file is not directory`);
	if (!FILES.some((file) => io.fileType(`${path}/${file}`) !== undefined)) {
		return new CommandError(
			`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${path}'`,
		);
	}
	return new CommandError(`accumulating resources from '${path}': this kubectl is built without kustomize`);
}
