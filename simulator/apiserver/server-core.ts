import type { Kind, StrategyContext } from '../api/kind.ts';
import type { KindRegistry } from '../api/kind-registry.ts';
import type { FieldDescriptions } from '../api/schema/field-descriptions.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionChain } from './admission/admission.ts';
import type { AuthorizationAttributes, Authorizer } from './authorization/authorizer.ts';
import type { WebhookPort } from './ports.ts';
import type { ResourceStorage } from './registry/resource-storage.ts';
import type { StorageHook } from './registry/storage-hook.ts';
import type { WatchStream } from './watch/watch-stream.ts';

/** What the parts of one API server share. */
export interface ServerCore {
	readonly world: StrategyContext;
	readonly store: Store;
	readonly kinds: KindRegistry;
	/** What OpenAPI and the columns of Tables say of fields. */
	readonly descriptions: FieldDescriptions;
	readonly admission: AdmissionChain;
	/** Absent: webhooks cannot be reached. */
	readonly webhooks: WebhookPort | undefined;
	/** Open watches: they end when the server goes down. */
	readonly streams: Set<WatchStream>;
	/** Whether somebody may do something. */
	decide(attributes: AuthorizationAttributes): ReturnType<Authorizer['authorize']>;
	/** The storage of a kind; made when first asked for. */
	storageOf(kind: Kind): ResourceStorage;
	/** What the server does beyond a kind's strategy, by "group/resource" ("/services"). */
	hookOf(kind: Kind): StorageHook | undefined;
}
