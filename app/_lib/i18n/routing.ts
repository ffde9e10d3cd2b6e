import { defineRouting } from 'next-intl/routing';

/** `/ko/…` and `/en/…`; `/` goes where the browser's language says. Components import `LOCALES` from the content layer. */
export const routing = defineRouting({ locales: ['ko', 'en'], defaultLocale: 'ko', localePrefix: 'always' });
