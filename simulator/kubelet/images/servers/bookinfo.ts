import type { Process } from '../../../kernel/process-api.ts';
import type { HttpRequest } from '../../../kernel/serving/http-server.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8 } from '../../../machinery/utf8.ts';
import type { ImageRepository } from '../../runtime/image.ts';
import { ON_UBUNTU } from '../bases/base.ts';
import { cataloguedImage } from '../catalogued-image.ts';
import { fetchHttp } from '../programs/http-fetch.ts';
import { type Page, pathOf, type ServerBehaviour, serverProgram } from '../programs/server-program.ts';

// Istio's example: a page that asks two services, one of which may ask a third.

const PORT = 9080;
const VERSIONS = '1.20.3 latest 1.20.2 1.20.1 1.20.0 1.19.1 1.18.0 1.17.0 1.16.4 1.16.2 1.15.1 1.15.0 1.10.0 1.8.0';

/** What is handed on, so that a mesh can tell who asked. */
const HANDED_ON = /^(?:x-|b3$|traceparent$|tracestate$|end-user$|user-agent$|cookie$|authorization$)/i;

function service(name: string, behaviour: Omit<ServerBehaviour, 'ports' | 'memoryBytes'>): ImageRepository {
	return cataloguedImage({
		names: `istio/examples-bookinfo-${name} gcr.io/istio-release/examples-bookinfo-${name}`,
		versions: [[VERSIONS, '2025-05-07', 120_402_114]],
		base: ON_UBUNTU,
		cmd: ['/opt/microservices/start', String(PORT)],
		workingDir: '/opt/microservices',
		ports: String(PORT),
		programs: [
			[
				'/opt/microservices/start',
				serverProgram({ ...behaviour, ports: [PORT], memoryBytes: 45 * 1024 ** 2, end: { status: 0 } }),
			],
		],
	});
}

function* ask(
	process: Process,
	from: HttpRequest,
	host: string,
	target: string,
): Task<{ status: number; body: unknown }> {
	const headers = [...from.headers.entries()].filter(([name]) => HANDED_ON.test(name));
	const fetched = yield* fetchHttp(process, { host, port: PORT, target, headers });
	if (fetched.kind !== 'answer') return { status: 500, body: undefined };
	try {
		return { status: fetched.status, body: JSON.parse(decodeUtf8(fetched.body)) as unknown };
	} catch {
		return { status: fetched.status, body: undefined };
	}
}

function host(process: Process, variable: string, usual: string): string {
	const domain = process.env.get('SERVICES_DOMAIN');
	return (process.env.get(variable) ?? usual) + (domain === undefined ? '' : `.${domain}`);
}

const json = (status: number, body: object): Page => ({
	status,
	headers: [['Content-Type', 'application/json']],
	body: JSON.stringify(body),
});

const DETAILS = {
	id: 0,
	author: 'William Shakespeare',
	year: 1595,
	type: 'paperback',
	pages: 200,
	publisher: 'PublisherA',
	language: 'English',
	'ISBN-10': '1234567890',
	'ISBN-13': '123-1234567890',
};
const REVIEWS = [
	['Reviewer1', 'An extremely entertaining play by Shakespeare. The slapstick humour is refreshing!', 5],
	[
		'Reviewer2',
		'Absolutely fun and entertaining. The play lacks thematic depth when compared to other plays by Shakespeare.',
		4,
	],
] as const;

function simple(path: string, answer: object): Pick<ServerBehaviour, 'page'> {
	return {
		page: (_, request) =>
			pathOf(request) === '/health'
				? json(200, { status: 'healthy' })
				: pathOf(request).startsWith(path)
					? json(200, answer)
					: undefined,
	};
}

/** @param stars what colour they have; undefined: no stars, and nobody is asked for them. */
function reviews(version: string, stars: string | undefined): ImageRepository {
	return service(`reviews-${version}`, {
		begin: () =>
			'Launching defaultServer (Open Liberty 22.0.0.6/wlp-1.0.65) on Eclipse OpenJ9 VM\n[AUDIT   ] CWWKE0001I: The server defaultServer has been launched.\n',
		ready: () =>
			'[AUDIT   ] CWWKF0011I: The defaultServer server is ready to run a smarter planet. The defaultServer server started in 2.471 seconds.\n',
		startMs: 2_500,
		serve: (process, request) => reviewsPage(process, request, version, stars),
	});
}

function* reviewsPage(
	process: Process,
	request: HttpRequest,
	version: string,
	stars: string | undefined,
): Task<Page | undefined> {
	if (pathOf(request) === '/health') return json(200, { status: 'Reviews is healthy' });
	if (!pathOf(request).startsWith('/reviews/')) return undefined;
	const found =
		stars === undefined
			? undefined
			: yield* ask(process, request, host(process, 'RATINGS_HOSTNAME', 'ratings'), '/ratings/0');
	const all = REVIEWS.map(([reviewer, text, usual]) => {
		if (found === undefined) return { reviewer, text };
		const given = (found.body as { ratings?: Record<string, number> } | undefined)?.ratings?.[reviewer];
		if (found.status !== 200 || given === undefined)
			return { reviewer, text, rating: { error: 'Ratings service is currently unavailable' } };
		return { reviewer, text, rating: { stars: given ?? usual, color: stars } };
	});
	return json(200, { id: '0', podname: process.hostname, clustername: 'null', version, reviews: all });
}

function* productPage(process: Process, request: HttpRequest): Task<Page | undefined> {
	const path = pathOf(request);
	if (path === '/health') return 'Product page is healthy';
	if (path === '/')
		return '<!DOCTYPE html>\n<html>\n  <head>\n    <title>Simple Bookstore App</title>\n  </head>\n  <body>\n    <h3>Hello! This is a simple bookstore application</h3>\n    <a href="/productpage?u=normal">Normal user</a>\n  </body>\n</html>\n';
	if (path !== '/productpage') return undefined;
	const details = yield* ask(process, request, host(process, 'DETAILS_HOSTNAME', 'details'), '/details/0');
	const found = yield* ask(process, request, host(process, 'REVIEWS_HOSTNAME', 'reviews'), '/reviews/0');
	const list =
		(found.body as
			| {
					reviews?: { reviewer: string; text: string; rating?: { stars?: number; color?: string; error?: string } }[];
					podname?: string;
			  }
			| undefined) ?? {};
	const detailsText =
		details.status === 200
			? `<dt>ISBN-10:</dt><dd>${(details.body as typeof DETAILS)['ISBN-10']}</dd><dt>Publisher:</dt><dd>${(details.body as typeof DETAILS).publisher}</dd>`
			: '<h4>Error fetching product details!</h4>\n<p>Sorry, product details are currently unavailable for this book.</p>';
	const reviewsText =
		found.status === 200
			? `${(list.reviews ?? [])
					.map(({ reviewer, text, rating }) => {
						const stars =
							rating?.stars === undefined
								? (rating?.error ?? '')
								: `<font color="${rating.color}">${'<span class="glyphicon glyphicon-star"></span>'.repeat(rating.stars)}</font>`;
						return `<blockquote><p>${text}</p><small>${reviewer}</small>${stars}</blockquote>`;
					})
					.join('\n')}<dl><dt>Reviews served by:</dt><u>${list.podname}</u></dl>`
			: '<h4>Error fetching product reviews!</h4>\n<p>Sorry, product reviews are currently unavailable for this book.</p>';
	return {
		status: 200,
		headers: [['Content-Type', 'text/html; charset=utf-8']],
		body: `<!DOCTYPE html>\n<html>\n  <head>\n    <title>Simple Bookstore App</title>\n  </head>\n  <body>\n<h3>The Comedy of Errors</h3>\n<h4>Book Details</h4>\n${detailsText}\n<h4>Book Reviews</h4>\n${reviewsText}\n  </body>\n</html>\n`,
	};
}

export const BOOKINFO: readonly ImageRepository[] = [
	service('productpage-v1', {
		begin: () => 'INFO:root:start at port 9080\n',
		serve: productPage,
		logTo: 2,
		headers: [['Server', 'gunicorn']],
	}),
	service('details-v1', {
		...simple('/details/', DETAILS),
		begin: () => '[INFO]  WEBrick 1.8.1\n[INFO]  WEBrick::HTTPServer#start: pid=1 port=9080\n',
	}),
	service('ratings-v1', {
		...simple('/ratings/', { id: 0, ratings: { Reviewer1: 5, Reviewer2: 4 } }),
		begin: () => 'Server listening on: http://0.0.0.0:9080\n',
	}),
	reviews('v1', undefined),
	reviews('v2', 'black'),
	reviews('v3', 'red'),
];
