import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { defineCommand, defineGroup } from '../command.ts';
import { createConfigMap, createDockerSecret, createGenericSecret, createTlsSecret } from '../create/config-data.ts';
import { createDeployment } from '../create/deployment.ts';
import { createIngress } from '../create/ingress.ts';
import { createCronJob, createJob } from '../create/jobs.ts';
import { createClusterRole, createClusterRoleBinding, createRole, createRoleBinding } from '../create/rbac.ts';
import {
	createClusterIpService,
	createExternalNameService,
	createLoadBalancerService,
	createNodePortService,
} from '../create/service.ts';
import {
	createNamespace,
	createPodDisruptionBudget,
	createPriorityClass,
	createQuota,
	createServiceAccount,
} from '../create/simple-kinds.ts';
import { createToken } from '../create/token.ts';
import { editBeforeCreate } from '../edit/edit-before-create.ts';
import { CommandError, isUserError } from '../errors.ts';
import { addSource, withAppliedAnnotation } from '../last-applied.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable, Printer } from '../printing/printer.ts';
import { sendRaw } from '../raw-request.ts';
import type { ResourceInfo } from '../resources.ts';
import { visitResources } from '../resources.ts';
import type { Query } from '../rest-client.ts';
import type { DryRun } from '../shared-flags.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	FILENAME_USAGE,
	fieldManagerFlag,
	filenameFlags,
	filenamesOf,
	hasFilenames,
	SAVE_CONFIG_FLAG,
	SELECTOR_FLAG,
	VALIDATE_FLAG,
	validationOf,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';

const createSecret = defineGroup({
	name: 'secret',
	use: 'secret (docker-registry | generic | tls)',
	short: 'Create a secret using a specified subcommand',
	long: `Create a secret with specified type.

 A docker-registry type secret is for accessing a container registry.

 A generic type secret indicate an Opaque secret type.

 A tls type secret holds TLS certificate and its associated key.`,
	subcommands: [createDockerSecret, createGenericSecret, createTlsSecret],
});

const createService = defineGroup({
	name: 'service',
	aliases: ['svc'],
	use: 'service',
	flagsInUseLine: true,
	short: 'Create a service using a specified subcommand',
	long: 'Create a service using a specified subcommand.',
	subcommands: [createClusterIpService, createExternalNameService, createLoadBalancerService, createNodePortService],
});

const CREATE_FLAGS = {
	...PRINT_FLAGS,
	...filenameFlags(`${FILENAME_USAGE} to use to create the resource`),
	'dry-run': DRY_RUN_FLAG,
	edit: bool(false, 'Edit the API resource before creating'),
	'field-manager': fieldManagerFlag('kubectl-create'),
	raw: string('', 'Raw URI to POST to the server.  Uses the transport specified by the kubeconfig file.'),
	'save-config': SAVE_CONFIG_FLAG,
	selector: SELECTOR_FLAG,
	validate: VALIDATE_FLAG,
	'windows-line-endings': bool(
		false,
		'Only relevant if --edit=true. Defaults to the line ending native to your platform.',
	),
} as const;

type CreateInvocation = Invocation<typeof CREATE_FLAGS>;

export const create = defineCommand({
	name: 'create',
	use: 'create -f FILENAME',
	short: 'Create a resource from a file or from stdin',
	long: 'Create a resource from a file or from stdin.\n\n JSON and YAML formats are accepted.',
	examples: `
# The pod in pod.json
kubectl create -f ./pod.json

# The pod in the JSON passed into stdin
cat pod.json | kubectl create -f -

# Edit registry.yaml and create what it then holds
kubectl create -f registry.yaml --edit -o json`,
	flags: CREATE_FLAGS,
	subcommands: [
		createClusterRole,
		createClusterRoleBinding,
		createConfigMap,
		createCronJob,
		createDeployment,
		createIngress,
		createJob,
		createNamespace,
		createPodDisruptionBudget,
		createPriorityClass,
		createQuota,
		createRole,
		createRoleBinding,
		createSecret,
		createService,
		createServiceAccount,
		createToken,
	],
	*run(invocation) {
		const { kubectl, flags, args } = invocation;
		if (args.length > 0) invocation.usageError(`Unexpected args: [${args.join(' ')}]`);
		if (!hasFilenames(flags)) throw new CommandError('must specify one of -f and -k');
		const dryRun = dryRunOf(flags['dry-run']);
		const validation = validationOf(flags.validate);
		const printer = yield* printerOf(kubectl, flags, { operation: withDryRun('created', dryRun) });
		if (flags.raw !== '') {
			checkRaw(flags);
			yield* sendRaw(kubectl, 'POST', flags.raw, flags.filename[0] as string);
			return;
		}
		if (flags.edit) {
			yield* editBeforeCreate(kubectl, flags);
			return;
		}
		const { namespace, explicit } = yield* kubectl.namespace();
		let count = 0;
		const request = {
			files: filenamesOf(flags),
			namespace,
			requireNamespace: explicit,
			selector: flags.selector,
			continueOnError: true,
			flatten: true,
			validate: validation !== 'Ignore',
		};
		const query = writeQuery({ dryRun, fieldManager: flags['field-manager'], validation });
		yield* visitResources(kubectl, request, (info) => {
			count++;
			return createOne(invocation, info, { dryRun, query, printer });
		});
		if (count === 0) throw new CommandError('no objects passed to create');
	},
});

interface Writing {
	readonly dryRun: DryRun;
	readonly query: Query;
	readonly printer: Printer;
}

function* createOne({ kubectl, flags }: CreateInvocation, info: ResourceInfo, writing: Writing): Task<void> {
	let object = info.object;
	if (object === undefined || info.mapping === undefined)
		throw new Error('assertion failed: a manifest has an object and a mapping');
	if (flags['save-config']) object = yield* withAppliedAnnotation(kubectl.io, object);
	if (writing.dryRun !== 'client') {
		try {
			object = yield* kubectl.createObject(info.mapping, info.namespace, object, writing.query);
		} catch (error) {
			throw isUserError(error) ? addSource('creating', info.source, error) : error;
		}
	}
	yield* writing.printer.print(object as unknown as Printable);
}

function checkRaw(flags: {
	filename: readonly string[];
	edit: boolean;
	recursive: boolean;
	selector: string;
	output: string;
	raw: string;
}): void {
	if (flags.edit) throw new CommandError('--raw and --edit are mutually exclusive');
	if (flags.filename.length !== 1) throw new CommandError('--raw can only use a single local file or stdin');
	if (/^https?:\/\//.test(flags.filename[0] as string)) throw new CommandError('--raw cannot read from a url');
	if (flags.recursive) throw new CommandError('--raw and --recursive are mutually exclusive');
	if (flags.selector !== '') throw new CommandError('--raw and --selector (-l) are mutually exclusive');
	if (flags.output !== '') throw new CommandError('--raw and --output are mutually exclusive');
	if (!/^(\/|[a-z][a-z0-9+.-]*:)/.test(flags.raw))
		throw new CommandError(
			`--raw must be a valid URL path: parse ${JSON.stringify(flags.raw)}: invalid URI for request`,
		);
}
