import { jsonEqual } from '../../../machinery/json-equal.ts';
import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { stringArray } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import { dryRunOf } from '../shared-flags.ts';
import { applyChanges, targetsOf } from './apply-changes.ts';
import { setFlags } from './set-flags.ts';

export const setSubject = defineCommand({
	name: 'subject',
	use: 'subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
	short: 'Update the user, group, or service account in a role binding or cluster role binding',
	long: 'Update the user, group, or service account in a role binding or cluster role binding.',
	examples: `
# A service account in a cluster role binding
kubectl set subject clusterrolebinding admin --serviceaccount=namespace:serviceaccount1

# Several subjects in a role binding
kubectl set subject rolebinding admin --user=user1 --user=user2 --group=group1

# Print the result without asking a server
kubectl create rolebinding admin --role=admin --user=admin -o yaml --dry-run=client | kubectl set subject --local -f - --user=foo -o yaml`,
	flags: {
		...setFlags(
			'the resource to update the subjects',
			'If true, set subject will NOT contact api-server but run locally.',
		),
		group: stringArray('Groups to bind to the role'),
		serviceaccount: stringArray('Service accounts to bind to the role'),
		user: stringArray('Usernames to bind to the role'),
	},
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const infos = yield* targetsOf(kubectl, flags, args);
		if (flags.local && dryRun === 'server')
			throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
		if (flags.all && flags.selector !== '') throw new CommandError('cannot set --all and --selector at the same time');
		if (flags.user.length + flags.group.length + flags.serviceaccount.length === 0) {
			throw new CommandError('you must specify at least one value of user, group or serviceaccount');
		}
		for (const text of flags.serviceaccount) {
			const [namespace, name, ...more] = text.split(':');
			if (name === undefined || name === '' || more.length > 0)
				throw new CommandError('serviceaccount must be <namespace>:<name>');
			if (namespace === '' && infos.some((info) => info.object?.kind === 'ClusterRoleBinding')) {
				throw new CommandError('serviceaccount must be <namespace>:<name>, namespace must be specified');
			}
		}
		const { namespace } = yield* kubectl.namespace();
		const apiGroup = 'rbac.authorization.k8s.io';
		const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
		const subjects: JsonObject[] = [
			...sorted(flags.user).map((name) => ({ kind: 'User', apiGroup, name })),
			...sorted(flags.group).map((name) => ({ kind: 'Group', apiGroup, name })),
			...sorted(flags.serviceaccount).map((text) => {
				const [space, name] = text.split(':') as [string, string];
				return { kind: 'ServiceAccount', name, namespace: space === '' ? namespace : space };
			}),
		];
		yield* applyChanges(kubectl, flags, infos, {
			operation: 'subjects updated',
			failure: 'failed to patch subjects to rolebinding: ',
			dryRun,
			errors: [],
			change(object) {
				if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') {
					throw new CommandError('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
				}
				const existing = (object.subjects ?? []) as JsonObject[];
				const added = subjects.filter((subject) => !existing.some((each) => jsonEqual(each, subject)));
				object.subjects = [...existing, ...added];
				return added.length > 0;
			},
		});
	},
});
