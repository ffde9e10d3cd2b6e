'use client';

import { useLocale } from 'next-intl';
import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** A moment in the reader's own time zone, which the server does not know: it says UTC, and says so. */
export function LocalTime({ iso }: { readonly iso: string }) {
	const locale = useLocale();
	const here = useSyncExternalStore(
		never,
		() => true,
		() => false,
	);
	const timeZone = here ? {} : { timeZone: 'UTC' };
	const text = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', ...timeZone });
	return <time dateTime={iso}>{`${text.format(new Date(iso))}${here ? '' : ' UTC'}`}</time>;
}
