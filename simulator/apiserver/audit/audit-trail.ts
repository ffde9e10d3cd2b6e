import { encodeBase64 } from '../../machinery/base64.ts';
import type { Random } from '../../machinery/random.ts';
import { formatMicroTime } from '../../machinery/timestamp.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import type { RequestInfo } from '../request/request-info.ts';
import type { ApiRequest, ApiResponse, ApiStream, UserInfo } from '../request.ts';
import type { AuditEvent } from './audit-event.ts';
import { type AuditPolicy, type AuditScope, type AuditStage, auditScope } from './audit-policy.ts';

export interface AuditOptions {
	readonly policy: AuditPolicy;
	/** Takes an event. What it refers to may change later. */
	readonly write: (event: AuditEvent) => void;
	/** Where requests come from that came over no connection. */
	readonly address: string;
}

/** Tells of requests as a policy has it. Models apiserver/pkg/audit and endpoints/filters WithAudit. */
export class AuditTrail {
	readonly options: AuditOptions;
	readonly random: Random;
	readonly now: () => number;
	/** Requests by the level that the policy has for them. */
	readonly levels = new Map<string, number>();
	/** Events that have been written. */
	events = 0;

	constructor(options: AuditOptions, random: Random, now: () => number) {
		this.options = options;
		this.random = random;
		this.now = now;
	}

	entry(request: ApiRequest): AuditEntry {
		return new AuditEntry(this, request);
	}
}

/** What is told of one request. */
export class AuditEntry {
	readonly #trail: AuditTrail;
	readonly #request: ApiRequest;
	readonly #receivedAtMs: number;
	#event: Omit<AuditEvent, 'requestReceivedTimestamp' | 'stageTimestamp'> | undefined;
	#scope: AuditScope = { level: 'None', omitStages: [], omitManagedFields: false };
	#info: RequestInfo | undefined;
	#impersonated: UserInfo | undefined;
	#decision = 'forbid';
	#reason = '';

	constructor(trail: AuditTrail, request: ApiRequest) {
		this.#trail = trail;
		this.#request = request;
		this.#receivedAtMs = trail.now();
	}

	/** It is known who asks for what. */
	begin(user: UserInfo, info: RequestInfo): void {
		const { policy, address } = this.#trail.options;
		this.#scope = auditScope(policy, user, info);
		const { levels } = this.#trail;
		levels.set(this.#scope.level, (levels.get(this.#scope.level) ?? 0) + 1);
		if (this.#scope.level === 'None') return;
		const request = this.#request;
		const userAgent = request.headers.get('user-agent');
		this.#info = info;
		this.#event = {
			kind: 'Event',
			apiVersion: 'audit.k8s.io/v1',
			level: this.#scope.level,
			auditID: this.#trail.random.uuid(),
			stage: 'RequestReceived',
			requestURI: requestUri(request),
			verb: info.verb,
			user: userOf(user),
			impersonatedUser: undefined,
			sourceIPs: [request.source ?? address],
			...(userAgent === undefined ? {} : { userAgent }),
		};
		this.#tell('RequestReceived', this.#referenced({}));
	}

	/** It is done in another's name. */
	actsAs(user: UserInfo): void {
		this.#impersonated = user;
	}

	allowed(reason: string): void {
		this.#decision = 'allow';
		this.#reason = reason;
	}

	/** The answer, of which the end is told when it has ended. */
	end(response: ApiResponse): ApiResponse {
		if (this.#event === undefined) return response;
		const { stream } = response;
		if (stream === undefined && response.upgrade === undefined) {
			this.#complete('ResponseComplete', response);
			return response;
		}
		this.#complete('ResponseStarted', response);
		if (stream === undefined) return response;
		return { ...response, stream: this.#followed(stream, response) };
	}

	#followed(stream: ApiStream, response: ApiResponse): ApiStream {
		let open = true;
		const ended = (): void => {
			if (open) this.#complete('ResponseComplete', response);
			open = false;
		};
		return {
			next: () => {
				const next = stream.next();
				if (next === 'end') ended();
				return next;
			},
			readable: stream.readable,
			close: () => {
				ended();
				stream.close();
			},
		};
	}

	#complete(stage: AuditStage, response: ApiResponse): void {
		const { level, omitManagedFields } = this.#scope;
		const sent = bodyOf(this.#request);
		const answer =
			typeof response.body === 'object' && !(response.body instanceof Uint8Array) ? response.body : undefined;
		const withBody = level === 'Request' || level === 'RequestResponse';
		const pruned = (object: object): object => (omitManagedFields ? withoutManagedFields(object) : object);
		this.#tell(stage, {
			...this.#referenced(sent ?? {}),
			responseStatus: statusOf(response, answer),
			...(withBody && sent !== undefined ? { requestObject: pruned(sent) } : {}),
			...(level === 'RequestResponse' && answer !== undefined ? { responseObject: pruned(answer) } : {}),
			annotations: {
				'authorization.k8s.io/decision': this.#decision,
				'authorization.k8s.io/reason': this.#reason,
			},
		});
	}

	#tell(stage: AuditStage, more: Partial<AuditEvent>): void {
		if (this.#event === undefined || this.#scope.omitStages.includes(stage)) return;
		const { annotations, ...fields } = more;
		const event: AuditEvent = {
			...this.#event,
			stage,
			impersonatedUser: this.#impersonated === undefined ? undefined : userOf(this.#impersonated),
			...fields,
			requestReceivedTimestamp: formatMicroTime(this.#receivedAtMs),
			stageTimestamp: formatMicroTime(this.#trail.now()),
			annotations,
		};
		this.#trail.events++;
		this.#trail.options.write(event);
	}

	/** What the request is about; a new object's name is in its body. Models LogRequestObject. */
	#referenced(sent: object): Pick<AuditEvent, 'objectRef'> {
		const info = this.#info;
		if (info === undefined || !info.isResourceRequest) return {};
		const { metadata = {} } = sent as {
			metadata?: { name?: string; namespace?: string; uid?: string; resourceVersion?: string };
		};
		const reference = {
			resource: info.resource,
			namespace: info.namespace || metadata.namespace,
			name: info.name || metadata.name,
			uid: metadata.uid,
			apiGroup: info.apiGroup,
			apiVersion: info.apiVersion,
			resourceVersion: metadata.resourceVersion,
			subresource: info.subresource,
		};
		return { objectRef: Object.fromEntries(Object.entries(reference).filter(([, value]) => (value ?? '') !== '')) };
	}
}

function userOf({ name, uid, groups, extra }: UserInfo): AuditEvent['user'] {
	return {
		username: name,
		...(uid === undefined || uid === '' ? {} : { uid }),
		...(groups.length === 0 ? {} : { groups }),
		...(extra === undefined ? {} : { extra }),
	};
}

function requestUri({ path, query }: ApiRequest): string {
	const parameters = [...query].flatMap(([name, values]) =>
		values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
	);
	return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}

/** The object in a request. Differs: of what comes in protobuf only the envelope, without what defaults add. */
function bodyOf({ body, headers }: ApiRequest): object | undefined {
	if (body === undefined || !(body instanceof Uint8Array)) return body;
	if (headers.get('content-type')?.startsWith('application/vnd.kubernetes.protobuf')) {
		return { kind: 'Unknown', raw: encodeBase64(body) };
	}
	try {
		const value: unknown = parseYamlDocument(decodeUtf8(body));
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch (error) {
		if (error instanceof YamlError) return undefined;
		throw error;
	}
}

function withoutManagedFields(object: object): object {
	const { metadata } = object as { metadata?: { managedFields?: unknown } };
	if (metadata?.managedFields === undefined) return object;
	const { managedFields: _, ...others } = metadata;
	return { ...object, metadata: others };
}

function statusOf(response: ApiResponse, answer: object | undefined): AuditEvent['responseStatus'] & object {
	const { kind, status, message, reason, details } = (answer ?? {}) as { readonly [field: string]: unknown };
	if (kind !== 'Status') return { metadata: {}, code: response.status };
	return { metadata: {}, status, message, reason, details, code: response.status };
}
