import { useSetting } from '../site/use-setting.ts';

export interface LastPlace {
	/** "stage/lesson". */
	readonly lesson: string;
	/** The id of a heading. */
	readonly anchor: string;
}

/** The section that was read last in this browser, and how to note another; undefined when there is none. */
export function useLastPlace(): readonly [LastPlace | undefined, (place: LastPlace) => void] {
	const [kept, keep] = useSetting('last-place', '');
	const [lesson = '', anchor = ''] = kept.split('#');
	const place = lesson === '' || anchor === '' ? undefined : { lesson, anchor };
	return [place, (next) => keep(`${next.lesson}#${next.anchor}`)];
}
