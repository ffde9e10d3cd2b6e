import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '두 파드와 두 사이드카',
		description:
			'파드 web의 앱은 localhost의 프록시에 평문으로 묻고, 그 프록시는 파드 orders의 프록시와 mTLS로 말한다. 양쪽이 인증서를 보인다. orders의 프록시가 localhost의 앱에 요청을 넘긴다. 컨트롤 플레인은 두 프록시에 인증서와 설정을 준다. 프록시를 거치지 않고 앱으로 바로 가는 길은 막혀 있다.',
		control: '컨트롤 플레인',
		controlNote: '인증서, 설정',
		proxy: '프록시',
		app: '앱',
		plain: '평문',
		loopback: '127.0.0.1',
		mtls: 'mTLS',
		both: '서로 확인',
	},
	en: {
		title: 'Two Pods and two sidecars',
		description:
			'The app of the Pod web asks the proxy at localhost in plain text. That proxy speaks mTLS with the proxy of the Pod orders: both sides show certificates. The proxy of orders passes the request on to its app at localhost. A control plane gives both proxies certificates and configuration. There is no way to the app past the proxy.',
		control: 'control plane',
		controlNote: 'certificates, settings',
		proxy: 'proxy',
		app: 'app',
		plain: 'plain',
		loopback: '127.0.0.1',
		mtls: 'mTLS',
		both: 'both prove it',
	},
} as const;

export function MeshSidecars({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-mesh-sidecars" width={520} height={262} title={t.title} description={t.description}>
			<Box x={172} y={8} width={176} height={52} title={t.control} note={t.controlNote} />
			<Arrow path="M214 60 C200 76 182 92 170 106" dashed />
			<Arrow path="M306 60 C320 76 338 92 350 106" dashed />
			<Box x={8} y={84} width={200} height={170} kind="group" />
			<text x={22} y={106} className="fig-title">
				web
			</text>
			<Box x={312} y={84} width={200} height={170} kind="group" />
			<text x={498} y={106} textAnchor="end" className="fig-title">
				orders
			</text>
			<Box x={112} y={114} width={88} height={48} kind="new" title={t.proxy} />
			<Box x={320} y={114} width={88} height={48} kind="new" title={t.proxy} />
			<Box x={20} y={196} width={88} height={48} title={t.app} />
			<Box x={412} y={196} width={88} height={48} title={t.app} />
			<Arrow path="M64 196 C64 160 80 138 108 138" />
			<text x={118} y={204} className="fig-note">
				{t.plain}
			</text>
			<text x={118} y={222} className="fig-note">
				{t.loopback}
			</text>
			<Arrow path="M200 138 H316" />
			<text x={260} y={128} textAnchor="middle" className="fig-title">
				{t.mtls}
			</text>
			<text x={260} y={160} textAnchor="middle" className="fig-note">
				{t.both}
			</text>
			<Arrow path="M408 138 C440 138 456 160 456 192" />
			<text x={402} y={204} textAnchor="end" className="fig-note">
				{t.plain}
			</text>
			<text x={402} y={222} textAnchor="end" className="fig-note">
				{t.loopback}
			</text>
		</Drawing>
	);
}
