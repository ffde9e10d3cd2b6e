import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** Keys, times and hashes are the world's own; the rest is what OpenSSL 3.0 printed for the same commands. */
function printed(script: string): string {
	const { stdout } = newWorld('openssl').runScript({ name: 'x.sh', script: `exec 2>&1\ncd /tmp\n${script}` });
	return stdout.replace(/([0-9A-Fa-f]{2}:){10,}[0-9A-Fa-f]{2}/g, 'HEX');
}

test('a request with a configuration file, signed with extensions', () => {
	expect(
		printed(`openssl genrsa -out k.key 2048
openssl genrsa -out ca.key 2048
openssl req -x509 -new -nodes -key ca.key -subj "/CN=my-ca" -days 3650 -out ca.crt
printf '[req]\\ndistinguished_name=dn\\nreq_extensions=v3\\nprompt=no\\n[dn]\\nCN=x.svc\\nO=Acme, Inc\\n[v3]\\nbasicConstraints=CA:FALSE\\nkeyUsage=nonRepudiation,digitalSignature\\nsubjectAltName=@alt\\n[alt]\\nDNS.1=a\\nIP.1=1.2.3.4\\n' > c.cnf
openssl req -new -key k.key -config c.cnf -out r.csr
openssl req -in r.csr -noout -text -verify | sed -n '1,5p;/Attributes/,/IP/p'
openssl x509 -req -in r.csr -CA ca.crt -CAkey ca.key -set_serial 01 -out c.crt -days 1 -extensions v3 -extfile c.cnf
openssl x509 -in c.crt -noout -text | sed -n '1,11p;/X509v3 ext/,/Signature A/p'
openssl verify -CAfile ca.crt c.crt
openssl verify c.crt; echo $?
openssl x509 -in c.crt -noout -subject -enddate -checkend 99999; echo $?
openssl x509 -noout -modulus -in c.crt | openssl md5 > a; openssl rsa -noout -modulus -in k.key | openssl md5 | cmp - a && echo same key`),
	).toBe(`Certificate request self-signature verify OK
Certificate Request:
    Data:
        Version: 1 (0x0)
        Subject: CN = x.svc, O = "Acme, Inc"
        Subject Public Key Info:
        Attributes:
            Requested Extensions:
                X509v3 Basic Constraints: 
                    CA:FALSE
                X509v3 Key Usage: 
                    Digital Signature, Non Repudiation
                X509v3 Subject Alternative Name: 
                    DNS:a, IP Address:1.2.3.4
Certificate request self-signature ok
subject=CN = x.svc, O = "Acme, Inc"
Certificate:
    Data:
        Version: 3 (0x2)
        Serial Number: 1 (0x1)
        Signature Algorithm: sha256WithRSAEncryption
        Issuer: CN = my-ca
        Validity
            Not Before: Mar  2 09:00:47 2026 GMT
            Not After : Mar  3 09:00:47 2026 GMT
        Subject: CN = x.svc, O = "Acme, Inc"
        Subject Public Key Info:
        X509v3 extensions:
            X509v3 Basic Constraints: 
                CA:FALSE
            X509v3 Key Usage: 
                Digital Signature, Non Repudiation
            X509v3 Subject Alternative Name: 
                DNS:a, IP Address:1.2.3.4
            X509v3 Subject Key Identifier: 
                HEX
            X509v3 Authority Key Identifier: 
                HEX
    Signature Algorithm: sha256WithRSAEncryption
c.crt: OK
CN = x.svc, O = "Acme, Inc"
error 20 at 0 depth lookup: unable to get local issuer certificate
error c.crt: verification failed
2
subject=CN = x.svc, O = "Acme, Inc"
notAfter=Mar  3 09:00:47 2026 GMT
Certificate will expire
1
same key
`);
});

test('a user whose certificate the cluster signs, and the pin of its authority', () => {
	expect(
		printed(`openssl req -new -newkey rsa:2048 -nodes -keyout jane.key -subj "/CN=jane/O=dev" -out jane.csr 2>/dev/null
openssl x509 -req -in jane.csr -CA /etc/kubernetes/pki/ca.crt -CAkey /etc/kubernetes/pki/ca.key -CAcreateserial -out jane.crt -days 30
kubectl --client-certificate=jane.crt --client-key=jane.key auth whoami -o jsonpath='{.status.userInfo.username} {.status.userInfo.groups}{"\\n"}'
openssl x509 -in /etc/kubernetes/pki/apiserver.crt -noout -ext subjectAltName,extendedKeyUsage
pin=$(openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt | openssl rsa -pubin -outform der 2>/dev/null | openssl dgst -sha256 -hex | sed 's/^.* //')
kubeadm token create --print-join-command | grep -c "sha256:$pin"
echo | openssl s_client -connect 127.0.0.1:6443 2>/dev/null | openssl x509 -noout -subject -issuer`),
	).toBe(`Certificate request self-signature ok
subject=CN = jane, O = dev
jane ["dev","system:authenticated"]
X509v3 Extended Key Usage: 
    TLS Web Server Authentication
X509v3 Subject Alternative Name: 
    DNS:controlplane, DNS:kubernetes, DNS:kubernetes.default, DNS:kubernetes.default.svc, DNS:kubernetes.default.svc.cluster.local, IP Address:10.96.0.1, IP Address:172.30.1.2
1
subject=CN = kube-apiserver
issuer=CN = kubernetes
`);
});

test('what is refused', () => {
	expect(
		printed(`openssl genrsa -out /nonexist/k
openssl req -foo
openssl x509 -in
openssl req -new -newkey rsa:2048 -nodes -keyout k -subj "CN=a" 2>&1 | tail -1
openssl foo; echo $?
openssl rand -hex 8 | tr -d '0-9a-f' | wc -c
echo hi | openssl base64 | openssl base64 -d
echo -n abc | openssl sha256`),
	).toBe(`genrsa: Can't open "/nonexist/k" for writing, No such file or directory
req: Unknown option or message digest: foo
req: Use -help for summary.
x509: Option -in needs a value
x509: Use -help for summary.
req: subject name is expected to be in the format /type0=value0/type1=value1/type2=... where characters may be escaped by \\. This name is not in that format: 'CN=a'
Invalid command 'foo'; type "help" for a list.
1
1
hi
SHA2-256(stdin)= ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
`);
});

test('what cannot be opened: configurations and requests as plain files, keys and certificates as stores', () => {
	expect(
		printed(`openssl genrsa -out k.key 2048
openssl req -new -key k.key -out r.csr -config no.cnf; echo $?
openssl req -in no.csr -noout -text
openssl x509 -req -in no.csr -CA ca.crt -CAkey ca.key -out c.crt
openssl x509 -in no.crt -noout`).replace(/^[0-9A-F]{16}:/gm, 'ID:'),
	).toBe(`Can't open "no.cnf" for reading, No such file or directory
ID:error:80000002:system library:BIO_new_file:No such file or directory:../crypto/bio/bss_file.c:67:calling fopen(no.cnf, r)
ID:error:10000080:BIO routines:BIO_new_file:no such file:../crypto/bio/bss_file.c:75:
1
Can't open "no.csr" for reading, No such file or directory
ID:error:80000002:system library:BIO_new_file:No such file or directory:../crypto/bio/bss_file.c:67:calling fopen(no.csr, r)
ID:error:10000080:BIO routines:BIO_new_file:no such file:../crypto/bio/bss_file.c:75:
Unable to load X509 request
Can't open "no.csr" for reading, No such file or directory
ID:error:80000002:system library:BIO_new_file:No such file or directory:../crypto/bio/bss_file.c:67:calling fopen(no.csr, r)
ID:error:10000080:BIO routines:BIO_new_file:no such file:../crypto/bio/bss_file.c:75:
Unable to load certificate request input
Could not open file or uri for loading certificate from no.crt
ID:error:16000069:STORE routines:ossl_store_get0_loader_int:unregistered scheme:../crypto/store/store_register.c:237:scheme=file
ID:error:80000002:system library:file_open:No such file or directory:../providers/implementations/storemgmt/file_store.c:267:calling stat(no.crt)
Unable to load certificate
`);
});
