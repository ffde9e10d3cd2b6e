import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '문 하나, 규칙에 따라 여러 서비스로',
		description:
			'사용자의 요청은 로드밸런서나 노드 포트를 지나 클러스터 안의 프록시에 이른다. 컨트롤러가 Ingress나 HTTPRoute를 읽어 프록시를 설정한다. 프록시는 호스트와 경로를 보고 서비스 web이나 api의 파드로 보낸다.',
		user: '사용자',
		door: '노드 포트 / LB',
		proxy: '프록시',
		proxyNote: 'Host와 경로를 읽는다',
		objects: '적어 둔 것',
		controller: '컨트롤러',
		configures: '설정한다',
		web: 'web의 파드',
		api: 'api의 파드',
	},
	en: {
		title: 'One door, and by its rules to many Services',
		description:
			'A user’s request passes a load balancer or node port and reaches the proxy in the cluster. The controller reads Ingresses or HTTPRoutes and configures the proxy. The proxy looks at host and path and passes the request to a Pod of the Service web or api.',
		user: 'user',
		door: 'node port / LB',
		proxy: 'proxy',
		proxyNote: 'reads Host and path',
		objects: 'what is written',
		controller: 'controller',
		configures: 'configures',
		web: 'Pods of web',
		api: 'Pods of api',
	},
} as const;

/** The way of a request, and the way of its rules. */
export function IngressGateway({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-ingress-gateway" width={520} height={252} title={t.title} description={t.description}>
			<Box x={8} y={8} width={176} height={58} title="Ingress / HTTPRoute" note={t.objects} />
			<Arrow path="M184 37 H226" />
			<Box x={230} y={8} width={130} height={58} title={t.controller} />
			<Arrow path="M295 66 V140" />
			<text x={305} y={108} className="fig-note">
				{t.configures}
			</text>
			<Box x={8} y={152} width={72} height={56} title={t.user} />
			<Arrow path="M80 180 H98" />
			<Box x={102} y={152} width={112} height={56} title={t.door} />
			<Arrow path="M214 180 H224" />
			<Box x={228} y={144} width={150} height={72} kind="new" title={t.proxy} note={t.proxyNote} />
			<Arrow path="M378 168 C392 168 386 142 406 142" />
			<Arrow path="M378 192 C392 192 386 218 406 218" />
			<text x={400} y={110} className="fig-note">
				/
			</text>
			<Box x={410} y={120} width={102} title={t.web} />
			<text x={400} y={188} className="fig-note">
				/api
			</text>
			<Box x={410} y={196} width={102} title={t.api} />
		</Drawing>
	);
}
