import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./app/_lib/i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
	poweredByHeader: false,
	// `npm test` checks types once, for everything; a build does not do it again.
	typescript: { ignoreBuildErrors: true },
	// Packages that load native code or find files beside themselves.
	serverExternalPackages: ['mdx-bundler', 'esbuild', 'shiki', '@shikijs/rehype'],
	turbopack: { root: import.meta.dirname },
	devIndicators: false,
};

export default withNextIntl(config);
