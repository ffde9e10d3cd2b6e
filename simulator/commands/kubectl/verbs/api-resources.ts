import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import { bool, string, stringSlice } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import type { ApiResource, DiscoveredApi } from '../discovery.ts';
import { discover } from '../discovery.ts';
import { CommandError } from '../errors.ts';

export const apiResources = defineCommand({
	name: 'api-resources',
	use: 'api-resources',
	short: 'Print the supported API resources on the server',
	long: 'Print the supported API resources on the server.',
	examples: `
# All resources of the server
kubectl api-resources

# With more columns
kubectl api-resources -o wide

# Sorted by a column
kubectl api-resources --sort-by=name

# Those that live in namespaces
kubectl api-resources --namespaced=true

# Those of one group
kubectl api-resources --api-group=rbac.authorization.k8s.io`,
	flags: {
		'api-group': string('', 'Limit to resources in the specified API group.'),
		cached: bool(false, 'Use the cached list of resources if available.'),
		categories: stringSlice('Limit to resources that belong to the specified categories.'),
		namespaced: bool(
			true,
			'If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.',
		),
		'no-headers': bool(
			false,
			"When using the default or custom-column output format, don't print headers (default print headers).",
		),
		output: string('', 'Output format. One of: (wide, name).', { shorthand: 'o' }),
		'sort-by': string(
			'',
			"If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'.",
		),
		verbs: stringSlice('Limit to resources that support the specified verbs.'),
	},
	*run({ kubectl, flags, args, changed, usageError }) {
		if (args.length > 0) usageError(`unexpected arguments: [${args.join(' ')}]`);
		if (!['', 'wide', 'name'].includes(flags.output))
			throw new CommandError(`--output ${flags.output} is not available`);
		if (!['', 'name', 'kind'].includes(flags['sort-by'])) throw new CommandError('--sort-by accepts only name or kind');
		const api = yield* discover(yield* kubectl.client());
		const preferred = preferredVersions(api);
		const chosen = api.resources.filter((resource) => {
			if (resource.verbs.length === 0 || preferred.get(`${resource.group}/${resource.resource}`) !== resource.version)
				return false;
			if (changed('api-group') && resource.group !== flags['api-group']) return false;
			if (changed('namespaced') && resource.namespaced !== flags.namespaced) return false;
			if (!flags.verbs.every((verb) => resource.verbs.includes(verb))) return false;
			return flags.categories.every((category) => resource.categories.includes(category));
		});
		const sorted = chosen.sort((a, b) => compare(a, b, flags['sort-by']));
		if (flags.output === 'name') {
			yield* kubectl.io.out(
				sorted.map((each) => `${each.resource}${each.group === '' ? '' : `.${each.group}`}\n`).join(''),
			);
			return;
		}
		const wide = flags.output === 'wide';
		const writer = new TabWriter(TABLE_STYLE);
		if (!flags['no-headers'])
			writer.write(`NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${wide ? '\tVERBS\tCATEGORIES' : ''}\n`);
		for (const each of sorted) writer.write(`${rowOf(each, wide)}\n`);
		yield* kubectl.io.out(writer.flush());
	},
});

function compare(a: ApiResource, b: ApiResource, by: string): number {
	const order = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
	if (by === 'kind') return order(a.kind, b.kind);
	if (by === 'name') return order(a.resource, b.resource);
	return order(a.group, b.group) || order(a.resource, b.resource);
}

function rowOf(resource: ApiResource, wide: boolean): string {
	const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
	const row = [
		resource.resource,
		resource.shortNames.join(','),
		apiVersion,
		String(resource.namespaced),
		resource.kind,
	];
	if (wide) row.push([...resource.verbs].join(','), [...resource.categories].join(','));
	return row.join('\t');
}

/** Of each resource: its group's preferred version, or the first that has it. Models client-go ServerPreferredResources. */
function preferredVersions({ groups, resources }: DiscoveredApi): ReadonlyMap<string, string> {
	const preferred = new Map<string, string>();
	for (const { name, versions } of groups) {
		for (const version of versions) {
			for (const { group, resource, version: of } of resources) {
				const key = `${group}/${resource}`;
				if (group === name && of === version && !preferred.has(key)) preferred.set(key, of);
			}
		}
	}
	return preferred;
}
