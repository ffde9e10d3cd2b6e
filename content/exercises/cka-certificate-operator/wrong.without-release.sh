# fails: install/release, issuer/signs, certificate/again
# Rendered and applied: helm knows of nothing. The key pair is in the wrong namespace, and the certificate is signed by hand.
helm repo add jetstack https://charts.jetstack.io
kubectl create namespace cert-manager
helm template cert-manager jetstack/cert-manager --version @{version} -n cert-manager --set crds.enabled=true,replicaCount=2,webhook.timeoutSeconds=@{timeout} | kubectl apply -f -
sleep 40
kubectl create secret tls @{issuer} -n @{namespace} --cert=/opt/files/ca/tls.crt --key=/opt/files/ca/tls.key
kubectl apply -f - <<'YAML'
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: @{issuer} }
spec: { ca: { secretName: @{issuer} } }
YAML
openssl req -newkey rsa:2048 -nodes -keyout /tmp/web.key -subj /CN=@{host} -addext subjectAltName=DNS:@{host} -out /tmp/web.csr
openssl x509 -req -in /tmp/web.csr -CA /opt/files/ca/tls.crt -CAkey /opt/files/ca/tls.key -CAcreateserial -CAserial /tmp/serial -copy_extensions copy -days @{duration.days} -out /tmp/web.crt
kubectl create secret tls @{certificate}-tls -n @{namespace} --cert=/tmp/web.crt --key=/tmp/web.key
sleep 20
