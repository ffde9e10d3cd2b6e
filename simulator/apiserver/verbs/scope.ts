import type { Kind } from '../../api/kind.ts';
import type { ResourceStorage } from '../registry/resource-storage.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { ApiRequest, UserInfo } from '../request.ts';
import type { ServerCore } from '../server-core.ts';

/** One authorized request for a resource, as the verbs get it. */
export interface RequestScope {
	readonly core: ServerCore;
	readonly request: ApiRequest;
	readonly info: RequestInfo;
	readonly user: UserInfo;
	readonly kind: Kind;
	readonly storage: ResourceStorage;
}
