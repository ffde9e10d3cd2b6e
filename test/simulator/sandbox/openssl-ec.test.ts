import { createPublicKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** Numbers of keys, signatures and threads are the world's own; the rest is what OpenSSL 3.0.19 printed for the same commands. */
function printed(script: string): string {
	return raw(script)
		.replace(/^( +)(?:[0-9a-f]{2}:)+\n(?: +(?:[0-9a-f]{2}:?)+\n)+/gm, '$1HEX\n')
		.replace(/([0-9A-Fa-f]{2}:){10,}[0-9A-Fa-f]{2}/g, 'HEX')
		.replace(/^40\w{8}7F0000:/gm, 'THREAD:');
}

function raw(script: string): string {
	return newWorld('openssl-ec').runScript({ name: 'x.sh', script: `exec 2>&1\ncd /tmp\n${MADE}${script}` }).stdout;
}

const MADE = `openssl ecparam -name prime256v1 -genkey -noout -out k.pem
openssl req -new -key k.pem -subj /CN=dana/O=ops -out k.csr
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj /CN=ca 2> /dev/null
openssl x509 -req -in k.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out k.crt 2> /dev/null
openssl genrsa -out r.pem 2048
`;

test('requests and certificates of elliptic keys', () => {
	expect(
		printed(`openssl req -in k.csr -noout -text -verify
openssl x509 -in k.crt -noout -text | grep -v Not
openssl verify -CAfile ca.crt k.crt
openssl ecparam -name prime256v1 -out p.pem
openssl req -x509 -newkey ec:p.pem -nodes -keyout ca2.key -out ca2.crt -subj /CN=ca
openssl x509 -in ca.crt -noout -modulus; openssl req -in k.csr -noout -modulus
openssl pkey -in k.pem -check -noout; openssl ec -in k.pem -check -noout
cat k.pem | openssl pkey -pubout | openssl pkey -pubin -noout -text
openssl x509 -in k.crt -pubkey -noout | cmp - <(openssl ec -in k.pem -pubout 2>/dev/null) && echo same
openssl dgst -sha256 -sign k.pem -out s.bin k.csr
openssl dgst -sha256 -verify <(openssl pkey -in k.pem -pubout) -signature s.bin k.csr
openssl req -x509 -new -key r.pem -subj /CN=rca -out rca.crt
openssl x509 -req -in k.csr -CA rca.crt -CAkey r.pem -out rk.crt; openssl verify -CAfile rca.crt rk.crt`),
	).toBe(`Certificate request self-signature verify OK
Certificate Request:
    Data:
        Version: 1 (0x0)
        Subject: CN = dana, O = ops
        Subject Public Key Info:
            Public Key Algorithm: id-ecPublicKey
                Public-Key: (256 bit)
                pub:
                    HEX
                ASN1 OID: prime256v1
                NIST CURVE: P-256
        Attributes:
            (none)
            Requested Extensions:
    Signature Algorithm: ecdsa-with-SHA256
    Signature Value:
        HEX
Certificate:
    Data:
        Version: 1 (0x0)
        Serial Number:
            HEX
        Signature Algorithm: ecdsa-with-SHA256
        Issuer: CN = ca
        Validity
        Subject: CN = dana, O = ops
        Subject Public Key Info:
            Public Key Algorithm: id-ecPublicKey
                Public-Key: (256 bit)
                pub:
                    HEX
                ASN1 OID: prime256v1
                NIST CURVE: P-256
    Signature Algorithm: ecdsa-with-SHA256
    Signature Value:
        HEX
k.crt: OK
-----
Modulus=No modulus for this public key type
Modulus=Wrong Algorithm type
Key is valid
read EC key
EC Key valid.
Public-Key: (256 bit)
pub:
    HEX
ASN1 OID: prime256v1
NIST CURVE: P-256
same
Verified OK
Certificate request self-signature ok
subject=CN = dana, O = ops
rk.crt: OK
`);
});

test('elliptic keys and certificates that do not belong together', () => {
	expect(
		printed(`openssl req -x509 -newkey ec -nodes -keyout ca2.key -out ca2.crt -subj /CN=ca; echo $?
openssl rsa -in k.pem -noout -text; echo $?
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca2.key -out ca2.crt -subj /CN=ca
openssl x509 -req -in k.csr -CA ca.crt -CAkey ca2.key; echo $?
openssl x509 -req -in k.csr -CA ca.crt -CAkey r.pem; echo $?
openssl x509 -req -in k.csr -CA ca.crt -CAkey ca.key -out v1.crt 2> /dev/null
openssl verify -CAfile ca2.crt v1.crt 2>&1 | sed '/^40/d'`),
	).toBe(`req: Error generating ec key
1
Not an RSA key
1
-----
Certificate request self-signature ok
subject=CN = dana, O = ops
CA certificate and CA private key do not match
THREAD:error:05800074:x509 certificate routines:X509_check_private_key:key values mismatch:../crypto/x509/x509_cmp.c:403:
1
Certificate request self-signature ok
subject=CN = dana, O = ops
CA certificate and CA private key do not match
THREAD:error:03000065:digital envelope routines:evp_keymgmt_util_match:different key types:../crypto/evp/keymgmt_lib.c:388:
THREAD:error:05800073:x509 certificate routines:X509_check_private_key:key type mismatch:../crypto/x509/x509_cmp.c:406:
1
CN = dana, O = ops
error 7 at 0 depth lookup: certificate signature failure
error v1.crt: verification failed
`);
});

test('what is carried out is good for the real OpenSSL', () => {
	const pems = raw('cat k.crt ca.crt k.pem; openssl x509 -in ca.crt -pubkey -noout').split(/(?<=-----END .*-----\n)/);
	const [leaf = '', authority = '', key = '', publicKey = ''] = pems;
	const [own, ca] = [new X509Certificate(leaf), new X509Certificate(authority)];
	expect(own.verify(createPublicKey(publicKey))).toBe(true);
	expect(ca.verify(ca.publicKey)).toBe(true);
	expect(own.publicKey.equals(createPublicKey(key))).toBe(true);
	expect(own.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
});

/** Words of Go's crypto/tls X509KeyPair, which kubectl uses for both. */
test('the cluster knows who shows a certificate for an elliptic key', () => {
	expect(
		printed(`openssl x509 -req -in k.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -out d.crt 2> /dev/null
kubectl --client-certificate=d.crt --client-key=k.pem auth whoami -o jsonpath='{.status.userInfo.username} {.status.userInfo.groups}{"\\n"}'
kubectl --client-certificate=d.crt --client-key=ca.key get no 2>&1 | tail -1
kubectl --client-certificate=d.crt --client-key=r.pem get no 2>&1 | tail -1
kubectl --client-certificate=k.crt --client-key=k.pem get no 2>&1 | tail -1
kubectl create secret tls t --cert=k.crt --key=k.pem
kubectl create secret tls u --cert=k.crt --key=ca.key
kubectl create secret tls u --cert=k.crt --key=r.pem`),
	).toBe(`dana ["ops","system:authenticated"]
Unable to connect to the server: tls: private key does not match public key
Unable to connect to the server: tls: private key type does not match public key type
error: You must be logged in to the server (Unauthorized)
secret/t created
error: tls: private key does not match public key
error: tls: private key type does not match public key type
`);
});

/** The refusals are curl 7.88's with OpenSSL 3.0.19. */
test('a server with an elliptic certificate, and clients whose keys are others', () => {
	const overrides = JSON.stringify({
		spec: {
			volumes: [
				{ name: 't', secret: { secretName: 't' } },
				{ name: 'c', configMap: { name: 'c' } },
			],
			containers: [
				{
					name: 'p',
					image: 'nginx',
					volumeMounts: [
						{ name: 't', mountPath: '/etc/nginx/tls' },
						{ name: 'c', mountPath: '/etc/nginx/nginx.conf', subPath: 'nginx.conf' },
					],
				},
			],
		},
	});
	expect(
		printed(`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout s.key -out s.crt -subj /CN=shop -addext subjectAltName=DNS:shop 2> /dev/null
kubectl create secret tls t --cert=s.crt --key=s.key
printf 'events {}\nhttp { server { listen 443 ssl; ssl_certificate tls/tls.crt; ssl_certificate_key tls/tls.key; location / { return 200 "served\\\\n"; } } }\n' > nginx.conf
kubectl create cm c --from-file=nginx.conf > /dev/null; kubectl run p --image=nginx --overrides='${overrides}' > /dev/null; sleep 8
IP=$(kubectl get pod p -o jsonpath={.status.podIP}); TO="--resolve shop:443:$IP --cacert s.crt https://shop"
curl -sS $TO; curl -sS --cert k.crt --key k.pem $TO; curl -sSv $TO 2>&1 | grep 'level 0'
for key in ca.key r.pem k.csr nothere; do curl -sS --cert k.crt --key $key $TO; echo $?; done
curl -sS --cert k.crt $TO; curl -sS --cert k.csr $TO
echo | openssl s_client -connect $IP:443 -CAfile s.crt 2> /dev/null | grep -E 'PKEY|Peer|public key|return code'; file k.pem`),
	).toBe(`secret/t created
served
served
*   Certificate level 0: Public key type EC/prime256v1 (256/128 Bits/secBits), signed using ecdsa-with-SHA256
curl: (58) unable to set private key file: 'ca.key' type PEM
58
curl: (58) Private key does not match the certificate public key
58
curl: (58) unable to set private key file: 'k.csr' type PEM
58
curl: (58) unable to set private key file: 'nothere' type PEM
58
curl: (58) unable to set private key file: 'k.crt' type PEM
curl: (58) could not load PEM client certificate from k.csr, OpenSSL error error:0480006C:PEM routines::no start line, (no key found, wrong pass phrase, or wrong file format?)
   a:PKEY: id-ecPublicKey, 256 (bit); sigalg: ecdsa-with-SHA256
Peer signing digest: SHA256
Peer signature type: ECDSA
Server public key is 256 bit
Verify return code: 0 (ok)
k.pem: PEM EC private key
`);
});

test('kubeadm signs with an elliptic authority', () => {
	expect(
		printed(`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /etc/kubernetes/pki/ca.key -out /etc/kubernetes/pki/ca.crt -subj /CN=kubernetes 2> /dev/null
printf 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.0\ncontrolPlaneEndpoint: controlplane:6443\n' > c.yaml
kubeadm kubeconfig user --config c.yaml --client-name eve --org ops > eve.conf 2> err || cat err
grep client-certificate-data eve.conf | sed 's/.*: //' | base64 -d > eve.crt
openssl verify -CAfile /etc/kubernetes/pki/ca.crt eve.crt; openssl x509 -in eve.crt -noout -subject
openssl x509 -in eve.crt -noout -text | grep 'Algorithm' | sort -u`),
	).toBe(`eve.crt: OK
subject=O = ops, CN = eve
            Public Key Algorithm: rsaEncryption
        Signature Algorithm: ecdsa-with-SHA256
    Signature Algorithm: ecdsa-with-SHA256
`);
});
