import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatTime } from '../../../machinery/timestamp.ts';
import { bool } from '../../flags.ts';
import type { Invocation, KubectlCommand } from '../command.ts';
import { defineCommand, defineGroup } from '../command.ts';
import { completeNamesOf } from '../completion/complete-resources.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { splitApiVersion, visitResources } from '../resources.ts';
import { FILENAME_USAGE, filenameFlags, filenamesOf, hasFilenames } from '../shared-flags.ts';

const RETRIES = 10;

interface Condition {
	readonly type: string;
	readonly status: string;
	readonly reason?: string;
	readonly message?: string;
	readonly lastUpdateTime?: string;
}

interface SigningRequest extends KubeObject {
	readonly status?: { readonly conditions?: Condition[] };
}

/** The two decisions differ in words only. */
interface Decision {
	readonly name: 'approve' | 'deny';
	readonly operation: 'approved' | 'denied';
	readonly condition: 'Approved' | 'Denied';
	readonly opposite: 'Approved' | 'Denied';
	readonly reason: string;
	readonly short: string;
	readonly long: string;
}

function decisionCommand(decision: Decision): KubectlCommand {
	const { name, operation } = decision;
	return defineCommand({
		name,
		use: `${name} (-f FILENAME | NAME)`,
		short: decision.short,
		long: decision.long,
		examples: `
# The CSR 'csr-sqgzp'
kubectl certificate ${name} csr-sqgzp`,
		flags: decisionFlags(operation),
		completeArgs: completeNamesOf('certificatesigningrequests'),
		run: (invocation) => decideAll(invocation, decision),
	});
}

function decisionFlags(operation: string) {
	return {
		...PRINT_FLAGS,
		...filenameFlags(`${FILENAME_USAGE} identifying the resource to update`),
		force: bool(false, `Update the CSR even if it is already ${operation}.`),
	};
}

type DecisionInvocation = Invocation<ReturnType<typeof decisionFlags>>;

function* decideAll(invocation: DecisionInvocation, decision: Decision): Task<void> {
	const { kubectl, flags, args } = invocation;
	const printer = yield* printerOf(kubectl, flags, { operation: decision.operation });
	if (args.length === 0 && !hasFilenames(flags))
		throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
	let found = 0;
	const request = {
		args,
		defaultType: 'certificatesigningrequests',
		files: filenamesOf(flags),
		namespace: '',
		continueOnError: true,
		flatten: true,
		latest: true,
	};
	yield* visitResources(kubectl, request, (info) => {
		found++;
		return decideOne(invocation, info, decision, printer);
	});
	if (found === 0) yield* kubectl.io.out('No resources found\n');
}

function* decideOne(
	{ kubectl, flags }: DecisionInvocation,
	info: ResourceInfo,
	decision: Decision,
	printer: Printer,
): Task<void> {
	yield* decide(kubectl, info, decision, flags.force);
	yield* printer.print(info.object as unknown as Printable);
}

/** Adds the condition to the request's approval; tries again while others change it. */
function* decide(kubectl: Kubectl, info: ResourceInfo, decision: Decision, force: boolean): Task<void> {
	const object = info.object as KubeObject;
	const [group] = splitApiVersion(object.apiVersion);
	if (group !== 'certificates.k8s.io' || object.kind !== 'CertificateSigningRequest') {
		const got = group === '' ? object.kind : `${object.kind}.${group}`;
		throw new CommandError(`can only handle CertificateSigningRequest.certificates.k8s.io objects, got ${got}`);
	}
	const client = yield* kubectl.client();
	const path = `/apis/certificates.k8s.io/v1/certificatesigningrequests/${info.name}`;
	for (let attempt = 0; ; attempt++) {
		const request = yield* readRequest(kubectl, path, info.name);
		const conditions = request.status?.conditions ?? [];
		if (conditions.some((each) => each.type === decision.opposite)) {
			throw new CommandError(
				`certificate signing request ${JSON.stringify(info.name)} is already ${decision.opposite}`,
			);
		}
		const decided = conditions.some((each) => each.type === decision.condition);
		if (decided && !force) return;
		const condition: Condition = {
			type: decision.condition,
			status: 'True',
			reason: decision.reason,
			message: `This CSR was ${decision.operation} by kubectl certificate ${decision.name}.`,
			lastUpdateTime: formatTime(kubectl.process.now()),
		};
		const all = decided ? conditions : [...conditions, condition];
		const body = { ...request, status: { ...request.status, conditions: all } };
		try {
			yield* client.request({ method: 'PUT', path: `${path}/approval`, body });
			return;
		} catch (error) {
			if (!(error instanceof ApiError) || error.reason !== 'Conflict' || attempt >= RETRIES) throw error;
		}
	}
}

function* readRequest(kubectl: Kubectl, path: string, name: string): Task<SigningRequest> {
	const client = yield* kubectl.client();
	try {
		return yield* client.get<SigningRequest>(path);
	} catch (error) {
		if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
		throw new CommandError(`could not find v1 version of ${name}: ${error.message}`);
	}
}

const approve = decisionCommand({
	name: 'approve',
	operation: 'approved',
	condition: 'Approved',
	opposite: 'Denied',
	reason: 'KubectlApprove',
	short: 'Approve a certificate signing request',
	long: `Approve a certificate signing request.

 kubectl certificate approve allows a cluster admin to approve a certificate signing request (CSR). This action tells a certificate signing controller to issue a certificate to the requester with the attributes requested in the CSR.

 SECURITY NOTICE: Depending on the requested attributes, the issued certificate can potentially grant a requester access to cluster resources or to authenticate as a requested identity. Before approving a CSR, ensure you understand what the signed certificate can do.`,
});

const deny = decisionCommand({
	name: 'deny',
	operation: 'denied',
	condition: 'Denied',
	opposite: 'Approved',
	reason: 'KubectlDeny',
	short: 'Deny a certificate signing request',
	long: `Deny a certificate signing request.

 kubectl certificate deny allows a cluster admin to deny a certificate signing request (CSR). This action tells a certificate signing controller to not to issue a certificate to the requester.`,
});

export const certificate = defineGroup({
	name: 'certificate',
	use: 'certificate SUBCOMMAND',
	short: 'Modify certificate resources',
	long: 'Modify certificate resources.',
	alone: 'stdout',
	subcommands: [approve, deny],
});
