import { useTranslations } from 'next-intl';
import type { ClusterMap } from '../../../simulator/sandbox/world-api.ts';
import { useBench, useBenchStore } from '../bench/bench-context.tsx';
import type { ObjectReference } from '../bench/bench-store.ts';
import { Icon } from '../ui/icon.tsx';

/** What the map knows of the selected object, and the commands that tell the rest. */
export function MapDetails() {
	const t = useTranslations('map');
	const store = useBenchStore();
	const selected = useBench((state) => state.selected);
	const map = useBench((state) => state.map);
	if (selected === undefined || map === undefined) return null;
	const { kind, namespace, name } = selected;
	const facts = factsOf(map, selected);
	const where = namespace === undefined ? '' : ` -n ${namespace}`;
	const target = `${kind.toLowerCase()} ${name}${where}`;
	const commands = [
		`kubectl describe ${target}`,
		`kubectl get ${target} -o yaml`,
		...(kind === 'Pod' ? [`kubectl logs ${name}${where}`] : []),
	];
	return (
		<section className="map-details" aria-label={t('details')}>
			<div className="map-details-head">
				<h3>
					<span className="map-kind">{kind}</span> {name}
				</h3>
				<button
					type="button"
					className="icon-button"
					aria-label={t('closeDetails')}
					onClick={() => store.select(undefined)}
				>
					<Icon name="cross" />
				</button>
			</div>
			{facts === undefined ? (
				<p className="map-none">{t('notThere')}</p>
			) : (
				<dl>
					{facts
						.filter(([, value]) => value !== '')
						.map(([term, value]) => (
							<div key={term}>
								<dt>{term}</dt>
								<dd>{value}</dd>
							</div>
						))}
				</dl>
			)}
			<div className="map-commands">
				{commands.map((command) => (
					<button key={command} type="button" className="command-chip" onClick={() => store.run(command)}>
						<Icon name="play" /> <code>{command}</code>
					</button>
				))}
			</div>
		</section>
	);
}

type Facts = readonly (readonly [term: string, value: string])[];

/** Field names stay as kubectl has them. Undefined: it is not on the map. */
function factsOf(map: ClusterMap, { kind, namespace, name }: ObjectReference): Facts | undefined {
	const is = (each: { readonly namespace: string; readonly name: string }) =>
		each.namespace === namespace && each.name === name;
	if (kind === 'Pod') {
		const pod = map.pods.find(is);
		return (
			pod && [
				['Namespace', pod.namespace],
				['Status', pod.status],
				['Ready', String(pod.ready)],
				['Restarts', String(pod.restarts)],
				['Node', pod.node ?? '<none>'],
				['IP', pod.ip ?? '<none>'],
				['Image', pod.images.join(', ')],
				['Controlled By', pod.owners.join(' → ')],
				[
					'Labels',
					Object.entries(pod.labels)
						.map(([key, value]) => `${key}=${value}`)
						.join('  '),
				],
			]
		);
	}
	if (kind === 'Service') {
		const service = map.services.find(is);
		return (
			service && [
				['Namespace', service.namespace],
				['Type', service.type],
				['IP', service.clusterIP],
				['Port', service.ports.join(', ')],
				['Endpoints', podNames(map, service.ready)],
				['NotReady', podNames(map, service.notReady)],
			]
		);
	}
	if (kind === 'Node') {
		const node = map.nodes.find((each) => each.name === name);
		return (
			node && [
				['Ready', String(node.ready)],
				['Roles', node.roles.join(', ')],
				['Unschedulable', String(node.unschedulable)],
				['Pods', String(map.pods.filter((pod) => pod.node === name).length)],
			]
		);
	}
	const workload = map.workloads.find((each) => each.kind === kind && is(each));
	return (
		workload && [
			['Namespace', workload.namespace],
			['Ready', `${workload.ready}/${workload.desired}`],
			['Controlled By', workload.owner ?? ''],
		]
	);
}

function podNames(map: ClusterMap, uids: readonly string[]): string {
	return map.pods
		.filter(({ uid }) => uids.includes(uid))
		.map(({ name }) => name)
		.join('  ');
}
