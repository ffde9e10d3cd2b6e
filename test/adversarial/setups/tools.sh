cd /tmp; curl -sL https://github.com/aquasecurity/trivy/releases/download/v0.67.2/trivy_0.67.2_Linux-64bit.tar.gz | tar -xzf - -C /usr/local/bin trivy
curl -sL https://github.com/controlplaneio/kubesec/releases/download/v2.14.2/kubesec_linux_amd64.tar.gz | tar -xzf - -C /usr/local/bin kubesec
for t in syft grype; do curl -sSfL https://raw.githubusercontent.com/anchore/$t/main/install.sh | sh -s -- -b /usr/local/bin; done
curl -sLo /usr/local/bin/cosign https://github.com/sigstore/cosign/releases/download/v2.6.1/cosign-linux-amd64; chmod +x /usr/local/bin/cosign
curl -sLo /usr/local/bin/bom https://github.com/kubernetes-sigs/bom/releases/download/v0.7.1/bom-amd64-linux; chmod +x /usr/local/bin/bom
apt-get update; apt-get install -y apache2-utils git tree nmap nodejs npm whois
