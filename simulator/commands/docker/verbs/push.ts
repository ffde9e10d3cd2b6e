import { EngineError } from '../../../hosts/containers/container-request.ts';
import { pushImage } from '../../../hosts/containers/push-image.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import { Exit } from '../../unix-command.ts';
import { type EngineCommand, type EngineRun, failure } from '../engine-command.ts';
import { loginFor } from '../logins.ts';
import { shortId } from '../words.ts';

export const push: EngineCommand = {
	names: ['push', 'image push'],
	usage: '[OPTIONS] NAME[:TAG]',
	short: 'Upload an image to a registry',
	flags: {
		'all-tags': bool(false, 'Push all tags of an image to the repository', { shorthand: 'a' }),
		creds: string('', 'Credentials to use for authenticating to a registry', { hidden: true }),
		format: string('', 'Manifest type to use when pushing', { shorthand: 'f', hidden: true }),
		platform: string('', 'Push a platform-specific manifest as a single-platform image to the registry'),
		quiet: bool(false, 'Suppress verbose output', { shorthand: 'q' }),
		'tls-verify': bool(true, 'Require HTTPS and verify certificates when contacting registries', { hidden: true }),
	},
	least: 1,
	most: 2,
	*run(run) {
		const { images } = run.engine();
		const [name = '', destination] = run.operands;
		const stored = images.find(name);
		if (stored === undefined) {
			if (run.kind === 'podman') throw failure('podman', `${name}: image not known`);
			const { registry, repository } = images.parse(name);
			yield* run.out.write(`The push refers to repository [${registry}/${repository}]\n`);
			throw new Exit(1, `tag does not exist: ${name}\n`);
		}
		const target = destination === undefined ? name : destination.replace(/^docker:\/\//, '');
		const bare = images.parse(target).tag === undefined;
		const tags = run.isOn('all-tags')
			? stored.tags.filter((tag) => tag.startsWith(target))
			: [run.kind === 'podman' && destination === undefined ? images.newName(target) : target];
		if (run.kind === 'docker' && bare && !run.isOn('all-tags') && !run.isOn('quiet'))
			yield* run.out.write('Using default tag: latest\n');
		for (const tag of tags) yield* pushOne(run, stored, tag);
		return 0;
	},
};

function* pushOne(
	run: EngineRun,
	stored: ReturnType<ReturnType<EngineRun['engine']>['images']['requireStored']>,
	name: string,
): Task<void> {
	const engine = run.engine();
	const reference = engine.images.parse(name);
	const { registry, repository, tag = 'latest' } = reference;
	const { layers } = engine.images.contentOf(stored.version);
	const speaks = !run.isOn('quiet');
	const top = [...layers].reverse();
	if (run.kind === 'docker' && speaks) {
		const preparing = run.process.isatty(1) ? [] : top.map(({ diffId }) => `${shortId(diffId)}: Preparing\n`);
		yield* run.out.write(`The push refers to repository [${registry}/${repository}]\n${preparing.join('')}`);
	} else if (speaks) yield* run.say('Getting image source signatures\n');
	try {
		const pushed = yield* pushImage(engine, run.process, {
			version: stored.version,
			reference,
			login: yield* loginFor(run, registry),
			tlsVerify: run.flags.changed.has('tls-verify') ? run.isOn('tls-verify') : undefined,
			onLayer: (diffId, wasThere) => tell(run, diffId, wasThere),
		});
		if (run.kind === 'docker') {
			yield* run.out.write(
				speaks
					? `${tag}: digest: ${pushed.digest} size: ${pushed.manifestBytes}\n`
					: `${registry}/${repository}:${tag}\n`,
			);
		} else if (speaks) {
			yield* run.say(
				`Copying config ${stored.version.configDigest.slice(7, 17)} done   | \nWriting manifest to image destination\n`,
			);
		}
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		throw run.kind === 'docker' ? new Exit(1, `${error.message}\n`) : failure('podman', error.message);
	}
}

function* tell(run: EngineRun, diffId: string, wasThere: boolean): Task<void> {
	if (run.isOn('quiet')) return;
	if (run.kind === 'podman')
		yield* run.say(`Copying blob ${diffId.slice(7, 19)} ${wasThere ? 'skipped: already exists  ' : 'done   | '}\n`);
	else yield* run.out.write(`${shortId(diffId)}: ${wasThere ? 'Layer already exists' : 'Pushed'}\n`);
}
