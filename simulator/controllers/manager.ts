import { KINDS } from '../api/registry.ts';
import { ApiClient } from '../client/api-client.ts';
import { EventRecorder } from '../client/event-recorder.ts';
import { InformerFactory } from '../client/informer.ts';
import type { Resource } from '../client/resource.ts';
import { type Transport, TransportError } from '../client/transport.ts';
import type { Context } from '../machinery/context.ts';
import { ApiError } from '../machinery/status.ts';
import { formatTime } from '../machinery/timestamp.ts';
import { WorkQueue } from '../machinery/work-queue.ts';
import type { Controller, ControllerOptions, Scope, Watch } from './controller.ts';
import { CustomKinds } from './custom-kinds.ts';
import { CONTROLLERS } from './registry.ts';
import { CUSTOM_RESOURCE_DEFINITIONS } from './resources.ts';

export interface ControllerManagerOptions extends Partial<ControllerOptions> {
	readonly context: Context;
	/** The way to the API server as this user ("system:serviceaccount:kube-system:deployment-controller"). */
	readonly transportFor: (user: string) => Transport;
	/** --controllers; all of the registry when absent. */
	readonly controllers?: readonly string[];
}

const MANAGER = 'system:kube-controller-manager';

/**
 * Runs the controllers until stopped, each as its own service account, all on one set of informers. What they know they
 * have from the API: starting again after a stop, or on a restored world, goes on where the last one ended.
 * Models cmd/kube-controller-manager with --use-service-account-credentials.
 */
export function startControllerManager(options: ControllerManagerOptions): { stop(): void } {
	const { context, transportFor } = options;
	const informers = new InformerFactory(context, new ApiClient(transportFor(MANAGER), 'kube-controller-manager'));
	const settings: ControllerOptions & { kinds: readonly Resource[] } = { ...DEFAULTS, ...definedOnly(options) };
	const wanted = options.controllers;
	const chosen = CONTROLLERS.filter((each) => wanted === undefined || wanted.includes(each.name));
	const running = chosen
		.filter((each) => each.wokenBy === undefined)
		.map((controller) => prepare(controller, options, settings, informers));
	const woken: Running[] = [];
	const custom = new CustomKinds({
		informers,
		settings,
		follow: (resource) => {
			for (const each of [...running, ...woken]) each.follow(resource);
		},
	});
	informers.for(CUSTOM_RESOURCE_DEFINITIONS).onChange((change) => custom.change(change));
	let stopped = false;
	for (const controller of chosen) {
		if (controller.wokenBy === undefined) continue;
		let sleeps = true;
		const wake = (): void => {
			if (!sleeps) return;
			sleeps = false;
			const each = prepare(controller, options, settings, informers);
			woken.push(each);
			informers.start(() => {
				if (!stopped) each.start();
			});
		};
		for (const resource of controller.wokenBy) informers.for(resource).onChange(wake);
	}
	informers.start(() => {
		for (const each of running) if (!stopped) each.start();
	});
	return {
		stop() {
			stopped = true;
			for (const each of [...running, ...woken]) each.stop();
			informers.stop();
		},
	};
}

interface Running {
	/** Hears of the objects of one more kind. */
	follow(resource: Resource): void;
	start(): void;
	stop(): void;
}

/** Defaults of kube-controller-manager's flags. */
const DEFAULTS: ControllerOptions = {
	clusterCIDR: undefined,
	nodeCIDRMaskSize: 24,
	rootCA: '',
	nodeMonitorGraceSeconds: 50,
	goesOn: false,
	isBeating: () => false,
	signer: undefined,
	legacyToken: undefined,
	kinds: deletableResources(),
};

function definedOnly(options: ControllerManagerOptions): Partial<ControllerOptions> {
	const known = Object.keys(DEFAULTS) as (keyof ControllerOptions)[];
	const given = known.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]);
	return Object.fromEntries(given) as Partial<ControllerOptions>;
}

function prepare<S>(
	controller: Controller<S>,
	{ context, transportFor }: ControllerManagerOptions,
	options: ControllerOptions,
	informers: InformerFactory,
): Running {
	const user = controller.asManager === true ? MANAGER : `system:serviceaccount:kube-system:${controller.user}`;
	const transport = transportFor(user);
	const client = new ApiClient(transport, 'kube-controller-manager');
	// Most controllers of an idle world never record an event.
	let recorder: EventRecorder | undefined;
	const declared = new Set(
		[...controller.watches.map((each) => each.resource), ...(controller.reads ?? [])].map(resourceName),
	);
	const queue = new WorkQueue({
		loop: context.loop,
		workers: controller.workers,
		reconcile: (key) => controller.reconcile(key, scope),
		isRetriable: (error) => error instanceof ApiError || error instanceof TransportError,
		onError: (_key, _error, tries) => controller.triesMax === undefined || tries < controller.triesMax,
		...(controller.intervalMsMin && { intervalMsMin: (key: string) => controller.intervalMsMin?.(key, scope) ?? 0 }),
	});
	const base: Scope<undefined> = {
		context,
		queue,
		client,
		options,
		state: undefined,
		nowMs: () => context.loop.now(),
		timestamp: () => formatTime(context.loop.now()),
		lister: (resource) => {
			// An informer nobody declared would never be started.
			const name = resourceName(resource);
			if (!declared.has(name)) throw new Error(`assertion failed: ${controller.name} does not declare ${name}`);
			return informers.for(resource);
		},
		event: (about, type, reason, message) => {
			recorder ??= new EventRecorder(context, client, { component: controller.eventSource ?? controller.user });
			recorder.event(about, type, reason, message);
		},
	};
	const scope: Scope<S> = { ...base, state: controller.state?.(base) as S };
	for (const resource of controller.reads ?? []) informers.for(resource);
	const watches = [...controller.watches];
	if (controller.onAnyChange !== undefined) {
		for (const resource of options.kinds) {
			// Events have no owners, and there are many.
			if (resource.resource === 'events') continue;
			watches.push({ resource, onChange: (change, own) => controller.onAnyChange?.(resource, change, own) });
		}
	}
	let started = false;
	const listen = ({ resource, onChange }: Watch<S>): void => {
		informers.for(resource).onChange((change) => {
			if (started) onChange(change, scope);
		});
	};
	for (const each of watches) listen(each);
	return {
		follow(resource) {
			if (controller.onAnyChange === undefined) return;
			const added: Watch<S> = { resource, onChange: (change, own) => controller.onAnyChange?.(resource, change, own) };
			watches.push(added);
			listen(added);
		},
		start() {
			started = true;
			// What was there before the start comes as added, when all informers are able to answer.
			for (const { resource, onChange } of watches) {
				for (const object of informers.for(resource).list()) onChange({ type: 'added', object }, scope);
			}
			controller.onStart?.(scope);
		},
		stop() {
			started = false;
			queue.stop();
			controller.onStop?.(scope);
		},
	};
}

function resourceName({ group, resource }: { group: string; resource: string }): string {
	return group === '' ? resource : `${resource}.${group}`;
}

/** What garbage collection and namespace deletion look after: one version of each resource that can be listed and deleted. */
function deletableResources(): Resource[] {
	const resources = new Map<string, Resource>();
	for (const { group, version, plural, kind, namespaced, verbs } of KINDS) {
		if (!(['list', 'watch', 'delete'] as const).every((verb) => verbs.includes(verb))) continue;
		const name = resourceName({ group, resource: plural });
		if (!resources.has(name)) resources.set(name, { group, version, resource: plural, kind, namespaced });
	}
	return [...resources.values()];
}
