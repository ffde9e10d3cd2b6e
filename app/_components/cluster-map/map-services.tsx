import { useTranslations } from 'next-intl';
import type { ClusterMap } from '../../../simulator/sandbox/world-api.ts';
import type { MapService } from './pod-state.ts';
import { useSelection } from './use-selection.ts';

/** Services, with how many Pods stand behind each; the lines to them are drawn by MapLinks. */
export function MapServices({ map }: { readonly map: ClusterMap }) {
	const t = useTranslations('map');
	return (
		<section className="map-row" aria-label={t('services')}>
			<h3>{t('services')}</h3>
			{map.services.length === 0 ? (
				<p className="map-none">{t('noServices')}</p>
			) : (
				<div className="map-cards">
					{map.services.map((service) => (
						<ServiceButton key={`${service.namespace}/${service.name}`} service={service} />
					))}
				</div>
			)}
		</section>
	);
}

function ServiceButton({ service }: { readonly service: MapService }) {
	const t = useTranslations('map');
	const { namespace, name, ready, notReady, ports } = service;
	const { selected, toggle } = useSelection({ apiVersion: 'v1', kind: 'Service', namespace, name });
	const endpoints = t('endpoints', { ready: ready.length, all: ready.length + notReady.length });
	return (
		<button
			type="button"
			className="map-service"
			data-link={`service:${namespace}/${name}`}
			data-short={ready.length === 0}
			aria-pressed={selected}
			aria-label={`Service ${namespace}/${name}, ${endpoints}`}
			onClick={toggle}
		>
			<span className="map-kind">Service</span>
			<span className="map-name">{name}</span>
			<span className="map-namespace">{ports.join(', ')}</span>
			<span className="map-count" data-short={ready.length === 0}>
				{endpoints}
			</span>
		</button>
	);
}
