import { bool, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeConfigNames } from '../completion/complete-config.ts';
import { completeFlagNamesOf } from '../completion/complete-resources.ts';
import { CommandError } from '../errors.ts';
import type { ConfigFields } from '../kubeconfig.ts';
import { ConfigAccess } from './config-access.ts';
import { helpError } from './help-error.ts';

export const setContext = defineCommand({
	name: 'set-context',
	use: 'set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
	short: 'Set a context entry in kubeconfig',
	long: `Set a context entry in kubeconfig.

 Specifying a name that already exists will merge new fields on top of existing values for those fields.`,
	examples: `
# Only the user of the context gce
kubectl config set-context gce --user=cluster-admin`,
	flags: {
		cluster: string('', 'cluster for the context entry in kubeconfig'),
		current: bool(false, 'Modify the current context'),
		namespace: string('', 'namespace for the context entry in kubeconfig', { shorthand: 'n' }),
		user: string('', 'user for the context entry in kubeconfig'),
	},
	completeArgs: completeConfigNames('contexts'),
	completeFlags: { namespace: completeFlagNamesOf('namespace') },
	*run(invocation) {
		const { kubectl, flags, args, changed } = invocation;
		if (args.length > 1) yield* helpError(invocation, `Unexpected args: [${args.join(' ')}]`);
		const given = args[0] ?? '';
		if (given === '' && !flags.current)
			throw new CommandError('you must specify a non-empty context name or --current');
		if (given !== '' && flags.current) throw new CommandError('you cannot specify both a context name and --current');
		const access = new ConfigAccess(kubectl);
		const before = yield* access.load();
		if (flags.current && before.currentContext === '') throw new CommandError('no current context is set');
		const name = flags.current ? before.currentContext : given;
		const changes: ConfigFields = {};
		for (const flag of ['cluster', 'user', 'namespace'] as const) if (changed(flag)) changes[flag] = flags[flag];
		yield* access.modify((config) => {
			const entry = config.contexts.get(name);
			const fields = { ...(entry?.fields ?? {}), ...changes };
			config.contexts.set(name, { name, origin: entry?.origin ?? '', fields });
		});
		const verb = before.contexts.has(name) ? 'modified' : 'created';
		yield* kubectl.io.out(`Context ${JSON.stringify(name)} ${verb}.\n`);
	},
});
