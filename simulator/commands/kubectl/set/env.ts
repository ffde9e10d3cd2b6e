import type { KubeObject } from '../../../machinery/meta.ts';
import { envVarName } from '../../../machinery/names.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string, stringArray, stringSlice } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeTypeAndName } from '../completion/complete-resources.ts';
import { CommandError } from '../errors.ts';
import { dryRunOf } from '../shared-flags.ts';
import { applyChanges, targetsOf } from './apply-changes.ts';
import { selectContainers } from './containers.ts';
import { describeEnvSource, resolveEnvSource } from './env-sources.ts';
import { setFlags } from './set-flags.ts';
import { podSpecOf } from './typed-patches.ts';

const ENV_FLAGS = {
	...setFlags('the resource to update the env', 'If true, set env will NOT contact api-server but run locally.'),
	all: bool(false, 'If true, select all resources in the namespace of the specified resource types'),
	containers: string('*', 'The names of containers in the selected pod templates to change - may use wildcards', {
		shorthand: 'c',
	}),
	env: stringArray('Specify a key-value pair for an environment variable to set into each container.', {
		shorthand: 'e',
	}),
	from: string('', 'The name of a resource from which to inject environment variables'),
	keys: stringSlice('Comma-separated list of keys to import from specified resource'),
	list: bool(
		false,
		'If true, display the environment and any changes in the standard format. this flag will removed when we have kubectl view env.',
	),
	overwrite: bool(
		true,
		'If true, allow environment to be overwritten, otherwise reject updates that overwrite existing environment.',
	),
	prefix: string('', 'Prefix to append to variable names'),
	resolve: bool(false, 'If true, show secret or configmap references when listing variables'),
} as const;

type EnvInvocation = Invocation<typeof ENV_FLAGS>;

interface EnvVar extends JsonObject {
	name: string;
}

export const setEnv = defineCommand({
	name: 'env',
	use: 'env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
	short: 'Update environment variables on a pod template',
	long: `Update environment variables on a pod template.

 List environment variable definitions in one or more pods, pod templates. Add, update, or remove container environment variable definitions in one or more pod templates (within replication controllers or deployment configurations). View or modify the environment variable definitions on all containers in the specified pods or pod templates, or just those that match a wildcard.

 If "--env -" is passed, environment variables can be read from STDIN using the standard env syntax.

 Possible resources include (case insensitive):

  pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj), replicaset (rs)`,
	examples: `
# A variable of the deployment 'registry'
kubectl set env deployment/registry STORAGE_DIR=/local

# The variables of the deployment 'sample-build'
kubectl set env deployment/sample-build --list

# Of all pods
kubectl set env pods --all --list

# Print the result as YAML without changing the server's object
kubectl set env deployment/sample-build STORAGE_DIR=/data -o yaml

# All containers of all replication controllers
kubectl set env rc --all ENV=prod

# From a secret
kubectl set env --from=secret/mysecret deployment/myapp

# From a config map, with a prefix
kubectl set env --from=configmap/myconfigmap --prefix=MYSQL_ deployment/myapp

# Some keys only
kubectl set env --keys=my-example-key --from=configmap/myconfigmap deployment/myapp

# Remove ENV from the container 'c1'
kubectl set env deployments --all --containers="c1" ENV-

# Remove ENV in a file and change the server's object
kubectl set env -f deploy.json ENV-

# The shell's own environment
env | grep RAILS_ | kubectl set env -e - deployment/registry`,
	flags: ENV_FLAGS,
	completeArgs: completeTypeAndName,
	*run(invocation) {
		const { kubectl, flags } = invocation;
		const dryRun = dryRunOf(flags['dry-run']);
		const { resources, changes } = splitArguments(invocation);
		if (flags.local && dryRun === 'server')
			throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
		if (flags.filename.length === 0 && resources.length === 0) {
			throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
		}
		if (flags.list && flags.output !== '') throw new CommandError('--list and --output may not be specified together');
		if (flags.keys.length > 0 && flags.from === '') {
			throw new CommandError('when specifying --keys, a configmap or secret must be provided with --from');
		}
		const { env, remove } = yield* parseEnv(invocation, [...flags.env, ...changes]);
		if (flags.from !== '') env.push(...(yield* envFrom(invocation)));
		const prefixed = env.map((each) => ({ ...each, name: flags.prefix + each.name }));
		const infos = yield* targetsOf(kubectl, flags, resources);
		if (flags.list) {
			for (const info of infos) yield* listEnv(invocation, info.object as KubeObject, prefixed, remove);
			return;
		}
		const warnings: string[] = [];
		const task = applyChanges(kubectl, flags, infos, {
			operation: 'env updated',
			failure: 'failed to patch env update to pod template: ',
			dryRun,
			errors: [],
			change(object) {
				const containers = selectContainers(podSpecOf(object), flags.containers);
				if (containers.length === 0) {
					const name = (object.metadata as JsonObject).name;
					warnings.push(
						`${object.kind}/${name} does not have any containers matching ${JSON.stringify(flags.containers)}`,
					);
				}
				for (const container of containers) {
					const existing = (container.env ?? []) as EnvVar[];
					if (!flags.overwrite) refuseOverwrites(existing, prefixed);
					const updated = updateEnv(existing, prefixed, remove);
					if (updated.length > 0) container.env = updated;
					else delete container.env;
				}
				return true;
			},
		});
		yield* task;
		for (const warning of warnings) yield* kubectl.warn(warning);
	},
});

function splitArguments({ args, usageError }: EnvInvocation): { resources: string[]; changes: string[] } {
	const isChange = (arg: string): boolean => /^(.+)=(.*)$/s.test(arg) || arg.endsWith('-');
	const first = args.findIndex(isChange);
	if (first < 0) return { resources: [...args], changes: [] };
	const changes = args.slice(first);
	if (!changes.every(isChange))
		usageError(`all resources must be specified before environment changes: ${args.join(' ')}`);
	return { resources: args.slice(0, first), changes };
}

function* parseEnv({ kubectl }: EnvInvocation, specs: readonly string[]): Task<{ env: EnvVar[]; remove: string[] }> {
	const env: EnvVar[] = [];
	const remove: string[] = [];
	for (const spec of specs) {
		if (spec === '-') {
			for (const raw of (yield* kubectl.io.stdin()).split('\n')) {
				const line = raw.replace(/#.*/, '');
				const at = line.indexOf('=');
				if (at >= 0) env.push({ name: line.slice(0, at), value: line.slice(at + 1) });
			}
		} else if (spec.includes('=')) {
			const name = spec.slice(0, spec.indexOf('='));
			const complaints = envVarName(name);
			if (complaints.length > 0)
				throw new CommandError(`${JSON.stringify(name)} is not a valid key name: ${complaints.join(';')}`);
			env.push({ name, value: spec.slice(name.length + 1) });
		} else if (spec.endsWith('-')) {
			remove.push(spec.slice(0, -1));
		} else {
			throw new CommandError(`unknown environment variable: ${spec}`);
		}
	}
	if (remove.some((name) => env.some((each) => each.name === name))) {
		throw new CommandError('can not both modify and remove the same environment variable in the same command');
	}
	return { env, remove };
}

/** Variables that refer to the keys of a ConfigMap or Secret. */
function* envFrom({ kubectl, flags }: EnvInvocation): Task<EnvVar[]> {
	const env: EnvVar[] = [];
	for (const info of yield* targetsOf(kubectl, { ...flags, filename: [] }, [flags.from])) {
		const object = info.object as KubeObject & { data?: { [key: string]: string } };
		const reference =
			object.kind === 'Secret' ? 'secretKeyRef' : object.kind === 'ConfigMap' ? 'configMapKeyRef' : undefined;
		if (reference === undefined) throw new CommandError('unsupported resource specified in --from');
		for (const key of Object.keys(object.data ?? {}).sort()) {
			if (flags.keys.length > 0 && !flags.keys.includes(key)) continue;
			const name = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
			if (name !== key) yield* kubectl.warn(`key ${key} transferred to ${name}`);
			env.push({ name, valueFrom: { [reference]: { name: object.metadata.name, key } } });
		}
	}
	return env;
}

function refuseOverwrites(existing: readonly EnvVar[], env: readonly EnvVar[]): void {
	for (const each of env) {
		const old = existing.find((known) => known.name === each.name);
		if (old !== undefined && old.value !== each.value) {
			throw new CommandError(`'${each.name}' already has a value (${old.value ?? ''}), and --overwrite is false`);
		}
	}
}

function updateEnv(existing: readonly EnvVar[], env: readonly EnvVar[], remove: readonly string[]): EnvVar[] {
	const covered = new Set(remove);
	const out: EnvVar[] = [];
	for (const each of existing) {
		if (covered.has(each.name)) continue;
		const newer = env.find((one) => one.name === each.name);
		if (newer !== undefined) covered.add(each.name);
		out.push(newer ?? each);
	}
	for (const each of env) {
		if (covered.has(each.name)) continue;
		covered.add(each.name);
		out.push(each);
	}
	return out;
}

function* listEnv(
	{ kubectl, flags }: EnvInvocation,
	object: KubeObject,
	env: readonly EnvVar[],
	remove: readonly string[],
): Task<void> {
	let failed = false;
	for (const container of selectContainers(podSpecOf(object as unknown as JsonObject), flags.containers)) {
		yield* kubectl.io.out(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`);
		const complaints = new Map<string, string[]>();
		for (const each of updateEnv((container.env ?? []) as EnvVar[], env, remove)) {
			const source = each.valueFrom as JsonObject | undefined;
			if (source === undefined) {
				yield* kubectl.io.out(`${each.name}=${each.value ?? ''}\n`);
				continue;
			}
			if (flags.resolve) {
				const resolved = yield* resolveEnvSource(kubectl, source, object);
				if ('value' in resolved) {
					yield* kubectl.io.out(`${each.name}=${resolved.value}\n`);
					continue;
				}
				failed = true;
				complaints.set(resolved.complaint, [...(complaints.get(resolved.complaint) ?? []), each.name]);
			}
			yield* kubectl.io.out(`# ${each.name} from ${describeEnvSource(source)}\n`);
		}
		const lines = [...complaints].map(
			([complaint, names]) => `error retrieving reference for ${names.sort().join(', ')}: ${complaint}\n`,
		);
		for (const line of lines.sort()) yield* kubectl.io.err(line);
	}
	if (failed) throw new CommandError('failed to retrieve valueFrom references');
}
