import { jsonEqual } from '../../machinery/json-equal.ts';
import type { KubeObject, OwnerReference } from '../../machinery/meta.ts';
import type { ServerCore } from '../server-core.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './admission.ts';
import { refusal } from './refusal.ts';

/**
 * Who cannot delete an object cannot have the garbage collector do it; who cannot hold up an owner's end cannot let an
 * object do it. Models plugin/pkg/admission/gc.
 */
export const OWNER_REFERENCES: AdmissionPlugin = {
	name: 'OwnerReferencesPermissionEnforcement',
	validate(attributes, core) {
		const { operation, kind, subresource } = attributes;
		if (operation !== 'CREATE' && operation !== 'UPDATE') return undefined;
		if (kind.group === '' && kind.plural === 'pods' && subresource === 'status') return undefined;
		if (jsonEqual(ownersOf(attributes.object), ownersOf(attributes.oldObject))) return undefined;
		if (operation === 'UPDATE') checkDeletion(attributes, core);
		const blocking = newlyBlocking(attributes);
		if (blocking.length === 0 || mayFinalizeAnything(attributes, core)) return undefined;
		for (const owner of blocking) checkBlocking(owner, attributes, core);
		return undefined;
	},
};

function ownersOf(object: KubeObject | undefined): readonly OwnerReference[] {
	return object?.metadata.ownerReferences ?? [];
}

function checkDeletion(attributes: AdmissionAttributes, core: ServerCore): void {
	const { kind, namespace, name, subresource } = attributes;
	const { allowed, reason } = decide(attributes, core, {
		verb: 'delete',
		apiGroup: kind.group,
		apiVersion: kind.version,
		resource: kind.plural,
		namespace,
		name,
		subresource,
	});
	if (!allowed) throw refusal(attributes, `cannot set an ownerRef on a resource you can't delete: ${reason}, <nil>`);
}

function newlyBlocking({ object, oldObject }: AdmissionAttributes): readonly OwnerReference[] {
	const old = ownersOf(oldObject);
	return ownersOf(object).filter(
		({ uid, blockOwnerDeletion }) =>
			blockOwnerDeletion === true && !old.some((each) => each.uid === uid && each.blockOwnerDeletion === true),
	);
}

function mayFinalizeAnything(attributes: AdmissionAttributes, core: ServerCore): boolean {
	const any = { apiGroup: '*', apiVersion: '*', resource: '*', namespace: '', name: '*' };
	return decide(attributes, core, { ...any, verb: 'update', subresource: 'finalizers' }).allowed;
}

function checkBlocking(
	{ apiVersion, kind, name }: OwnerReference,
	attributes: AdmissionAttributes,
	core: ServerCore,
): void {
	const slash = apiVersion.indexOf('/');
	const group = slash < 0 ? '' : apiVersion.slice(0, slash);
	const version = apiVersion.slice(slash + 1);
	const owner = core.kinds.byKind(group, version, kind);
	if (owner === undefined) {
		const noMatch = `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`;
		const where = `RESTMapping for APIVersion ${apiVersion} Kind ${kind}`;
		throw refusal(attributes, `cannot set blockOwnerDeletion in this case because cannot find ${where}: ${noMatch}`);
	}
	const { allowed, reason } = decide(attributes, core, {
		verb: 'update',
		apiGroup: group,
		apiVersion: version,
		resource: owner.plural,
		subresource: 'finalizers',
		namespace: owner.namespaced ? attributes.namespace : '',
		name,
	});
	if (allowed) return;
	const because = "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on";
	throw refusal(attributes, `${because}: ${reason}, <nil>`);
}

type Question = Omit<Parameters<ServerCore['decide']>[0], 'user' | 'path' | 'isResourceRequest'>;

function decide(
	{ user }: AdmissionAttributes,
	core: ServerCore,
	question: Question,
): { readonly allowed: boolean; readonly reason: string } {
	const { decision, reason } = core.decide({ ...question, user, path: '', isResourceRequest: true });
	return { allowed: decision === 'allow', reason: reason ?? '' };
}
