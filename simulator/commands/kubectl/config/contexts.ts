import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import { bool, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeConfigNames } from '../completion/complete-config.ts';
import { CommandError, throwAll } from '../errors.ts';
import { ConfigAccess } from './config-access.ts';
import { requireArgs } from './help-error.ts';

export const currentContext = defineCommand({
	name: 'current-context',
	use: 'current-context',
	short: 'Display the current-context',
	long: 'Display the current-context.',
	examples: `
# The context in use
kubectl config current-context`,
	flagsInUseLine: true,
	flags: {},
	*run({ kubectl }) {
		const config = yield* new ConfigAccess(kubectl).load();
		if (config.currentContext === '') throw new CommandError('current-context is not set');
		yield* kubectl.io.out(`${config.currentContext}\n`);
	},
});

export const useContext = defineCommand({
	name: 'use-context',
	aliases: ['use'],
	use: 'use-context CONTEXT_NAME',
	short: 'Set the current-context in a kubeconfig file',
	long: 'Set the current-context in a kubeconfig file.',
	examples: `
# From now on the minikube cluster
kubectl config use-context minikube`,
	flags: {},
	completeArgs: completeConfigNames('contexts'),
	*run(invocation) {
		const [name] = (yield* requireArgs(invocation, 1)) as [string];
		const access = new ConfigAccess(invocation.kubectl);
		const config = yield* access.load();
		if (name === '') throw new CommandError('empty context names are not allowed');
		if (!config.contexts.has(name)) throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
		yield* access.modify((each) => {
			each.currentContext = name;
		});
		yield* invocation.kubectl.io.out(`Switched to context ${JSON.stringify(name)}.\n`);
	},
});

export const getContexts = defineCommand({
	name: 'get-contexts',
	use: 'get-contexts [(-o|--output=)name)]',
	short: 'Describe one or many contexts',
	long: 'Display one or many contexts from the kubeconfig file.',
	examples: `
# All contexts of the kubeconfig
kubectl config get-contexts

# One of them
kubectl config get-contexts my-context`,
	flags: {
		'no-headers': bool(
			false,
			"When using the default or custom-column output format, don't print headers (default print headers).",
		),
		output: string('', 'Output format. One of: (name).', { shorthand: 'o' }),
	},
	*run({ kubectl, flags, args }) {
		if (flags.output !== '' && flags.output !== 'name')
			throw new CommandError(
				`--output ${flags.output} is not available in kubectl config get-contexts; resetting to default output format`,
			);
		const config = yield* new ConfigAccess(kubectl).load();
		const errors = args
			.filter((name) => !config.contexts.has(name))
			.map((name) => new CommandError(`context ${name} not found`));
		const names = (args.length === 0 ? [...config.contexts.keys()] : args.filter((name) => config.contexts.has(name)))
			.slice()
			.sort();
		if (flags.output === 'name') {
			yield* kubectl.io.out(names.map((name) => `${name}\n`).join(''));
		} else {
			const out = new TabWriter(TABLE_STYLE);
			if (!flags['no-headers']) out.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n');
			for (const name of names) {
				const fields = config.contexts.get(name)?.fields ?? {};
				const cells = [fields.cluster, fields.user, fields.namespace].map((each) => String(each ?? ''));
				out.write(`${[config.currentContext === name ? '*' : ' ', name, ...cells].join('\t')}\n`);
			}
			yield* kubectl.io.out(out.flush());
		}
		throwAll(errors);
	},
});

export const renameContext = defineCommand({
	name: 'rename-context',
	use: 'rename-context CONTEXT_NAME NEW_NAME',
	short: 'Rename a context from the kubeconfig file',
	long: `Renames a context from the kubeconfig file.

 CONTEXT_NAME is the context name that you want to change.

 NEW_NAME is the new name you want to set.

 Note: If the context being renamed is the 'current-context', this field will also be updated.`,
	examples: `
# 'new-name' instead of 'old-name'
kubectl config rename-context old-name new-name`,
	flags: {},
	completeArgs: completeConfigNames('contexts'),
	*run(invocation) {
		const { kubectl } = invocation;
		const [name, newName] = (yield* requireArgs(invocation, 2)) as [string, string];
		if (newName === '') throw new CommandError('You must specify a new non-empty context name');
		const access = new ConfigAccess(kubectl);
		const config = yield* access.load();
		const quoted = JSON.stringify(name);
		if (!config.contexts.has(name))
			throw new CommandError(`cannot rename the context ${quoted}, it's not in ${access.defaultFile}`);
		if (config.contexts.has(newName))
			throw new CommandError(
				`cannot rename the context ${quoted}, the context ${JSON.stringify(newName)} already exists in ${access.defaultFile}`,
			);
		yield* access.modify((each) => {
			const entry = each.contexts.get(name);
			if (entry === undefined) return;
			each.contexts.set(newName, { ...entry, name: newName });
			each.contexts.delete(name);
			if (each.currentContext === name) each.currentContext = newName;
		});
		yield* kubectl.io.out(`Context ${quoted} renamed to ${JSON.stringify(newName)}.\n`);
	},
});
