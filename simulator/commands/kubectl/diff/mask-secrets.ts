import type { KubeObject } from '../../../machinery/meta.ts';

const SAME = '***';
const BEFORE = '*** (before)';
const AFTER = '*** (after)';

type Secret = KubeObject & { readonly data?: { readonly [key: string]: string } };

/** Both versions of a Secret with their values hidden; that a value differs still shows. Models diff's Masker. */
export function maskSecrets(
	from: KubeObject | undefined,
	to: KubeObject,
): { readonly from: KubeObject | undefined; readonly to: KubeObject } {
	const old = (from as Secret | undefined)?.data;
	const now = (to as Secret).data;
	const masked = (data: Secret['data'], other: Secret['data'], mark: string): { [key: string]: string } => {
		const out: { [key: string]: string } = {};
		for (const key of Object.keys(data ?? {})) {
			out[key] = other?.[key] !== undefined && other[key] !== data?.[key] ? mark : SAME;
		}
		return out;
	};
	return {
		from: old === undefined ? from : ({ ...from, data: masked(old, now, BEFORE) } as unknown as KubeObject),
		to: now === undefined ? to : ({ ...to, data: masked(now, old, AFTER) } as unknown as KubeObject),
	};
}
