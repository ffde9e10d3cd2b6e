import { policyRuleRows } from '../../../api/describing/policy-rules.ts';
import type { PolicyRule } from '../../../api/rbac/types.ts';
import { TABLE_STYLE, TabWriter } from '../../../machinery/tab-writer.ts';
import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand } from '../command.ts';
import { CommandError, isUserError, SilentExit } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Mapping } from '../rest-mapper.ts';

const RESOURCE_VERBS =
	'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
		' ',
	);
const URL_VERBS = 'get put post head options delete patch *'.split(' ');
/** What can be impersonated, though the server does not list it. */
const UNLISTED_RESOURCES = ['users', 'groups'];

const FLAGS = {
	'all-namespaces': bool(false, 'If true, check the specified action in all namespaces.', { shorthand: 'A' }),
	list: bool(false, 'If true, prints all allowed actions.'),
	'no-headers': bool(false, 'If true, prints allowed actions without headers'),
	quiet: bool(false, 'If true, suppress output and just return the exit code.', { shorthand: 'q' }),
	subresource: string('', 'SubResource such as pod/log or deployment/scale'),
} as const;

export const canI = defineCommand({
	name: 'can-i',
	use: 'can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
	short: 'Check whether an action is allowed',
	long: `Check whether an action is allowed.

 VERB is a logical Kubernetes API verb like 'get', 'list', 'watch', 'delete', etc. TYPE is a Kubernetes resource. Shortcuts and groups will be resolved. NONRESOURCEURL is a partial URL that starts with "/". NAME is the name of a particular Kubernetes resource. This command pairs nicely with impersonation. See --as global flag.`,
	examples: `
# Create pods in any namespace
kubectl auth can-i create pods --all-namespaces

# List deployments in the current namespace
kubectl auth can-i list deployments.apps

# The service account "foo" of namespace "dev" listing pods in the namespace "prod"
kubectl auth can-i list pods --as=system:serviceaccount:dev:foo -n prod

# Everything in the current namespace
kubectl auth can-i '*' '*'

# The job named "bar" in namespace "foo"
kubectl auth can-i list jobs.batch/bar -n foo

# Logs of pods
kubectl auth can-i get pods --subresource=log

# The URL /logs/
kubectl auth can-i get /logs/

# Everything that is allowed in namespace "foo"
kubectl auth can-i --list --namespace=foo`,
	flags: FLAGS,
	*run(invocation) {
		if (invocation.flags.list) yield* listAccess(invocation);
		else yield* checkAccess(invocation);
	},
});

interface Subject {
	readonly verb: string;
	readonly url: string;
	readonly group: string;
	readonly resource: string;
	readonly name: string;
	readonly mapping: Mapping | undefined;
}

function* checkAccess({ kubectl, flags, args }: Invocation<typeof FLAGS>): Task<void> {
	const [verb, what] = args;
	if (verb === undefined || what === undefined || args.length !== 2)
		throw new CommandError(
			"you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
		);
	const subject = yield* subjectOf(kubectl, verb, what);
	const namespace = flags['all-namespaces'] ? '' : (yield* kubectl.namespace()).namespace;
	if (subject.url !== '') {
		if (flags.subresource !== '') throw new CommandError('--subresource can not be used with NonResourceURL');
		if (!URL_VERBS.includes(verb)) yield* kubectl.warn(`verb '${verb}' is not a known verb\n`);
	} else if (!flags['all-namespaces']) {
		const { mapping } = subject;
		const group = mapping?.group ?? '';
		if (mapping?.namespaced === false)
			yield* kubectl.warn(
				`resource '${mapping.resource}' is not namespace scoped${group === '' ? '' : ` in group '${group}'`}\n`,
			);
		if (!RESOURCE_VERBS.includes(verb)) yield* kubectl.warn(`verb '${verb}' is not a known verb\n`);
	}
	if (flags['no-headers']) throw new CommandError('--no-headers cannot be set without --list specified');
	const status = yield* review(kubectl, subject, namespace, flags.subresource);
	const details = [status.reason ?? '', status.evaluationError ?? ''].filter((each) => each !== '');
	const answer = status.allowed ? 'yes' : ['no', ...details].join(' - ');
	if (!flags.quiet) yield* kubectl.io.out(`${answer}\n`);
	if (!status.allowed) throw new SilentExit(1);
}

function* subjectOf(kubectl: Kubectl, verb: string, what: string): Task<Subject> {
	const none = { verb, url: '', group: '', resource: '', name: '', mapping: undefined };
	if (what.startsWith('/')) return { ...none, url: what };
	const slash = what.indexOf('/');
	const type = slash < 0 ? what : what.slice(0, slash);
	const name = slash < 0 ? '' : what.slice(slash + 1);
	if (type === '*') return { ...none, resource: type, name };
	const mapping = yield* tryMapping(kubectl, type.toLowerCase());
	if (mapping !== undefined) return { ...none, group: mapping.group, resource: mapping.resource, name, mapping };
	const dot = type.indexOf('.');
	const [resource, group] = dot < 0 ? [type, ''] : [type.slice(0, dot), type.slice(dot + 1)];
	if (!UNLISTED_RESOURCES.includes(type.toLowerCase()))
		yield* kubectl.warn(
			`the server doesn't have a resource type '${resource.toLowerCase()}'${group === '' ? '' : ` in group '${group.toLowerCase()}'`}\n`,
		);
	return { ...none, resource: type, name };
}

function* tryMapping(kubectl: Kubectl, type: string): Task<Mapping | undefined> {
	try {
		return (yield* kubectl.mapper()).tryMappingFor(type);
	} catch (error) {
		if (isUserError(error)) return undefined;
		throw error;
	}
}

interface AccessStatus {
	readonly allowed: boolean;
	readonly reason?: string;
	readonly evaluationError?: string;
}

function* review(kubectl: Kubectl, subject: Subject, namespace: string, subresource: string): Task<AccessStatus> {
	const { verb, url, group, resource, name } = subject;
	const given = (value: string): string | undefined => (value === '' ? undefined : value);
	const resourceAttributes = {
		namespace: given(namespace),
		verb,
		group: given(group),
		resource,
		subresource: given(subresource),
		name: given(name),
	};
	const spec = url === '' ? { resourceAttributes } : { nonResourceAttributes: { path: url, verb } };
	const client = yield* kubectl.client();
	const answer = (yield* client.request({
		method: 'POST',
		path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
		body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec },
	})) as { readonly status: AccessStatus };
	return answer.status;
}

interface RulesStatus {
	readonly resourceRules?: readonly PolicyRule[];
	readonly nonResourceRules?: readonly PolicyRule[];
	readonly incomplete?: boolean;
	readonly evaluationError?: string;
}

function* listAccess({ kubectl, flags, args }: Invocation<typeof FLAGS>): Task<void> {
	if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
	const namespace = flags['all-namespaces'] ? '' : (yield* kubectl.namespace()).namespace;
	if (flags.quiet || flags['all-namespaces'] || flags.subresource !== '')
		throw new CommandError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
	const client = yield* kubectl.client();
	const { status } = (yield* client.request({
		method: 'POST',
		path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
		body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', metadata: {}, spec: { namespace } },
	})) as { readonly status: RulesStatus };
	if (status.incomplete === true) yield* kubectl.warn(`the list may be incomplete: ${status.evaluationError ?? ''}`);
	const out = new TabWriter(TABLE_STYLE);
	if (!flags['no-headers']) out.write('Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
	const rules = [...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])];
	for (const row of policyRuleRows(rules)) out.write(`${row.join('\t')}\n`);
	yield* kubectl.io.out(out.flush());
}
