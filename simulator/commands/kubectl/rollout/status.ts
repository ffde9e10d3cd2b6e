import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, duration, int } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { completeOneOf } from '../completion/complete-resources.ts';
import { CommandError, isUserError, throwAll } from '../errors.ts';
import type { ResourceInfo } from '../resources.ts';
import { qualifiedResource, resourcePath } from '../rest-mapper.ts';
import { FILENAME_USAGE, filenameFlags, SELECTOR_FLAG } from '../shared-flags.ts';
import type { Workload } from './workload.ts';
import { revisionOf, rolloutTargets } from './workload.ts';

const STATUS_FLAGS = {
	...filenameFlags(`${FILENAME_USAGE} identifying the resource to get from a server.`),
	revision: int(0, 'Pin to a specific revision for showing its status. Defaults to 0 (last revision).'),
	selector: SELECTOR_FLAG,
	timeout: duration(
		0,
		'The length of time to wait before ending watch, zero means never. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).',
	),
	watch: bool(true, "Watch the status of the rollout until it's done.", { shorthand: 'w' }),
} as const;

type StatusInvocation = Invocation<typeof STATUS_FLAGS>;

export const rolloutStatus = defineCommand({
	name: 'status',
	use: 'status (TYPE NAME | TYPE/NAME) [flags]',
	short: 'Show the status of the rollout',
	long: `Show the status of the rollout.

 By default 'rollout status' will watch the status of the latest rollout until it's done. If you don't want to wait for the rollout to finish then you can use --watch=false. Note that if a new rollout starts in-between, then 'rollout status' will continue watching the latest revision. If you want to pin to a specific revision and abort if it is rolled over by another revision, use --revision=N where N is the revision you need to watch for.`,
	examples: `
# The rollout of a deployment
kubectl rollout status deployment/nginx`,
	flags: STATUS_FLAGS,
	completeArgs: completeOneOf(['deployment', 'daemonset', 'statefulset']),
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		if (flags.revision < 0) throw new CommandError(`revision must be a positive integer: ${flags.revision}`);
		const { infos, error } = yield* rolloutTargets(kubectl, flags, args);
		if (error !== undefined && infos.length === 0) throw error;
		const errors: Error[] = error === undefined ? [] : [error];
		for (const info of infos) {
			try {
				yield* watchStatus(invocation, info);
			} catch (failure) {
				if (!isUserError(failure)) throw failure;
				errors.push(failure);
			}
		}
		throwAll(errors);
		if (infos.length > 0) return;
		const { namespace } = yield* kubectl.namespace();
		yield* kubectl.io.err(`No resources found in ${namespace} namespace.\n`);
	},
});

function* watchStatus(invocation: StatusInvocation, info: ResourceInfo): Task<void> {
	const { kubectl, flags } = invocation;
	const mapping = info.mapping;
	if (mapping === undefined) throw new Error('assertion failed: a status needs a mapping');
	const view = VIEWERS.get(mapping.group === 'apps' ? mapping.kind : '');
	if (view === undefined)
		throw new CommandError(
			`no status viewer has been implemented for ${qualifiedResource({ ...mapping, resource: mapping.kind })}`,
		);
	const deadlineMs = flags.timeout === 0 ? undefined : kubectl.process.now() + flags.timeout;
	const client = yield* kubectl.client();
	const path = resourcePath(mapping, info.namespace);
	const selector = ['fieldSelector', `metadata.name=${info.name}`] as const;
	const list = yield* client.get<{ metadata: { resourceVersion: string }; items?: Workload[] }>(path, [selector]);
	let version = list.metadata.resourceVersion;
	const current = list.items?.[0];
	if (current !== undefined && (yield* show(invocation, view, current))) return;
	for (;;) {
		const stream = yield* client.watch(path, [selector, ['resourceVersion', version]]);
		for (;;) {
			const event = yield* stream.next(deadlineMs);
			if (event === undefined) break;
			if (event === 'timeout') {
				stream.close();
				throw new CommandError('timed out waiting for the condition');
			}
			if (event.type === 'DELETED') throw new CommandError('object has been deleted');
			if (event.type === 'ERROR') break;
			version = (event.object as KubeObject).metadata.resourceVersion;
			if (event.type === 'BOOKMARK' || !(yield* show(invocation, view, event.object as Workload))) continue;
			stream.close();
			return;
		}
	}
}

/** Prints where the rollout is. Returns whether that is enough. */
function* show({ kubectl, flags }: StatusInvocation, view: Viewer, object: Workload): Task<boolean> {
	const { text, done } = view(object, flags.revision);
	yield* kubectl.io.out(text);
	return done || !flags.watch;
}

type Viewer = (object: Workload, revision: number) => { text: string; done: boolean };

/** Models polymorphichelpers' status viewers. */
const VIEWERS: ReadonlyMap<string, Viewer> = new Map([
	['Deployment', deploymentStatus],
	['DaemonSet', daemonSetStatus],
	['StatefulSet', statefulSetStatus],
]);

function deploymentStatus(object: Workload, revision: number): ReturnType<Viewer> {
	const name = JSON.stringify(object.metadata.name);
	const status = object.status ?? {};
	if (revision > 0 && revision !== revisionOf(object)) {
		throw new CommandError(
			`desired revision (${revision}) is different from the running revision (${revisionOf(object)})`,
		);
	}
	if ((object.metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
		return { text: 'Waiting for deployment spec update to be observed...\n', done: false };
	}
	const progressing = (status.conditions ?? []).find((each) => each.type === 'Progressing');
	if (progressing?.reason === 'ProgressDeadlineExceeded')
		throw new CommandError(`deployment ${name} exceeded its progress deadline`);
	const head = `Waiting for deployment ${name} rollout to finish:`;
	const updated = status.updatedReplicas ?? 0;
	const wanted = object.spec.replicas;
	if (wanted !== undefined && updated < wanted) {
		return { text: `${head} ${updated} out of ${wanted} new replicas have been updated...\n`, done: false };
	}
	const total = status.replicas ?? 0;
	if (total > updated)
		return { text: `${head} ${total - updated} old replicas are pending termination...\n`, done: false };
	const available = status.availableReplicas ?? 0;
	if (available < updated)
		return { text: `${head} ${available} of ${updated} updated replicas are available...\n`, done: false };
	return { text: `deployment ${name} successfully rolled out\n`, done: true };
}

function daemonSetStatus(object: Workload): ReturnType<Viewer> {
	const name = JSON.stringify(object.metadata.name);
	const status = object.status ?? {};
	requireRollingUpdate(object);
	if ((object.metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
		return { text: 'Waiting for daemon set spec update to be observed...\n', done: false };
	}
	const head = `Waiting for daemon set ${name} rollout to finish:`;
	const desired = status.desiredNumberScheduled ?? 0;
	const updated = status.updatedNumberScheduled ?? 0;
	if (updated < desired)
		return { text: `${head} ${updated} out of ${desired} new pods have been updated...\n`, done: false };
	const available = status.numberAvailable ?? 0;
	if (available < desired)
		return { text: `${head} ${available} of ${desired} updated pods are available...\n`, done: false };
	return { text: `daemon set ${name} successfully rolled out\n`, done: true };
}

function statefulSetStatus(object: Workload): ReturnType<Viewer> {
	const status = object.status ?? {};
	requireRollingUpdate(object);
	const observed = status.observedGeneration ?? 0;
	if (observed === 0 || (object.metadata.generation ?? 0) > observed) {
		return { text: 'Waiting for statefulset spec update to be observed...\n', done: false };
	}
	const replicas = object.spec.replicas;
	const ready = status.readyReplicas ?? 0;
	if (replicas !== undefined && ready < replicas)
		return { text: `Waiting for ${replicas - ready} pods to be ready...\n`, done: false };
	const updated = status.updatedReplicas ?? 0;
	const rolling = object.spec.updateStrategy?.rollingUpdate;
	if (rolling !== undefined) {
		const wanted = (replicas ?? 0) - (rolling.partition ?? 0);
		if (replicas !== undefined && rolling.partition !== undefined && updated < wanted) {
			return {
				text: `Waiting for partitioned roll out to finish: ${updated} out of ${wanted} new pods have been updated...\n`,
				done: false,
			};
		}
		return { text: `partitioned roll out complete: ${updated} new pods have been updated...\n`, done: true };
	}
	if (status.updateRevision !== status.currentRevision) {
		return {
			text: `waiting for statefulset rolling update to complete ${updated} pods at revision ${status.updateRevision}...\n`,
			done: false,
		};
	}
	return {
		text: `statefulset rolling update complete ${status.currentReplicas ?? 0} pods at revision ${status.currentRevision}...\n`,
		done: true,
	};
}

function requireRollingUpdate(object: Workload): void {
	if (object.spec.updateStrategy?.type === 'RollingUpdate') return;
	throw new CommandError('rollout status is only available for RollingUpdate strategy type');
}
