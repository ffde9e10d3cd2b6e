import { type RefObject, useLayoutEffect, useState } from 'react';
import type { ClusterMap } from '../../../simulator/sandbox/world-api.ts';
import { useBench } from '../bench/bench-context.tsx';
import type { ObjectReference } from '../bench/bench-store.ts';

interface Link {
	readonly from: string;
	readonly to: string;
	readonly kind: 'reaches' | 'refuses' | 'owns';
}

interface Line extends Link {
	readonly path: string;
}

interface MapLinksProps {
	readonly canvas: RefObject<HTMLDivElement | null>;
	readonly map: ClusterMap;
}

/** Lines from Services to the Pods behind them, and from the selected controller to what it owns. */
export function MapLinks({ canvas, map }: MapLinksProps) {
	const selected = useBench((state) => state.selected);
	const [lines, setLines] = useState<readonly Line[]>([]);
	useLayoutEffect(() => {
		const element = canvas.current;
		if (element === null) return;
		const links = linksOf(map, selected);
		const draw = () => setLines(links.flatMap((link) => lineOf(element, link)));
		draw();
		const observer = new ResizeObserver(draw);
		observer.observe(element);
		return () => observer.disconnect();
	}, [canvas, map, selected]);
	return (
		<svg className="map-links" aria-hidden="true" focusable="false">
			{lines.map(({ from, to, kind, path }) => (
				<path key={`${kind} ${from} ${to}`} d={path} data-kind={kind} />
			))}
		</svg>
	);
}

function linksOf(map: ClusterMap, selected: ObjectReference | undefined): Link[] {
	const services = map.services.filter(
		({ namespace, name }) =>
			selected?.kind !== 'Service' || (selected.namespace === namespace && selected.name === name),
	);
	const links: Link[] = services.flatMap(({ namespace, name, ready, notReady }) => {
		const from = `service:${namespace}/${name}`;
		return [
			...ready.map((uid): Link => ({ from, to: `pod:${uid}`, kind: 'reaches' })),
			...notReady.map((uid): Link => ({ from, to: `pod:${uid}`, kind: 'refuses' })),
		];
	});
	if (selected === undefined) return links;
	const owner = `${selected.kind}/${selected.name}`;
	const owned = map.pods.filter(({ namespace, owners }) => namespace === selected.namespace && owners.includes(owner));
	const from = `workload:${selected.namespace}/${owner}`;
	return [...links, ...owned.map(({ uid }): Link => ({ from, to: `pod:${uid}`, kind: 'owns' }))];
}

function lineOf(canvas: HTMLElement, link: Link): Line[] {
	const origin = canvas.getBoundingClientRect();
	const at = (name: string) => canvas.querySelector(`[data-link="${CSS.escape(name)}"]`);
	// A controller's lines begin below its whole family.
	const start = at(link.from);
	const from = (start?.closest('.map-card') ?? start)?.getBoundingClientRect();
	const to = at(link.to)?.getBoundingClientRect();
	if (from === undefined || to === undefined) return [];
	const x1 = from.left + from.width / 2 - origin.left;
	const y1 = from.bottom - origin.top;
	const x2 = to.left + 14 - origin.left;
	const y2 = to.top - origin.top;
	const bend = Math.max(16, (y2 - y1) / 2);
	return [{ ...link, path: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}` }];
}
