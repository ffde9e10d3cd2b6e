import type { PodState } from './pod-state.ts';

const SHAPES: Readonly<Record<PodState, React.ReactNode>> = {
	running: <circle cx="6" cy="6" r="5" fill="currentColor" />,
	pending: (
		<>
			<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
			<path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor" />
		</>
	),
	failing: <path d="M6 .8 11.6 11H.4z" fill="currentColor" />,
	ending: <path d="M1.5 1.5h9v9h-9zM4 4l4 4M8 4 4 8" fill="none" stroke="currentColor" strokeWidth="1.4" />,
	done: <path d="M1.5 1.5h9v9h-9zM3.5 6.2 5.3 8l3.2-4" fill="none" stroke="currentColor" strokeWidth="1.4" />,
};

/** A state as a shape, for those who do not see its colour; the word stands beside it. */
export function StateShape({ state }: { readonly state: PodState }) {
	return (
		<svg className="state-shape" data-state={state} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
			{SHAPES[state]}
		</svg>
	);
}
