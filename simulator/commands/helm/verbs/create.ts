import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { string } from '../../flags.ts';
import { goErrno } from '../../kubectl/errors.ts';
import { makeDirectories } from '../../kubectl/make-directories.ts';
import { loadChart } from '../chart/load-chart.ts';
import { HelmError, wrapError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { writeWhole } from '../repo/repo-file.ts';
import { exactArgs } from './require-args.ts';
import { chartfileOf, STARTER_FILES } from './starter-chart.ts';

const USE = 'create NAME';
const NAME_MAX = 250;

export const create: CobraCommand = {
	use: USE,
	short: 'create a new chart with the given name',
	long: `Creates a directory with the files of a chart.

'helm create foo' makes:

    foo/
    ├── .helmignore   # Contains patterns to ignore when packaging Helm charts.
    ├── Chart.yaml    # Information about your chart
    ├── values.yaml   # The default values for your templates
    ├── charts/       # Charts that this chart depends on
    └── templates/    # The template files
        └── tests/    # The test files

Directories of the path that are missing are made too. Files that are in the way are overwritten, others left alone.`,
	args: exactArgs(1, USE),
	flags: { starter: string('', 'the name or absolute path to Helm starter scaffold', { shorthand: 'p' }) },
	run: (run) => runCreate(run),
};

/** Models helm.sh/helm/v3/pkg/chartutil Create. */
function* runCreate(run: CobraRun): Task<number> {
	const helm = new HelmSession(run);
	const { process } = helm;
	const [given] = run.operands as [string];
	yield* helm.out(`Creating ${given}\n`);
	const path = given.replace(/\/+$/, '');
	const name = path.split('/').at(-1) as string;
	const starter = run.text('starter');
	if (starter !== '') {
		yield* createFrom(helm, starter, path, name);
		return 0;
	}
	if (!/^[a-zA-Z0-9._-]+$/.test(name))
		throw new HelmError('chart name must match the regular expression "^[a-zA-Z0-9._-]+$"');
	if (name.length > NAME_MAX) throw new HelmError(`chart name must be between 1 and ${NAME_MAX} characters`);
	const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : process.cwd;
	requireDirectory(helm, parent.startsWith('/') ? parent : `${process.cwd}/${parent}`);
	for (const [file, text] of STARTER_FILES) {
		const target = `${path}/${file}`;
		if (isThere(helm, target))
			yield* helm.out(`WARNING: File "${absolute(helm, target)}" already exists. Overwriting.\n`);
		yield* writeWhole(process, target, encodeUtf8(text.replaceAll('<CHARTNAME>', name)));
	}
	makeDirectories(process, `${path}/charts`);
	return 0;
}

function absolute({ process }: HelmSession, path: string): string {
	return path.startsWith('/') ? path : `${process.cwd}/${path.replace(/^\.\//, '')}`;
}

function isThere({ process }: HelmSession, path: string): boolean {
	try {
		process.stat(path);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function requireDirectory({ process }: HelmSession, path: string): void {
	try {
		if (process.stat(path).type === 'directory') return;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new HelmError(`stat ${path}: ${goErrno(error)}`);
	}
	throw new HelmError(`no such directory ${path}`);
}

/** A chart like another one, with the name put in its places. */
function* createFrom(helm: HelmSession, starter: string, path: string, name: string): Task<void> {
	const source = starter.startsWith('/') ? starter : `${helm.environment.dataHome}/starters/${starter}`;
	let files: readonly { readonly name: string; readonly data: Uint8Array }[];
	try {
		files = (yield* loadChart(helm.process, source)).raw;
	} catch (error) {
		throw wrapError(error, `could not load ${source}`);
	}
	for (const file of files) {
		const isTemplate = file.name.startsWith('templates/') || file.name === 'values.yaml';
		const text = isTemplate ? decodeUtf8(file.data).replaceAll('<CHARTNAME>', name) : undefined;
		const data =
			file.name === 'Chart.yaml' ? encodeUtf8(chartfileOf(name)) : text === undefined ? file.data : encodeUtf8(text);
		yield* writeWhole(helm.process, `${path}/${file.name}`, data);
	}
	makeDirectories(helm.process, `${path}/charts`);
}
