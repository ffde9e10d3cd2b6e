import type { TaskState } from '../../_server/protocol.ts';

/** Open: a ring. Won: a filled disc with a tick. Lost again: a broken ring with a bar. */
export function TaskShape({ state }: { readonly state: TaskState }) {
	return (
		<svg className="task-shape" data-state={state} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
			{state === 'won' ? (
				<>
					<circle cx="10" cy="10" r="9" fill="currentColor" />
					<path d="M5.8 10.4 8.8 13.3 14.3 7" fill="none" stroke="var(--paper)" strokeWidth="2" />
				</>
			) : (
				<>
					<circle
						cx="10"
						cy="10"
						r="8"
						fill="none"
						stroke="currentColor"
						strokeWidth="2"
						strokeDasharray={state === 'lost' ? '4 2.3' : undefined}
					/>
					{state === 'lost' && <path d="M6 10h8" stroke="currentColor" strokeWidth="2" />}
				</>
			)}
		</svg>
	);
}
