import { useTranslations } from 'next-intl';
import type { ClusterMap } from '../../../simulator/sandbox/world-api.ts';
import { type MapNode, type MapPod, podState } from './pod-state.ts';
import { StateShape } from './state-shape.tsx';
import { useSelection } from './use-selection.ts';

/** Nodes and the Pods on them; Pods without a node wait in a box of their own. */
export function MapNodes({ map }: { readonly map: ClusterMap }) {
	const t = useTranslations('map');
	const homeless = map.pods.filter(({ node }) => node === undefined);
	return (
		<section className="map-row" aria-label={t('nodes')}>
			<h3>{t('nodes')}</h3>
			{homeless.length > 0 && (
				<div className="map-node" data-ready="false">
					<p className="map-node-name">{t('unscheduled')}</p>
					<Pods pods={homeless} />
				</div>
			)}
			<div className="map-nodes">
				{map.nodes.map((node) => (
					<NodeBox key={node.name} node={node} pods={map.pods.filter((pod) => pod.node === node.name)} />
				))}
			</div>
		</section>
	);
}

function NodeBox({ node, pods }: { readonly node: MapNode; readonly pods: readonly MapPod[] }) {
	const t = useTranslations('map');
	const { selected, toggle } = useSelection({ apiVersion: 'v1', kind: 'Node', name: node.name });
	const ready = node.ready ? 'Ready' : 'NotReady';
	return (
		<div className="map-node" data-ready={node.ready}>
			<button type="button" className="map-node-name" aria-pressed={selected} onClick={toggle}>
				<StateShape state={node.ready ? 'running' : 'failing'} />
				<span className="map-name">{node.name}</span>
				<span className="map-namespace">
					{[ready, ...(node.unschedulable ? ['SchedulingDisabled'] : []), ...node.roles].join(' · ')}
				</span>
			</button>
			{pods.length === 0 ? <p className="map-none">{t('noPods')}</p> : <Pods pods={pods} />}
		</div>
	);
}

function Pods({ pods }: { readonly pods: readonly MapPod[] }) {
	return (
		<div className="map-pods">
			{pods.map((pod) => (
				<PodButton key={pod.uid} pod={pod} />
			))}
		</div>
	);
}

function PodButton({ pod }: { readonly pod: MapPod }) {
	const t = useTranslations('map');
	const { namespace, name, status, restarts } = pod;
	const { selected, toggle } = useSelection({ apiVersion: 'v1', kind: 'Pod', namespace, name });
	const state = podState(pod);
	const again = restarts > 0 ? t('restarts', { restarts }) : '';
	return (
		<button
			type="button"
			className="map-pod"
			data-state={state}
			data-link={`pod:${pod.uid}`}
			aria-pressed={selected}
			aria-label={`Pod ${namespace}/${name}, ${status}${again === '' ? '' : `, ${again}`}`}
			title={`${namespace}/${name}`}
			onClick={toggle}
		>
			<StateShape state={state} />
			<span className="map-pod-name">
				<span>{shortName(pod)}</span>
				<span className="map-pod-status">
					{status}
					{restarts > 0 && ` · ↻${restarts}`}
				</span>
			</span>
		</button>
	);
}

/** "web ·x7k2p": the owner's name and what tells a Pod from its twins. */
function shortName({ name, owners }: MapPod): string {
	const top = owners.at(-1)?.split('/').at(-1);
	const suffix = name.split('-').at(-1);
	return top !== undefined && top !== name && name.startsWith(top) ? `${top} ·${suffix}` : name;
}
