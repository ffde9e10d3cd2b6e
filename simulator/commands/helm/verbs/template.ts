import { SystemError } from '../../../kernel/process-api.ts';
import { goPathMatch } from '../../../machinery/go-path-match.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { bool, string, stringArray, stringSlice } from '../../flags.ts';
import { goErrno } from '../../kubectl/errors.ts';
import { makeDirectories } from '../../kubectl/make-directories.ts';
import { ManifestError } from '../actions/render-release.ts';
import { localCapabilities } from '../engine/local-capabilities.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { splitManifests } from '../release/manifests.ts';
import type { Release } from '../release/release.ts';
import { dryRunOf, installFrom } from './install.ts';
import { minimumArgs } from './require-args.ts';
import { INSTALL_FLAGS } from './shared-flags.ts';

const USE = 'template [NAME] [CHART]';

const LONG = `Renders a chart's templates locally and prints the result.

What would be looked up in the cluster is made up, and nothing is asked of an API server: whether it knows the kinds
is not checked.`;

export const template: CobraCommand = {
	use: USE,
	short: 'locally render templates',
	long: LONG,
	args: minimumArgs(1, USE),
	flags: {
		...INSTALL_FLAGS,
		'api-versions': stringSlice('Kubernetes api versions used for Capabilities.APIVersions', { shorthand: 'a' }),
		'include-crds': bool(false, 'include CRDs in the templated output'),
		'is-upgrade': bool(false, 'set .Release.IsUpgrade instead of .Release.IsInstall'),
		'kube-version': string('', 'Kubernetes version used for Capabilities.KubeVersion'),
		'output-dir': string('', 'writes the executed templates to files in output-dir instead of stdout'),
		'release-name': bool(false, 'use release name in the output-dir path.'),
		'show-only': stringArray('only show manifests rendered from the given templates', { shorthand: 's' }),
		'skip-tests': bool(false, 'skip tests from templated output'),
		validate: bool(
			false,
			'validate your manifests against the Kubernetes cluster you are currently pointing at. This is the same validation performed on an install',
		),
	},
	run: (run) => runTemplate(run),
};

function* runTemplate(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const { isOn, text } = run;
	const capabilities = localCapabilities(text('kube-version'), run.list('api-versions'));
	const directory = text('output-dir');
	const files = new OutputFiles(helm, directory);
	let release: Release;
	try {
		release = yield* installFrom(helm, run.operands, {
			dryRun: dryRunOf(run, 'client'),
			replace: true,
			clientOnly: isOn('validate') ? undefined : { capabilities, isUpgrade: isOn('is-upgrade') },
			defaultName: 'release-name',
			write: directory === '' ? undefined : (path, content) => files.write(path, content),
			onName: (name) => {
				if (isOn('release-name')) files.directory = `${directory}/${name}`;
			},
		});
	} catch (error) {
		yield* helm.flush();
		if (!(error instanceof ManifestError)) throw error;
		if (!helm.environment.debug) {
			throw new HelmError(`${error.message}\n\nUse --debug flag to render out invalid YAML`);
		}
		yield* helm.out(`${error.manifest.trim()}\n`);
		throw new HelmError(error.message);
	}
	const parts = [`${release.manifest.trim()}\n`];
	for (const hook of isOn('no-hooks') ? [] : release.hooks) {
		if (isOn('skip-tests') && hook.events.includes('test')) continue;
		if (directory === '') parts.push(`---\n# Source: ${hook.path}\n${hook.manifest}\n`);
		else yield* files.write(hook.path, hook.manifest);
	}
	const manifests = parts.join('');
	const wanted = run.list('show-only');
	yield* helm.out(wanted.length === 0 ? manifests : selected(manifests, wanted));
	return 0;
}

/** Those of the templates named. @throws HelmError */
function selected(manifests: string, wanted: readonly string[]): string {
	const all = splitManifests(manifests);
	const out: string[] = [];
	for (const pattern of wanted) {
		const fits = goPathMatch(pattern);
		if (fits === undefined) throw new HelmError('syntax error in pattern');
		const found = all.filter((each) => {
			const path = /# Source: [^/]+\/(.+)/.exec(each)?.[1];
			return path !== undefined && fits(path);
		});
		if (found.length === 0) throw new HelmError(`could not find template ${pattern} in chart`);
		out.push(...found);
	}
	return out.map((each) => `---\n${each}\n`).join('');
}

/** A file for each template, its documents one after the other. */
class OutputFiles {
	readonly #helm: HelmSession;
	readonly #written = new Set<string>();
	directory: string;

	constructor(helm: HelmSession, directory: string) {
		this.#helm = helm;
		this.directory = directory;
	}

	*write(name: string, content: string): Task<void> {
		const { process } = this.#helm;
		const path = `${this.directory}/${name}`;
		const append = this.#written.has(path);
		this.#written.add(path);
		try {
			makeDirectories(process, path.split('/').slice(0, -1).join('/'));
			const fd = yield* process.open(path, { write: true, create: true, append, truncate: !append }, 0o644);
			yield* process.write(fd, encodeUtf8(`---\n# Source: ${name}\n${content}\n`));
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			throw new HelmError(`open ${path}: ${goErrno(error)}`);
		}
		yield* this.#helm.out(`wrote ${path}\n`);
	}
}
