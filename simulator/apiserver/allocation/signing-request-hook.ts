import type { CertificateSigningRequest } from '../../api/certificates/types.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { StorageHook } from '../registry/storage-hook.ts';
import type { UserInfo } from '../request.ts';
import type { ServerCore } from '../server-core.ts';

/**
 * A request for a certificate says who has made it, and its conditions since when they hold.
 * Models pkg/registry/certificates/certificates/strategy.go.
 */
export function signingRequestHook(core: ServerCore): StorageHook {
	return {
		receive(object: KubeObject, old: KubeObject | undefined, user: UserInfo) {
			const request = object as CertificateSigningRequest;
			if (old === undefined) noteRequester(request, user);
			else stampConditions(request, old as CertificateSigningRequest, core.world.timestamp());
		},
	};
}

function noteRequester({ spec }: CertificateSigningRequest, user: UserInfo): void {
	spec.username = user.name;
	if (user.uid === undefined) delete spec.uid;
	else spec.uid = user.uid;
	spec.groups = [...user.groups];
	delete spec.extra;
	if (user.extra === undefined) return;
	spec.extra = Object.fromEntries(Object.entries(user.extra).map(([key, values]) => [key, [...values]]));
}

/** Models populateConditionTimestamps. */
function stampConditions(request: CertificateSigningRequest, old: CertificateSigningRequest, now: string): void {
	const { conditions } = request.status;
	if (conditions === undefined) return;
	request.status = {
		...request.status,
		conditions: conditions.map((condition) => {
			const before = (old.status.conditions ?? []).find(
				(each) => each.type === condition.type && each.status === condition.status,
			);
			return {
				...condition,
				lastUpdateTime: condition.lastUpdateTime ?? now,
				lastTransitionTime: condition.lastTransitionTime ?? before?.lastTransitionTime ?? now,
			};
		}),
	};
}
