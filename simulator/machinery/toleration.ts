/** A Pod's consent to a node's taint. */
export interface Toleration {
	readonly key?: string;
	readonly operator?: string;
	readonly value?: string;
	readonly effect?: string;
	readonly tolerationSeconds?: number;
}

export interface Taint {
	readonly key: string;
	readonly value?: string;
	readonly effect: string;
}

/** Models api/core/v1 Toleration.ToleratesTaint. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
	if (toleration.effect !== undefined && toleration.effect !== '' && toleration.effect !== taint.effect) return false;
	const key = toleration.key ?? '';
	if (key !== '' && key !== taint.key) return false;
	switch (toleration.operator ?? '') {
		case '':
		case 'Equal':
			return (toleration.value ?? '') === (taint.value ?? '');
		case 'Exists':
			return true;
		default:
			return false;
	}
}

export function toleratesAny(tolerations: readonly Toleration[], taint: Taint): boolean {
	return tolerations.some((toleration) => tolerates(toleration, taint));
}
