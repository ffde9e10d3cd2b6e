import type { Task } from '../../../machinery/task.ts';
import { bool, string, stringArray, stringSlice } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { ConfigFields } from '../kubeconfig.ts';
import { parsePairs } from '../parse-pairs.ts';
import { ConfigAccess } from './config-access.ts';
import { helpError } from './help-error.ts';
import { checkFile, pathOrData } from './set-cluster.ts';

const FLAGS = {
	'auth-provider': string('', 'Auth provider for the user entry in kubeconfig'),
	'auth-provider-arg': stringSlice("'key=value' arguments for the auth provider"),
	'client-certificate': string('', 'Path to client-certificate file for the user entry in kubeconfig'),
	'client-key': string('', 'Path to client-key file for the user entry in kubeconfig'),
	'embed-certs': bool(false, 'Embed client cert/key for the user entry in kubeconfig'),
	'exec-api-version': string('', 'API version of the exec credential plugin for the user entry in kubeconfig'),
	'exec-arg': stringSlice('New arguments for the exec credential plugin command for the user entry in kubeconfig'),
	'exec-command': string('', 'Command for the exec credential plugin for the user entry in kubeconfig'),
	'exec-env': stringArray("'key=value' environment values for the exec credential plugin"),
	'exec-interactive-mode': string(
		'',
		'InteractiveMode of the exec credentials plugin for the user entry in kubeconfig',
	),
	'exec-provide-cluster-info': bool(
		false,
		'ProvideClusterInfo of the exec credentials plugin for the user entry in kubeconfig',
	),
	password: string('', 'password for the user entry in kubeconfig'),
	token: string('', 'token for the user entry in kubeconfig'),
	username: string('', 'username for the user entry in kubeconfig'),
} as const;

type CredentialsInvocation = Invocation<typeof FLAGS>;
type Pairs = { readonly pairs: ReadonlyMap<string, string>; readonly removals: readonly string[] };

export const setCredentials = defineCommand({
	name: 'set-credentials',
	use: 'set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]',
	short: 'Set a user entry in kubeconfig',
	long: `Set a user entry in kubeconfig.

 Specifying a name that already exists will merge new fields on top of existing values.

        Client-certificate flags:
        --client-certificate=certfile --client-key=keyfile
        
        Bearer token flags:
        --token=bearer_token
        
        Basic auth flags:
        --username=basic_user --password=basic_password
        
 Bearer token and basic auth are mutually exclusive.`,
	examples: `
# Only the client's key of "cluster-admin"
kubectl config set-credentials cluster-admin --client-key=~/.kube/admin.key

# A name and a password
kubectl config set-credentials cluster-admin --username=admin --password=uXFGweU9l35qcif

# The certificate inside the kubeconfig
kubectl config set-credentials cluster-admin --client-certificate=~/.kube/admin.crt --embed-certs=true

# A program that gives the credentials
kubectl config set-credentials cluster-admin --exec-command=/path/to/the/executable --exec-api-version=client.authentication.k8s.io/v1beta1

# Its arguments
kubectl config set-credentials cluster-admin --exec-arg=arg1 --exec-arg=arg2

# Its environment
kubectl config set-credentials cluster-admin --exec-env=key1=val1 --exec-env=key2=val2

# A variable taken away
kubectl config set-credentials cluster-admin --exec-env=var-to-remove-`,
	flags: FLAGS,
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		const name = args[0] ?? '';
		if (args.length !== 1) yield* helpError(invocation, `unexpected args: [${args.join(' ')}]`);
		const provider = parsePairs(flags['auth-provider-arg'], 'auth-provider-arg', true);
		const environment = parsePairs(flags['exec-env'], 'exec-env', true);
		validate(invocation, name);
		const files = yield* fileChanges(invocation);
		yield* new ConfigAccess(kubectl).modify((config) => {
			const entry = config.users.get(name);
			const fields: ConfigFields = { ...(entry?.fields ?? {}), ...files };
			changeSecrets(invocation, fields);
			changeProvider(invocation, fields, provider);
			changeExec(invocation, fields, environment);
			config.users.set(name, { name, origin: entry?.origin ?? '', fields });
		});
		yield* kubectl.io.out(`User ${JSON.stringify(name)} set.\n`);
	},
});

function validate(invocation: CredentialsInvocation, name: string): void {
	const { flags, changed } = invocation;
	if (name === '') throw new CommandError('you must specify a non-empty user name');
	if (flags.token !== '' && (flags.username !== '' || flags.password !== ''))
		throw new CommandError(
			'you cannot specify more than one authentication method at the same time: --token, --username/--password',
		);
	if (flags['embed-certs']) {
		const files = (['client-certificate', 'client-key'] as const).filter((flag) => flags[flag] !== '');
		if (files.length === 0) throw new CommandError('you must specify a --client-certificate or --client-key to embed');
		for (const flag of files) checkFile(invocation, flag, flags[flag]);
	}
	const mode = flags['exec-interactive-mode'];
	if (changed('exec-interactive-mode') && !['IfAvailable', 'Always', 'Never'].includes(mode))
		throw new CommandError('invalid interactive mode type, can be only IfAvailable, Never, Always');
}

function* fileChanges({ kubectl, flags, changed }: CredentialsInvocation): Task<ConfigFields> {
	const changes: ConfigFields = {};
	for (const flag of ['client-certificate', 'client-key'] as const) {
		if (changed(flag)) Object.assign(changes, yield* pathOrData(kubectl, flag, flags[flag], flags['embed-certs']));
	}
	return changes;
}

/** A token and a password replace each other. */
function changeSecrets({ flags, changed }: CredentialsInvocation, fields: ConfigFields): void {
	for (const flag of ['token', 'username', 'password'] as const) if (changed(flag)) fields[flag] = flags[flag];
	const setsToken = flags.token !== '';
	const setsBasic = flags.username !== '' || flags.password !== '';
	if (setsToken) {
		fields.username = undefined;
		fields.password = undefined;
	} else if (setsBasic) {
		fields.token = undefined;
	}
}

function changeProvider({ flags, changed }: CredentialsInvocation, fields: ConfigFields, change: Pairs): void {
	let provider = fields['auth-provider'] as { name: string; config?: object | null } | undefined | null;
	if (changed('auth-provider') && provider?.name !== flags['auth-provider'])
		provider = { name: flags['auth-provider'] };
	if (provider === undefined || provider === null) return;
	const config = Object.entries(provider.config ?? {}).filter(([key]) => !change.removals.includes(key));
	fields['auth-provider'] = {
		...provider,
		config: { ...Object.fromEntries(config), ...Object.fromEntries(change.pairs) },
	};
}

interface ExecVariable {
	readonly name: string;
	readonly value: string;
}

/** Models the part of modifyAuthInfo about exec plugins: their settings count only where there is a command. */
function changeExec({ flags, changed }: CredentialsInvocation, fields: ConfigFields, change: Pairs): void {
	let exec = fields.exec as ConfigFields | undefined | null;
	if (changed('exec-command')) exec = { ...(exec ?? {}), command: flags['exec-command'], args: null };
	if (exec === undefined || exec === null) return;
	exec = { ...exec };
	if (changed('exec-api-version')) exec.apiVersion = flags['exec-api-version'];
	if (flags['exec-arg'].length > 0) exec.args = flags['exec-arg'];
	if (changed('exec-interactive-mode')) exec.interactiveMode = flags['exec-interactive-mode'];
	if (changed('exec-provide-cluster-info')) exec.provideClusterInfo = flags['exec-provide-cluster-info'];
	if (change.pairs.size + change.removals.length > 0) {
		const old = ((exec.env ?? []) as ExecVariable[]).filter(({ name }) => !change.removals.includes(name));
		const updated = old.map(({ name, value }) => ({ name, value: change.pairs.get(name) ?? value }));
		const added = [...change.pairs]
			.filter(([name]) => !old.some((each) => each.name === name))
			.map(([name, value]) => ({ name, value }));
		exec.env = [...updated, ...added];
	}
	fields.exec = exec;
}
