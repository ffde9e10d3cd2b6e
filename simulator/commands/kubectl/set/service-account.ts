import { bool } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import { PRINT_FLAGS } from '../printing/print-flags.ts';
import { DRY_RUN_FLAG, dryRunOf, FILENAME_USAGE, fieldManagerFlag, filenameFlags } from '../shared-flags.ts';
import { applyChanges, targetsOf } from './apply-changes.ts';
import { GET_RESOURCE } from './set-flags.ts';
import { podSpecOf } from './typed-patches.ts';

export const setServiceAccount = defineCommand({
	name: 'serviceaccount',
	aliases: ['sa'],
	use: 'serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
	short: 'Update the service account of a resource',
	long: `Update the service account of pod template resources.

 Possible resources (case insensitive) can be:

 replicationcontroller (rc), deployment (deploy), daemonset (ds), job, replicaset (rs), statefulset`,
	examples: `
# serviceaccount1 for the deployment nginx-deployment
kubectl set serviceaccount deployment nginx-deployment serviceaccount1

# Print the result without asking a server
kubectl set sa -f nginx-deployment.yaml serviceaccount1 --local --dry-run=client -o yaml`,
	flags: {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} ${GET_RESOURCE}`),
		all: bool(false, 'Select all resources, in the namespace of the specified resource types'),
		'dry-run': DRY_RUN_FLAG,
		'field-manager': fieldManagerFlag('kubectl-set'),
		local: bool(false, 'If true, set serviceaccount will NOT contact api-server but run locally.'),
	},
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		if (flags.local && dryRun === 'server')
			throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
		const name = args.at(-1);
		if (name === undefined) throw new CommandError('serviceaccount is required');
		const infos = yield* targetsOf(kubectl, flags, flags.local ? [] : args.slice(0, -1));
		yield* applyChanges(kubectl, flags, infos, {
			operation: 'serviceaccount updated',
			failure: 'failed to patch ServiceAccountName ',
			sendsUnchanged: true,
			dryRun,
			errors: [],
			change(object) {
				podSpecOf(object).serviceAccountName = name;
				return true;
			},
		});
	},
});
