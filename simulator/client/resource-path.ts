import type { GroupVersionResource } from '../machinery/meta.ts';

/** "/apis/apps/v1/namespaces/default/deployments/web/status". Empty parts are left out. */
export function resourcePath(
	{ group, version, resource }: GroupVersionResource,
	namespace: string,
	name = '',
	subresource = '',
): string {
	const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
	let path = namespace === '' ? `${root}/${resource}` : `${root}/namespaces/${namespace}/${resource}`;
	if (name !== '') path += `/${name}`;
	if (subresource !== '') path += `/${subresource}`;
	return path;
}
