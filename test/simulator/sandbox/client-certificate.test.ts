import { expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { DEFAULT_PRESET, PresetImages, SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { JANE_KEY, JANE_REQUEST } from '../apiserver/certificate-requests.ts';

const SCRIPT = `
cat > key.pem <<'K'
${JANE_KEY}K
cat <<Y | kubectl apply -f -
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: jane}
spec: {request: ${JANE_REQUEST}, signerName: kubernetes.io/kube-apiserver-client, expirationSeconds: 600, usages: [client auth]}
Y
kubectl get csr
kubectl certificate approve jane
kubectl get csr
kubectl get csr jane -o jsonpath='{.status.certificate}' | base64 -d > jane.crt
kubectl config set-credentials jane --client-certificate=jane.crt --client-key=key.pem --embed-certs
kubectl config set-context jane --cluster=kubernetes --user=jane
kubectl --context jane auth whoami | head -3
kubectl --context jane get pods
sleep 590; kubectl --context jane auth can-i get pods
sleep 20; kubectl --context jane get pods 2>&1 | tail -1
kubectl get csr
`;

test('a request that is approved gives a certificate that its holder can log in with until it expires', () => {
	const world = new SimulatedWorld({ preset: DEFAULT_PRESET, seed: 'jane' }, new PresetImages(nodeHostCalls));
	const { stdout, stderr } = world.runScript({ name: 'csr.sh', script: SCRIPT, limitMs: 1_200_000 });
	expect(stdout).toBe(`certificatesigningrequest.certificates.k8s.io/jane created
NAME   AGE   SIGNERNAME                            REQUESTOR          REQUESTEDDURATION   CONDITION
jane   0s    kubernetes.io/kube-apiserver-client   kubernetes-admin   10m                 Pending
certificatesigningrequest.certificates.k8s.io/jane approved
NAME   AGE   SIGNERNAME                            REQUESTOR          REQUESTEDDURATION   CONDITION
jane   0s    kubernetes.io/kube-apiserver-client   kubernetes-admin   10m                 Approved,Issued
User "jane" set.
Context "jane" created.
ATTRIBUTE                                           VALUE
Username                                            jane
Groups                                              [dev system:authenticated]
no
error: You must be logged in to the server (Unauthorized)
`);
	expect(
		stderr,
	).toBe(`Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"
No resources found
`);
});
