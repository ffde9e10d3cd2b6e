import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../../cobra/cobra.ts';
import { defaultUsage } from '../../cobra/default-usage.ts';
import { bool, type FlagValues, string } from '../../flags.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { type Manifest, visitManifests } from '../decode-manifests.ts';
import { CommandError, describeError, isUserError, throwAll } from '../errors.ts';
import { fetchUrl } from '../fetch-url.ts';
import { GLOBAL_FLAGS } from '../global-flags.ts';
import { decodeShape } from '../manifest-shape.ts';
import { expandFilenames, type ManifestSource, readSource } from '../manifests.ts';

import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { flattened } from '../resources.ts';
import { filenameFlags, filenamesOf, hasFilenames } from '../shared-flags.ts';
import { Streams } from '../streams.ts';
import { convertObject } from './convert-object.ts';

const FLAGS = {
	...filenameFlags('to need to get converted.'),
	...PRINT_FLAGS,
	local: bool(true, 'If true, convert will NOT try to contact api-server but run locally.'),
	output: string('yaml', PRINT_FLAGS.output.usage, { shorthand: 'o' }),
	'output-version': string(
		'',
		"Output the formatted object with the given group version (for ex: 'extensions/v1beta1').",
	),
	validate: string(
		'strict',
		'Must be one of: strict (or true), warn, ignore (or false). "true" or "strict" will use a schema to validate the input and fail the request if invalid. "warn" will warn about unknown or duplicate fields without blocking the request. "false" or "ignore" will not perform any schema validation.',
		{ bare: 'strict' },
	),
};

const ROOT: CobraCommand = {
	use: 'convert -f FILENAME',
	short: 'Convert config files between different API versions',
	long: `Manifests from one API version to another. Files in YAML and in JSON are read.

 What a file, a directory or a URL holds is written to standard output in the version that --output-version asks for; in the newest version of its group when nothing is asked for or the version asked for is not known.

 The output is YAML unless -o says otherwise.`,
	example: `  # What is in 'pod.yaml', in its newest version
  kubectl convert -f pod.yaml

  # The same as JSON in the version v1, read without a server
  kubectl convert -f pod.yaml --local -o json --output-version v1

  # All files of the folder, made in the cluster
  kubectl convert -f . | kubectl create -f -`,
	flags: FLAGS,
	persistentFlags: GLOBAL_FLAGS,
	run: convert,
};

/** A plugin of its own file, which brings manifests to versions that servers still have. Models kubectl-convert. */
export const kubectlConvert = unixCommand({
	name: 'kubectl-convert',
	paths: [],
	size: 57_827_512,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage, onError: refuse }, run),
});

function* refuse(run: UnixRun, message: string): Task<number> {
	yield* run.say(`error: ${message}\nSee 'convert --help' for usage.\n`);
	return 1;
}

function* convert(run: CobraRun): Task<number> {
	try {
		yield* convertFiles(run);
		return 0;
	} catch (error) {
		if (!isUserError(error)) throw error;
		throw new Exit(1, describeError(error));
	}
}

function* convertFiles({ process, flags: { values } }: CobraRun): Task<void> {
	const flags = values as unknown as FlagValues<typeof FLAGS>;
	if (!hasFilenames(flags)) throw new CommandError('must specify one of -f and -k');
	const io = new Streams(process);
	const printer = yield* printerOf({ io }, flags, { operation: 'converted', typed: true });
	const { sources, errors, isDirectory } = expandFilenames(io, filenamesOf(flags));
	throwAll(errors);
	const objects: KubeObject[] = [];
	for (const source of sources) {
		const text = yield* readSource(io, source, (url) => fetchUrl(process, url));
		yield* visitManifests(
			source.path,
			text,
			(manifest) => collect(objects, manifest, flags['output-version']),
			(steps) => process.tick(steps),
		);
	}
	const [first] = objects;
	if (first === undefined) throw new CommandError('no objects passed to convert');
	const isSingle = objects.length === 1 && !isDirectory && isOneFile(sources);
	yield* printer.print(
		(isSingle ? first : { kind: 'List', apiVersion: 'v1', metadata: {}, items: objects }) as unknown as Printable,
	);
}

function* collect(objects: KubeObject[], manifest: Manifest, version: string): Task<void> {
	for (const each of flattened(manifest)) {
		decodeShape(each);
		objects.push(convertObject(each.object as unknown as KubeObject, manifest.source, version));
	}
}

/** What comes from standard input may be any number of objects, and is a list even if it is one. */
function isOneFile(sources: readonly ManifestSource[]): boolean {
	return sources.length === 1 && sources[0]?.kind !== 'stdin';
}
