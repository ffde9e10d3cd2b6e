/** The protocols of sessions over a WebSocket, best first. Models apimachinery/pkg/util/remotecommand and apiserver's wsstream. */
export const CHANNEL_PROTOCOLS: readonly string[] = [
	'v5.channel.k8s.io',
	'v4.channel.k8s.io',
	'channel.k8s.io',
	'v4.base64.channel.k8s.io',
	'base64.channel.k8s.io',
];
