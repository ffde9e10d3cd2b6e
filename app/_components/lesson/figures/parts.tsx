import type { ReactNode } from 'react';

/** The parts that the drawings are made of; their colours are in figures.css. */

interface BoxProps {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height?: number;
	readonly kind?: 'plain' | 'new' | 'old' | 'ghost' | 'group';
	readonly title?: string;
	readonly note?: string;
}

export function Box({ x, y, width, height = 44, kind = 'plain', title, note }: BoxProps) {
	const middle = x + width / 2;
	return (
		<g className="fig-box" data-kind={kind}>
			<rect x={x} y={y} width={width} height={height} rx={6} />
			{title !== undefined && (
				<text x={middle} y={y + height / 2 + (note === undefined ? 5 : -3)} textAnchor="middle" className="fig-title">
					{title}
				</text>
			)}
			{note !== undefined && (
				<text x={middle} y={y + height / 2 + 14} textAnchor="middle" className="fig-note">
					{note}
				</text>
			)}
		</g>
	);
}

/** A Pod of one version or the other: the version is a shape and a letter too. */
export function Pod({
	x,
	y,
	version,
}: {
	readonly x: number;
	readonly y: number;
	readonly version: 1 | 2 | 'starting';
}) {
	return (
		<g className="fig-pod" data-version={version}>
			{version === 1 ? (
				<circle cx={x} cy={y} r={11} />
			) : (
				<rect x={x - 10.5} y={y - 10.5} width={21} height={21} rx={3} />
			)}
			<text x={x} y={y + 4.5} textAnchor="middle">
				{version === 'starting' ? '…' : `v${version}`}
			</text>
		</g>
	);
}

export function Arrow({ path, dashed = false }: { readonly path: string; readonly dashed?: boolean }) {
	return (
		<path className="fig-arrow" d={path} strokeDasharray={dashed ? '4 4' : undefined} markerEnd="url(#fig-head)" />
	);
}

interface DrawingProps {
	readonly id: string;
	readonly width: number;
	readonly height: number;
	readonly title: string;
	readonly description: string;
	readonly children: ReactNode;
}

export function Drawing({ id, width, height, title, description, children }: DrawingProps) {
	return (
		<svg className="fig" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
			<title id={`${id}-title`}>{title}</title>
			<desc id={`${id}-desc`}>{description}</desc>
			<defs>
				<marker
					id="fig-head"
					viewBox="0 0 8 8"
					refX="7"
					refY="4"
					markerWidth="7"
					markerHeight="7"
					orient="auto-start-reverse"
				>
					<path d="M0 .5 7.5 4 0 7.5z" className="fig-head" />
				</marker>
			</defs>
			{children}
		</svg>
	);
}
