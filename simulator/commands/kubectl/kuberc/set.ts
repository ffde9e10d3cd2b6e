import { bool, string, stringArray } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { OptionDefault } from './preferences.ts';
import { kubercFile } from './preferences.ts';
import type { StoredAlias, StoredPreference } from './stored-preference.ts';
import { readStored, saveStored } from './stored-preference.ts';

const SET_FLAGS = {
	appendarg: stringArray('Argument to append to the command (can be specified multiple times, for aliases only)'),
	command: string('', "Command to configure (e.g., 'get', 'create', 'set env')", { required: true }),
	name: string('', 'Alias name (required for --section=aliases)'),
	option: stringArray('Flag option in the form flag=value (can be specified multiple times)'),
	overwrite: bool(false, 'Allow overwriting existing entries'),
	prependarg: stringArray('Argument to prepend to the command (can be specified multiple times, for aliases only)'),
	section: string('', "Section to modify: 'defaults' or 'aliases'", { required: true }),
} as const;

type SetInvocation = Invocation<typeof SET_FLAGS>;

/** Models kubectl/pkg/cmd/kuberc SetOptions. */
export const setPreference = defineCommand({
	name: 'set',
	use: 'set --section (defaults|aliases) --command COMMAND',
	short: 'Set values in the kuberc configuration',
	long: `Set values in the kuberc configuration file.

 Use --section to specify whether to set defaults or aliases.

 For defaults: Sets default flag values for kubectl commands. The --command flag should specify only the command (e.g., "get", "create", "set env"), not resources.

 For aliases: Creates command aliases with optional default flag values and arguments. Use --prependarg and --appendarg to include resources or other arguments.`,
	examples: `
# The output format of 'get'
kubectl alpha kuberc set --section defaults --command get --option output=wide

# That of a subcommand
kubectl alpha kuberc set --section defaults --command "set env" --option output=yaml

# 'getn' for 'get nodes'
kubectl alpha kuberc set --section aliases --name getn --command get --prependarg nodes --option output=wide

# 'runx' for 'run' with a command after '--'
kubectl alpha kuberc set --section aliases --name runx --command run --option image=nginx --appendarg "--" --appendarg custom-arg1

# Another default instead of the one that is there
kubectl alpha kuberc set --section defaults --command get --option output=json --overwrite`,
	flags: SET_FLAGS,
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const file = kubercFile(kubectl.process, kubectl.globals.kuberc);
		if (file === undefined) throw new CommandError('KUBERC is disabled via KUBERC=off environment variable');
		checkFlags(invocation);
		const stored = yield* readStored(kubectl.io, file.path);
		const options = flags.option.map(optionOf);
		const changed =
			flags.section === 'defaults' ? withDefaults(stored, invocation, options) : withAlias(stored, invocation, options);
		yield* saveStored(kubectl, file.path, changed);
	},
});

function checkFlags({ flags }: SetInvocation): void {
	const { section, name } = flags;
	if (section !== 'defaults' && section !== 'aliases')
		throw new CommandError(`--section must be "defaults" or "aliases", got: ${section}`);
	if (section === 'aliases' && name === '') throw new CommandError('--name is required when --section=aliases');
	if (section === 'aliases') return;
	if (name !== '') throw new CommandError('--name should not be specified when --section=defaults');
	if (flags.prependarg.length + flags.appendarg.length > 0)
		throw new CommandError('--prependarg and --appendarg are only valid for --section=aliases');
}

function optionOf(text: string): OptionDefault {
	const at = text.indexOf('=');
	if (at < 0) throw new CommandError(`invalid option format ${JSON.stringify(text)}, expected flag=value`);
	return { name: text.slice(0, at).replace(/^-+/, ''), default: text.slice(at + 1) };
}

function withDefaults(
	stored: StoredPreference,
	{ flags }: SetInvocation,
	options: readonly OptionDefault[],
): StoredPreference {
	const { command } = flags;
	const all = stored.defaults ?? [];
	const old = all.find((each) => each.command === command);
	if (old === undefined)
		return { ...stored, defaults: [...all, { command, options: options.length === 0 ? null : options }] };
	if (!flags.overwrite)
		throw new CommandError(`defaults for command ${JSON.stringify(command)} already exist, use --overwrite to replace`);
	if (options.length === 0) return stored;
	return { ...stored, defaults: all.map((each) => (each === old ? { command, options } : each)) };
}

function withAlias(
	stored: StoredPreference,
	{ flags }: SetInvocation,
	options: readonly OptionDefault[],
): StoredPreference {
	const { name, command, prependarg, appendarg } = flags;
	const all = stored.aliases ?? [];
	const old = all.find((each) => each.name === name);
	if (old !== undefined && !flags.overwrite)
		throw new CommandError(`alias ${JSON.stringify(name)} already exists, use --overwrite to replace`);
	const alias: StoredAlias = {
		name,
		command,
		...ifAny('prependArgs', prependarg, old?.prependArgs),
		...ifAny('appendArgs', appendarg, old?.appendArgs),
		...ifAny('options', options, old?.options),
	};
	const aliases = old === undefined ? [...all, alias] : all.map((each) => (each === old ? alias : each));
	return { ...stored, aliases };
}

/** What is given, else what was there; nothing for an empty list. */
function ifAny<N extends string, T>(
	field: N,
	given: readonly T[],
	old: readonly T[] | undefined,
): { [name in N]?: readonly T[] } {
	const value = given.length > 0 ? given : old;
	return (value === undefined || value.length === 0 ? {} : { [field]: value }) as { [name in N]?: readonly T[] };
}
