import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { inFieldOrder } from '../registry/field-order.ts';
import type { ServerCore } from '../server-core.ts';

const REGISTRATION = 'apiregistration.k8s.io';
const AUTOMANAGED = 'kube-aggregator.kubernetes.io/automanaged';

/**
 * Of the groups that the server brings along: how high it stands in discovery, and its versions.
 * Models pkg/controlplane/apiserver DefaultGenericAPIServicePriorities and cmd/kube-apiserver/app aggregator.go.
 */
const PRIORITIES: ReadonlyMap<string, number> = new Map([
	['', 18_000],
	['apps', 17_800],
	['events.k8s.io', 17_750],
	['authentication.k8s.io', 17_700],
	['authorization.k8s.io', 17_600],
	['autoscaling', 17_500],
	['batch', 17_400],
	['certificates.k8s.io', 17_300],
	['networking.k8s.io', 17_200],
	['policy', 17_100],
	['rbac.authorization.k8s.io', 17_000],
	['storage.k8s.io', 16_800],
	['apiextensions.k8s.io', 16_700],
	['admissionregistration.k8s.io', 16_700],
	['scheduling.k8s.io', 16_600],
	['coordination.k8s.io', 16_500],
	['node.k8s.io', 16_300],
	['discovery.k8s.io', 16_200],
	['flowcontrol.apiserver.k8s.io', 16_100],
]);
/** Where versions have other priorities than most. */
const VERSION_PRIORITIES: ReadonlyMap<string, number> = new Map([
	['/v1', 1],
	['autoscaling/v2', 30],
	['flowcontrol.apiserver.k8s.io/v1', 21],
]);
const VERSION_PRIORITY = 15;
/** Models pkg/controlplane/controller/crdregistration: custom groups come after all others. */
const CUSTOM = { groupPriorityMinimum: 1_000, versionPriority: 100 } as const;

type LocalService = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: { readonly name: string; readonly labels: { readonly [key: string]: string } };
	readonly spec: object;
};

/** What the server registers with its own aggregator when it starts: one for each version that it serves itself. */
export function localApiServices(kinds: readonly Kind[]): LocalService[] {
	const services = new Map<string, LocalService>();
	for (const { group, version } of kinds) {
		const groupPriorityMinimum = PRIORITIES.get(group);
		if (groupPriorityMinimum === undefined) continue;
		const versionPriority = VERSION_PRIORITIES.get(`${group}/${version}`) ?? VERSION_PRIORITY;
		const service = localService(group, version, 'onstart', { groupPriorityMinimum, versionPriority });
		services.set(service.metadata.name, service);
	}
	return [...services.values()];
}

function localService(
	group: string,
	version: string,
	managed: 'onstart' | 'true',
	priorities: { readonly groupPriorityMinimum: number; readonly versionPriority: number },
): LocalService {
	return {
		apiVersion: `${REGISTRATION}/v1`,
		kind: 'APIService',
		metadata: { name: `${version}.${group}`, labels: { [AUTOMANAGED]: managed } },
		spec: { ...(group === '' ? {} : { group }), version, ...priorities },
	};
}

/**
 * Registers a version of a custom group while any of its kinds is served, and takes it back with the last one.
 * Models pkg/controlplane/controller/crdregistration and kube-aggregator's autoregister controller.
 */
export function registerCustomVersion(core: ServerCore, group: string, version: string): void {
	const kind = core.kinds.byKind(REGISTRATION, 'v1', 'APIService');
	if (kind === undefined) return;
	const storage = core.storageOf(kind);
	const found = storage.find('', `${version}.${group}`);
	const served = core.kinds.all().some((each) => each.group === group && each.version === version);
	if (!served) {
		if (found?.metadata.labels?.[AUTOMANAGED] === 'true') storage.remove(found);
		return;
	}
	if (found !== undefined) return;
	const { metadata, ...rest } = localService(group, version, 'true', CUSTOM);
	const { timestamp, random } = core.world;
	const service = {
		...rest,
		metadata: { ...metadata, uid: random.uuid(), creationTimestamp: timestamp() },
	} as unknown as KubeObject;
	kind.prepareForCreate?.(service, core.world);
	storage.create(inFieldOrder(service, storage.type));
}
