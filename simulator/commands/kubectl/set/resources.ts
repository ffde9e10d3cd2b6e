import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { quantities } from '../create/simple-kinds.ts';
import { CommandError } from '../errors.ts';
import { dryRunOf } from '../shared-flags.ts';
import { applyChanges, targetsOf } from './apply-changes.ts';
import { selectContainers } from './containers.ts';
import { GET_RESOURCE, setFlags } from './set-flags.ts';
import { podSpecOf } from './typed-patches.ts';

export const setResources = defineCommand({
	name: 'resources',
	use: 'resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
	short: 'Update resource requests/limits on objects with pod templates',
	long: `Specify compute resource requirements (CPU, memory) for any resource that defines a pod template.  If a pod is successfully scheduled, it is guaranteed the amount of resource requested, but may burst up to its specified limits.

 For each compute resource, if a limit is specified and a request is omitted, the request will default to the limit.

 Possible resources include (case insensitive): Use "kubectl api-resources" for a complete list of supported resources..`,
	examples: `
# CPU and memory limits of one container
kubectl set resources deployment nginx -c=nginx --limits=cpu=200m,memory=512Mi

# Requests and limits of all containers
kubectl set resources deployment nginx --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi

# Remove them
kubectl set resources deployment nginx --limits=cpu=0,memory=0 --requests=cpu=0,memory=0

# Print the result without asking a server
kubectl set resources -f path/to/file.yaml --limits=cpu=200m,memory=512Mi --local -o yaml`,
	flags: {
		...setFlags(GET_RESOURCE, 'If true, set resources will NOT contact api-server but run locally.'),
		containers: string(
			'*',
			'The names of containers in the selected pod templates to change, all containers are selected by default - may use wildcards',
			{
				shorthand: 'c',
			},
		),
		limits: string(
			'',
			"The resource requirement limits for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign limits depending on the server configuration, such as limit ranges.",
		),
		requests: string(
			'',
			"The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges.",
		),
	},
	completeArgs: completeOneOf([
		'daemonsets',
		'deployments',
		'pods',
		'replicasets',
		'replicationcontrollers',
		'statefulsets',
	]),
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const infos = yield* targetsOf(kubectl, flags, args);
		if (flags.local && dryRun === 'server')
			throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
		if (flags.all && flags.selector !== '') throw new CommandError('cannot set --all and --selector at the same time');
		if (flags.limits === '' && flags.requests === '') {
			throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
		}
		const wanted = { limits: quantities(flags.limits), requests: quantities(flags.requests) };
		const errors: Error[] = [];
		yield* applyChanges(kubectl, flags, infos, {
			operation: 'resource requirements updated',
			failure: 'failed to patch resources update to pod template ',
			dryRun,
			errors,
			change(object) {
				const containers = selectContainers(podSpecOf(object), flags.containers);
				if (containers.length === 0)
					errors.push(new CommandError(`error: unable to find container named ${flags.containers}`));
				for (const container of containers) {
					const resources = { ...(container.resources as JsonObject | undefined) };
					for (const part of ['limits', 'requests'] as const) {
						if (wanted[part] !== undefined)
							resources[part] = { ...(resources[part] as JsonObject | undefined), ...wanted[part] };
					}
					container.resources = resources;
				}
				return containers.length > 0;
			},
		});
	},
});
