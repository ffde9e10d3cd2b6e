/** Right: a filled disc with a tick. Wrong: a ring with a cross. The word stands beside it. */
export function AnswerShape({ right }: { readonly right: boolean }) {
	return (
		<svg className="answer-shape" data-right={right} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
			{right ? (
				<>
					<circle cx="10" cy="10" r="9" fill="currentColor" />
					<path d="M5.8 10.4 8.8 13.3 14.3 7" fill="none" stroke="var(--paper)" strokeWidth="2" />
				</>
			) : (
				<>
					<circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
					<path d="m7 7 6 6M13 7l-6 6" fill="none" stroke="currentColor" strokeWidth="2" />
				</>
			)}
		</svg>
	);
}
