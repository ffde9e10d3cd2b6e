import type { KubeObject } from '../../../machinery/meta.ts';
import { parseLabelSelector, SelectorError } from '../../../machinery/selectors.ts';
import type { Task } from '../../../machinery/task.ts';
import type { FlagTable } from '../../flags.ts';
import type { Invocation } from '../command.ts';
import { CommandError, isUserError, messageOf } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { Printable } from '../printing/printer.ts';
import { NamePrinter } from '../printing/printer.ts';
import type { ResourceInfo } from '../resources.ts';
import { collectResources } from '../resources.ts';
import type { DryRun } from '../shared-flags.ts';
import { withDryRun, writeQuery } from '../shared-flags.ts';

export interface Node extends KubeObject {
	readonly spec: { readonly unschedulable?: boolean };
}

/** The nodes that `cordon`, `uncordon` and `drain` are told to work on. */
export function* nodesOf(
	invocation: Pick<Invocation<FlagTable>, 'kubectl' | 'args' | 'changed' | 'usageError'>,
	use: string,
	selectors: { readonly selector: string; readonly podSelector?: string },
	chunkSize = 500,
): Task<ResourceInfo[]> {
	const { kubectl, args } = invocation;
	if (args.length === 0 && !invocation.changed('selector')) invocation.usageError(`USAGE: ${use} [flags]`);
	if (args.length > 0 && selectors.selector !== '')
		invocation.usageError('error: cannot specify both a node name and a --selector option');
	try {
		parseLabelSelector(selectors.podSelector ?? '');
	} catch (error) {
		if (!(error instanceof SelectorError)) throw error;
		throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
	}
	const { namespace } = yield* kubectl.namespace();
	const { infos, error } = yield* collectResources(kubectl, {
		args: args.length === 0 ? ['nodes'] : args,
		...(args.length === 0 ? {} : { defaultType: 'nodes' }),
		namespace,
		selector: selectors.selector,
		chunkSize,
		singleType: true,
		flatten: true,
	});
	if (error !== undefined) throw error;
	return infos;
}

export function* printNode(kubectl: Kubectl, node: KubeObject, operation: string, dryRun: DryRun): Task<void> {
	yield* new NamePrinter(kubectl.io, withDryRun(operation, dryRun)).print(node as unknown as Printable);
}

/** Marks the nodes. Models RunCordonOrUncordon: one node's failure is told and the rest goes on. */
export function* setUnschedulable(
	kubectl: Kubectl,
	infos: readonly ResourceInfo[],
	desired: boolean,
	dryRun: DryRun,
): Task<void> {
	const verb = desired ? 'cordon' : 'uncordon';
	for (const info of infos) {
		const node = info.object as Node;
		if ((node.spec.unschedulable ?? false) === desired) {
			yield* printNode(kubectl, node, `already ${verb}ed`, dryRun);
			continue;
		}
		try {
			if (info.mapping === undefined) throw new Error('assertion failed: patching needs a mapping');
			const body = { spec: { unschedulable: desired ? true : null } };
			const change = { type: 'strategic', body } as const;
			if (dryRun !== 'client') yield* kubectl.patchObject(info.mapping, '', info.name, change, writeQuery({ dryRun }));
		} catch (error) {
			if (!isUserError(error)) throw error;
			yield* kubectl.io.err(`error: unable to ${verb} node ${JSON.stringify(info.name)}: ${messageOf(error)}\n`);
			continue;
		}
		yield* printNode(kubectl, node, `${verb}ed`, dryRun);
	}
}
