import type { MailLocale } from './mail-texts.ts';

/** The language in which whoever asks reads: our pages say it with every request that may cause a mail. */
export const LOCALE_HEADER = 'x-kubedrill-locale';

export function localeOfRequest(request: Pick<Request, 'headers'> | undefined): MailLocale {
	return request?.headers.get(LOCALE_HEADER) === 'en' ? 'en' : 'ko';
}
