import type { KubeObject } from '../../../machinery/meta.ts';
import { DESCRIBE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { int } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { podTemplateText } from '../describe/pod-template-text.ts';
import { CommandError, isUserError, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { FILENAME_USAGE, filenameFlags, SELECTOR_FLAG } from '../shared-flags.ts';
import type { PodTemplate, Workload } from './workload.ts';
import { CHANGE_CAUSE, controllerRevisionsOf, replicaSetsOf, revisionOf, rolloutTargets } from './workload.ts';

/** One revision of a workload. */
interface Revision {
	readonly template: PodTemplate;
	readonly changeCause: string;
	readonly object: KubeObject;
}

export const rolloutHistory = defineCommand({
	name: 'history',
	use: 'history (TYPE NAME | TYPE/NAME) [flags]',
	short: 'View rollout history',
	long: 'View previous rollout revisions and configurations.',
	examples: `
# The revisions of a deployment
kubectl rollout history deployment/abc

# The details of revision 3 of a daemon set
kubectl rollout history daemonset/abc --revision=3`,
	flags: {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} identifying the resource to get from a server.`),
		revision: int(0, 'See the details, including podTemplate of the revision specified'),
		selector: SELECTOR_FLAG,
	},
	completeArgs: completeOneOf(['deployment', 'daemonset', 'statefulset']),
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		if (flags.revision < 0) throw new CommandError(`revision must be a positive integer: ${flags.revision}`);
		const { infos, error } = yield* rolloutTargets(kubectl, flags, args);
		const errors: Error[] = error === undefined ? [] : [error];
		for (const info of infos) {
			try {
				const revisions = yield* revisionsOf(kubectl, info);
				if (invocation.changed('output')) {
					const printer = yield* printerOf(kubectl, flags, { operation: '', typed: true });
					for (const object of chosen(revisions, flags.revision)) yield* printer.print(object as unknown as Printable);
				} else {
					const text = historyText(revisions, flags.revision);
					const head = flags.revision > 0 ? `with revision #${flags.revision}` : '';
					const printer = yield* printerOf(kubectl, flags, { operation: `${head}\n${text}` });
					yield* printer.print(info.object as unknown as Printable);
				}
			} catch (failure) {
				if (!isUserError(failure)) throw failure;
				errors.push(failure);
			}
		}
		throwAll(errors);
	},
});

function chosen(revisions: ReadonlyMap<number, Revision>, revision: number): KubeObject[] {
	if (revision === 0) return [...revisions.values()].map((each) => each.object);
	const found = revisions.get(revision);
	if (found === undefined) throw new CommandError('unable to find the specified revision');
	return [found.object];
}

/** Workloads that keep no revisions; of other kinds nothing at all is known. Models apps.GroupKindElement.Accept. */
const WITHOUT_HISTORY = new Set(['Job.batch', 'CronJob.batch', 'Pod', 'ReplicaSet.apps', 'ReplicationController']);

/** By number, oldest first. Models polymorphichelpers.HistoryViewer. */
export function* revisionsOf(kubectl: Kubectl, info: ResourceInfo): Task<Map<number, Revision>> {
	const mapping = info.mapping;
	const kind = mapping?.group === 'apps' ? mapping.kind : '';
	if (kind === 'Deployment') {
		const { replicaSets } = yield* replicaSetsOf(kubectl, info.namespace, info.name);
		return new Map(replicaSets.map((each): [number, Revision] => [revisionOf(each), deploymentRevision(each)]));
	}
	if (kind !== 'DaemonSet' && kind !== 'StatefulSet') {
		const name = mapping === undefined ? '' : mapping.group === '' ? mapping.kind : `${mapping.kind}.${mapping.group}`;
		if (WITHOUT_HISTORY.has(name))
			throw new CommandError(`no history viewer has been implemented for ${JSON.stringify(name)}`);
		throw new CommandError(
			`error retrieving history for ${JSON.stringify(name)}, no visitor method exists for {${mapping?.group ?? ''} ${mapping?.kind ?? ''}}`,
		);
	}
	const { owner, revisions } = yield* controllerRevisionsOf(kubectl, kind, info.namespace, info.name);
	return new Map(
		revisions.map((each): [number, Revision] => {
			const template = each.data?.spec?.template ?? owner.spec.template;
			const object = { ...owner, spec: { ...owner.spec, template } };
			return [each.revision, { template, changeCause: each.metadata.annotations?.[CHANGE_CAUSE] ?? '', object }];
		}),
	);
}

function deploymentRevision(replicaSet: Workload): Revision {
	const cause = replicaSet.metadata.annotations?.[CHANGE_CAUSE] ?? '';
	const { template } = replicaSet.spec;
	const annotations = { ...template.metadata?.annotations, ...(cause === '' ? {} : { [CHANGE_CAUSE]: cause }) };
	const hasAnnotations = Object.keys(annotations).length > 0;
	return {
		template: { ...template, metadata: { ...template.metadata, ...(hasAnnotations ? { annotations } : {}) } },
		changeCause: annotations[CHANGE_CAUSE] ?? '',
		object: replicaSet,
	};
}

function historyText(revisions: ReadonlyMap<number, Revision>, revision: number): string {
	if (revisions.size === 0) return 'No rollout history found.';
	if (revision > 0) {
		const found = revisions.get(revision);
		if (found === undefined) throw new CommandError('unable to find the specified revision');
		return podTemplateText(found.template);
	}
	const tabs = new TabWriter(DESCRIBE_STYLE);
	tabs.write('REVISION\tCHANGE-CAUSE\n');
	for (const [number, { changeCause }] of [...revisions].sort(([a], [b]) => a - b)) {
		tabs.write(`${number}\t${changeCause === '' ? '<none>' : changeCause}\n`);
	}
	return tabs.flush();
}
