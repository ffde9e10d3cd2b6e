import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

const ETCD =
	'etcdctl --cacert /etc/kubernetes/pki/etcd/ca.crt --cert /etc/kubernetes/pki/etcd/server.crt --key /etc/kubernetes/pki/etcd/server.key';

/** `enc PROVIDERS`: the file of --encryption-provider-config; `restart`: the API server's container begins anew. */
export const SECURITY_SETUP = `mkdir -p /etc/kubernetes/enc
cat > /usr/local/bin/enc <<'END'
#!/bin/bash
printf '{apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{resources: [%s], providers: [%s]}]}' "\${2:-secrets}" "$1" > /etc/kubernetes/enc/enc.yaml
END
cat > /usr/local/bin/restart <<'END'
#!/bin/bash
mv /etc/kubernetes/manifests/kube-apiserver.yaml /tmp; sleep 5; mv /tmp/kube-apiserver.yaml /etc/kubernetes/manifests; sleep 10
for i in {1..40}; do sleep 10; [ "$(kubectl get --raw /readyz 2> /dev/null)" = ok ] && break; done
END
cat > /usr/local/bin/stored <<'END'
#!/bin/bash
${ETCD} get /registry/secrets/default/$1 --print-value-only | head -c \${2:-26}; echo
END
chmod +x /usr/local/bin/*
kubectl create secret generic old --from-literal=a=plain > /dev/null
sed -i 's#- kube-apiserver$#&\\n    - --encryption-provider-config=/etc/kubernetes/enc/enc.yaml#; s#^    volumeMounts:#&\\n    - {name: enc, mountPath: /etc/kubernetes/enc}#; s#^  volumes:#&\\n  - {name: enc, hostPath: {path: /etc/kubernetes/enc}}#' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30`;

const KEYS = {
	one: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
	two: 'ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=',
};
const provider = (type: string, name: string, secret: keyof typeof KEYS): string =>
	`{${type}: {keys: [{name: ${name}, secret: ${KEYS[secret]}}]}}`;
const log = `crictl logs $(crictl ps -a --name kube-apiserver -q | head -1) 2>&1 | grep -o 'err=.*'`;
const CONFIG = 'apiserver/pkg/server/options/encryptionconfig config.go';
const VALUES = 'apiserver/pkg/storage/value/transformer.go';

export const ENCRYPTION_ROWS: readonly WorldRow[] = [
	row(
		'a flag that names a file that is not there: the API server ends',
		CONFIG,
		'',
		0,
		log,
		'err="error while parsing file: error while loading file: error reading encryption provider configuration file \\"/etc/kubernetes/enc/enc.yaml\\": open /etc/kubernetes/enc/enc.yaml: no such file or directory"\n',
	),
	row(
		'a key that is too short, a resource that is named twice',
		'apiserver/pkg/apis/apiserver/validation validation_encryption.go',
		"enc '{aescbc: {keys: [{name: k, secret: YWJj}]}}' 'secrets, secrets'; restart",
		0,
		log,
		'err="error while parsing file: [resources[0].resources: Invalid value: [\\"secrets\\",\\"secrets\\"]: the same resource cannot be specified multiple times, resources[0].providers[0].aescbc.keys[0].secret: Invalid value: \\"REDACTED\\": secret is not of the expected length, got 3, expected one of [16 24 32]]"\n',
	),
	row(
		'a provider that is spelled wrong',
		CONFIG,
		"enc '{identity: {}}, {aesbc: {}}'; restart",
		0,
		log,
		'err="error while parsing file: error decoding encryption provider configuration file \\"/etc/kubernetes/enc/enc.yaml\\": strict decoding error: unknown field \\"resources[0].providers[1].aesbc\\""\n',
	),
	row(
		'KMS of the first version',
		CONFIG,
		"enc '{kms: {name: k, endpoint: unix:///tmp/k.sock}}'; restart",
		0,
		log,
		'err="error while building transformers: KMSv1 is deprecated and will only receive security updates going forward. Use KMSv2 instead.  Set --feature-gates=KMSv1=true to use the deprecated KMSv1 feature."\n',
	),
	row(
		'the first provider encrypts; what was there before is read as it is',
		VALUES,
		`enc '${provider('aescbc', 'key1', 'one')}, {identity: {}}'; restart; kubectl create secret generic new --from-literal=a=b > /dev/null`,
		0,
		'stored new 23; stored old 3; kubectl get secrets -o name',
		'k8s:enc:aescbc:v1:key1:\nk8s\nsecret/new\nsecret/old\n',
	),
	row(
		'a replacement that changes nothing is written when it was stored otherwise',
		'apiserver/pkg/storage/etcd3/store.go GuaranteedUpdate',
		'kubectl get secrets -o json | kubectl replace -f - > /dev/null',
		0,
		'stored old 23; a=$(kubectl get secret old -o jsonpath={.metadata.resourceVersion}); kubectl get secrets -o json | kubectl replace -f - > /dev/null; [ $a = $(kubectl get secret old -o jsonpath={.metadata.resourceVersion}) ] && echo unchanged',
		'k8s:enc:aescbc:v1:key1:\nunchanged\n',
	),
	row(
		'another key under the same name',
		VALUES,
		`enc '${provider('aescbc', 'key1', 'two')}, {identity: {}}'; restart`,
		0,
		'kubectl get secret old; kubectl get secrets',
		'Error from server (InternalError): Internal error occurred: invalid padding on input\nError from server (InternalError): Internal error occurred: unable to transform key "/registry/secrets/default/new": invalid padding on input\n',
	),
	row(
		'a key that is no longer there',
		VALUES,
		`enc '${provider('aescbc', 'key2', 'two')}, {identity: {}}'; restart`,
		0,
		'kubectl get secret old; kubectl delete secret old',
		'Error from server (InternalError): Internal error occurred: no matching key was found for the provided AES transformer\n'.repeat(
			2,
		),
	),
	row(
		'two keys: the second one reads, the first one writes',
		VALUES,
		`enc '${provider('secretbox', 'key2', 'two')}, ${provider('aescbc', 'key1', 'one')}'; restart; kubectl label secret old a=b > /dev/null`,
		0,
		'stored old 26; stored new 23',
		'k8s:enc:secretbox:v1:key2:\nk8s:enc:aescbc:v1:key1:\n',
	),
	row(
		'without identity nothing is read that is not encrypted',
		VALUES,
		`enc '${provider('aescbc', 'key1', 'one')}' configmaps; restart`,
		0,
		'kubectl get cm kube-root-ca.crt; kubectl get secret new',
		'Error from server (InternalError): Internal error occurred: no matching prefix found\nError from server (InternalError): Internal error occurred: identity transformer tried to read encrypted data\n',
	),
	row(
		'the file of a server that reloads: a minute later it counts',
		'apiserver/pkg/server/options/encryptionconfig/controller controller.go',
		`enc '{identity: {}}, ${provider('aescbc', 'key1', 'one')}, ${provider('secretbox', 'key2', 'two')}'; sed -i 's#- kube-apiserver$#&\\n    - --encryption-provider-config-automatic-reload=true#' /etc/kubernetes/manifests/kube-apiserver.yaml; sleep 40; kubectl create secret generic p --from-literal=a=b > /dev/null; enc '${provider('aesgcm', 'key3', 'one')}, {identity: {}}'`,
		65,
		'kubectl create secret generic q --from-literal=a=b > /dev/null; stored p 3; stored q 23',
		'k8s\nk8s:enc:aesgcm:v1:key3:\n',
	),
];

export const BINARY_ROWS: readonly WorldRow[] = [
	row(
		"a node's binary is what was released, to the byte",
		'https://kubernetes.io/docs/tasks/tools/install-kubectl-linux',
		'curl -sLO https://dl.k8s.io/v1.35.0/bin/linux/amd64/kubelet.sha256',
		0,
		'echo "$(cat kubelet.sha256)  /usr/bin/kubelet" | sha256sum --check',
		'/usr/bin/kubelet: OK\n',
	),
];
