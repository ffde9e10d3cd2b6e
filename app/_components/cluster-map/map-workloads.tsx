import { useTranslations } from 'next-intl';
import type { ClusterMap } from '../../../simulator/sandbox/world-api.ts';
import type { MapWorkload } from './pod-state.ts';
import { useSelection } from './use-selection.ts';

/** Controllers, those that belong to another inside it. */
export function MapWorkloads({ map }: { readonly map: ClusterMap }) {
	const t = useTranslations('map');
	const tops = map.workloads.filter(({ owner }) => owner === undefined);
	return (
		<section className="map-row" aria-label={t('workloads')}>
			<h3>{t('workloads')}</h3>
			{tops.length === 0 ? (
				<p className="map-none">{t('noWorkloads')}</p>
			) : (
				<div className="map-cards">
					{tops.map((top) => (
						<WorkloadCard key={`${top.namespace}/${top.kind}/${top.name}`} top={top} map={map} />
					))}
				</div>
			)}
		</section>
	);
}

function WorkloadCard({ top, map }: { readonly top: MapWorkload; readonly map: ClusterMap }) {
	const below = map.workloads
		.filter(({ owner, namespace }) => namespace === top.namespace && owner === `${top.kind}/${top.name}`)
		.sort((a, b) => b.desired - a.desired || b.ready - a.ready);
	return (
		<div className="map-card" data-short={top.ready < top.desired}>
			<WorkloadButton workload={top} name={top.name} />
			{below.map((set) => (
				<WorkloadButton key={set.name} workload={set} name={set.name.replace(`${top.name}-`, '…')} />
			))}
		</div>
	);
}

function WorkloadButton({ workload, name }: { readonly workload: MapWorkload; readonly name: string }) {
	const t = useTranslations('map');
	const { kind, namespace, ready, desired } = workload;
	const { selected, toggle } = useSelection({ apiVersion: 'apps/v1', kind, namespace, name: workload.name });
	return (
		<button
			type="button"
			className="map-workload"
			data-kind={kind}
			data-link={`workload:${namespace}/${kind}/${workload.name}`}
			data-idle={desired === 0}
			aria-pressed={selected}
			aria-label={t('workloadLabel', { kind, namespace, name: workload.name, ready, desired })}
			onClick={toggle}
		>
			<span className="map-kind">{kind}</span>
			<span className="map-name" title={workload.name}>
				{name}
			</span>
			<span className="map-count" data-short={ready < desired}>
				{ready}/{desired}
			</span>
			{kind !== 'ReplicaSet' && namespace !== 'default' && <span className="map-namespace">{namespace}</span>}
		</button>
	);
}
