import type { Service } from '../../api/core/types/service.ts';
import type { Kind } from '../../api/kind.ts';
import type { IPAddress } from '../../api/networking/types.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { inFieldOrder } from '../registry/field-order.ts';
import type { ServerCore } from '../server-core.ts';

const LABELS = {
	'ipaddress.kubernetes.io/ip-family': 'IPv4',
	'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
} as const;

/** An IPAddress for each cluster address of a Service, as long as the Service is there. Models pkg/registry/core/service/ipallocator. */
export function keepServiceAddresses(core: ServerCore, service: Service, removed: boolean): void {
	const kind = addressKind(core);
	if (kind === undefined) return;
	const storage = core.storageOf(kind);
	const addresses = (service.spec.clusterIPs ?? []).filter((each) => each !== 'None' && each !== '');
	for (const address of addresses) {
		const found = storage.find('', address);
		if (removed && found !== undefined && isOf(found, service)) storage.remove(found);
		if (!removed && found === undefined) {
			storage.create(inFieldOrder(addressObject(core, address, service), storage.type));
		}
	}
	// A Service that has become a mere name gives its address back.
	if (removed || service.spec.type !== 'ExternalName') return;
	for (const each of storage.all('')) if (isOf(each, service)) storage.remove(each);
}

/** Whether something else than this Service holds an address. */
export function isHeldByOthers(core: ServerCore, address: string, service: Service): boolean {
	const kind = addressKind(core);
	const found = kind === undefined ? undefined : core.storageOf(kind).find('', address);
	return found !== undefined && !isOf(found, service);
}

function addressKind(core: ServerCore): Kind | undefined {
	return core.kinds.byKind('networking.k8s.io', 'v1', 'IPAddress');
}

function isOf(object: KubeObject, { metadata }: Service): boolean {
	const { parentRef } = (object as IPAddress).spec;
	return (
		parentRef?.resource === 'services' &&
		(parentRef.group ?? '') === '' &&
		parentRef.namespace === metadata.namespace &&
		parentRef.name === metadata.name
	);
}

function addressObject(core: ServerCore, address: string, { metadata }: Service): KubeObject {
	const { namespace = '', name } = metadata;
	const object: IPAddress = {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'IPAddress',
		metadata: {
			name: address,
			uid: core.world.random.uuid(),
			creationTimestamp: core.world.timestamp(),
			labels: { ...LABELS },
		} as unknown as IPAddress['metadata'],
		spec: { parentRef: { resource: 'services', namespace, name } },
	};
	return object as unknown as KubeObject;
}
