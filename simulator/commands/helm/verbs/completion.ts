import type { Task } from '../../../machinery/task.ts';
import type { CobraCommand, CobraRun } from '../../cobra/cobra.ts';
import { nameOf } from '../../cobra/cobra.ts';
import type { FlagTable } from '../../flags.ts';
import { BASH_COMPLETION } from '../../kubectl/completion/bash-script.ts';
import { DIRECTIVES, directiveNames } from '../../kubectl/completion/directives.ts';
import { HelmError } from '../helm-error.ts';
import { HelmSession } from '../helm-session.ts';
import { readRepositories } from '../repo/repo-file.ts';
import { noArgs } from './require-args.ts';

const ASK = '__complete';
/** Whose first word is a release. */
const OF_RELEASES = new Set(['get', 'history', 'rollback', 'status', 'test', 'uninstall', 'upgrade']);
/** Whose other words are files, or charts that may be directories. */
const OF_FILES = new Set(['create', 'dependency', 'install', 'lint', 'package', 'show', 'template', 'upgrade']);
const WHERE = /^(?:-n|--namespace|--kubeconfig|--kube-context)(=.*)?$/;

interface Answer {
	readonly choices: readonly string[];
	readonly directive: number;
}

/** `helm completion`, and the hidden command that the script asks. */
export function completionCommands(others: readonly CobraCommand[], flags: FlagTable): readonly CobraCommand[] {
	return [
		{
			use: 'completion',
			short: 'generate autocompletion scripts for the specified shell',
			long: 'Prints a script that lets a shell complete the words of helm.',
			subcommands: ['bash', 'fish', 'powershell', 'zsh'].map((shell) => ({
				use: shell,
				short: `generate autocompletion script for ${shell}`,
				args: noArgs(shell),
				run: (run) => printScript(run, shell),
			})),
		},
		{ use: ASK, short: 'Request shell completion choices', hidden: true, run: (run) => answer(run, others, flags) },
	];
}

/** What is asked about may hold any flag: those that say which cluster and namespace are this program's own. */
export function completionArgs(args: readonly string[]): readonly string[] {
	const [first, ...words] = args;
	if (first !== ASK) return args;
	const own: string[] = [];
	for (const [at, word] of words.slice(0, -1).entries()) {
		const match = WHERE.exec(word);
		if (match !== null) own.push(word, ...(match[1] === undefined ? words.slice(at + 1, at + 2) : []));
	}
	return [ASK, ...own, '--', ...words];
}

function* printScript(run: CobraRun, shell: string): Task<number> {
	// Differs: the machines of the world have bash only.
	if (shell !== 'bash') throw new HelmError(`this helm has completion code for bash only, not for ${shell}`);
	yield* run.out.write(BASH_COMPLETION.replaceAll('kubectl', 'helm'));
	return 0;
}

function* answer(run: CobraRun, commands: readonly CobraCommand[], flags: FlagTable): Task<number> {
	const words = run.operands.slice(0, -1);
	const last = run.operands.at(-1) ?? '';
	const { choices, directive } = yield* choose(run, commands, flags, words, last);
	const fitting = choices.filter((choice) => choice.startsWith(last));
	yield* run.out.write([...fitting, `:${directive}`, ''].join('\n'));
	yield* run.say(`Completion ended with directive: ${directiveNames(directive)}\n`);
	return 0;
}

function* choose(
	run: CobraRun,
	commands: readonly CobraCommand[],
	globalFlags: FlagTable,
	words: readonly string[],
	last: string,
): Task<Answer> {
	let below = commands;
	let table = globalFlags;
	const path: string[] = [];
	const operands: string[] = [];
	for (let at = 0; at < words.length; at++) {
		const word = words[at] as string;
		if (word.startsWith('-')) {
			if (takesNext(word, table)) at++;
			continue;
		}
		const found = operands.length > 0 ? undefined : below.find((each) => isNamed(each, word));
		if (found === undefined) {
			operands.push(word);
			continue;
		}
		path.push(nameOf(found));
		table = { ...table, ...found.persistentFlags, ...found.flags };
		below = found.subcommands ?? [];
	}
	if (last.startsWith('-')) return { choices: flagNames(table), directive: DIRECTIVES.noFileCompletion };
	const before = words.at(-1);
	if (before?.startsWith('-') === true && takesNext(before, table))
		return { choices: [], directive: DIRECTIVES.default };
	if (below.length > 0) {
		const shown = operands.length > 0 ? [] : below.filter((each) => each.hidden !== true);
		return { choices: shown.map((each) => `${nameOf(each)}\t${each.short}`), directive: DIRECTIVES.noFileCompletion };
	}
	return yield* namesFor(run, path, operands);
}

function* namesFor(run: CobraRun, path: readonly string[], operands: readonly string[]): Task<Answer> {
	const helm = new HelmSession(run);
	const [verb = '', inner] = path;
	const noFiles = DIRECTIVES.noFileCompletion;
	if (verb === 'repo' && (inner === 'remove' || inner === 'update')) {
		const repositories = (yield* readRepositories(helm)) ?? [];
		return { choices: repositories.map(({ name }) => name), directive: noFiles };
	}
	if (OF_RELEASES.has(verb) && operands.length === 0) {
		const all = yield* helm.storage(yield* helm.namespace()).list('owner=helm', 'list: failed to list');
		return { choices: [...new Set(all.map(({ name }) => name))].sort(), directive: noFiles };
	}
	if (verb === 'rollback' && operands.length === 1) {
		const all = yield* helm.storage(yield* helm.namespace()).history(operands[0] as string);
		const revisions = all.map(({ version }) => version).sort((a, b) => b - a);
		return { choices: revisions.map(String), directive: noFiles | DIRECTIVES.keepOrder };
	}
	return { choices: [], directive: OF_FILES.has(verb) ? DIRECTIVES.default : noFiles };
}

function isNamed(command: CobraCommand, word: string): boolean {
	return nameOf(command) === word || (command.aliases ?? []).includes(word);
}

function takesNext(word: string, table: FlagTable): boolean {
	if (word.includes('=')) return false;
	const spec = word.startsWith('--')
		? Object.entries(table).find(([name]) => name === word.slice(2))?.[1]
		: Object.values(table).find(({ shorthand }) => shorthand === word.slice(1));
	return spec !== undefined && spec.bare === undefined;
}

function flagNames(table: FlagTable): string[] {
	const shown = Object.entries(table).filter(([, spec]) => spec.hidden !== true && spec.deprecated === undefined);
	return shown.map(([name, spec]) => `--${name}${spec.bare === undefined ? '=' : ''}\t${spec.usage}`).sort();
}
