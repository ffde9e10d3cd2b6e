import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '로그 한 줄이 가는 길',
		description:
			'노드 안에서 컨테이너가 표준 출력과 표준 오류에 쓴 줄을 런타임이 /var/log/pods 아래의 파일에 적는다. kubectl logs는 API 서버와 kubelet을 거쳐 이 파일을 읽는다. 노드마다 하나씩 도는 수집기도 같은 파일을 읽어 클러스터 밖의 저장소로 보낸다. 컨테이너 안의 파일에 쓴 줄은 이 길에 들어오지 않는다.',
		node: '노드',
		container: '컨테이너',
		streams: '표준 출력, 표준 오류',
		runtime: '런타임',
		kubelet: 'kubelet',
		api: 'API 서버',
		agent: '수집기(데몬셋)',
		store: '클러스터 밖 저장소',
		own: '앱 안의 파일',
		lost: '아무도 보지 않는다',
	},
	en: {
		title: 'The way of a log line',
		description:
			'On the node, lines that a container writes to standard output and standard error are written by the runtime to a file below /var/log/pods. kubectl logs reads this file through the API server and the kubelet. An agent on every node reads the same files and sends them to a store outside the cluster. Lines written to a file inside the container never come this way.',
		node: 'Node',
		container: 'Container',
		streams: 'stdout, stderr',
		runtime: 'Runtime',
		kubelet: 'kubelet',
		api: 'API server',
		agent: 'Agent (DaemonSet)',
		store: 'Store outside',
		own: 'its own file',
		lost: 'nobody reads it',
	},
} as const;

export function LogPath({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-log-path" width={520} height={300} title={t.title} description={t.description}>
			<Box x={8} y={84} width={504} height={208} kind="old" />
			<text x={22} y={106} className="fig-title">
				{t.node}
			</text>
			<Box x={22} y={122} width={130} height={52} title={t.container} note={t.streams} />
			<Arrow path="M152 148 H188" />
			<Box x={192} y={122} width={100} height={52} title={t.runtime} />
			<Arrow path="M242 174 V212" />
			<Box x={162} y={216} width={160} height={58} kind="new" title="/var/log/pods/…" note="0.log" />
			<Arrow path="M87 174 V212" dashed />
			<Box x={22} y={216} width={124} height={58} kind="ghost" title={t.own} note={t.lost} />
			<Box x={368} y={122} width={128} title={t.kubelet} />
			<Arrow path="M322 232 C346 232 346 144 364 144" />
			<Box x={368} y={230} width={128} title={t.agent} />
			<Arrow path="M322 252 H364" />
			<Box x={192} y={10} width={110} height={44} title="kubectl logs" />
			<Box x={368} y={10} width={128} height={44} title={t.api} />
			<Arrow path="M364 32 H306" />
			<Arrow path="M432 122 V58" />
			<Box x={8} y={10} width={140} height={44} title={t.store} />
			<Arrow path="M500 252 C516 252 516 70 500 70 L78 70 L78 58" dashed />
		</Drawing>
	);
}
