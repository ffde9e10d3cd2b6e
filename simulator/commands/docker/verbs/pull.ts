import { EngineError } from '../../../hosts/containers/container-request.ts';
import { type PulledImage, pullImage } from '../../../hosts/containers/pull-image.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import { type EngineCommand, type EngineRun, failure } from '../engine-command.ts';
import { loginFor } from '../logins.ts';
import { familiarName, shortId } from '../words.ts';

export const pull: EngineCommand = {
	names: ['pull', 'image pull'],
	usage: '[OPTIONS] NAME[:TAG|@DIGEST]',
	short: 'Download an image from a registry',
	flags: {
		'all-tags': bool(false, 'Download all tagged images in the repository', { shorthand: 'a' }),
		platform: string('', 'Set platform if server is multi-platform capable'),
		quiet: bool(false, 'Suppress verbose output', { shorthand: 'q' }),
		'tls-verify': bool(true, 'Require HTTPS and verify certificates when contacting registries', { hidden: true }),
		creds: string('', 'Credentials to use for authenticating to a registry', { hidden: true }),
	},
	least: 1,
	*run(run) {
		for (const name of run.kind === 'docker' ? run.operands.slice(0, 1) : run.operands) {
			const reference = run.engine().images.parse(name);
			const bare = reference.tag === undefined && reference.digest === undefined;
			if (run.kind === 'docker' && bare && !run.isOn('quiet')) yield* run.out.write('Using default tag: latest\n');
			const image = yield* fetchImage(run, name, run.isOn('quiet') ? 'quiet' : 'out');
			const { version } = image;
			yield* run.out.write(`${run.kind === 'podman' ? version.configDigest.slice('sha256:'.length) : image.name}\n`);
		}
		return 0;
	},
};

export type PullVoice = 'out' | 'err' | 'quiet';

/** Pulls and says how it goes. Throws Exit. */
export function* fetchImage(run: EngineRun, name: string, voice: PullVoice): Task<PulledImage> {
	const engine = run.engine();
	const reference = engine.images.parse(name);
	try {
		if (run.kind === 'podman') {
			const how = shortNameResolution(name, `${reference.registry}/${reference.repository}`);
			// Podman says all of it on standard error.
			const full = `${reference.registry}/${reference.repository}:${reference.tag ?? 'latest'}`;
			if (voice !== 'quiet') yield* run.say(`${how}Trying to pull ${full}...\n`);
		}
		const pulled = yield* pullImage(engine, run.process, reference, (image) => announce(run, image, voice), {
			login: yield* loginFor(run, reference.registry),
			tlsVerify: run.flags.changed.has('tls-verify') ? run.isOn('tls-verify') : undefined,
		});
		if (run.kind === 'docker') yield* speak(run, voice, dockerSummary(pulled));
		return pulled;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		throw failure(run.kind, error.message);
	}
}

function* speak(run: EngineRun, voice: PullVoice, text: string): Task<void> {
	if (voice === 'out') yield* run.out.write(text);
	else if (voice === 'err') yield* run.say(text);
}

/** What there is to fetch. */
function* announce(run: EngineRun, image: Omit<PulledImage, 'isUpToDate'>, voice: PullVoice): Task<void> {
	const { name, layers, newLayers, version } = image;
	const isNew = new Set(newLayers);
	if (run.kind === 'podman') {
		if (voice === 'quiet') return;
		const blobs = layers.map((layer) => {
			const how = isNew.has(layer) ? 'done   | ' : 'skipped: already exists  ';
			return `Copying blob ${shortId(layer.diffId)} ${how}\n`;
		});
		yield* run.say(
			`Getting image source signatures\n${blobs.join('')}Copying config ${version.configDigest.slice(7, 17)} done   | \nWriting manifest to image destination\n`,
		);
		return;
	}
	const [, path = '', tag = ''] = /^[^/]*\/(.*?)(?:@|:)([^/]*)$/.exec(name) ?? [];
	const isKnown = run
		.engine()
		.images.store.list()
		.some((each) => each.version.configDigest === version.configDigest);
	const lines = isKnown
		? []
		: layers.flatMap((layer) => {
				const id = shortId(layer.diffId);
				if (!isNew.has(layer)) return [`${id}: Already exists\n`];
				return DOWNLOAD_STAGES.slice(run.process.isatty(voice === 'out' ? 1 : 2) ? -1 : 0).map(
					(stage) => `${id}: ${stage}\n`,
				);
			});
	yield* speak(run, voice, `${tag}: Pulling from ${path}\n${lines.join('')}`);
}

/** What is left on a terminal is the last one only. */
const DOWNLOAD_STAGES = ['Pulling fs layer', 'Verifying Checksum', 'Download complete', 'Pull complete'];

function dockerSummary({ version, name, isUpToDate }: PulledImage): string {
	const status = isUpToDate ? 'Image is up to date' : 'Downloaded newer image';
	return `Digest: ${version.digest}\nStatus: ${status} for ${familiarName(name)}\n`;
}

/** How podman finds the registry of a name without one. */
function shortNameResolution(name: string, full: string): string {
	const first = name.split('/')[0] as string;
	if (name.includes('/') && (first === 'localhost' || /[.:]/.test(first))) return '';
	const bare = name.replace(/[:@].*$/, '');
	const alias = SHORT_NAMES.has(bare) ? `docker.io/library/${bare}` : undefined;
	return alias === full
		? `Resolved ${JSON.stringify(bare)} as an alias (/etc/containers/registries.conf.d/shortnames.conf)\n`
		: `Resolving ${JSON.stringify(bare)} using unqualified-search registries (/etc/containers/registries.conf)\n`;
}

/** Of containers/shortnames' list, those that are images of this world. */
const SHORT_NAMES: ReadonlySet<string> = new Set([
	'alpine',
	'busybox',
	'debian',
	'golang',
	'hello-world',
	'httpd',
	'node',
	'php',
	'python',
	'registry',
	'ruby',
	'rust',
	'ubuntu',
]);
