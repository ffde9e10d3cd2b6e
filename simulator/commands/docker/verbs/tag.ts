import { EngineError } from '../../../hosts/containers/container-request.ts';
import { complaint, type EngineCommand } from '../engine-command.ts';

export const tag: EngineCommand = {
	names: ['tag', 'image tag'],
	usage: 'SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]',
	short: 'Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE',
	flags: {},
	least: 2,
	*run(run) {
		const { images } = run.engine();
		const [source = '', ...targets] = run.operands;
		const found = images.requireStored(source);
		for (const target of targets) {
			let name: string;
			try {
				name = images.newName(target);
			} catch (error) {
				if (!(error instanceof EngineError) || run.kind === 'podman') throw error;
				throw complaint(
					'docker',
					`Error parsing reference: ${JSON.stringify(target)} is not a valid repository/tag: ${error.message}`,
				);
			}
			images.store.add(found.version, [name]);
		}
		return 0;
	},
};
