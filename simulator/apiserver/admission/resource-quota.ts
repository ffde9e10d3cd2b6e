import type { ResourceQuota } from '../../api/core/types/object.ts';
import { type Amounts, addAmounts, amountsText, excess, growth, only, withoutZeros } from '../../api/quota/amounts.ts';
import type { QuotaEvaluator } from '../../api/quota/evaluator.ts';
import { isInScopes, quotaEvaluator } from '../../api/quota/evaluators.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import type { Task } from '../../machinery/task.ts';
import { updateObject } from '../registry/update-object.ts';
import type { WriteContext } from '../registry/write-context.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

/**
 * What a namespace may use. Whoever is admitted is charged at once; what is given back the quota controller finds.
 * Models apiserver/pkg/admission/plugin/resourcequota.
 */
export const RESOURCE_QUOTA_PLUGIN: AdmissionPlugin = {
	name: 'ResourceQuota',
	validate(attributes, core) {
		const { operation, kind, namespace, subresource, dryRun } = attributes;
		if (namespace === '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return undefined;
		if (kind.group === '' && kind.plural === 'namespaces') return undefined;
		// Most updates cost nothing.
		if (operation === 'UPDATE' && (kind.group !== '' || subresource === 'status')) return undefined;
		const quotas = quotasIn(namespace, core);
		if (quotas.length === 0) return undefined;
		const evaluator = quotaEvaluator(kind.group, kind.plural);
		if (evaluator === undefined || !evaluator.handles(operation, subresource)) return undefined;
		const charges = checkRequest(quotas, attributes, evaluator, core.world.loop.now());
		return dryRun || charges.length === 0 ? undefined : charge(charges, core);
	},
};

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
	nowMs: number,
): Charge[] {
	const object = attributes.object as KubeObject;
	const concerned = quotas.filter((quota) => concerns(quota, evaluator, object));
	for (const quota of concerned) checkObject(quota, attributes, evaluator);
	if (concerned.length === 0) return [];
	const usage = evaluator.usage(object, nowMs);
	const old = attributes.oldObject;
	const grown = old === undefined ? usage : growth(usage, evaluator.usage(old, nowMs));
	const charges: Charge[] = [];
	for (const quota of concerned) {
		const counted = old !== undefined && concerns(quota, evaluator, old);
		const requested = only(withoutZeros(counted ? grown : usage), Object.keys(quota.status.hard ?? {}));
		if (Object.keys(requested).length === 0) continue;
		charges.push({ quota, used: usedAfter(quota, requested, attributes) });
	}
	return charges;
}

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
