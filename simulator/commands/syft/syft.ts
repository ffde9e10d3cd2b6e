import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, type FlagTable, string, stringArray } from '../flags.ts';
import { newUuid } from '../sbom/made-up-id.ts';
import { readSource, type Source, SourceMissing } from '../sbom/source.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { type Made, syftText } from './formats.ts';

const RELEASE = '1.38.0';

/** Lists what images and folders have. Models anchore/syft. Differs: it looks into no programs and into no archives. */
export const syft = unixCommand({
	name: 'syft',
	paths: [],
	size: 98_304_000,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage, onError: fail }, run),
});

function* fail(run: UnixRun, message: string): Task<number> {
	yield* run.say(`${message}\n`);
	return 1;
}

function* scan(run: CobraRun): Task<number> {
	const [target] = run.operands;
	if (target === undefined) {
		return yield* fail(
			run,
			'an image/directory argument is required\n\nUsage:\n  syft scan [SOURCE] [flags]\n\nUse "syft scan --help" for more information about a command.',
		);
	}
	let source: Source;
	try {
		source = yield* readSource(run.process, target);
	} catch (error) {
		if (!(error instanceof SourceMissing)) throw error;
		return yield* fail(
			run,
			`could not determine source: errors occurred attempting to resolve '${target}':\n  ${error.message}`,
		);
	}
	yield* tellProgress(run, source);
	const release = (run.process.release ?? RELEASE).replace(/^v/, '');
	const made: Made = { release, uuid: newUuid(run.process), createdAt: formatTime(run.process.now()) };
	const outputs =
		run.list('output').length === 0 ? ['syft-table'] : run.list('output').flatMap((each) => each.split(','));
	for (const output of outputs) {
		const [format = '', own] = output.split(/=(.*)/s);
		const text = syftText(format, source, made);
		if (text === undefined)
			return yield* fail(
				run,
				`unsupported output format "${format}", supported formats are: cyclonedx-json, spdx-json, spdx-tag-value, syft-json, syft-table, syft-text, template`,
			);
		const path = own ?? run.text('file');
		if (path === '') yield* run.out.write(text);
		else yield* save(run, path, text);
	}
	return 0;
}

function* save(run: CobraRun, path: string, text: string): Task<void> {
	const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* run.process.write(fd, encodeUtf8(text));
	run.process.close(fd);
}

/** What is drawn while it works; nothing where nobody looks. */
function* tellProgress(run: CobraRun, { name, image, inventory }: Source): Task<void> {
	yield* run.process.sleep(1_200);
	if (run.isOn('quiet') || !run.process.isatty(2)) return;
	const count = inventory.components.length;
	const head =
		image === undefined
			? ` ✔ Indexed file system ${name}\n`
			: ` ✔ Loaded image ${name}\n ✔ Parsed image ${image.version.configDigest}\n`;
	yield* run.say(`${head} ✔ Cataloged contents\n   └── ✔ Packages                        [${count} packages]  \n`);
}

const FLAGS: FlagTable = {
	'base-path': string('', 'base directory for scanning, no links will be followed above this directory'),
	exclude: stringArray('exclude paths from being scanned using a glob expression'),
	file: string('', 'file to write the default report output to', { hidden: true }),
	from: stringArray('specify the source behavior to use (e.g. docker, registry, ...)'),
	output: stringArray('report output format (<format>=<file> to output to a file)', { shorthand: 'o' }),
	platform: string('', 'an optional platform specifier for container image sources'),
	scope: string('squashed', 'selection of layers to catalog (squashed, all-layers, deep-squashed)', { shorthand: 's' }),
};

const ROOT: CobraCommand = {
	use: 'syft [SOURCE]',
	short: 'Generate a package SBOM',
	long: 'Generate a packaged-based Software Bill Of Materials (SBOM) from container images and filesystems',
	persistentFlags: {
		config: string('', 'syft configuration file(s) to use', { shorthand: 'c' }),
		quiet: bool(false, 'suppress all logging output', { shorthand: 'q' }),
		verbose: bool(false, 'increase verbosity', { shorthand: 'v' }),
	},
	flags: FLAGS,
	run: scan,
	subcommands: [
		{ use: 'scan [SOURCE]', aliases: ['packages'], short: 'Generate an SBOM', flags: FLAGS, run: scan },
		{
			use: 'version',
			short: 'show version information',
			*run(run) {
				const release = (run.process.release ?? RELEASE).replace(/^v/, '');
				yield* run.out.write(`Application:     syft\nVersion:         ${release}\nPlatform:        linux/amd64\n`);
				return 0;
			},
		},
	],
};
