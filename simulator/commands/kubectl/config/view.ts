import { encodeBase64 } from '../../../machinery/base64.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { ConfigEntry, ConfigFields, EntryKind, Kubeconfig } from '../kubeconfig.ts';
import { emptyKubeconfig, readKubeconfig } from '../kubeconfig.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import { dirName, joinPath } from '../streams.ts';
import { ConfigAccess, configObject } from './config-access.ts';
import { ENTRY_STRUCTS } from './config-schema.ts';

const OMITTED = 'DATA+OMITTED';
const REDACTED = 'REDACTED';

export const viewConfig = defineCommand({
	name: 'view',
	use: 'view',
	short: 'Display merged kubeconfig settings or a specified kubeconfig file',
	long: `Display merged kubeconfig settings or a specified kubeconfig file.

 You can use --output jsonpath={...} to extract specific values using a jsonpath expression.`,
	examples: `
# Merged settings
kubectl config view

# With certificates and secrets
kubectl config view --raw

# The password of the user e2e
kubectl config view -o jsonpath='{.users[?(@.name == "e2e")].user.password}'`,
	flagsInUseLine: true,
	flags: {
		...PRINT_FLAGS,
		output: { ...PRINT_FLAGS.output, default: 'yaml' },
		flatten: bool(
			false,
			'Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)',
		),
		merge: bool(true, 'Merge the full hierarchy of kubeconfig files'),
		minify: bool(false, 'Remove all information not used by current-context from the output'),
		raw: bool(false, 'Display raw byte data and sensitive data'),
	},
	*run({ kubectl, flags, args, changed, usageError }) {
		if (args.length > 0) usageError(`unexpected arguments: [${args.join(' ')}]`);
		const access = new ConfigAccess(kubectl);
		const merge = changed('merge') ? flags.merge : !access.isExplicit;
		const printer = yield* printerOf(kubectl, flags, { operation: '', typed: true });
		if (!merge && !access.isExplicit) throw new CommandError('if merge==false a precise file must be specified');
		let config = merge ? yield* access.load() : yield* oneFile(kubectl, access.files[0] as string);
		if (flags.minify) config = minified(config, kubectl.globals.context);
		if (flags.flatten) config = yield* flattened(kubectl, config);
		else if (!flags.raw) config = withoutSecrets(config);
		yield* printer.print(configObject(config));
	},
});

function* oneFile(kubectl: Kubectl, file: string): Task<Kubeconfig> {
	if (kubectl.io.fileType(file) === undefined) return emptyKubeconfig();
	return yield* readKubeconfig(kubectl.io, file);
}

/** Models clientcmd/api MinifyConfig. */
function minified(config: Kubeconfig, context: string): Kubeconfig {
	const name = context === '' ? config.currentContext : context;
	if (name === '') throw new CommandError('current-context must exist in order to minify');
	const entry = config.contexts.get(name);
	if (entry === undefined) throw new CommandError(`cannot locate context ${name}`);
	const out = { ...emptyKubeconfig(), preferences: config.preferences, currentContext: name };
	out.contexts.set(name, entry);
	for (const [kind, field] of [
		['clusters', 'cluster'],
		['users', 'user'],
	] as const) {
		const wanted = String(entry.fields[field] ?? '');
		if (wanted === '') continue;
		const found = config[kind].get(wanted);
		if (found === undefined) throw new CommandError(`cannot locate ${field} ${wanted}`);
		out[kind].set(wanted, found);
	}
	return out;
}

/** Files become data. Models clientcmd/api FlattenConfig. */
function* flattened(kubectl: Kubectl, config: Kubeconfig): Task<Kubeconfig> {
	const users = yield* flattenedEntries(kubectl, config.users, ['client-certificate', 'client-key']);
	const clusters = yield* flattenedEntries(kubectl, config.clusters, ['certificate-authority']);
	return { ...config, users, clusters };
}

function* flattenedEntries(
	kubectl: Kubectl,
	entries: ReadonlyMap<string, ConfigEntry>,
	names: readonly string[],
): Task<Map<string, ConfigEntry>> {
	const out = new Map<string, ConfigEntry>();
	for (const [key, entry] of entries) {
		const fields = { ...entry.fields };
		for (const name of names) {
			const path = String(fields[name] ?? '');
			if (path === '') continue;
			if (String(fields[`${name}-data`] ?? '') !== '')
				throw new CommandError('cannot have values for both path and contents');
			const file = joinPath(dirName(entry.origin), path);
			fields[`${name}-data`] = encodeBase64(yield* kubectl.io.readBytes(file));
			fields[name] = undefined;
		}
		out.set(key, { ...entry, fields });
	}
	return out;
}

/** Models clientcmd/api RedactSecrets and ShortenConfig. */
function withoutSecrets(config: Kubeconfig): Kubeconfig {
	return { ...config, users: redacted('users', config.users), clusters: redacted('clusters', config.clusters) };
}

function redacted(kind: EntryKind, entries: ReadonlyMap<string, ConfigEntry>): Map<string, ConfigEntry> {
	const out = new Map<string, ConfigEntry>();
	for (const [key, entry] of entries) {
		const fields: ConfigFields = { ...entry.fields };
		for (const { name, type, isSecret } of ENTRY_STRUCTS[kind].fields) {
			const value = fields[name];
			if (value === undefined || value === null || value === '') continue;
			if (type === 'bytes') fields[name] = OMITTED;
			else if (isSecret === true) fields[name] = REDACTED;
		}
		out.set(key, { ...entry, fields });
	}
	return out;
}
