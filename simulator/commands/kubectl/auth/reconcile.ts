import { goRule, goSubject, uncoveredRules } from '../../../api/rbac/rule-cover.ts';
import type { PolicyRule, RoleRef, Subject } from '../../../api/rbac/types.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import { collectResources } from '../resources.ts';
import { DRY_RUN_FLAG, dryRunOf, FILENAME_USAGE, filenameFlags, filenamesOf, hasFilenames } from '../shared-flags.ts';

const API_VERSION = 'rbac.authorization.k8s.io/v1';
const PROTECTED = 'rbac.authorization.kubernetes.io/autoupdate';
const RESOURCES: Readonly<Record<string, string>> = {
	Role: 'roles',
	ClusterRole: 'clusterroles',
	RoleBinding: 'rolebindings',
	ClusterRoleBinding: 'clusterrolebindings',
};

interface RbacObject extends KubeObject {
	readonly rules?: readonly PolicyRule[];
	readonly subjects?: readonly Subject[];
	readonly roleRef?: RoleRef;
}

interface Options {
	readonly dryRun: boolean;
	readonly removeExtraPermissions: boolean;
	readonly removeExtraSubjects: boolean;
}

/** What has to be done and why. */
interface Plan {
	readonly operation: 'none' | 'create' | 'update' | 'recreate';
	readonly object: RbacObject;
	readonly notes: readonly string[];
	readonly isProtected: boolean;
}

export const reconcile = defineCommand({
	name: 'reconcile',
	use: 'reconcile -f FILENAME',
	short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
	long: `Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects.

 Missing objects are created, and the containing namespace is created for namespaced objects, if required.

 Existing roles are updated to include the permissions in the input objects, and remove extra permissions if --remove-extra-permissions is specified.

 Existing bindings are updated to include the subjects in the input objects, and remove extra subjects if --remove-extra-subjects is specified.

 This is preferred to 'apply' for RBAC resources so that semantically-aware merging of rules and subjects is done.`,
	examples: `
# Roles and bindings of a file
kubectl auth reconcile -f my-rbac-rules.yaml`,
	flags: {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} identifying the resource to reconcile.`),
		'dry-run': DRY_RUN_FLAG,
		'remove-extra-permissions': bool(false, 'If true, removes extra permissions added to roles'),
		'remove-extra-subjects': bool(false, 'If true, removes extra subjects added to rolebindings'),
	},
	*run({ kubectl, flags, args }) {
		if (!hasFilenames(flags)) throw new CommandError('must specify one of -f and -k');
		if (args.length > 0) throw new CommandError('no arguments are allowed');
		const dryRun = dryRunOf(flags['dry-run']);
		if (dryRun === 'server') throw new CommandError('--dry-run=server for command reconcile is not supported yet');
		const options: Options = {
			dryRun: dryRun === 'client',
			removeExtraPermissions: flags['remove-extra-permissions'],
			removeExtraSubjects: flags['remove-extra-subjects'],
		};
		const { namespace, explicit } = yield* kubectl.namespace();
		const { infos, error } = yield* collectResources(kubectl, {
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			flatten: true,
			local: true,
			continueOnError: true,
		});
		const operation = options.dryRun ? 'reconciled (dry run)' : 'reconciled';
		const printer = yield* printerOf(kubectl, flags, { operation, typed: true });
		for (const { object } of infos) {
			if (object === undefined || RESOURCES[object.kind] === undefined) continue;
			if (/^rbac\.authorization\.k8s\.io\/v1(alpha|beta)1$/.test(object.apiVersion))
				throw new CommandError(
					`only rbac.authorization.k8s.io/v1 is supported: not *${object.apiVersion.split('/')[1]}.${object.kind}`,
				);
			if (object.apiVersion === API_VERSION) yield* reconcileOne(kubectl, printer, object as RbacObject, options);
		}
		if (error !== undefined) throw error;
	},
});

function* reconcileOne(kubectl: Kubectl, printer: Printer, wanted: RbacObject, options: Options): Task<void> {
	const existing = yield* find(kubectl, wanted);
	const plan = wanted.kind.endsWith('Binding')
		? planBinding(wanted, existing, options.removeExtraSubjects)
		: planRole(wanted, existing, options.removeExtraPermissions);
	let { object } = plan;
	if (!options.dryRun && !plan.isProtected) object = yield* carryOut(kubectl, plan, existing);
	yield* printer.print(object as unknown as Printable);
	if (plan.operation === 'none') return;
	const caveat = plan.isProtected ? `, but object opted out (${PROTECTED}: false)` : '';
	yield* kubectl.io.err(`\treconciliation required ${plan.operation}${caveat}\n${plan.notes.join('')}`);
}

function collectionPath({ kind, metadata }: RbacObject): string {
	const scope = kind.startsWith('Cluster') ? '' : `/namespaces/${metadata.namespace}`;
	return `/apis/${API_VERSION}${scope}/${RESOURCES[kind]}`;
}

function* find(kubectl: Kubectl, wanted: RbacObject): Task<RbacObject | undefined> {
	const client = yield* kubectl.client();
	try {
		return yield* client.get<RbacObject>(`${collectionPath(wanted)}/${wanted.metadata.name}`);
	} catch (error) {
		if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
		throw error;
	}
}

/** Models component-helpers/auth/rbac/reconciliation computeReconciledRole. */
function planRole(wanted: RbacObject, existing: RbacObject | undefined, removeExtra: boolean): Plan {
	const rules = wanted.rules ?? [];
	if (existing === undefined)
		return {
			operation: 'create',
			object: wanted,
			notes: listed('missing rules added', rules.map(goRule)),
			isProtected: false,
		};
	const current = existing.rules ?? [];
	const missing = uncoveredRules(current, rules);
	const extra = uncoveredRules(rules, current);
	const changes = missing.length > 0 || (removeExtra && extra.length > 0);
	const merged = withMetadataOf(existing, wanted);
	const after = changes ? { ...merged.object, rules: removeExtra ? rules : [...current, ...missing] } : merged.object;
	return {
		operation: changes || merged.changed ? 'update' : 'none',
		object: after,
		notes: [
			...listed('missing rules added', missing.map(goRule)),
			...(removeExtra ? listed('extra rules removed', extra.map(goRule)) : []),
		],
		isProtected: (changes || merged.changed) && isProtected(existing),
	};
}

/** Models component-helpers/auth/rbac/reconciliation computeReconciledRoleBinding. */
function planBinding(wanted: RbacObject, existing: RbacObject | undefined, removeExtra: boolean): Plan {
	const subjects = wanted.subjects ?? [];
	const all = listed('missing subjects added', subjects.map(goSubject));
	if (existing === undefined) return { operation: 'create', object: wanted, notes: all, isProtected: false };
	if (!sameRole(existing.roleRef, wanted.roleRef))
		return { operation: 'recreate', object: wanted, notes: all, isProtected: isProtected(existing) };
	const current = existing.subjects ?? [];
	const absentFrom = (list: readonly Subject[]) => (each: Subject) =>
		!list.some((other) => goSubject(other) === goSubject(each));
	const missing = subjects.filter(absentFrom(current));
	const extra = current.filter(absentFrom(subjects));
	const changes = missing.length > 0 || (removeExtra && extra.length > 0);
	const merged = withMetadataOf(existing, wanted);
	const after = changes
		? { ...merged.object, subjects: removeExtra ? subjects : [...current, ...missing] }
		: merged.object;
	return {
		operation: changes || merged.changed ? 'update' : 'none',
		object: after,
		notes: [
			...listed('missing subjects added', missing.map(goSubject)),
			...(removeExtra ? listed('extra subjects removed', extra.map(goSubject)) : []),
		],
		isProtected: (changes || merged.changed) && isProtected(existing),
	};
}

function sameRole(a: RoleRef | undefined, b: RoleRef | undefined): boolean {
	return a?.kind === b?.kind && a?.name === b?.name && (a?.apiGroup ?? '') === (b?.apiGroup ?? '');
}

function isProtected(object: RbacObject): boolean {
	return object.metadata.annotations?.[PROTECTED] === 'false';
}

/** Labels and annotations of the existing object win. */
function withMetadataOf(existing: RbacObject, wanted: RbacObject): { object: RbacObject; changed: boolean } {
	let changed = false;
	const merge = (old: { [key: string]: string } | undefined, more: { [key: string]: string } | undefined) => {
		if (Object.keys(more ?? {}).some((key) => old?.[key] === undefined)) changed = true;
		return old === undefined && more === undefined ? undefined : { ...more, ...old };
	};
	const metadata = {
		...existing.metadata,
		labels: merge(existing.metadata.labels, wanted.metadata.labels),
		annotations: merge(existing.metadata.annotations, wanted.metadata.annotations),
	};
	return { object: { ...existing, metadata } as RbacObject, changed };
}

function listed(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : [`\t${title}:\n`, ...lines.map((line) => `\t\t${line}\n`)];
}

function* carryOut(kubectl: Kubectl, plan: Plan, existing: RbacObject | undefined): Task<RbacObject> {
	const { object, operation } = plan;
	if (operation === 'none') return object;
	const client = yield* kubectl.client();
	const path = collectionPath(object);
	const one = `${path}/${object.metadata.name}`;
	if (operation === 'update') return (yield* client.request({ method: 'PUT', path: one, body: object })) as RbacObject;
	if (operation === 'recreate' && existing !== undefined) {
		const preconditions = { uid: existing.metadata.uid };
		yield* client.request({ method: 'DELETE', path: one, body: { preconditions } });
	}
	if (operation === 'create' && !object.kind.startsWith('Cluster'))
		yield* ensureNamespace(kubectl, object.metadata.namespace as string);
	return (yield* client.request({ method: 'POST', path, body: object })) as RbacObject;
}

function* ensureNamespace(kubectl: Kubectl, name: string): Task<void> {
	const client = yield* kubectl.client();
	try {
		yield* client.get(`/api/v1/namespaces/${name}`);
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
		const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
		yield* client.request({ method: 'POST', path: '/api/v1/namespaces', body });
	}
}
