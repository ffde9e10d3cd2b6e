import type { ResourceQuota } from '../../api/core/types/object.ts';
import { type Amounts, addAmounts, amountsText, excess, growth, only, withoutZeros } from '../../api/quota/amounts.ts';
import type { QuotaEvaluator } from '../../api/quota/evaluator.ts';
import { isInScopes, quotaEvaluator, scopesOf } from '../../api/quota/evaluators.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { updateObject } from '../registry/update-object.ts';
import type { WriteContext } from '../registry/write-context.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { plainError } from './plain-error.ts';
import { refusal } from './refusal.ts';
import type { LimitedResource } from './settings/limited-resources.ts';

/**
 * What a namespace may use. Whoever is admitted is charged at once; what is given back the quota controller finds.
 * Models apiserver/pkg/admission/plugin/resourcequota.
 */
export function resourceQuota(limited: readonly LimitedResource[] = []): AdmissionPlugin {
	return { name: 'ResourceQuota', validate: (attributes, core) => validate(attributes, core, limited) };
}

function validate(
	attributes: AdmissionAttributes,
	core: ServerCore,
	limited: readonly LimitedResource[],
): Task<void> | undefined {
	const { operation, kind, namespace, subresource, dryRun } = attributes;
	if (namespace === '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return undefined;
	if (kind.group === '' && kind.plural === 'namespaces') return undefined;
	// Most updates cost nothing.
	if (operation === 'UPDATE' && (kind.group !== '' || subresource === 'status')) return undefined;
	const quotas = quotasIn(namespace, core);
	if (quotas.length === 0 && limited.length === 0) return undefined;
	const evaluator = quotaEvaluator(kind.group, kind.plural);
	if (evaluator === undefined || !evaluator.handles(operation, subresource)) return undefined;
	const charges = checkRequest(quotas, attributes, evaluator, limited, core.world.loop.now());
	return dryRun || charges.length === 0 ? undefined : charge(charges, core);
}

function quotasIn(namespace: string, core: ServerCore): readonly ResourceQuota[] {
	const kind = core.kinds.byResource('', 'v1', 'resourcequotas');
	return kind === undefined ? [] : (core.storageOf(kind).all(namespace) as ResourceQuota[]);
}

interface Charge {
	readonly quota: ResourceQuota;
	readonly used: Amounts;
}

/** What quotas will have used when the request is admitted. Throws the refusal. Models CheckRequest. */
function checkRequest(
	quotas: readonly ResourceQuota[],
	attributes: AdmissionAttributes,
	evaluator: QuotaEvaluator,
	limited: readonly LimitedResource[],
	nowMs: number,
): Charge[] {
	const object = attributes.object as KubeObject;
	const concerned = quotas.filter((quota) => concerns(quota, evaluator, object));
	for (const quota of concerned) checkObject(quota, attributes, evaluator);
	if (concerned.length === 0 && limited.length === 0) return [];
	const usage = evaluator.usage(object, nowMs);
	const old = attributes.oldObject;
	const grown = old === undefined ? usage : growth(usage, evaluator.usage(old, nowMs));
	const requests = concerned.map((quota) => {
		const counted = old !== undefined && concerns(quota, evaluator, old);
		return withoutZeros(counted ? grown : usage);
	});
	const wanted = concerned.length === 0 ? [withoutZeros(grown)] : requests;
	if (wanted.every((each) => Object.keys(each).length === 0)) return [];
	checkCovered({ attributes, evaluator, limited, quotas, concerned, usage });
	return concerned.flatMap((quota, index) => {
		const requested = only(requests[index] ?? {}, Object.keys(quota.status.hard ?? {}));
		if (Object.keys(requested).length === 0) return [];
		return [{ quota, used: usedAfter(quota, requested, attributes) }];
	});
}

interface Coverage {
	readonly attributes: AdmissionAttributes;
	readonly evaluator: QuotaEvaluator;
	readonly limited: readonly LimitedResource[];
	readonly quotas: readonly ResourceQuota[];
	readonly concerned: readonly ResourceQuota[];
	readonly usage: Amounts;
}

/** What is limited by default, or used in such a scope, needs a quota that speaks of it. */
function checkCovered({ attributes, evaluator, limited, quotas, concerned, usage }: Coverage): void {
	if (limited.length === 0) return;
	const { kind, object } = attributes;
	const own = limited.filter(({ apiGroup = '', resource }) => apiGroup === kind.group && resource === kind.plural);
	const used = Object.keys(withoutZeros(usage));
	const guarded = used.filter((name) =>
		own.some(({ matchContains = [] }) => matchContains.some((part) => name.includes(part))),
	);
	const covered = new Set(concerned.flatMap((quota) => Object.keys(quota.status.hard ?? {})));
	const bare = guarded.filter((name) => !covered.has(name)).sort();
	if (bare.length > 0) throw refusal(attributes, `insufficient quota to consume: ${bare.join(',')}`);
	const inScope = (scope: Scope): boolean => evaluator.inScope(scope, object as KubeObject);
	const scopes = limited.flatMap(({ matchScopes = [] }) => matchScopes).filter(inScope);
	const spokenOf = new Set(
		quotas
			.flatMap(scopesOf)
			.filter(inScope)
			.map(({ scopeName }) => scopeName),
	);
	const open = scopes.filter(({ scopeName }) => !spokenOf.has(scopeName));
	if (open.length === 0) return;
	const shown = open.map(({ scopeName, operator, values = [] }) => `{${scopeName} ${operator} [${values.join(' ')}]}`);
	throw plainError(`insufficient quota to match these scopes: [${shown.join(' ')}]`);
}

type Scope = ReturnType<typeof scopesOf>[number];

/** Models apiserver/pkg/quota/v1/generic Matches: the quota counts such objects, and this one is in its scopes. */
function concerns(quota: ResourceQuota, evaluator: QuotaEvaluator, object: KubeObject): boolean {
	const counted = Object.keys(quota.status.hard ?? {}).some((name) => evaluator.counts(name));
	return counted && isInScopes(quota, evaluator, object);
}

function checkObject(quota: ResourceQuota, attributes: AdmissionAttributes, evaluator: QuotaEvaluator): void {
	const names = Object.keys(quota.status.hard ?? {}).filter((name) => evaluator.counts(name));
	const complaint = evaluator.lacks?.(names, attributes.object as KubeObject);
	if (complaint !== undefined) throw refusal(attributes, `failed quota: ${quota.metadata.name}: ${complaint}`);
	if (names.every((name) => quota.status.used?.[name] !== undefined)) return;
	const shown = names.sort().join(',');
	throw refusal(attributes, `status unknown for quota: ${quota.metadata.name}, resources: ${shown}`);
}

function usedAfter({ metadata, status }: ResourceQuota, requested: Amounts, attributes: AdmissionAttributes): Amounts {
	const { hard = {}, used: before = {} } = status;
	const used = addAmounts(before, requested);
	const exceeded = excess(only(used, Object.keys(requested)), hard);
	if (exceeded.length === 0) return only(used, Object.keys(used));
	const [asked, taken, limited] = [requested, before, hard].map((each) => amountsText(only(each, exceeded)));
	throw refusal(
		attributes,
		`exceeded quota: ${metadata.name}, requested: ${asked}, used: ${taken}, limited: ${limited}`,
	);
}

function* charge(charges: readonly Charge[], core: ServerCore): Task<void> {
	const kind = core.kinds.byResource('', 'v1', 'resourcequotas');
	if (kind === undefined) return;
	const storage = core.storageOf(kind);
	for (const { quota, used } of charges) {
		const next = { ...quota, metadata: { ...quota.metadata }, status: { ...quota.status, used } };
		yield* updateObject(core, storage, next, quota, { ...SERVER, warnings: [] });
	}
}

const SERVER: Omit<WriteContext, 'warnings'> = {
	user: { name: 'system:apiserver', groups: ['system:masters'] },
	dryRun: false,
	fieldManager: 'kube-apiserver',
	subresource: 'status',
};
