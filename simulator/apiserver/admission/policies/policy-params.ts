import type { ParamRef, ValidatingAdmissionPolicySpec } from '../../../api/admissionregistration/types.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { labelSelectorFrom } from '../../../machinery/selectors.ts';
import type { ServerCore } from '../../server-core.ts';
import type { AdmissionAttributes } from '../admission.ts';

/** Why a binding has no parameters to go on with, in the server's words. */
export interface ParamProblem {
	readonly problem: string;
}

/**
 * What a policy is evaluated with, once each: nothing when it has no parameters.
 * Models apiserver/pkg/admission/plugin/policy/generic CollectParams.
 */
export function paramsOf(
	{ paramKind }: ValidatingAdmissionPolicySpec,
	reference: ParamRef | undefined,
	attributes: AdmissionAttributes,
	core: ServerCore,
): readonly (KubeObject | undefined)[] | ParamProblem {
	if (paramKind === undefined || reference === undefined) return [undefined];
	const [group, version] = splitVersion(paramKind.apiVersion ?? '');
	const kind = core.kinds.byKind(group, version, paramKind.kind ?? '');
	if (kind === undefined) {
		return {
			problem: `failed to find resource referenced by paramKind: '${group}/${version}, Kind=${paramKind.kind ?? ''}'`,
		};
	}
	const namespace = kind.namespaced ? reference.namespace || attributes.namespace : '';
	if (kind.namespaced && namespace === '') {
		return { problem: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources' };
	}
	const storage = core.storageOf(kind);
	const { name, selector } = reference;
	const named = name === undefined || name === '' ? undefined : storage.find(namespace, name);
	const found =
		selector === undefined
			? named === undefined
				? []
				: [named]
			: storage.all(namespace).filter(({ metadata }) => labelSelectorFrom(selector).matches(metadata.labels));
	if (found.length > 0) return found.map((each) => storage.present(each));
	if (reference.parameterNotFoundAction === 'Allow') return [];
	return { problem: 'no params found for policy binding with `Deny` parameterNotFoundAction' };
}

function splitVersion(apiVersion: string): [string, string] {
	const slash = apiVersion.indexOf('/');
	return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}
