# Authorities and certificates as a mesh would issue them. Their keys are thrown away afterwards.
set -e
cd /root/mesh
authority() { openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/O=mesh/CN=$2" -keyout "$1.key" -out "$1.crt" 2> /dev/null; }
# issue AUTHORITY NAMESPACE NAME
issue() {
  openssl req -newkey rsa:2048 -nodes -subj "/O=mesh/CN=$3" -keyout tls.key -out tls.csr 2> /dev/null
  echo "subjectAltName=DNS:$3.$2.svc" > tls.ext
  openssl x509 -req -in tls.csr -CA "$1.crt" -CAkey "$1.key" -CAcreateserial -days 90 -extfile tls.ext -out tls.crt 2> /dev/null
  kubectl create secret generic "$3-tls" -n "$2" --from-file=tls.crt --from-file=tls.key --from-file=ca.crt="$1.crt"
}
authority ca shop-mesh
authority old-ca bank-mesh-2025
authority new-ca bank-mesh-2026
for ns in shop bank; do kubectl create namespace $ns; done
issue ca shop orders
issue ca shop web
issue old-ca bank teller
issue old-ca bank archive
issue new-ca bank ledger
cat old-ca.crt new-ca.crt > both.crt
kubectl create configmap trust-of-servers -n bank --from-file=ca.crt=both.crt
kubectl create configmap trust -n bank --from-file=ca.crt=old-ca.crt
rm -f *.key *.csr *.ext *.srl tls.crt both.crt
