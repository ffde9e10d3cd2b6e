import type { Context } from '../machinery/context.ts';
import type { FieldError } from '../machinery/field-error.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { Pace } from '../machinery/rest.ts';
import type { Task } from '../machinery/task.ts';
import type { CustomResourceSubresourceScale, WebhookConversion } from './apiextensions/types.ts';
import type { JsonFields, JsonSchema } from './custom-resources/json-schema.ts';
import type { TypeSchema } from './schema/schema.ts';

/**
 * Everything the world knows about one kind, in one literal. The API server, kubectl, OpenAPI, explain
 * and the site read it; none of them knows a kind by name.
 */
export interface Kind<T extends KubeObject = KubeObject> {
	/** '' for the core group. */
	readonly group: string;
	/** The version it is stored in and preferred ("v1"). */
	readonly version: string;
	readonly kind: string;
	/** "pods". */
	readonly plural: string;
	/** "pod". */
	readonly singular: string;
	readonly shortNames: readonly string[];
	/** "all", for instance. */
	readonly categories: readonly string[];
	readonly namespaced: boolean;
	readonly verbs: readonly Verb[];
	/** Its definition in the schema tables ("io.k8s.api.core.v1.Pod"). */
	readonly schema: string;
	/** Key prefix in the store, without slashes at its ends ("pods", "services/specs", "minions"). */
	readonly storagePrefix: string;
	/**
	 * Set where objects are stored as another version or group's kind: the server converts, and applies that kind's
	 * defaults, strategy and validation. Both ways make new objects.
	 */
	readonly storedAs?: {
		readonly group: string;
		readonly version: string;
		readonly kind: string;
		readonly toStored: (object: T) => KubeObject;
		readonly fromStored: (object: KubeObject) => T;
	};
	readonly subresources: readonly Subresource[];
	/** Set where a CustomResourceDefinition made the kind: `schema` names it in OpenAPI only. */
	readonly custom?: CustomKind;
	/** What names must look like; returns the server's complaints, without the field. */
	readonly validateName: (name: string, isPrefix: boolean) => string[];
	/** Fields besides metadata.name and metadata.namespace that a field selector may name, with their values. */
	readonly selectableFields?: (object: T) => { readonly [field: string]: string };
	/** Fills in defaults, in place, on every write and read of an external object. */
	readonly applyDefaults?: (object: T) => void;
	/** Clears what clients may not set and sets what the server owns (status, generation, IPs by `ports`), in place. */
	readonly prepareForCreate?: (object: T, world: StrategyContext) => void;
	/** `object` arrives as the client sent it; restores what this verb may not change (status), in place. */
	readonly prepareForUpdate?: (object: T, old: T, world: StrategyContext) => void;
	readonly prepareForStatusUpdate?: (object: T, old: T) => void;
	readonly validate?: (object: T) => FieldError[];
	readonly validateUpdate?: (object: T, old: T) => FieldError[];
	/** What those two find, in steps, for objects that may be large. @param old undefined for a create. */
	readonly validateInSteps?: (object: T, old: T | undefined, pace: Pace) => Task<FieldError[]>;
	readonly validateStatusUpdate?: (object: T, old: T) => FieldError[];
	/** Sent as a warning with every answer about this kind ("v1 Endpoints is deprecated in v1.33+; use …"). */
	readonly deprecation?: string;
	/** Warnings (the Warning header) for what is allowed but unwise. */
	readonly warnings?: (object: T, old: T | undefined) => string[];
	/** Whether and how long a delete waits: seconds of grace given the client's wish; 0 deletes at once. */
	readonly gracePeriodSeconds?: (object: T, requested: number | undefined) => number;
	/** Orphan or background when the client does not say. */
	readonly defaultPropagation?: 'Orphan' | 'Background';
	/** PUT of a name that does not exist creates it (Lease, Service, RBAC). Default false. Models AllowCreateOnUpdate. */
	readonly allowCreateOnUpdate?: boolean;
	/** PUT without a resourceVersion overwrites. Default true; custom resources and leases refuse. Models AllowUnconditionalUpdate. */
	readonly allowUnconditionalUpdate?: boolean;
	/** DELETE answers with the object instead of a Status (Pod, Service, PersistentVolumeClaim). Models ReturnDeletedObject. */
	readonly deleteReturnsObject?: boolean;
	readonly columns: readonly Column<T>[];
	/** Of the rows of a Table, where it is not that of the names. */
	readonly tableOrder?: (a: T, b: T) => number;
	/** `kubectl describe`. */
	readonly describe?: (object: T, world: DescribeContext) => Task<string>;
}

/** What custom resources have instead of a schema in the tables. Their objects are kept as they come, keys sorted. */
export interface CustomKind {
	readonly schema: JsonSchema;
	/** What patches and field owners have to know. */
	readonly type: TypeSchema;
	/** "CronTabList". */
	readonly listKind: string;
	/** All versions are stored as this one ("stable.example.com/v1"). */
	readonly storedApiVersion: string;
	readonly scale?: CustomResourceSubresourceScale;
	/** Its definition is being deleted: nothing new is created. */
	readonly isTerminating: boolean;
	/** What discovery says of it. */
	readonly listedVerbs: readonly Verb[];
	/** Prunes and defaults, in place; gives the paths of what the schema does not know. @param pace for what may be large. */
	readonly complete: (object: JsonFields, pace: Pace | undefined) => Task<readonly string[]>;
	/** Set where a webhook converts between the versions. */
	readonly conversion?: CustomConversion;
	/** A stored object in this version, pruned and defaulted by it. Throws NotConverted where `conversion` lacks it. */
	readonly read: (object: KubeObject) => KubeObject;
	/** The same in steps, ahead, of what may be large. */
	readonly readInSteps: (object: KubeObject, pace: Pace) => Task<void>;
	/** An object is stored that differs in its version only from one that has been read already. */
	readonly inherit: (object: KubeObject, from: KubeObject) => void;
}

/** What a webhook has made of objects: reading them again asks nobody. */
export interface CustomConversion {
	readonly webhook: WebhookConversion;
	/** Stored objects in this version. */
	readonly converted: WeakMap<KubeObject, KubeObject>;
	/** What objects in this version were read from. */
	readonly stored: WeakMap<KubeObject, KubeObject>;
}

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export interface Subresource {
	/** "status", "scale", "log", "exec", "eviction", … */
	readonly name: string;
	readonly verbs: readonly ('create' | 'get' | 'patch' | 'update' | 'delete')[];
	/** Kind of its body when it is another one ("Scale" of autoscaling/v1). */
	readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
}

/** One column of `kubectl get`. */
export interface Column<T extends KubeObject = KubeObject> {
	/** "Ready": kubectl prints it in capitals. */
	readonly name: string;
	readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
	/** "" or "name". */
	readonly format?: string;
	readonly description: string;
	/** 0 always shown, 1 with `-o wide`. */
	readonly priority: 0 | 1;
	/** @param nowMs virtual time, for ages. */
	readonly value: (object: T, nowMs: number) => string | number | boolean;
}

/** What strategies may ask of the server. */
export interface StrategyContext extends Context {
	/** RFC 3339 of now. */
	timestamp(): string;
}

/**
 * What describers may ask of the cluster; the calls are the requests a real kubectl makes. `list` (and `get`, for other
 * reasons than that nothing is there) throws ApiError when the server refuses; a describer that goes on without the
 * answer catches it, from the others it ends the description.
 */
export interface DescribeContext {
	readonly nowMs: number;
	/** Undefined when it does not exist. */
	get(
		gvr: { group: string; version: string; resource: string },
		namespace: string,
		name: string,
	): Task<KubeObject | undefined>;
	list(
		gvr: { group: string; version: string; resource: string },
		namespace: string,
		selectors: { labelSelector?: string; fieldSelector?: string },
	): Task<KubeObject[]>;
	/** --show-events; false leaves the Events section out. */
	readonly showEvents: boolean;
}
