import { formatJson } from '../../../machinery/format-json.ts';
import { jsonEqual } from '../../../machinery/json-equal.ts';
import type { Task } from '../../../machinery/task.ts';
import { int } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { podTemplateText } from '../describe/pod-template-text.ts';
import { CommandError, isUserError, messageOf, throwAll } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { LAST_APPLIED } from '../last-applied.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	FILENAME_USAGE,
	filenameFlags,
	SELECTOR_FLAG,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';
import type { ControllerRevision, PodTemplate, Workload } from './workload.ts';
import {
	controllerRevisionsOf,
	REVISION,
	replicaSetsOf,
	revisionOf,
	rolloutTargets,
	TEMPLATE_HASH,
} from './workload.ts';

export const rolloutUndo = defineCommand({
	name: 'undo',
	use: 'undo (TYPE NAME | TYPE/NAME) [flags]',
	short: 'Undo a previous rollout',
	long: 'Roll back to a previous rollout.',
	examples: `
# To the deployment before
kubectl rollout undo deployment/abc

# To revision 3 of a daemon set
kubectl rollout undo daemonset/abc --to-revision=3

# Only show what would happen
kubectl rollout undo --dry-run=server deployment/abc`,
	flags: {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} identifying the resource to get from a server.`),
		'dry-run': DRY_RUN_FLAG,
		selector: SELECTOR_FLAG,
		'to-revision': int(0, 'The revision to rollback to. Default to 0 (last revision).'),
	},
	completeArgs: completeOneOf(['deployment', 'daemonset', 'statefulset']),
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const { infos, error } = yield* rolloutTargets(kubectl, flags, args);
		const errors: Error[] = error === undefined ? [] : [error];
		for (const info of infos) {
			try {
				const result = yield* rollBack(kubectl, info, flags['to-revision'], dryRun);
				const printer = yield* printerOf(kubectl, flags, { operation: withDryRun(result, dryRun), typed: true });
				yield* printer.print(info.object as unknown as Printable);
			} catch (failure) {
				if (!isUserError(failure)) throw failure;
				errors.push(failure);
			}
		}
		throwAll(errors);
	},
});

function rollBack(kubectl: Kubectl, info: ResourceInfo, toRevision: number, dryRun: DryRun): Task<string> {
	const mapping = info.mapping;
	const kind = mapping?.group === 'apps' ? mapping.kind : '';
	if (kind === 'Deployment') return rollBackDeployment(kubectl, info, toRevision, dryRun);
	if (kind === 'DaemonSet' || kind === 'StatefulSet') return rollBackRevision(kubectl, kind, info, toRevision, dryRun);
	const name = mapping === undefined ? '' : mapping.group === '' ? mapping.kind : `${mapping.kind}.${mapping.group}`;
	const visited = mapping === undefined ? '' : `${mapping.group} ${mapping.kind}`;
	throw new CommandError(
		`error retrieving rollbacker for ${JSON.stringify(name)}, no visitor method exists for {${visited}}`,
	);
}

function missingRevision(revision: number): CommandError {
	return new CommandError(`unable to find specified revision ${revision} in history`);
}

/** Annotations that stay the Deployment's own. */
const KEPT_ANNOTATIONS = [
	LAST_APPLIED,
	REVISION,
	'deployment.kubernetes.io/revision-history',
	'deployment.kubernetes.io/desired-replicas',
	'deployment.kubernetes.io/max-replicas',
	'deprecated.deployment.rollback.to',
];

/** Models polymorphichelpers.DeploymentRollbacker. */
function* rollBackDeployment(kubectl: Kubectl, info: ResourceInfo, toRevision: number, dryRun: DryRun): Task<string> {
	if (toRevision < 0) throw missingRevision(toRevision);
	const { deployment, replicaSets } = yield* replicaSetsOf(kubectl, info.namespace, info.name);
	const target = revisionToRestore(replicaSets, toRevision, deployment);
	const template = withoutHash(target.spec.template);
	if (dryRun === 'client') return podTemplateText(target.spec.template);
	if (deployment.spec.paused === true) {
		throw new CommandError(
			"you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
		);
	}
	if (jsonEqual(template, withoutHash(deployment.spec.template))) {
		return `skipped rollback (current template already matches revision ${toRevision})`;
	}
	const annotations: { [key: string]: string } = {};
	for (const key of KEPT_ANNOTATIONS) {
		const value = deployment.metadata.annotations?.[key];
		if (value !== undefined) annotations[key] = value;
	}
	for (const [key, value] of Object.entries(target.metadata.annotations ?? {}))
		if (!KEPT_ANNOTATIONS.includes(key)) annotations[key] = value;
	const body = [
		{ op: 'replace', path: '/spec/template', value: template },
		{ op: 'replace', path: '/metadata/annotations', value: annotations },
	];
	yield* restore(kubectl, info, { type: 'json', body }, toRevision, dryRun);
	return 'rolled back';
}

function revisionToRestore(replicaSets: readonly Workload[], toRevision: number, deployment: Workload): Workload {
	if (toRevision > 0) {
		const found = replicaSets.find((each) => revisionOf(each) === toRevision);
		if (found === undefined) throw missingRevision(toRevision);
		return found;
	}
	const previous = replicaSets.at(-2);
	if (previous === undefined)
		throw new CommandError(`no rollout history found for deployment ${JSON.stringify(deployment.metadata.name)}`);
	return previous;
}

function withoutHash(template: PodTemplate): PodTemplate {
	const { [TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {};
	return { ...template, metadata: { ...template.metadata, labels } };
}

/** Models polymorphichelpers.DaemonSetRollbacker and StatefulSetRollbacker. */
function* rollBackRevision(
	kubectl: Kubectl,
	kind: string,
	info: ResourceInfo,
	toRevision: number,
	dryRun: DryRun,
): Task<string> {
	if (toRevision < 0) throw missingRevision(toRevision);
	const { owner, revisions } = yield* controllerRevisionsOf(kubectl, kind, info.namespace, info.name);
	if (toRevision === 0 && revisions.length <= 1) throw new CommandError('no last revision to roll back to');
	const target: ControllerRevision | undefined =
		toRevision === 0 ? revisions.at(-2) : revisions.find((each) => each.revision === toRevision);
	if (target === undefined) throw missingRevision(toRevision);
	const template = target.data?.spec?.template ?? {};
	if (dryRun === 'client') return `will roll back to ${podTemplateText(template)}`;
	const current = formatJson({ spec: { template: { ...owner.spec.template, $patch: 'replace' } } });
	if (current === formatJson(target.data))
		return `skipped rollback (current template already matches revision ${toRevision})`;
	yield* restore(kubectl, info, { type: 'strategic', body: target.data as object }, toRevision, dryRun);
	return 'rolled back';
}

function* restore(
	kubectl: Kubectl,
	info: ResourceInfo,
	patch: { type: 'json' | 'strategic'; body: object },
	revision: number,
	dryRun: DryRun,
): Task<void> {
	if (info.mapping === undefined) throw new Error('assertion failed: a rollback needs a mapping');
	try {
		yield* kubectl.patchObject(info.mapping, info.namespace, info.name, patch, writeQuery({ dryRun }));
	} catch (error) {
		if (!isUserError(error)) throw error;
		throw new CommandError(`failed restoring revision ${revision}: ${messageOf(error)}`);
	}
}
