import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '셀렉터에서 목록으로, 목록에서 규칙으로',
		description:
			'서비스 greeter의 셀렉터 app=greeter와 파드들의 레이블, 준비 상태를 엔드포인트슬라이스 컨트롤러가 보고 엔드포인트슬라이스를 쓴다. 목록에는 파드 셋의 주소가 있고 그중 하나는 준비되지 않았다. 노드마다 있는 kube-proxy가 목록을 읽어 규칙을 쓰고, 클라이언트의 연결은 준비된 두 파드로만 간다.',
		service: 'Service greeter',
		selector: '셀렉터 app=greeter',
		controller: '엔드포인트슬라이스 컨트롤러',
		slice: 'EndpointSlice',
		ready: '준비됨',
		notReady: '준비 안 됨',
		reads: '읽는다',
		writes: '쓴다',
		watches: '지켜본다',
		rules: '노드의 규칙',
		rulesNote: 'kube-proxy가 쓴다',
		client: '클라이언트',
		clientNote: 'greeter:8000',
	},
	en: {
		title: 'From selector to list, from list to rules',
		description:
			'The EndpointSlice controller looks at the selector app=greeter of the Service greeter and at the labels and readiness of the Pods, and writes the EndpointSlice: three addresses, one of them not ready. kube-proxy on each node reads the list and writes rules; a client’s connection goes only to the two Pods that are ready.',
		service: 'Service greeter',
		selector: 'selector app=greeter',
		controller: 'EndpointSlice controller',
		slice: 'EndpointSlice',
		ready: 'ready',
		notReady: 'not ready',
		reads: 'reads',
		writes: 'writes',
		watches: 'watches',
		rules: "the node's rules",
		rulesNote: 'written by kube-proxy',
		client: 'client',
		clientNote: 'greeter:8000',
	},
} as const;

const PODS = [
	{ ip: '192.168.1.3', ready: true },
	{ ip: '192.168.2.3', ready: false },
	{ ip: '192.168.2.4', ready: true },
] as const;

/** Who writes the list behind a Service, and who reads it. */
export function ServiceEndpoints({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-service-endpoints" width={520} height={356} title={t.title} description={t.description}>
			<Box x={8} y={8} width={190} height={52} title={t.service} note={t.selector} />
			<Arrow path="M198 34 H286" />
			<text x={242} y={26} textAnchor="middle" className="fig-note">
				{t.watches}
			</text>
			<Box x={290} y={8} width={222} height={52} kind="new" title={t.controller} />
			<Arrow path="M400 60 V98" />
			<text x={410} y={84} className="fig-note">
				{t.writes}
			</text>
			<Box x={290} y={102} width={222} height={104} title={undefined} />
			<text x={401} y={124} textAnchor="middle" className="fig-title">
				{t.slice}
			</text>
			{PODS.map(({ ip, ready }, at) => (
				<text key={ip} x={401} y={148 + at * 22} textAnchor="middle" className={ready ? undefined : 'fig-note'}>
					{`${ip} · ${ready ? t.ready : t.notReady}`}
				</text>
			))}
			<Arrow path="M290 154 H202" />
			<text x={246} y={146} textAnchor="middle" className="fig-note">
				{t.reads}
			</text>
			<Box x={8} y={128} width={190} height={52} title={t.rules} note={t.rulesNote} />
			<Box x={8} y={284} width={124} height={56} title={t.client} note={t.clientNote} />
			<Arrow path="M70 284 V184" />
			<Arrow path="M160 180 C160 250 175 312 196 312" />
			<Arrow path="M185 180 C200 240 380 224 448 280" />
			{PODS.map(({ ip, ready }, at) => (
				<Box
					key={ip}
					x={200 + at * 106}
					y={284}
					width={100}
					height={56}
					kind={ready ? 'group' : 'ghost'}
					title="Pod"
					note={ip}
				/>
			))}
		</Drawing>
	);
}
