import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { CommandError, throwAll } from '../errors.ts';
import { parsePairs } from '../parse-pairs.ts';
import { dryRunOf } from '../shared-flags.ts';
import { applyChanges, targetsOf } from './apply-changes.ts';
import { GET_RESOURCE, setFlags } from './set-flags.ts';
import { podSpecOf, resourcesAndPairs } from './typed-patches.ts';

const RESOURCES = `pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj), replicaset (rs)`;

export const setImage = defineCommand({
	name: 'image',
	use: 'image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
	short: 'Update the image of a pod template',
	long: `Update existing container image(s) of resources.

 Possible resources include (case insensitive):

  ${RESOURCES}`,
	examples: `
# 'nginx:1.9.1' for the container nginx and 'busybox' for the container busybox of a deployment
kubectl set image deployment/nginx busybox=busybox nginx=nginx:1.9.1

# Of all deployments and replication controllers
kubectl set image deployments,rc nginx=nginx:1.9.1 --all

# Every container of the daemon set abc
kubectl set image daemonset abc *=nginx:1.9.1

# Print the result without asking a server
kubectl set image -f path/to/file.yaml nginx=nginx:1.9.1 --local -o yaml`,
	flags: setFlags(GET_RESOURCE, 'If true, set image will NOT contact api-server but run locally.'),
	completeArgs: completeOneOf([
		'daemonsets',
		'deployments',
		'pods',
		'cronjobs',
		'replicasets',
		'replicationcontrollers',
		'statefulsets',
	]),
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const { resources, pairs } = resourcesAndPairs(args, 'image');
		const images = parsePairs(pairs, 'image', false).pairs;
		const infos = yield* targetsOf(kubectl, flags, resources);
		const complaints: Error[] = [];
		if (flags.all && flags.selector !== '')
			complaints.push(new CommandError('cannot set --all and --selector at the same time'));
		if (resources.length === 0 && flags.filename.length === 0 && flags.kustomize === '') {
			complaints.push(
				new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>'),
			);
		}
		if (images.size === 0) complaints.push(new CommandError('at least one image update is required'));
		else if (images.size > 1 && images.has('*')) {
			complaints.push(
				new CommandError(
					'all containers are already specified by *, but saw more than one container_name=container_image pairs',
				),
			);
		}
		if (flags.local && dryRun === 'server') {
			complaints.push(new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?'));
		}
		throwAll(complaints);
		const errors: Error[] = [];
		yield* applyChanges(kubectl, flags, infos, {
			operation: 'image updated',
			failure: 'failed to patch image update to pod template: ',
			dryRun,
			errors,
			change(object) {
				const spec = podSpecOf(object);
				for (const [name, image] of images) {
					const all = [...((spec.initContainers ?? []) as JsonObject[]), ...((spec.containers ?? []) as JsonObject[])];
					const found = all.filter((container) => name === '*' || container.name === name);
					for (const container of found) container.image = image;
					if (found.length === 0)
						errors.push(new CommandError(`error: unable to find container named ${JSON.stringify(name)}`));
				}
				return true;
			},
		});
	},
});
