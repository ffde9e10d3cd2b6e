'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useRef } from 'react';
import type { ClusterMap } from '../../../simulator/sandbox/world-api.ts';
import { useBench } from '../bench/bench-context.tsx';
import { useSetting } from '../site/use-setting.ts';
import { MapDetails } from './map-details.tsx';
import { MapLinks } from './map-links.tsx';
import { MapNodes } from './map-nodes.tsx';
import { MapServices } from './map-services.tsx';
import { MapWorkloads } from './map-workloads.tsx';
import type { PodState } from './pod-state.ts';
import { StateShape } from './state-shape.tsx';

/** Namespaces that belong to the cluster itself. */
const SYSTEM = /^(kube-|calico|tigera)/;
const STATES: readonly PodState[] = ['running', 'pending', 'failing', 'ending'];

/** The cluster as it is now: who owns what, who reaches whom, and on which node it runs. */
export function ClusterMapPanel() {
	const t = useTranslations('map');
	const map = useBench((state) => state.map);
	const [system, setSystem] = useSetting('map-system', 'off');
	const canvas = useRef<HTMLDivElement>(null);
	const shown = useMemo(() => map && visible(map, system === 'on'), [map, system]);
	if (shown === undefined) return <p className="panel-empty">{t('waiting')}</p>;
	return (
		<div className="map">
			<div className="map-bar">
				<ul className="map-legend" aria-label={t('legend')}>
					{STATES.map((state) => (
						<li key={state} data-state={state}>
							<StateShape state={state} /> {t(`state.${state}`)}
						</li>
					))}
				</ul>
				<label className="map-system">
					<input
						type="checkbox"
						checked={system === 'on'}
						onChange={({ target }) => setSystem(target.checked ? 'on' : 'off')}
					/>
					{t('system')}
				</label>
			</div>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to. */}
			<section className="map-scroll" aria-label={t('cluster')} tabIndex={0}>
				<div className="map-canvas" ref={canvas}>
					<MapWorkloads map={shown} />
					<MapServices map={shown} />
					<MapNodes map={shown} />
					<MapLinks canvas={canvas} map={shown} />
				</div>
			</section>
			<MapDetails />
		</div>
	);
}

function visible(map: ClusterMap, system: boolean): ClusterMap {
	if (system) return map;
	const own = ({ namespace }: { readonly namespace: string }) => !SYSTEM.test(namespace);
	return {
		...map,
		pods: map.pods.filter(own),
		services: map.services.filter((each) => own(each) && !(each.namespace === 'default' && each.name === 'kubernetes')),
		workloads: map.workloads.filter(own),
	};
}
