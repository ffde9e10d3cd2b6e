import { formatJson } from '../../../machinery/format-json.ts';
import type { KubeObject } from '../../../machinery/meta.ts';
import { ApiError } from '../../../machinery/status.ts';
import type { Task } from '../../../machinery/task.ts';
import type { FlagTable } from '../../flags.ts';
import type { Invocation, KubectlCommand } from '../command.ts';
import { defineCommand } from '../command.ts';
import { CommandError, isUserError } from '../errors.ts';
import { PRINT_FLAGS, printerOf } from '../printing/print-flags.ts';
import type { Printable } from '../printing/printer.ts';
import { resourcePath } from '../rest-mapper.ts';
import {
	DRY_RUN_FLAG,
	dryRunOf,
	fieldManagerFlag,
	SAVE_CONFIG_FLAG,
	VALIDATE_FLAG,
	validationOf,
	withDryRun,
	writeQuery,
} from '../shared-flags.ts';

/** Flags of every `kubectl create KIND NAME`. */
export const GENERATOR_FLAGS = {
	...PRINT_FLAGS,
	'dry-run': DRY_RUN_FLAG,
	'field-manager': fieldManagerFlag('kubectl-create'),
	'save-config': SAVE_CONFIG_FLAG,
	validate: VALIDATE_FLAG,
} as const;

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object as a Go struct would be written: fields in the struct's order, `undefined` for what is left out. */
export type Draft = Printable & { readonly metadata: DraftMetadata };

export interface DraftMetadata {
	readonly name: string;
	readonly namespace?: string;
	readonly labels?: { readonly [key: string]: string };
	readonly annotations?: { readonly [key: string]: string };
	readonly [field: string]: unknown;
}

/** What a generator knows when it builds its object. */
export interface GeneratorContext<F extends FlagTable> {
	readonly invocation: Invocation<F & typeof GENERATOR_FLAGS>;
	readonly name: string;
	/** Arguments after the name. */
	readonly rest: readonly string[];
	/** The namespace to write into the object: only one given on the command line. */
	readonly namespace: string | undefined;
}

interface GeneratorDeclaration<F extends FlagTable> {
	readonly name: string;
	readonly aliases?: readonly string[];
	readonly use: string;
	readonly short: string;
	readonly long: string;
	readonly examples: string;
	readonly flags: F;
	readonly flagsInUseLine?: boolean;
	/** Where the object is created. */
	readonly resource: {
		readonly group: string;
		readonly version: string;
		readonly resource: string;
		readonly namespaced: boolean;
	};
	/** "failed to create deployment": what the server's refusal is put behind; absent: nothing. */
	readonly failure?: string | ((flags: object) => string);
	/** NAME may be followed by a command. */
	readonly takesCommand?: boolean;
	readonly validate?: (context: GeneratorContext<F>) => void | Task<void>;
	readonly build: (context: GeneratorContext<F>) => Draft | Task<Draft>;
}

/** Declares `kubectl create KIND`: builds an object from flags, sends it unless it is a dry run, prints it. */
export function defineGenerator<F extends FlagTable>(declaration: GeneratorDeclaration<F>): KubectlCommand {
	const { resource, failure, takesCommand, validate, build, flags, ...rest } = declaration;
	const steps = { resource, failure, takesCommand, validate, build };
	return defineCommand({
		...rest,
		flags: { ...GENERATOR_FLAGS, ...flags },
		run: (untyped) => generate(untyped as unknown as Invocation<F & typeof GENERATOR_FLAGS>, steps),
	});
}

function* generate<F extends FlagTable>(
	invocation: Invocation<F & typeof GENERATOR_FLAGS>,
	{ resource, failure, takesCommand, validate, build }: Omit<GeneratorDeclaration<F>, keyof KubectlCommand>,
): Task<void> {
	const common = (invocation as unknown as Invocation<typeof GENERATOR_FLAGS>).flags;
	const { kubectl, args } = invocation;
	const name = nameOf(invocation, takesCommand === true);
	const dryRun = dryRunOf(common['dry-run']);
	const printer = yield* printerOf(kubectl, common, { operation: withDryRun('created', dryRun), typed: true });
	const validation = validationOf(common.validate);
	const { namespace, explicit } = yield* kubectl.namespace();
	const context: GeneratorContext<F> = {
		invocation,
		name,
		rest: args.slice(1),
		namespace: explicit ? namespace : undefined,
	};
	const checked = validate?.(context);
	if (checked !== undefined) yield* checked;
	const built = build(context);
	let object: Printable = isTask(built) ? yield* built : built;
	if (common['save-config']) object = withLastApplied(object as Draft);
	if (dryRun !== 'client') {
		const query = writeQuery({ dryRun, fieldManager: common['field-manager'], validation });
		const path = resourcePath(resource, namespace);
		try {
			const client = yield* kubectl.client();
			const created = (yield* client.request({ method: 'POST', path, query, body: object })) as KubeObject;
			object = { kind: object.kind, apiVersion: object.apiVersion, ...(created as unknown as Printable) };
		} catch (error) {
			if (failure === undefined || !isUserError(error)) throw error;
			const head = typeof failure === 'string' ? failure : failure(common);
			throw new CommandError(
				`${head}${head.endsWith('secret') ? '' : ':'} ${error instanceof ApiError ? error.status.message : error.message}`,
			);
		}
	}
	yield* printer.print(object);
}

function isTask<T>(value: T | Task<T>): value is Task<T> {
	return typeof (value as Task<T>).next === 'function';
}

function nameOf(
	invocation: Invocation<FlagTable> | { args: readonly string[]; dashAt: number; usageError(message: string): never },
	takesCommand: boolean,
): string {
	const { args, dashAt } = invocation;
	const count = takesCommand && dashAt >= 0 ? dashAt : args.length;
	if (count !== 1) invocation.usageError(`exactly one NAME is required, got ${count}`);
	return args[0] as string;
}

/** The object with its own JSON in the annotation that `apply` compares with. */
export function withLastApplied(object: Draft): Draft {
	const { [LAST_APPLIED]: _, ...others } = object.metadata.annotations ?? {};
	const bare = {
		...object,
		metadata: { ...object.metadata, annotations: Object.keys(others).length === 0 ? undefined : others },
	};
	const json = `${formatJson({ ...bare, metadata: { ...bare.metadata, annotations: others } }, { keepOrder: true })}\n`;
	return { ...object, metadata: { ...object.metadata, annotations: { ...others, [LAST_APPLIED]: json } } };
}
