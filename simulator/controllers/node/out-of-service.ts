import type { Node } from '../../api/core/types/node.ts';

const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Whether somebody has said that a node is switched off, and nothing there runs any more. Models gcTerminating. */
export function isOutOfService(node: Node): boolean {
	return hasOutOfServiceTaint(node) && !isReady(node);
}

export function hasOutOfServiceTaint({ spec }: Node): boolean {
	return spec.taints?.some(({ key }) => key === OUT_OF_SERVICE) === true;
}

export function isReady({ status }: Node): boolean {
	return status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}
