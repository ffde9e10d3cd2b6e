/** Paths on a 16 × 16 grid, drawn with a line. */
const PATHS = {
	check: 'M3 8.5 6.5 12 13 4.5',
	copy: 'M5.5 5.5h7v7h-7zM10.5 5.5v-2h-7v7h2',
	cross: 'M4 4l8 8M12 4l-8 8',
	expand: 'M9.5 3H13v3.5M6.5 13H3V9.5M13 3 9.5 6.5M3 13l3.5-3.5',
	shrink: 'M13 6.5H9.5V3M3 9.5h3.5V13M9.5 6.5 13 3M6.5 9.5 3 13',
	menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
	moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
	play: 'M5 3.5v9l7-4.5z',
	plus: 'M8 3.5v9M3.5 8h9',
	print: 'M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z',
	reset: 'M3.5 8a4.5 4.5 0 1 0 1.5-3.3M3.5 2.5v2.8h2.8',
	rewind: 'M8 4 3.5 8 8 12zM13 4 8.5 8l4.5 4z',
	search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14',
	sun: 'M8 10.8A2.8 2.8 0 1 0 8 5.2a2.8 2.8 0 0 0 0 5.6zM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1',
	system: 'M2.5 3.5h11v7h-11zM6 13h4',
	person: 'M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM3 13.5c.6-2.3 2.5-3.5 5-3.5s4.4 1.2 5 3.5',
	ear: 'M5.5 6.5a3 3 0 1 1 5 2.2c-1 .8-1 1.5-1.2 2.5-.3 1.3-1 2.3-2.1 2.3-.9 0-1.5-.5-1.7-1.2M7.2 6.6a1.2 1.2 0 1 1 1.8 1',
	skip: 'M3.5 4v8L9 8zM12 4v8',
	right: 'M6 3.5 10.5 8 6 12.5',
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative drawing; what it stands for is said in words beside it or in the button's label. */
export function Icon({ name }: { readonly name: IconName }) {
	return (
		<svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
			<path d={PATHS[name]} />
		</svg>
	);
}
