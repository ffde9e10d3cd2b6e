import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 0): WorldRow {
	return { cause, source, given, after, ask, told };
}

const GITHUB = 'https://github.com';

/** What images are made of, who has looked into them and who has signed them. One world, in order. */
export const SUPPLY_CHAIN: readonly WorldRow[] = [
	row(
		"images stand on their day's release and say what is installed",
		'docker-library/repo-info repos/alpine, repos/debian; https://pkgs.alpinelinux.org',
		'kubectl run a --image=alpine:3.19.1 -- sleep 1d; kubectl run n --image=nginx:1.19.0; kubectl wait --for=condition=Ready pod/a pod/n --timeout=90s > /dev/null',
		"kubectl exec a -- sh -c 'apk list -I 2>/dev/null | grep -E \"libcrypto|busybox-b|musl-u\"; apk info | wc -l; apk info -e -v zlib; apk info -e nosuch; echo $?'; kubectl exec n -- sh -c 'cat /etc/debian_version; dpkg-query -W nginx libssl1.1 libc6'",
		'busybox-binsh-1.36.1-r15 x86_64 {busybox} (GPL-2.0-only) [installed]\nlibcrypto3-3.1.4-r5 x86_64 {openssl} (Apache-2.0) [installed]\nmusl-utils-1.2.4_git20230717-r4 x86_64 {musl} (MIT AND BSD-2-Clause AND GPL-2.0-or-later) [installed]\n15\nzlib-1.3.1-r0\n1\n10.4\nlibc6\t2.28-10\nlibssl1.1\t1.1.1d-0+deb10u3\nnginx\t1.19.0-1~buster\n',
	),
	row(
		'apk upgrades what the mirror has newer, and takes only the version that it has',
		'apk-tools src/app_upgrade.c, src/solver.c',
		'',
		'kubectl exec a -- sh -c \'apk upgrade | grep -E "zlib|libssl|OK"; apk version; apk add -q libssl3=3.0.0-r0 2>&1; echo $?\'',
		'(5/8) Upgrading libssl3 (3.1.4-r5 -> 3.1.8-r1)\nOK: 8 MiB in 15 packages\nInstalled:                                Available:\nERROR: unable to select packages:\n  libssl3-3.1.8-r1:\n    breaks: world[libssl3=3.0.0-r0]\n1\n',
	),
	row(
		'bom: which image has a package in a version',
		'kubernetes-sigs/bom pkg/spdx implementation.go, package.go Draw',
		`curl -sLo /usr/local/bin/bom ${GITHUB}/kubernetes-sigs/bom/releases/download/v0.6.0/bom-amd64-linux; chmod +x /usr/local/bin/bom; for v in 3.20.0 3.19.1 3.16.9; do bom generate -i alpine:$v --name $v -o $v.spdx 2> /dev/null; done; bom generate -i alpine:3.19.1 --format json -o a.json 2> /dev/null`,
		"grep -l -A9 'PackageName: libcrypto3' *.spdx; grep -h -A6 'PackageName: libcrypto3' 3.19.1.spdx | grep -E 'Version|License'; bom document outline 3.16.9.spdx | sed 's/sha256:.*/ID/' | sed -n '8,16p'; bom document outline 3.16.9.spdx | tail -6; jq -r '.packages[] | select(.name == \"libssl3\") | .versionInfo, .externalRefs[0].referenceLocator' a.json; jq -c '[.spdxVersion, (.packages | length), (.relationships | length), (.documentDescribes | length)]' a.json; bom document query 3.20.0.spdx name:ssl; bom generate 2>&1 | tail -1 | cut -d= -f4-; bom generate -i nosuch/thing 2>&1 | grep -o 'GET.*'",
		`3.19.1.spdx
3.20.0.spdx
PackageLicenseConcluded: NOASSERTION
PackageVersion: 3.1.4-r5
 📂 SPDX Document 3.16.9
  │ 
  │ 📦 DESCRIBES 1 Packages
  │ 
  ├ ID
  │  │ 🔗 1 Relationships
  │  └ CONTAINS PACKAGE ID
  │  │  │ 🔗 14 Relationships
  │  │  ├ CONTAINS PACKAGE alpine-baselayout@3.2.0-r23
  │  │ 
  │ 
  │ 
  │ 📄 DESCRIBES 0 Files
  │ 
  └ 
3.1.4-r5
pkg:apk/alpine/libssl3@3.1.4-r5?arch=x86_64
["SPDX-2.3",17,16,1]
 libssl3 3.3.0-r2
 ssl_client 1.36.1-r28
"generating doc: validating command line options: to generate a SPDX BOM you have to provide at least one image or file"
GET https://index.docker.io/v2/nosuch/thing/manifests/latest: UNAUTHORIZED: authentication required; [map[Action:pull Class: Name:nosuch/thing Type:repository]]"
`,
	),
	row(
		'trivy writes SPDX and CycloneDX, and finds in them what it finds in the image',
		'aquasecurity/trivy pkg/sbom/spdx, pkg/sbom/cyclonedx, pkg/sbom/io/decode.go',
		'curl -sfL https://raw.githubusercontent.com/aquasecurity/trivy/main/contrib/install.sh | sh -s -- -b /usr/local/bin 2> /dev/null; trivy image -q -f spdx-json -o s.json alpine:3.19.1; trivy image -q -f cyclonedx -o c.json alpine:3.19.1; trivy image -q -f spdx -o s.spdx alpine:3.19.1; trivy image -q -f json -o i.json alpine:3.19.1',
		'for f in s.json c.json s.spdx; do trivy sbom -q -f json $f | jq -c "[.ArtifactType, .Metadata.OS.Name, (.Results[].Vulnerabilities | map(.VulnerabilityID + .PkgName) | length)]"; done; jq "[.Results[].Vulnerabilities[]] | length" i.json; jq -c "[.bomFormat, .specVersion, .metadata.component.type, (.components | length), (.dependencies | length)]" c.json; jq -r ".packages[] | select(.name == \\"libcrypto3\\") | .versionInfo, .sourceInfo, .licenseDeclared, .externalRefs[0].referenceLocator" s.json; jq -c "[.packages[].primaryPackagePurpose] | unique" s.json; trivy sbom a.json 2>&1 | grep -c "Detected OS"; trivy sbom nosuch 2>&1 | cut -f4; trivy image -q --severity BAD alpine 2>&1 | cut -f4',
		`["spdx","3.19.1",30]
["cyclonedx","3.19.1",30]
["spdx","3.19.1",30]
30
["CycloneDX","1.6","container",16,17]
3.1.4-r5
built package from: openssl 3.1.4-r5
Apache-2.0
pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=3.19.1
["CONTAINER","LIBRARY","OPERATING-SYSTEM"]
0
run error: sbom scan error: scan error: scan failed: failed analysis: failed to open sbom file error: open nosuch: no such file or directory
flag error: report flag error: unknown severity: BAD
`,
	),
	row(
		'what was built on an image has what its base had, and what was added; archives are scanned as they are',
		'aquasecurity/trivy pkg/fanal/analyzer/pkg, pkg/fanal/artifact/image',
		"printf 'FROM alpine:3.18.4\\nRUN apk upgrade --no-cache libcrypto3 && apk add --no-cache curl\\n' | docker build -q -t own:1 - > /dev/null; docker save own:1 -o own.tar; mkdir -p app; echo 'Flask==2.0.1' > app/requirements.txt; echo CVE-2023-30861 > ignored",
		"trivy image -q -f json own:1 | jq -r '.Results[0].Packages[] | select(.Name | test(\"curl|libcrypto3\")) | .ID'; trivy image -q --input own.tar -s CRITICAL --exit-code 5 > /dev/null; echo $?; trivy fs -q -f json app | jq -c '.Results[] | [.Target, .Type, [.Vulnerabilities[].VulnerabilityID]]'; trivy fs -q -f json --ignorefile ignored app | jq -c '.Results[].Vulnerabilities'; trivy image -q --input app/requirements.txt 2>&1 | tail -n +2 | head -1",
		`curl@8.14.1-r2
libcrypto3@3.1.8-r0
0
["requirements.txt","pip",["CVE-2023-30861"]]
null
	* unable to open app/requirements.txt as a Docker image: archive/tar: invalid tar header
`,
	),
	row(
		'trivy config: Dockerfiles and manifests',
		'aquasecurity/trivy-checks checks/docker, checks/kubernetes',
		"mkdir -p conf; printf 'FROM alpine:3.20 AS b\\nRUN apk add curl\\nFROM b\\nUSER root\\nADD a.tar.gz /\\n' > conf/Dockerfile; printf 'FROM scratch\\nUSER 10001\\nHEALTHCHECK CMD true\\n' > conf/Dockerfile.good; kubectl create deployment w --image=nginx:1.27 --dry-run=client -o yaml > conf/w.yaml; kubectl create role r --verb=get --resource=secrets --dry-run=client -o yaml > conf/r.yaml",
		'trivy config -q -f json conf | jq -c \'.Results[] | [.Target, .Type, ([.Misconfigurations[]?.ID] | join(" "))]\'; trivy config -q -s CRITICAL --exit-code 4 conf/w.yaml | grep -c KSV; trivy config -q -s CRITICAL --exit-code 4 conf > /dev/null; echo $?',
		`["Dockerfile","dockerfile","DS002 DS025 DS026"]
["Dockerfile.good","dockerfile",""]
["r.yaml","kubernetes","KSV041"]
["w.yaml","kubernetes","KSV001 KSV003 KSV011 KSV012 KSV014 KSV015 KSV016 KSV018 KSV020 KSV021 KSV030 KSV104 KSV106 KSV110 KSV118"]
0
4
`,
	),
	row(
		'syft and grype speak of the same packages',
		'anchore/syft syft/format, anchore/grype',
		'curl -sSfL https://raw.githubusercontent.com/anchore/syft/main/install.sh | sh -s -- -b /usr/local/bin 2> /dev/null; curl -sSfL https://get.anchore.io/grype | sh -s -- -b /usr/local/bin 2> /dev/null; syft -q alpine:3.19.1 -o spdx-json=x.json -o cyclonedx-json=y.json -o spdx=x.spdx -o json=z.json',
		"syft -q alpine:3.19.1 | sed -n '1p;/crypto/p'; for f in x.json y.json x.spdx; do trivy sbom -q -f json $f | jq '[.Results[].Vulnerabilities[]] | length'; grype -q sbom:$f | wc -l; done; grype -q sbom:./z.json | wc -l; trivy sbom z.json 2>&1 | grep -c unknown; grype -q x.json | sed -n '1,2p'; grype -q alpine:3.22.2; grype -q x.json --fail-on critical > /dev/null 2>&1; echo $?; jq -r '.components[] | select(.name == \"libssl3\") | .purl' y.json; syft -q nosuch:x 2>&1 | head -1",
		`NAME                    VERSION               TYPE
libcrypto3              3.1.4-r5              apk
30
31
30
31
30
31
31
1
NAME           INSTALLED             FIXED IN              TYPE  VULNERABILITY   SEVERITY
libcrypto3     3.1.4-r5              3.1.6-r1              apk   CVE-2024-5535   Critical
No vulnerabilities found
2
pkg:apk/alpine/libssl3@3.1.4-r5?arch=x86_64&distro=alpine-3.19.1&upstream=openssl
could not determine source: errors occurred attempting to resolve 'nosuch:x':
`,
	),
	row(
		'cosign: a key pair signs an image of a registry of the world, and nothing else passes',
		'sigstore/cosign cmd/cosign/cli/verify, cmd/cosign/errors/exit_codes.go',
		`curl -sLo /usr/local/bin/cosign ${GITHUB}/sigstore/cosign/releases/latest/download/cosign-linux-amd64; chmod +x /usr/local/bin/cosign; docker run -q -d --name registry -p 5000:5000 registry:2 > /dev/null; docker tag own:1 localhost:5000/app:v1; docker push -q localhost:5000/app:v1 > /dev/null; export COSIGN_PASSWORD=secret; cosign generate-key-pair 2> /dev/null; cosign generate-key-pair --output-key-prefix other 2> /dev/null`,
		"K='--key cosign.pub --insecure-ignore-tlog'; cosign verify $K localhost:5000/app:v1 2>&1 | tail -1; COSIGN_PASSWORD=bad cosign sign --key cosign.key --tlog-upload=false localhost:5000/app:v1 2>&1 | tail -1; COSIGN_PASSWORD=secret cosign sign -a by=me --key cosign.key --tlog-upload=false localhost:5000/app:v1 2>&1 | tail -1; cosign verify $K localhost:5000/app:v1 2> /dev/null | jq -c '.[] | [.critical.identity, .critical.type, .optional]'; cosign verify $K -a by=you localhost:5000/app:v1 > /dev/null 2>&1; echo $?; cosign verify --key other.pub --insecure-ignore-tlog localhost:5000/app:v1 2> /dev/null; echo $?; cosign verify --key cosign.pub localhost:5000/app:v1 2>&1 | head -1; [ $(cosign triangulate localhost:5000/app:v1) = localhost:5000/app:$(docker inspect localhost:5000/app:v1 | jq -r '.[0].RepoDigests[0]' | sed 's/.*@//; s/:/-/').sig ]; echo $?",
		`main.go:74: error during command execution: no signatures found
main.go:74: error during command execution: getting signer: reading key: decrypt: encrypted: decryption failed
Pushing signature to: localhost:5000/app
[{"docker-reference":"localhost:5000/app"},"cosign container image signature",{"by":"me"}]
12
12
Error: no matching signatures: signature not found in transparency log
0
`,
	),
	row(
		'attestations and signed files; openssl agrees',
		'sigstore/cosign cmd/cosign/cli/attest, secure-systems-lab/dsse; OpenSSL 3.0 apps/dgst.c',
		'COSIGN_PASSWORD=secret cosign attest --key cosign.key --tlog-upload=false --type spdxjson --predicate s.json localhost:5000/app:v1 2> /dev/null; echo text > f; COSIGN_PASSWORD=secret cosign sign-blob --key cosign.key --tlog-upload=false --output-signature f.sig f 2> /dev/null',
		'cosign verify-attestation --key cosign.pub --insecure-ignore-tlog --type spdxjson localhost:5000/app:v1 2> /dev/null | jq -r .payload | base64 -d | jq -c "[._type, .predicateType, .subject[0].name, .predicate.name]"; cosign verify-attestation --key cosign.pub --insecure-ignore-tlog --type vuln localhost:5000/app:v1 2>&1 | tail -1; cosign verify-blob --key cosign.pub --signature f.sig --insecure-ignore-tlog f 2>&1 | tail -1; base64 -d f.sig > f.raw; openssl dgst -sha256 -verify cosign.pub -signature f.raw f; echo other > f; openssl dgst -sha256 -verify cosign.pub -signature f.raw f; openssl pkey -pubin -in cosign.pub -noout -text | sed -n "1p;\\$p"; openssl rsa -pubin -in cosign.pub -noout 2>&1; cosign tree localhost:5000/app:v1 | sed "s/sha256.*/ID/"',
		`["https://in-toto.io/Statement/v0.1","https://spdx.dev/Document","localhost:5000/app","alpine:3.19.1"]
main.go:74: error during command execution: none of the attestations matched the predicate type: vuln, found: https://spdx.dev/Document
Verified OK
Verified OK
Verification failure
Public-Key: (256 bit)
NIST CURVE: P-256
Not an RSA key
📦 Supply Chain Security Related artifacts for an image: localhost:5000/app:v1
└── 🔐 Signatures for an image tag: localhost:5000/app:ID
   └── 🍒 ID
└── 💾 Attestations for an image tag: localhost:5000/app:ID
   └── 🍒 ID
`,
	),
	row(
		'a Pod whose image is asked for by digest',
		'containerd internal/cri/server/container_status.go',
		'D=$(docker pull -q nginx:1.27 > /dev/null; docker inspect nginx:1.27 | jq -r \'.[0].RepoDigests[0]\'); kubectl run d --image=$D --overrides=\'{"spec": {"nodeName": "node02"}}\' > /dev/null; kubectl wait --for=condition=Ready pod/d --timeout=60s > /dev/null',
		"kubectl get pod d -o json | jq -r '.status.containerStatuses[0] | .image, .imageID' | sed 's/:[0-9a-f]\\{64\\}/:HEX/'; ssh node02 crictl images --digests | grep -c 'nginx .*<none>'; [ docker.io/library/$(docker inspect nginx:1.27 | jq -r '.[0].RepoDigests[0]') = $(kubectl get pod d -o jsonpath='{.status.containerStatuses[0].imageID}') ]; echo $?",
		'sha256:HEX\ndocker.io/library/nginx@sha256:HEX\n1\n0\n',
	),
	row(
		'a backend of one’s own: Python serves HTTPS from a Pod',
		'https://docs.python.org/3/library/ssl.html; plugin/pkg/admission/imagepolicy',
		`openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -days 30 -subj /CN=gate -addext subjectAltName=DNS:gate 2> /dev/null; kubectl create secret tls gate --cert=c.pem --key=k.pem > /dev/null; cat > gate.py <<'END'
import json, ssl
from http.server import BaseHTTPRequestHandler, HTTPServer

class Gate(BaseHTTPRequestHandler):
    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"allowed": review["image"].startswith("nginx")}).encode())

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1_2
context.load_cert_chain(certfile="/certs/tls.crt", keyfile="/certs/tls.key")
server = HTTPServer(("", 8443), Gate)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
END
kubectl create configmap gate --from-file=gate.py > /dev/null; kubectl apply -f - > /dev/null <<< '{apiVersion: v1, kind: Pod, metadata: {name: gate}, spec: {containers: [{name: g, image: "python:3.12-alpine", command: [python, /app/gate.py], volumeMounts: [{name: a, mountPath: /app}, {name: c, mountPath: /certs}]}], volumes: [{name: a, configMap: {name: gate}}, {name: c, secret: {secretName: gate}}]}}'; kubectl wait --for=condition=Ready pod/gate --timeout=60s > /dev/null`,
		'IP=$(kubectl get pod gate -o jsonpath="{.status.podIP}"); curl -s --cacert c.pem --resolve gate:8443:$IP https://gate:8443/ -d \'{"image": "nginx:1"}\'; echo; curl -sk https://$IP:8443/ -d \'{"image": "busybox"}\'; echo; curl -s https://$IP:8443/; echo $?; curl -s http://$IP:8443/; echo $?',
		'{"allowed": true}\n{"allowed": false}\n60\n52\n',
	),
];
