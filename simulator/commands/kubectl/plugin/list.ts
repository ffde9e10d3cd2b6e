import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { bool } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError, goErrno } from '../errors.ts';
import { baseName } from '../streams.ts';
import { findPlugins } from './find-plugins.ts';

export const pluginList = defineCommand({
	name: 'list',
	use: 'list',
	short: "List all visible plugin executables on a user's PATH",
	long: `List all available plugin files on a user's PATH. To see plugins binary names without the full path use --name-only flag.

 Available plugin files are those that are: - executable - anywhere on the user's PATH - begin with "kubectl-"`,
	examples: `
# The plugins there are
kubectl plugin list

# Only their names
kubectl plugin list --name-only`,
	flagsInUseLine: true,
	flags: {
		'name-only': bool(false, 'If true, display only the binary name of each plugin, rather than its full path'),
	},
	*run({ kubectl, flags, commandNamed }) {
		const { io, process } = kubectl;
		const { paths, notices } = findPlugins(process);
		for (const notice of notices) yield* io.err(`${notice}\n`);
		if (paths.length > 0) yield* io.out('The following compatible plugins are available:\n\n');
		const seen = new Map<string, string>();
		let warnings = 0;
		for (const path of paths) {
			yield* io.out(`${flags['name-only'] ? baseName(path) : path}\n`);
			for (const complaint of complaintsAbout(process, path, seen, commandNamed)) {
				yield* io.err(`  - ${complaint}\n`);
				warnings++;
			}
		}
		const errors: string[] = [];
		if (paths.length === 0) errors.push('error: unable to find any kubectl plugins in your PATH');
		if (warnings === 1) errors.push('error: one plugin warning was found');
		else if (warnings > 1) errors.push(`error: ${warnings} plugin warnings were found`);
		if (errors.length > 0) throw new CommandError(errors.map((each) => `${each}\n`).join(''));
	},
});

/** Models CommandOverrideVerifier.Verify. */
function complaintsAbout(
	process: Process,
	path: string,
	seen: Map<string, string>,
	commandNamed: (words: readonly string[]) => string | undefined,
): string[] {
	const complaints: string[] = [];
	const name = baseName(path);
	try {
		if ((process.stat(path).mode & 0o111) === 0)
			complaints.push(`warning: ${path} identified as a kubectl plugin, but it is not executable`);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		complaints.push(`error: unable to identify ${path} as an executable file: stat ${path}: ${goErrno(error)}`);
	}
	const earlier = seen.get(name);
	if (earlier === undefined) seen.set(name, path);
	else complaints.push(`warning: ${path} is overshadowed by a similarly named plugin: ${earlier}`);
	const command = commandNamed(name.split('-').slice(1));
	if (command !== undefined)
		complaints.push(`warning: ${name} overwrites existing command: ${JSON.stringify(command)}`);
	return complaints;
}
